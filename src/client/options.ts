// What a client is made with, checked before anything is sent.
import { ArgumentError } from "./errors.js";

/** An agent's log-in with an API key, or with a personal access token in its place. */
export interface BasicCredentials {
  /** The agent's e-mail address; with a personal access token also the account ID. */
  login: string;
  /** The API key, or a personal access token. */
  apiKey: string;
}

/** An OAuth 2.0 access token. */
export interface BearerCredentials {
  accessToken: string;
}

export type Credentials = BasicCredentials | BearerCredentials;

export interface ClientOptions {
  /** Who calls: a log-in and an API key, or an access token. */
  auth: Credentials;
  /** Where requests go. HTTPS, or plain HTTP to this machine. Default: LiveChat's own address. */
  baseUrl?: string;
  /** The function that sends requests. Default: the runtime's `fetch`, looked up at each call. */
  fetch?: (request: Request) => Promise<Response>;
  /** Headers to send with every call. */
  headers?: Record<string, string>;
}

/** The base URL without a trailing slash. Throws an ArgumentError for one that would send credentials in the clear. */
export function checkBaseUrl(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) throw optionError("baseUrl", `is no URL: ${JSON.stringify(baseUrl)}`);
  const { protocol, hostname, username, search, hash } = new URL(baseUrl);
  if (username || search || hash)
    throw optionError("baseUrl", "must be an origin and a path only, without log-in, query or fragment");
  const secure = protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
  if (!secure)
    throw optionError(
      "baseUrl",
      "must use https, because calls carry credentials; plain http is for loopback addresses only",
    );
  return baseUrl.replace(/\/+$/, "");
}

/** The value of the Authorization header. */
export function authorization(auth: Credentials | undefined): string {
  const { login, apiKey, accessToken } = (auth ?? {}) as Partial<BasicCredentials & BearerCredentials>;
  if (accessToken !== undefined) {
    if (login !== undefined || apiKey !== undefined)
      throw optionError("auth", "takes either login and apiKey, or accessToken, not both");
    return `Bearer ${checkCredential("auth.accessToken", accessToken)}`;
  }
  if (login === undefined && apiKey === undefined)
    throw optionError("auth", "is missing: pass { login, apiKey } or { accessToken }");
  if (checkCredential("auth.login", login).includes(":")) throw optionError("auth.login", "must not contain a colon");
  return `Basic ${base64(`${login}:${checkCredential("auth.apiKey", apiKey)}`)}`;
}

function checkCredential(name: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "") throw optionError(name, "must be a text that is not empty");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw optionError(name, "must not contain line breaks or other control characters");
  return value;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function optionError(option: string, fault: string): ArgumentError {
  return new ArgumentError(`createClient: ${option} ${fault}.`, undefined);
}
