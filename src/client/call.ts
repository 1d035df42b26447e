// What a call takes beside its arguments, and what it gives back.
import type { CallSettings } from "./options.js";

/** Options of one call, the last argument of every method. What is left out is as the client was made. */
export interface CallOptions extends CallSettings {
  /** Aborts the call, also while it waits or reads; it then fails with an AbortedError. */
  signal?: AbortSignal;
  /** Headers to send beside the client's; `null` removes one of the client's. */
  headers?: Record<string, string | null>;
}

/** An answer: the body, and the response that it came with (whose own body has been read). */
export interface ApiResult<T> {
  data: T;
  response: Response;
}

/** The promise of an answer's body. */
export interface ApiPromise<T> extends Promise<T> {
  /** The body together with status and headers. */
  withResponse(): Promise<ApiResult<T>>;
}

export function apiPromise<T>(result: Promise<ApiResult<T>>): ApiPromise<T> {
  const body = result.then(({ data }) => data);
  const withResponse = (): Promise<ApiResult<T>> => {
    // Whoever asks for the response hears of a failure through it; the body's promise would report it unhandled.
    body.catch(() => {});
    return result;
  };
  return Object.assign(body, { withResponse });
}
