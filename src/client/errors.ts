// The errors that calls throw. None of them ever holds a credential.

import type { ApiErrorBody } from "../../generated/models.js";
import type { ValidationError } from "../validate/errors.js";

/** What kind of failure an error is: the same word whatever the class, so that copies of this package agree on it. */
export type LiveChatErrorCode = "api" | "timeout" | "connection" | "aborted" | "parse" | "argument" | "validation";

/** What an error is made with, beside its message. */
export interface FailureDetails extends ErrorOptions {
  /** How many requests were sent. */
  attempts?: number;
}

/** The base of every error that the client throws. */
export abstract class LiveChatError extends Error {
  abstract readonly code: LiveChatErrorCode;
  /** The operation that failed, such as `agents.get`; missing where none was called by name. */
  readonly operation: string | undefined;
  /** How many requests were sent: 0 when the call failed before the first. */
  readonly attempts: number;

  constructor(message: string, operation: string | undefined, { attempts = 0, ...options }: FailureDetails = {}) {
    super(message, options);
    this.name = new.target.name;
    this.operation = operation;
    this.attempts = attempts;
  }
}

/** An answer as far as errors tell of it. */
export interface FailedAnswer {
  status: number;
  headers: Headers;
  /** The body as text. */
  body: string;
}

/** The API answered with something else than success. */
export class ApiError extends LiveChatError {
  readonly code = "api";
  /** The HTTP status, such as 404. */
  readonly status: number;
  /** The answer's headers, without cookies. */
  readonly headers: Headers;
  /** The answer's body, parsed where it is JSON; text otherwise; undefined when empty. */
  readonly body: unknown;
  /** The answer's body as it came. */
  readonly rawBody: string;
  /** What the API says is wrong, from the keys `error` and `errors` of its answer; often empty. */
  readonly messages: readonly string[];

  constructor(operation: string | undefined, answer: FailedAnswer, hint?: string, details?: FailureDetails) {
    const body = parsed(answer.body);
    const messages = apiMessages(body);
    super(apiErrorText(operation, answer, messages, hint), operation, details);
    this.status = answer.status;
    this.headers = new Headers(answer.headers);
    this.headers.delete("set-cookie");
    this.body = body;
    this.rawBody = answer.body;
    this.messages = messages;
  }
}

/** An attempt, or the call as a whole, took longer than it may. */
export class TimeoutError extends LiveChatError {
  readonly code = "timeout";
  /** The limit, in milliseconds. */
  readonly timeoutMs: number;
  /** Which limit it was: `timeoutMs` (an attempt) or `totalTimeoutMs` (the call). */
  readonly limit: "timeoutMs" | "totalTimeoutMs";

  constructor(
    operation: string | undefined,
    limit: "timeoutMs" | "totalTimeoutMs",
    timeoutMs: number,
    details?: FailureDetails,
  ) {
    super(
      `${label(operation)} took longer than ${limit}, which is ${timeoutMs} ms. Allow it more, or ask for less.`,
      operation,
      details,
    );
    this.limit = limit;
    this.timeoutMs = timeoutMs;
  }
}

/** No whole answer came: the host is unknown, the connection was refused or broke. The reason is the `cause`. */
export class ConnectionError extends LiveChatError {
  readonly code = "connection";
}

/** The caller's signal ended the call. The signal's reason is the `cause`. */
export class AbortedError extends LiveChatError {
  readonly code = "aborted";
}

/** The API answered with success, but with a body that is not JSON, or that is too large to read. */
export class ParseError extends LiveChatError {
  readonly code = "parse";
  /** The HTTP status, such as 200. */
  readonly status: number;
  /** The body as it came; empty when it was too large. */
  readonly body: string;

  constructor(operation: string | undefined, status: number, body: string, fault: string, details?: FailureDetails) {
    super(`${label(operation)} answered ${status} with a body that ${fault}.`, operation, details);
    this.status = status;
    this.body = body;
  }
}

/** The call or the client was given something unusable; nothing was sent. */
export class ArgumentError extends LiveChatError {
  readonly code = "argument";
}

/** The errors by their `code`. */
export interface ErrorByCode {
  api: ApiError;
  timeout: TimeoutError;
  connection: ConnectionError;
  aborted: AbortedError;
  parse: ParseError;
  argument: ArgumentError;
  validation: ValidationError;
}

const CODES: Record<LiveChatErrorCode, true> = {
  api: true,
  timeout: true,
  connection: true,
  aborted: true,
  parse: true,
  argument: true,
  validation: true,
};

/** Whether a caught value is an error of this client, also from another copy of the package; `code` narrows it further. */
export function isLiveChatError(error: unknown): error is ErrorByCode[LiveChatErrorCode] {
  return error instanceof Error && "operation" in error && "code" in error && Object.hasOwn(CODES, String(error.code));
}

/** How messages name a call. */
export function label(operation: string | undefined): string {
  return operation ?? "The call";
}

/** The beginning of a text, on one line. */
export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 80)}...` : line || "(empty)";
}

const CURES: Record<number, string> = {
  401: "Check the log-in and the API key, or the access token.",
  403: "Check that the agent's permission, the token's scopes and the licence's plan cover the call.",
  404: "Check the identifier.",
  429: "Wait before calling again, or lower maxConcurrency.",
};

function apiErrorText(
  operation: string | undefined,
  answer: FailedAnswer,
  messages: readonly string[],
  hint?: string,
): string {
  const said = messages.length > 0 ? `: ${messages.join("; ").replace(/\.$/, "")}` : "";
  const target = answer.status >= 300 && answer.status < 400 ? redirectTarget(answer.headers) : undefined;
  const cure = target ? `It points to ${target}; redirects are not followed.` : CURES[answer.status];
  return [`${label(operation)} answered ${answer.status}${said}.`, hint ?? cure].filter(Boolean).join(" ");
}

/** The host only: a path or query may hold secrets. */
function redirectTarget(headers: Headers): string | undefined {
  const location = headers.get("location") ?? "";
  return URL.canParse(location) ? new URL(location).host : location && "another path of the same host";
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The messages of an error body, whichever of its shapes it has. */
function apiMessages(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  const { error, errors } = body as Partial<ApiErrorBody>;
  return [error, errors].flat().filter((message) => typeof message === "string");
}
