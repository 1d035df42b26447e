// One attempt at a delivery: a POST, and what came of it.
import { within } from "../../client/scope.js";

/** What the receiver answered, or why there is no answer. */
export interface DeliveryAttempt {
  readonly status?: number;
  readonly error?: string;
}

/** Never rejects. The signal gives the attempt up. */
export type Send = (target: Target, signal: AbortSignal) => Promise<DeliveryAttempt>;

export interface Target {
  /** Without user name and password. */
  url: string;
  headers: Record<string, string>;
  body: string;
}

export function createSend(fetch: (request: Request) => Promise<Response>, timeoutMs: number): Send {
  return async (target, signal) => {
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      const exchanged = exchange(fetch, requestTo(target, over.signal));
      return { status: await within(signal, within(over.signal, exchanged)) };
    } catch (error) {
      over.abort(error);
      return { error: describe(error) };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** User name and password leave the address for a header. */
export function targetOf(address: string, body: string): Target {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (!URL.canParse(address)) return { url: address, headers, body };
  const url = new URL(address);
  const [name, password] = [url.username, url.password].map(decoded);
  if (name || password) headers["Authorization"] = `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
  url.username = "";
  url.password = "";
  return { url: url.href, headers, body };
}

/** Redirects are not followed: only the receiver itself can say that it has received. */
export function requestTo({ url, headers, body }: Target, signal?: AbortSignal): Request {
  return new Request(url, { method: "POST", headers, body, redirect: "manual", ...(signal && { signal }) });
}

/** The answer's status, once all of it has come. */
async function exchange(fetch: (request: Request) => Promise<Response>, request: Request): Promise<number> {
  const response = await fetch(request);
  await response.body?.pipeTo(new WritableStream());
  return response.status;
}

/** What is no valid escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code } = (error.cause ?? {}) as { message?: string; code?: string };
  return [error.message, message || code].filter(Boolean).join(": ");
}
