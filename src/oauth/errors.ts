// The one error of this room, and what keeps secrets out of it: nothing that LiveChat, a `fetch` or a store says goes into an
// error before the secrets of the call have been taken out of it.

/**
 * The names that LiveChat gives to failures, in its redirects and in the answers of its token service.
 * Source: LiveChat's pages on authorization, several editions; the list may not be complete.
 */
const LIVECHAT_CODES = [
  "invalid_request",
  "unauthorized_client",
  "access_denied",
  "unsupported_response_type",
  "invalid_scope",
  "server_error",
  "temporarily_unavailable",
  "unsupported_grant_type",
  "invalid_grant",
  "invalid_client",
  "missing_grant",
  "unauthorized",
  "identity_lost",
  "credentials_login_disabled",
  "client_id_not_found",
  "redirect_uri_not_set",
  "invalid_redirect_uri",
  "too_many_redirects",
] as const;

/** What LiveChat itself calls a failure. */
export type LiveChatOAuthCode = (typeof LIVECHAT_CODES)[number];

/**
 * What went wrong. Beside LiveChat's own names:
 *
 * - `unknown`: LiveChat gave a name that is not known here; it stands in the description.
 * - `state_mismatch`: the redirect does not belong to a login that was started here.
 * - `no_code`: the redirect holds neither a code nor an error.
 * - `no_refresh_token`: the access token is of no more use, and there is nothing to get another with.
 * - `not_stored`: `onChange` failed; the new tokens are kept in memory.
 * - `http`: an answer without success and without a name; see `status`.
 * - `parse`: an answer with success that holds no usable JSON.
 * - `connection`: no answer came. `timeout`: not within the time. `aborted`: the caller's signal ended the call.
 * - `argument`: an option or argument is unusable, and nothing was sent.
 */
export type OAuthErrorCode =
  | LiveChatOAuthCode
  | "unknown"
  | "state_mismatch"
  | "no_code"
  | "no_refresh_token"
  | "not_stored"
  | "http"
  | "parse"
  | "connection"
  | "timeout"
  | "aborted"
  | "argument";

/** A failed step of OAuth. Never holds a token, a code, a verifier or a client secret, its `cause` included. */
export class OAuthError extends Error {
  /** What went wrong. */
  readonly code: OAuthErrorCode;
  /** What LiveChat says about it, or what we say where LiveChat says nothing. */
  readonly description: string;
  /** The HTTP status, such as 400, where there was an answer. */
  readonly status: number | undefined;

  constructor(code: OAuthErrorCode, description: string, options: { status?: number; cause?: unknown } = {}) {
    const cure = CURES[code];
    super(`${code}: ${sentence(description)}${cure ? ` ${cure}` : ""}`, "cause" in options ? options : undefined);
    this.name = "OAuthError";
    this.code = code;
    this.description = description;
    this.status = options.status;
  }
}

/** Whether a caught value is an {@link OAuthError}, also from another copy of the package. */
export function isOAuthError(error: unknown): error is OAuthError {
  return error instanceof Error && error.name === "OAuthError" && "code" in error && "description" in error;
}

const LOG_IN_AGAIN = "Let the person log in again.";
const REGISTER = "Register redirectUri for the app in LiveChat's Developer Console.";
const CURES: Partial<Record<OAuthErrorCode, string>> = {
  invalid_grant: LOG_IN_AGAIN,
  missing_grant: LOG_IN_AGAIN,
  unauthorized: LOG_IN_AGAIN,
  identity_lost: LOG_IN_AGAIN,
  no_refresh_token: LOG_IN_AGAIN,
  invalid_client: "Check clientId and clientSecret.",
  client_id_not_found: "Check clientId.",
  unauthorized_client:
    "Check clientId and clientSecret; a code that has expired or was used before is answered so, too.",
  invalid_scope: "Check that the app was given the scopes in LiveChat's Developer Console.",
  invalid_redirect_uri: REGISTER,
  redirect_uri_not_set: REGISTER,
  too_many_redirects: "Wait 30 seconds before the next login.",
};

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

export function redactor(secrets: readonly (string | undefined)[]): Redact {
  const forms = secrets
    .filter((secret) => secret !== undefined && secret !== "")
    .flatMap((secret) => [secret as string, encodeURIComponent(secret as string)])
    .sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((result, form) => result.replaceAll(form, "[redacted]"), text);
}

/** The failure that a redirect or an answer tells of, if it does. */
export function liveChatError(
  get: (key: string) => unknown,
  redact: Redact,
  status: { status?: number } = {},
): OAuthError | undefined {
  const details = textOf(get("exception_details")) ?? textOf(get("error_description"));
  // The last key is the standard's, which LiveChat does not document.
  const name =
    ["oauth_exception", "identity_exception", "error"].map((key) => textOf(get(key))).find(Boolean) ?? details;
  if (name === undefined) return undefined;
  const known = LIVECHAT_CODES.find((code) => code === name);
  const said = known
    ? details
    : [name, details].filter((text, index, all) => text && all.indexOf(text) === index).join(": ");
  const description = said === undefined ? "LiveChat gives no details" : printable(redact(said));
  return new OAuthError(known ?? "unknown", description, status);
}

/** A copy of what was thrown, with the texts redacted and without any further property, which might hold a request. */
export function redactedCause(reason: unknown, redact: Redact, depth = 0): Error {
  if (!(reason instanceof Error))
    return new Error(typeof reason === "string" ? redact(reason) : `a thrown ${typeof reason}`);
  const hasCause = reason.cause !== undefined && depth < 4;
  const copy = new Error(
    redact(reason.message),
    hasCause ? { cause: redactedCause(reason.cause, redact, depth + 1) } : undefined,
  );
  copy.name = redact(reason.name);
  copy.stack = redact(reason.stack ?? `${reason.name}: ${reason.message}`);
  return copy;
}

/** The innermost reason: `fetch` only says "fetch failed" and hides why in the cause. */
export function reasonOf(error: Error): string {
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** Foreign text on one line and of bounded length: anybody can make a redirect. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
