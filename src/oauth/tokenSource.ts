// Keeps a person's tokens fresh for a client: the source of its access token.
import { checkMs, checkText, unusable } from "./check.js";
import { isOAuthError, OAuthError, redactedCause, redactor } from "./errors.js";
import type { OAuth } from "./oauth.js";
import type { Tokens } from "./tokens.js";

/** What a token source is made with. */
export interface TokenSourceOptions {
  /** The app that the tokens were issued to. */
  oauth: Pick<OAuth, "refresh">;
  /** The tokens as they were stored last. */
  tokens: Tokens;
  /**
   * Stores new tokens. What it returns is awaited before the new access token is handed out. When it fails, so does the call that needed the
   * token, with the code `not_stored`; the tokens stay in memory, and the next call begins by storing them.
   */
  onChange: (tokens: Tokens) => unknown;
  /** How long before the end of an access token it is renewed, in milliseconds. Default: 60,000. */
  marginMs?: number;
}

/** Gives a valid access token; `auth: { accessToken: source }` of `createClient` takes it as it is. */
export interface OAuthTokenSource {
  /**
   * @param context.rejected the access token that the API has just answered 401 for: it is not handed out again
   * @throws {@link OAuthError} when there is no valid token and none can be had
   */
  (context?: { rejected?: string }): Promise<string>;
  /** The newest tokens, stored or not: to revoke them, or to save what could not be stored. */
  tokens(): Tokens;
}

/**
 * A source of access tokens for one person, which renews them shortly before they end, and when the API refuses one.
 *
 * However many calls ask at a time, tokens are renewed once. Renewing may replace the refresh token, so let one source at a
 * time use a set of tokens: two that share one end each other's.
 *
 * @throws {@link OAuthError} `argument` when an option is missing or unusable
 *
 * @example
 * const accessToken = tokenSource({ oauth, tokens, onChange: (changed) => store.save(changed) });
 * const livechat = createClient({ auth: { accessToken } });
 */
export function tokenSource({ oauth, tokens, onChange, marginMs = 60_000 }: TokenSourceOptions): OAuthTokenSource {
  checkText("tokens.accessToken", tokens?.accessToken);
  if (!Number.isFinite(tokens.expiresAt)) throw unusable("tokens.expiresAt", "must be a time in Unix milliseconds");
  if (typeof onChange !== "function") throw unusable("onChange", "must be a function that stores the tokens");
  checkMs("marginMs", marginMs, 0);

  let current: Tokens = { ...tokens };
  let previous = current;
  let stored = true;
  let rejected: string | undefined;
  let renewal: Promise<void> | undefined;

  const isRejected = (): boolean => current.accessToken === rejected;
  const endsWithin = (ms: number): boolean => Date.now() >= current.expiresAt - ms;
  const needsRenewal = (): boolean => isRejected() || endsWithin(marginMs);

  const store = async (): Promise<void> => {
    try {
      await onChange({ ...current });
      stored = true;
    } catch (error) {
      const redact = redactor(
        [current, previous].flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
      );
      throw new OAuthError("not_stored", "onChange failed to store the new tokens, which are kept in memory", {
        cause: redactedCause(error, redact),
      });
    }
  };

  const renew = async (): Promise<void> => {
    if (!stored) await store();
    if (!needsRenewal()) return;
    const next = await oauth.refresh(current);
    previous = current;
    current = next;
    stored = false;
    await store();
  };

  const renewOnce = (): Promise<void> => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  /** Whether the token will do for now although it could not be renewed. */
  const willDo = (error: unknown): boolean => !isRejected() && !endsWithin(0) && mayPass(error);

  const source = async (context: { rejected?: string } = {}): Promise<string> => {
    if (context.rejected === current.accessToken) rejected = context.rejected;
    if (!stored || needsRenewal()) {
      await renewOnce().catch((error: unknown) => {
        if (!willDo(error)) throw error;
      });
    }
    return current.accessToken;
  };
  return Object.assign(source, { tokens: (): Tokens => ({ ...current }) });
}

/** Failures that say nothing about the refresh token. */
function mayPass(error: unknown): boolean {
  if (!isOAuthError(error)) return false;
  const { code, status = 0 } = error;
  if (code === "http") return status === 429 || status >= 500;
  return ["connection", "timeout", "server_error", "temporarily_unavailable", "no_refresh_token"].includes(code);
}
