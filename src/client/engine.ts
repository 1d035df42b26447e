// Sends requests: the layer below openapi-fetch, handed to it as its `fetch`. Adds what every request carries, and reads the
// answer to its end, so that a body which breaks off is a failed request like any other.
import { AbortedError, ConnectionError, label } from "./errors.js";

export interface EngineOptions {
  /** Sends one request. */
  fetch: (request: Request) => Promise<Response>;
  /** The Authorization header. */
  authorization: string;
}

/** What the engine knows of the call that a request belongs to. */
export interface CallContext {
  operation: string | undefined;
  /** Sent without credentials. */
  public: boolean;
}

export type Engine = (request: Request, context: CallContext) => Promise<Response>;

export function createEngine({ fetch, authorization }: EngineOptions): Engine {
  return async (request, context) => {
    if (!context.public && !request.headers.has("authorization")) request.headers.set("authorization", authorization);
    try {
      const response = await fetch(request);
      return await readWhole(response);
    } catch (cause) {
      if (request.signal.aborted)
        throw new AbortedError(`${label(context.operation)} was aborted.`, context.operation, {
          cause: request.signal.reason,
        });
      throw new ConnectionError(`${label(context.operation)} got no answer: ${reasonOf(cause)}.`, context.operation, {
        cause,
      });
    }
  };
}

// Statuses whose answers have no body, and with which a Response cannot be made with one.
const BODILESS = new Set([101, 204, 205, 304]);

/** The same answer with its body in memory. */
async function readWhole(response: Response): Promise<Response> {
  const body = await response.text();
  const { status, statusText, headers } = response;
  const whole = new Response(BODILESS.has(status) ? null : body, { status, statusText, headers });
  Object.defineProperty(whole, "url", { value: response.url });
  return whole;
}

/** The innermost reason: `fetch` only says "fetch failed" and hides why in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name;
}
