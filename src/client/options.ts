// What a client is made with, checked before anything is sent, and what of it a call may set anew.
import type { Credentials } from "./auth.js";
import { ArgumentError } from "./errors.js";
import { isLoopback } from "./loopback.js";
import type { Hooks, Logger, LogLevel } from "./observe.js";

/** How failed requests are repeated. */
export interface RetryOptions {
  /** How often a request is repeated at most. Default: 2. */
  maxRetries?: number;
  /** The longest wait before the first repetition; it doubles with each one. The wait itself is random up to that. Default: 500. */
  baseDelayMs?: number;
  /** The longest wait before any repetition, where the API does not ask for another. Default: 8000. */
  maxDelayMs?: number;
  /** How long a `Retry-After` of the API is waited for at most; when it asks for more, the call fails. Default: 60000. */
  maxRetryAfterMs?: number;
}

/** What both a client and a single call can set. */
export interface CallSettings {
  /**
   * How failed requests are repeated, or `false` for never. GET, PUT and DELETE are repeated on the statuses 408, 429 and 5xx and
   * on broken connections; POST only when it surely had no effect, that is on 429 and when no connection came about.
   */
  retry?: false | RetryOptions;
  /** How long one attempt may take, answer included, in milliseconds. 0 is no limit. Default: 30000. */
  timeoutMs?: number;
  /** How long the call may take, with all attempts and waits, in milliseconds. 0, the default, is no limit. */
  totalTimeoutMs?: number;
  /** The largest answer to read, in bytes; a larger one is a ParseError. Default: 67108864 (64 MiB). */
  maxResponseBytes?: number;
  /** How bodies are sent: as JSON, the default, or as a form with bracketed names. */
  encoding?: "json" | "form";
}

/** Sends a request: `fetch`, or something of its kind. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Checks what is sent and what is answered; `validator()` of `livechat-openapi/validate` makes one. */
export interface Validation {
  /** Checks a request before it is sent. The keys of `query` are names on the wire, such as `tag[]`. */
  request(
    operation: string,
    sent: { path: Record<string, unknown>; query: Record<string, unknown>; body: unknown },
  ): void;
  /** Checks the parsed body of an answer that is a success. */
  response(operation: string, body: unknown): void;
}

/** What a client is made with. */
export interface ClientOptions extends CallSettings {
  /** Who calls: a log-in and an API key, or an access token, or a source of access tokens. */
  auth: Credentials;
  /** Where requests go: an https address, or http on this machine. Default: LiveChat's own address. */
  baseUrl?: string;
  /** The function that sends requests. Default: the runtime's `fetch`, looked up at each request. */
  fetch?: Fetch;
  /** Headers to send with every call. */
  headers?: Record<string, string>;
  /** How many requests are under way at once at most; the others wait. Default: no limit. */
  maxConcurrency?: number;
  /** Functions told of each request, answer and retry. */
  hooks?: Hooks;
  /** Where messages go. Default: `console`. */
  logger?: Logger;
  /** The least serious messages that are logged. Default: `warn`. */
  logLevel?: LogLevel;
  /** Checks answers, and requests before they are sent, against the description. Default: nothing is checked. */
  validate?: Validation;
  /** Allows plain http to other machines. Credentials are then readable on the way. Default: false. */
  dangerouslyAllowHttp?: boolean;
  /** Allows a client in a web page, where everybody can read the credentials. Default: false. */
  dangerouslyAllowBrowser?: boolean;
}

/** CallSettings with every choice made. */
export interface Settings {
  retry: Required<RetryOptions>;
  timeoutMs: number;
  totalTimeoutMs: number;
  maxResponseBytes: number;
  encoding: "json" | "form";
}

const DEFAULTS: Settings = {
  retry: { maxRetries: 2, baseDelayMs: 500, maxDelayMs: 8_000, maxRetryAfterMs: 60_000 },
  timeoutMs: 30_000,
  totalTimeoutMs: 0,
  maxResponseBytes: 64 * 1024 * 1024,
  encoding: "json",
};

const SETTING_NAMES = new Set(Object.keys(DEFAULTS));
const CALL_NAMES = new Set([...SETTING_NAMES, "signal", "headers", "concurrency"]);
const CLIENT_NAMES = new Set([
  ...SETTING_NAMES,
  "auth",
  "baseUrl",
  "fetch",
  "headers",
  "maxConcurrency",
  "hooks",
  "logger",
  "logLevel",
  "validate",
  "dangerouslyAllowHttp",
  "dangerouslyAllowBrowser",
]);

/** The settings of a client. Throws an ArgumentError that names what is unusable. */
export function clientSettings(options: ClientOptions): Settings {
  checkNames("createClient", options, CLIENT_NAMES);
  checkNumber("createClient", "maxConcurrency", options.maxConcurrency, 1);
  checkHeaders("createClient", options.headers);
  return settings("createClient", options, DEFAULTS);
}

/** The settings of a call: the client's, but for what the call sets. */
export function callSettings(
  operation: string,
  options: CallSettings & { headers?: object; concurrency?: number },
  client: Settings,
): Settings {
  checkNames(operation, options, CALL_NAMES);
  checkNumber(operation, "concurrency", options.concurrency, 1);
  checkHeaders(operation, options.headers);
  return settings(operation, options, client);
}

function settings(where: string, options: CallSettings, base: Settings): Settings {
  checkDelay(where, "timeoutMs", options.timeoutMs);
  checkDelay(where, "totalTimeoutMs", options.totalTimeoutMs);
  checkNumber(where, "maxResponseBytes", options.maxResponseBytes, 1);
  const { encoding = base.encoding } = options;
  if (encoding !== "json" && encoding !== "form") throw optionError(where, "encoding", `must be "json" or "form"`);
  return {
    retry: retrySettings(where, options.retry, base.retry),
    timeoutMs: options.timeoutMs ?? base.timeoutMs,
    totalTimeoutMs: options.totalTimeoutMs ?? base.totalTimeoutMs,
    maxResponseBytes: options.maxResponseBytes ?? base.maxResponseBytes,
    encoding,
  };
}

function retrySettings(
  where: string,
  retry: CallSettings["retry"],
  base: Required<RetryOptions>,
): Required<RetryOptions> {
  if (retry === undefined) return base;
  if (retry === false) return { ...base, maxRetries: 0 };
  checkNames(where, retry, new Set(Object.keys(DEFAULTS.retry)), "retry.");
  for (const [name, value] of Object.entries(retry)) checkDelay(where, `retry.${name}`, value);
  return { ...base, ...retry };
}

function checkNames(where: string, options: object, known: Set<string>, prefix = ""): void {
  for (const name of Object.keys(options)) {
    if (!known.has(name)) throw optionError(where, prefix + name, `is no option; there are ${[...known].join(", ")}`);
  }
}

/** The longest time that timers can take, in milliseconds; they would fire at once beyond it. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

function checkDelay(where: string, name: string, value: number | undefined): void {
  checkNumber(where, name, value, 0);
  if (value !== undefined && value > LONGEST_DELAY_MS)
    throw optionError(where, name, `must be a number of milliseconds up to ${LONGEST_DELAY_MS}`);
}

function checkNumber(where: string, name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(typeof value === "number" && value >= least))
    throw optionError(where, name, `must be a number of ${least} or more`);
}

function checkHeaders(where: string, headers: object | undefined): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === null || value === undefined) continue;
    if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name))
      throw optionError(where, `headers[${JSON.stringify(name)}]`, "is no name of a header");
    if (typeof value !== "string" || !fitsHeader(value))
      throw optionError(where, `headers.${name}`, "must be a text of Latin-1 characters without line breaks");
  }
}

/** Whether a text can be the value of a header: Latin-1, without the control characters by which it could break out. */
export function fitsHeader(text: string): boolean {
  return /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text);
}

/** The base URL without a trailing slash. Throws an ArgumentError for one that would send credentials in the clear. */
export function checkBaseUrl(baseUrl: string, allowHttp = false): string {
  const refuse = (fault: string): ArgumentError => optionError("createClient", "baseUrl", fault);
  if (typeof baseUrl !== "string" || !URL.canParse(baseUrl)) throw refuse("is no URL");
  const { protocol, hostname, username, password, search, hash } = new URL(baseUrl);
  if (username || password || search || hash)
    throw refuse("must be an origin and a path only, without log-in, query or fragment");
  const secure = protocol === "https:" || (protocol === "http:" && (allowHttp || isLoopback(hostname)));
  if (!secure)
    throw refuse(
      "must use https, because calls carry credentials; plain http is for loopback addresses, or with dangerouslyAllowHttp",
    );
  return baseUrl.replace(/\/+$/, "");
}

/** Throws an ArgumentError in a web page. */
export function refuseBrowser(allowed = false): void {
  const { document } = globalThis as { document?: unknown };
  if (document === undefined || allowed) return;
  throw new ArgumentError(
    "createClient: credentials in a web page can be read by everybody, and LiveChat refuses calls from other domains. Call from a server, or set dangerouslyAllowBrowser.",
    undefined,
  );
}

/** The error for an option that cannot be used. Never shows its value, which may be a secret. */
export function optionError(where: string, option: string, fault: string): ArgumentError {
  return new ArgumentError(`${where}: ${option} ${fault}.`, where === "createClient" ? undefined : where);
}
