// Why a delivery was refused, and what the handler answers to it.
import type { Finding } from "../validate/findings.js";

/**
 * What is wrong with a delivery: `method` it is no POST, `size` its body is too large, `body` its body is no JSON,
 * `payload` the JSON is not what the description says, `token` the token is not the expected one.
 */
export type WebhookErrorCode = "method" | "size" | "body" | "payload" | "token";

const STATUSES: Record<WebhookErrorCode, number> = { method: 405, size: 413, body: 400, payload: 400, token: 401 };

/** A delivery was refused. Holds nothing of what was delivered. */
export class WebhookError extends Error {
  readonly code: WebhookErrorCode;
  /** The HTTP status that the handler answers: 405, 413, 400, 400 or 401, in the order of the codes. */
  readonly status: number;
  /** Where a payload disagrees with the description; empty for the other codes. */
  readonly issues: readonly Finding[];

  constructor(code: WebhookErrorCode, message: string, issues: readonly Finding[] = []) {
    super(message);
    this.name = "WebhookError";
    this.code = code;
    this.status = STATUSES[code];
    this.issues = issues;
  }
}
