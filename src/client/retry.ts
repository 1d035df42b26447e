// Whether and when a failed request is repeated. Knows methods and statuses, and nothing of time passing.
import type { RetryOptions } from "./options.js";

// Requests that may be sent twice: what they do twice over is what they do once.
const REPEATABLE = new Set(["GET", "HEAD", "PUT", "DELETE"]);

/** Whether a request that was answered so may be sent again. */
export function isRetryableStatus(method: string, status: number): boolean {
  if (status === 429) return true;
  return REPEATABLE.has(method) && (status === 408 || status >= 500);
}

// The connection did not come about, so that nothing was sent.
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether a request that got no whole answer may be sent again. */
export function isRetryableFailure(method: string, error: unknown): boolean {
  return REPEATABLE.has(method) || NOT_SENT.has(codeOf(error) ?? "");
}

/** The code of the innermost reason: `fetch` hides it in the cause. */
function codeOf(error: unknown): string | undefined {
  const { cause, code, errors } = (error ?? {}) as { cause?: unknown; code?: unknown; errors?: unknown[] };
  if (cause) return codeOf(cause);
  return typeof code === "string" ? code : errors?.map(codeOf).find((inner) => inner !== undefined);
}

/** How long to wait before a repetition, `retries` being how many there have been: random, up to a limit that doubles. */
export function backoff(retries: number, { baseDelayMs, maxDelayMs }: Required<RetryOptions>): number {
  return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** retries);
}

/** The wait that an answer asks for, in milliseconds; `Retry-After` holds seconds or a date. */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
