// LiveChat's dialect of OAuth 2.1: the authorization code grant with PKCE. Knows the accounts service, nothing of the API.
import { checkMs, checkScopes, checkText, checkUrl, unusable } from "./check.js";
import { equalInConstantTime, randomText, s256Challenge } from "./crypto.js";
import { liveChatError, OAuthError, redactor } from "./errors.js";
import { type Service, send } from "./send.js";
import { readInfo, readTokens, type TokenInfo, type Tokens } from "./tokens.js";

/** What an app is registered with in LiveChat's Developer Console, and how to reach LiveChat's accounts service. */
export interface OAuthOptions {
  /** The app's client ID. */
  clientId: string;
  /** The app's secret. Only for an app on a server; leave it out where others can read the program. */
  clientSecret?: string;
  /**
   * Where LiveChat sends the person back to. HTTPS, or plain HTTP to this machine, without query and fragment. Scheme and host
   * are the registered ones, the path begins with the registered one.
   */
  redirectUri: string;
  /** The scopes to ask for. Default: those that the app was given in LiveChat's Developer Console. */
  scopes?: string[];
  /** LiveChat's accounts service. HTTPS, or plain HTTP to this machine. Default: `https://accounts.livechat.com`. */
  accountsUrl?: string;
  /** The function that sends requests. Default: the runtime's `fetch`, looked up at each call. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Time for a request and its whole answer, in milliseconds. Default: 30,000. */
  timeoutMs?: number;
}

/** Options of one call to LiveChat's accounts service. */
export interface OAuthCallOptions {
  /** Ends the call, which then fails with the code `aborted`. */
  signal?: AbortSignal;
}

/** The start of a login. Keep `state` and `codeVerifier` in the person's session; both are secret, and good for one login. */
export interface LoginStart {
  /** Where to send the person. */
  url: string;
  /** What the redirect has to bring back. */
  state: string;
  /** What proves, with the code, that the login was started here. */
  codeVerifier: string;
}

/** An app's ways to get tokens of LiveChat. Every failure is an {@link OAuthError}. */
export interface OAuth {
  /**
   * Starts a login: the address to send the person to, with a fresh `state` and a PKCE challenge (S256).
   *
   * @param options.prompt `consent` has LiveChat ask again what it has been granted before
   */
  authorizationUrl(options?: { prompt?: "consent" }): Promise<LoginStart>;

  /**
   * Reads the redirect with which the person comes back, and gives its code, which is good for one use within minutes.
   *
   * @param url the address of the redirect; a path with its query does, too
   * @param session what was kept when the login started
   * @throws {@link OAuthError} `state_mismatch` when the redirect does not belong to the session, `no_code` when it holds no code
   *   (also for an app that LiveChat has registered for the implicit grant), or what LiveChat says, such as `access_denied`
   */
  readRedirect(url: string | URL, session: { state: string | undefined }): string;

  /** Exchanges a code for tokens. */
  exchange(login: { code: string; codeVerifier: string }, options?: OAuthCallOptions): Promise<Tokens>;

  /**
   * Gets new tokens. The answer may hold a new refresh token, after which the old one is dead: store what this gives before
   * you use it. Where the answer holds none, the old one stays.
   *
   * @throws {@link OAuthError} `no_refresh_token` when the tokens hold none, `invalid_grant` when it is no longer valid
   */
  refresh(tokens: Tokens, options?: OAuthCallOptions): Promise<Tokens>;

  /** Ends the access token and the refresh token that belongs to it, both at once. */
  revoke(tokens: Pick<Tokens, "accessToken"> & Partial<Tokens>, options?: OAuthCallOptions): Promise<void>;

  /** Asks LiveChat what an access token is for. Fails, with the `status` 401, for one that is not valid. */
  info(tokens: Pick<Tokens, "accessToken">, options?: OAuthCallOptions): Promise<TokenInfo>;
}

const TOKEN_PATH = "/v2/token";
const INFO_PATH = "/v2/info";

/**
 * LiveChat's OAuth 2.1 for an app of yours: the authorization code grant with PKCE.
 *
 * Addresses, lifetimes and names of errors are those of LiveChat's pages on authorization.
 *
 * @throws {@link OAuthError} `argument` when an option is missing or unusable; the message names it
 *
 * @example
 * const oauth = createOAuth({ clientId: "...", clientSecret: "...", redirectUri: "https://app.example.com/callback" });
 * const { url, state, codeVerifier } = await oauth.authorizationUrl();
 * // ... the person comes back:
 * const code = oauth.readRedirect(request.url, { state });
 * const tokens = await oauth.exchange({ code, codeVerifier });
 */
export function createOAuth(options: OAuthOptions): OAuth {
  const clientId = checkText("clientId", options?.clientId);
  const clientSecret = options.clientSecret === undefined ? undefined : checkText("clientSecret", options.clientSecret);
  const redirectUri = checkUrl("redirectUri", options.redirectUri);
  const scopes = checkScopes("scopes", options.scopes ?? []);
  const service: Service = {
    accountsUrl: checkUrl("accountsUrl", options.accountsUrl ?? "https://accounts.livechat.com").replace(/\/+$/, ""),
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timeoutMs: checkMs("timeoutMs", options.timeoutMs ?? 30_000, 1),
  };

  /** Sends a grant to the token service, as this app. */
  const grant = async (
    form: Record<string, string>,
    secrets: string[],
    before: Pick<Tokens, "scopes"> & Partial<Tokens>,
    signal: AbortSignal | undefined,
  ): Promise<Tokens> => {
    const sentAt = Date.now();
    const answer = await send(service, {
      method: "POST",
      path: TOKEN_PATH,
      form: { ...form, client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) },
      secrets: [...secrets, clientSecret],
      signal,
    });
    return readTokens(answer, sentAt, before);
  };

  return {
    async authorizationUrl({ prompt } = {}) {
      const state = randomText();
      const codeVerifier = randomText();
      const url = new URL(`${service.accountsUrl}/`);
      url.search = new URLSearchParams({
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: await s256Challenge(codeVerifier),
        code_challenge_method: "S256",
        ...(scopes.length > 0 && { scope: scopes.join(" ") }),
        ...(prompt && { prompt }),
      }).toString();
      return { url: url.href, state, codeVerifier };
    },

    readRedirect: (url, session) => readRedirect(url, redirectUri, session?.state),

    async exchange(login, { signal } = {}) {
      const code = checkText("code", login?.code);
      const codeVerifier = checkText("codeVerifier", login.codeVerifier);
      return grant(
        { grant_type: "authorization_code", code, code_verifier: codeVerifier, redirect_uri: redirectUri },
        [code, codeVerifier],
        { scopes },
        signal,
      );
    },

    async refresh(tokens, { signal } = {}) {
      if (!tokens?.refreshToken) throw new OAuthError("no_refresh_token", "There is no refresh token");
      const refreshToken = checkText("refreshToken", tokens.refreshToken);
      return grant(
        { grant_type: "refresh_token", refresh_token: refreshToken },
        [refreshToken, tokens.accessToken],
        tokens,
        signal,
      );
    },

    async revoke(tokens, { signal } = {}) {
      // In the header, not in `?code=`, which LiveChat takes as well: addresses end up in logs.
      const bearer = checkText("the token", isOver(tokens) ? tokens.refreshToken : tokens?.accessToken);
      const secrets = [tokens.accessToken, tokens.refreshToken];
      await send(service, { method: "DELETE", path: TOKEN_PATH, bearer, secrets, signal });
    },

    async info(tokens, { signal } = {}) {
      const bearer = checkText("accessToken", tokens?.accessToken);
      const sentAt = Date.now();
      const answer = await send(service, { method: "GET", path: INFO_PATH, bearer, secrets: [bearer], signal });
      if (Object.keys(answer).length === 0) throw new OAuthError("parse", "LiveChat answered with nothing");
      return readInfo(answer, sentAt);
    },
  };
}

/** Whether only the refresh token can still speak for the pair. */
function isOver(tokens: Partial<Tokens> | undefined): tokens is { refreshToken: string } {
  return tokens?.refreshToken !== undefined && tokens.expiresAt !== undefined && tokens.expiresAt <= Date.now();
}

function readRedirect(url: string | URL, redirectUri: string, expected: string | undefined): string {
  if (!URL.canParse(String(url), redirectUri)) throw unusable("url", "must be the address of the redirect");
  const { searchParams: query, hash } = new URL(url, redirectUri);
  // The implicit grant answers in the fragment, which a server never gets to see but a web page may hand over.
  const fragment = new URLSearchParams(hash.slice(1));
  const get = (key: string): string | null => query.get(key) ?? fragment.get(key);
  const code = get("code");
  const state = get("state");

  const secrets = [code, state, get("access_token"), get("refresh_token"), expected].map((value) => value ?? undefined);
  const told = liveChatError(get, redactor(secrets));
  // A failed login may come back without its state; with a wrong one it is somebody else's.
  if (told && state === null) throw told;
  if (!expected) throw new OAuthError("state_mismatch", "The session holds no state of a login that was started here");
  if (state === null || !equalInConstantTime(state, expected))
    throw new OAuthError("state_mismatch", "The redirect does not bring back the state of this session");
  if (told) throw told;
  if (code) return code;
  const implicit = get("access_token") !== null;
  throw new OAuthError(
    "no_code",
    implicit
      ? "The redirect holds an access token in place of a code; ask for a code, as authorizationUrl does, not for a token"
      : "The redirect holds neither a code nor an error",
  );
}
