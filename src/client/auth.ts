// Who calls: the Authorization header, and another one when the API refuses it.
import { fitsHeader, optionError } from "./options.js";

/** An agent's log-in with an API key, or with a personal access token in its place. */
export interface BasicCredentials {
  /** The agent's e-mail address; with a personal access token also the account ID. */
  login: string;
  /** The API key, or a personal access token. */
  apiKey: string;
  accessToken?: never;
}

/** What a source of tokens is told. */
export interface TokenContext {
  /** The token that the API has just refused, when that is why another one is asked for. */
  rejected?: string;
}

/** Gives an access token. Asked before each request (calls at the same time share one question), so it should keep its token. */
export type TokenSource = (context: TokenContext) => string | Promise<string>;

/** An OAuth 2.0 access token, or what gives one. */
export interface BearerCredentials {
  accessToken: string | TokenSource;
  login?: never;
  apiKey?: never;
}

export type Credentials = BasicCredentials | BearerCredentials;

/** Gives Authorization headers. */
export interface Authorizer {
  header(): string | Promise<string>;
  /** After a 401: another header than the refused one, or nothing when there is none to be had. */
  renew(refused: string): Promise<string | undefined>;
  /** What must not appear in any message. */
  secrets(): string[];
}

/** Throws an ArgumentError when credentials are missing, contradictory or unusable; the message names the option. */
export function createAuthorizer(auth: Credentials | undefined): Authorizer {
  const { login, apiKey, accessToken } = (auth ?? {}) as { [name in "login" | "apiKey" | "accessToken"]?: unknown };
  if (accessToken !== undefined) {
    if (login !== undefined || apiKey !== undefined)
      throw optionError("createClient", "auth", "takes either login and apiKey, or accessToken, not both");
    return typeof accessToken === "function"
      ? sourced(accessToken as TokenSource)
      : fixed(`Bearer ${checkToken(accessToken)}`, [accessToken as string]);
  }
  if (login === undefined && apiKey === undefined)
    throw optionError("createClient", "auth", "is missing: pass { login, apiKey } or { accessToken }");
  if (check("auth.login", login).includes(":"))
    throw optionError("createClient", "auth.login", "must not contain a colon");
  const encoded = base64(`${login}:${check("auth.apiKey", apiKey)}`);
  return fixed(`Basic ${encoded}`, [apiKey as string, encoded]);
}

function fixed(header: string, secrets: string[]): Authorizer {
  return { header: () => header, renew: async () => undefined, secrets: () => secrets };
}

function sourced(source: TokenSource): Authorizer {
  // The last few tokens: an answer to an older request may still repeat the one before.
  let recent: string[] = [];
  const ask = async (context: TokenContext): Promise<string> => {
    const token = checkToken(await source(context));
    if (recent[0] !== token) recent = [token, ...recent].slice(0, 4);
    return token;
  };
  const current = singleFlight(() => ask({}));
  let renewal: { rejected: string; token: Promise<string> } | undefined;
  return {
    header: async () => `Bearer ${await current()}`,
    renew: async (refused) => {
      const rejected = refused.slice("Bearer ".length);
      // Calls that were refused with the same token, at once or late, share one renewal; a failed one is not kept.
      if (renewal?.rejected !== rejected) {
        const token = ask({ rejected });
        renewal = { rejected, token };
        token.catch(() => {
          renewal = undefined;
        });
      }
      const token = await renewal.token;
      return token === rejected ? undefined : `Bearer ${token}`;
    },
    secrets: () => recent,
  };
}

/** Calls at the same time share one run. */
function singleFlight<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };
}

function check(name: string, value: unknown): string {
  if (typeof value !== "string" || value.trim() === "")
    throw optionError("createClient", name, "must be a text that is not empty");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw optionError("createClient", name, "must not contain line breaks or other control characters");
  return value;
}

/** A token goes into the header as it is. */
function checkToken(value: unknown): string {
  const token = check("auth.accessToken", value);
  if (!fitsHeader(token)) throw optionError("createClient", "auth.accessToken", "must consist of Latin-1 characters");
  return token;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
