// The errors that calls throw. None of them ever holds a credential: request headers are not among what they keep.

/** What kind of failure an error is: the same word whatever the class, so that copies of this package agree on it. */
export type LiveChatErrorCode = "api" | "connection" | "aborted" | "parse" | "argument";

/** The base of every error that the client throws. */
export abstract class LiveChatError extends Error {
  abstract readonly code: LiveChatErrorCode;
  /** The operation that failed, such as `agents.get`; missing where none was called by name. */
  readonly operation: string | undefined;

  constructor(message: string, operation: string | undefined, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.operation = operation;
  }
}

/** The API answered with something else than success. */
export class ApiError extends LiveChatError {
  readonly code = "api";
  /** The HTTP status, such as 404. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: Headers;
  /** The answer's body, parsed where it is JSON; text otherwise; undefined when empty. */
  readonly body: unknown;
  /** What the API says is wrong, from the keys `error` and `errors` of its answer; often empty. */
  readonly messages: readonly string[];

  constructor(operation: string | undefined, response: Response, body: unknown) {
    const messages = apiMessages(body);
    super(apiErrorText(operation, response, messages), operation);
    this.status = response.status;
    this.headers = response.headers;
    this.body = body;
    this.messages = messages;
  }
}

/** No answer came: the host is unknown, the connection was refused or broke. The reason is the `cause`. */
export class ConnectionError extends LiveChatError {
  readonly code = "connection";
}

/** The caller's signal ended the call. The signal's reason is the `cause`. */
export class AbortedError extends LiveChatError {
  readonly code = "aborted";
}

/** The API answered with success, but with a body that is not JSON. */
export class ParseError extends LiveChatError {
  readonly code = "parse";
  /** The HTTP status, such as 200. */
  readonly status: number;
  /** The body as it came. */
  readonly body: string;

  constructor(operation: string | undefined, status: number, body: string, options?: ErrorOptions) {
    super(`${label(operation)} answered ${status} with a body that is not JSON: ${excerpt(body)}`, operation, options);
    this.status = status;
    this.body = body;
  }
}

/** The call or the client was given something unusable; nothing was sent. */
export class ArgumentError extends LiveChatError {
  readonly code = "argument";
}

type ErrorByCode = {
  api: ApiError;
  connection: ConnectionError;
  aborted: AbortedError;
  parse: ParseError;
  argument: ArgumentError;
};

/** Whether a caught value is an error of this client, also from another copy of the package; `code` narrows it further. */
export function isLiveChatError(error: unknown): error is ErrorByCode[LiveChatErrorCode] {
  const codes: Record<LiveChatErrorCode, true> = {
    api: true,
    connection: true,
    aborted: true,
    parse: true,
    argument: true,
  };
  return error instanceof Error && "operation" in error && "code" in error && String(error.code) in codes;
}

/** How messages name a call. */
export function label(operation: string | undefined): string {
  return operation ?? "The call";
}

const CURES: Record<number, string> = {
  401: "Check the log-in and the API key, or the access token.",
  403: "Check that the agent's permission, the token's scopes and the licence's plan cover the call.",
  404: "Check the identifier.",
  429: "Wait before calling again.",
};

function apiErrorText(operation: string | undefined, response: Response, messages: readonly string[]): string {
  const target = response.status >= 300 && response.status < 400 ? redirectTarget(response) : undefined;
  const said = messages.length > 0 ? `: ${messages.join("; ")}` : "";
  const cure = target ? `It points to ${target}; redirects are not followed.` : CURES[response.status];
  return `${label(operation)} answered ${response.status}${said}.${cure ? ` ${cure}` : ""}`.replace(
    /([.!?])\.( |$)/,
    "$1$2",
  );
}

function redirectTarget(response: Response): string | undefined {
  const location = response.headers.get("location");
  return location && URL.canParse(location, "https://unknown.invalid")
    ? new URL(location, response.url || undefined).host
    : undefined;
}

/** The messages of an error body, whichever of its shapes it has. */
function apiMessages(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  const { error, errors } = body as { error?: unknown; errors?: unknown };
  return [error, errors].flat().filter((message) => typeof message === "string");
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 80)}...` : line || "(empty)";
}
