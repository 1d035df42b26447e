// Sends requests: the layer below openapi-fetch, handed to it as its `fetch`. Here are authentication, attempts, time limits and the
// shared pause; each answer is read to its end, so that a body which breaks off is a failed request like any other.
import { onAbort } from "./abort.js";
import type { Authorizer } from "./auth.js";
import { readText, TooLargeError } from "./body.js";
import { AbortedError, ConnectionError, LiveChatError, label, ParseError, TimeoutError } from "./errors.js";
import type { Gate } from "./gate.js";
import type { Observer, RequestEvent } from "./observe.js";
import type { Fetch, Settings } from "./options.js";
import { redact, redactError } from "./redact.js";
import { backoff, isRetryableFailure, isRetryableStatus, retryAfter } from "./retry.js";
import { OUT_OF_TIME, openScope, type Scope, within } from "./scope.js";
import { wait } from "./wait.js";

/** A request as openapi-fetch builds it. */
export interface Outgoing {
  url: string;
  method: string;
  headers: Headers;
  body?: string | ArrayBuffer | undefined;
}

/** An answer that has been read to its end. */
export interface Answer {
  status: number;
  ok: boolean;
  headers: Headers;
  body: string;
  /** What `fetch` gave; its body has been read. */
  response: Response;
  /** How many requests it took. */
  attempts: number;
}

/** What the engine knows of the call that a request belongs to. */
export interface CallContext {
  operation: string | undefined;
  /** Sent without credentials. */
  public: boolean;
  settings: Settings;
  signal: AbortSignal | undefined;
}

export interface EngineParts {
  fetch: Fetch;
  authorizer: Authorizer;
  gate: Gate;
  observer: Observer;
}

/** Gives the answer, whatever its status; throws a LiveChatError when none came. */
export type Engine = (request: Outgoing, context: CallContext) => Promise<Answer>;

export function createEngine(parts: EngineParts): Engine {
  return (request, context) => new Call(parts, request, context).run();
}

/** An attempt took longer than it may. */
const TIMED_OUT = new Error("The attempt has taken too long.");

/** What a source of tokens threw. */
class SourceFailure {
  constructor(readonly error: unknown) {}
}

/** One call: its attempts, and the waits between them. */
class Call {
  readonly #scope: Scope;
  readonly #event: RequestEvent;
  /** Whether the Authorization header is the client's own. */
  readonly #authorizes: boolean;
  #retries = 0;
  /** Another Authorization header, after the first was refused. */
  #renewed: string | undefined;

  constructor(
    private readonly parts: EngineParts,
    private readonly request: Outgoing,
    private readonly context: CallContext,
  ) {
    const { operation, signal, settings } = context;
    this.#scope = openScope(signal, settings.totalTimeoutMs);
    this.#event = { id: parts.observer.callId(), operation, method: request.method, url: request.url, attempt: 0 };
    this.#authorizes = !context.public && !request.headers.has("authorization");
  }

  async run(): Promise<Answer> {
    try {
      for (;;) {
        const answer = await this.#attempt();
        if (answer) return answer;
      }
    } catch (error) {
      throw error instanceof SourceFailure ? error.error : this.#failure(error);
    } finally {
      this.#scope.close();
    }
  }

  /** Sends the request once. Gives nothing when it is to be sent again, after having waited for that. */
  async #attempt(): Promise<Answer | undefined> {
    const { gate } = this.parts;
    const place = gate.enter(this.#scope.signal);
    if (place) await place;
    let answer: Answer;
    try {
      await this.#authorize();
      answer = await this.#exchange();
    } catch (error) {
      gate.leave();
      const delay = backoff(this.#retries, this.context.settings.retry);
      if (!this.#isBroken(error) || !this.#mayRetry(delay)) throw error;
      await this.#wait(delay, redact(reasonOf(error), this.parts.authorizer.secrets()));
      return undefined;
    }
    gate.leave();
    return (await this.#isFinal(answer)) ? answer : undefined;
  }

  /** Sets the Authorization header. What a source of tokens throws reaches the caller as it is. */
  #authorize(): Promise<void> | undefined {
    if (!this.#authorizes) return undefined;
    const header = this.#renewed ?? this.parts.authorizer.header();
    if (typeof header === "object") return this.#sourced(header).then((late) => this.#setAuthorization(late));
    this.#setAuthorization(header);
    return undefined;
  }

  #setAuthorization(header: string): void {
    this.request.headers.set("authorization", header);
  }

  #sourced<T>(header: Promise<T>): Promise<T> {
    const known = header.catch((error: unknown) => {
      throw new SourceFailure(error);
    });
    return within(this.#scope.signal, known);
  }

  /** Whether an answer is the last word; otherwise whatever it takes to ask again has been done. */
  async #isFinal(answer: Answer): Promise<boolean> {
    if (answer.ok) return true;
    if (answer.status === 401) return !(await this.#renew());
    const { retry } = this.context.settings;
    const asked = retryAfter(answer.headers);
    const delay = asked ?? backoff(this.#retries, retry);
    const patient = asked === undefined || asked <= retry.maxRetryAfterMs;
    if (answer.status === 429 && patient) this.parts.gate.pause(delay);
    if (!patient || !isRetryableStatus(this.request.method, answer.status) || !this.#mayRetry(delay)) return true;
    await this.#wait(delay, `status ${answer.status}`);
    return false;
  }

  /** Has the refused credentials replaced, once a call. */
  async #renew(): Promise<boolean> {
    const refused = this.request.headers.get("authorization");
    if (!this.#authorizes || this.#renewed !== undefined || refused === null) return false;
    this.#renewed = await this.#sourced(this.parts.authorizer.renew(refused));
    return this.#renewed !== undefined;
  }

  /** Whether there is a repetition left, and time to wait for it. */
  #mayRetry(delay: number): boolean {
    return this.#retries < this.context.settings.retry.maxRetries && performance.now() + delay < this.#scope.deadline;
  }

  /** Whether an error is one of the connection, after which the request may be sent again. */
  #isBroken(error: unknown): boolean {
    if (this.#scope.signal?.aborted || error instanceof TooLargeError || error instanceof SourceFailure) return false;
    return isRetryableFailure(this.request.method, error);
  }

  async #wait(delay: number, reason: string): Promise<void> {
    this.#retries++;
    this.parts.observer.retry(this.#event, reason, delay);
    await wait(delay, this.#scope.signal);
  }

  /** One request and its whole answer, within the time of an attempt. Cancelled, it ends at once, whatever `fetch` makes of it. */
  #exchange(): Promise<Answer> {
    const { signal } = this.#scope;
    const { timeoutMs } = this.context.settings;
    const controller = new AbortController();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        stopListening?.();
      };
      const cancel = (reason: unknown): void => {
        end();
        reject(reason);
        controller.abort(reason);
      };
      const timer = timeoutMs > 0 ? setTimeout(cancel, timeoutMs, TIMED_OUT) : undefined;
      const stopListening = signal && onAbort(signal, () => cancel(signal.reason));
      if (signal?.aborted) return cancel(signal.reason);
      this.#send(controller.signal).then(
        (answer) => {
          end();
          resolve(answer);
        },
        (error: unknown) => {
          end();
          reject(error);
          // Whatever is still under way, such as a body that is too large, ends with it.
          controller.abort(error);
        },
      );
    });
  }

  async #send(signal: AbortSignal): Promise<Answer> {
    const { parts, request, context } = this;
    this.#event.attempt++;
    parts.observer.request(this.#event);
    const start = performance.now();
    const { url, method, headers, body } = request;
    const response = await parts.fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal,
      ...(body !== undefined && { body }),
    });
    const text = await readText(response, context.settings.maxResponseBytes);
    const { status, ok } = response;
    parts.observer.response(this.#event, response, start);
    return {
      status,
      ok,
      headers: response.headers,
      body: ok ? text : redact(text, parts.authorizer.secrets()),
      response,
      attempts: this.#event.attempt,
    };
  }

  /** Whatever went wrong, as the error that the caller gets. */
  #failure(error: unknown): LiveChatError {
    if (error instanceof LiveChatError) return error;
    const { context, parts } = this;
    const { operation, settings } = context;
    const { attempt: attempts } = this.#event;
    const { signal } = this.#scope;
    if (signal?.aborted && signal.reason !== OUT_OF_TIME)
      return new AbortedError(`${label(operation)} was aborted.`, operation, { attempts, cause: signal.reason });
    if (signal?.aborted) return new TimeoutError(operation, "totalTimeoutMs", settings.totalTimeoutMs, { attempts });
    if (error === TIMED_OUT) return new TimeoutError(operation, "timeoutMs", settings.timeoutMs, { attempts });
    if (error instanceof TooLargeError)
      return new ParseError(
        operation,
        error.status,
        "",
        `is larger than maxResponseBytes, which is ${settings.maxResponseBytes}`,
        { attempts },
      );
    const secrets = parts.authorizer.secrets();
    const uncertain =
      isRetryableFailure("POST", error) || this.request.method === "GET" ? "" : " It may have taken effect.";
    const message = `${label(operation)} got no whole answer: ${redact(reasonOf(error), secrets)}.${uncertain}`;
    return new ConnectionError(message, operation, { attempts, cause: redactError(error, secrets) });
  }
}

/** The innermost reason: `fetch` only says "fetch failed" and hides why in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}
