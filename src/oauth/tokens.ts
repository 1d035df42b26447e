// Tokens as the caller keeps them, read from LiveChat's answers.
import { isVisibleAscii } from "./check.js";
import { OAuthError } from "./errors.js";

/** A person's tokens: plain data, to be stored as JSON where nobody else can read it. */
export interface Tokens {
  /** What calls carry. */
  accessToken: string;
  /** What gets the next access token. Missing after the implicit grant. */
  refreshToken?: string;
  /** When the access token ends, in Unix milliseconds. */
  expiresAt: number;
  /** What the tokens allow, such as `agents--all:ro`. */
  scopes: string[];
  /** The person's account. */
  accountId?: string;
  /** The organisation that the tokens are for. */
  organizationId?: string;
}

/** What LiveChat knows of an access token. */
export interface TokenInfo {
  /** When the access token ends, in Unix milliseconds. */
  expiresAt: number;
  /** What it allows. */
  scopes: string[];
  /** The app that it was issued to: compare it with your own before you trust a token that somebody else handed you. */
  clientId?: string;
  /** The person's account. */
  accountId?: string;
  /** The organisation that the token is for. */
  organizationId?: string;
}

/** Lifetime of an access token where the answer does not say: 8 hours, LiveChat's documented one. */
const DEFAULT_LIFETIME_S = 28_800;

type Answer = Record<string, unknown>;

/**
 * The tokens of an answer. What it leaves out stays as it was `before`: an app on a server keeps its refresh token.
 *
 * @param sentAt when the request was sent, from which the lifetime counts, in Unix milliseconds
 */
export function readTokens(answer: Answer, sentAt: number, before: Pick<Tokens, "scopes"> & Partial<Tokens>): Tokens {
  const accessToken = answer["access_token"];
  if (typeof accessToken !== "string" || !isVisibleAscii(accessToken))
    throw new OAuthError("parse", "LiveChat answered without a usable access_token");
  const refreshToken = text(answer["refresh_token"]) ?? before.refreshToken;
  const accountId = text(answer["account_id"]) ?? before.accountId;
  const organizationId = text(answer["organization_id"]) ?? before.organizationId;
  return {
    accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    expiresAt: expiry(answer, sentAt),
    scopes: scopes(answer) ?? before.scopes,
    ...(accountId !== undefined && { accountId }),
    ...(organizationId !== undefined && { organizationId }),
  };
}

export function readInfo(answer: Answer, sentAt: number): TokenInfo {
  const clientId = text(answer["client_id"]);
  const accountId = text(answer["account_id"]);
  const organizationId = text(answer["organization_id"]);
  return {
    expiresAt: expiry(answer, sentAt),
    scopes: scopes(answer) ?? [],
    ...(clientId !== undefined && { clientId }),
    ...(accountId !== undefined && { accountId }),
    ...(organizationId !== undefined && { organizationId }),
  };
}

// A lifetime that cannot be read is no reason to lose tokens which are already valid, and the old ones no longer.
function expiry(answer: Answer, sentAt: number): number {
  const seconds = Number(answer["expires_in"] ?? Number.NaN);
  return sentAt + (Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_LIFETIME_S) * 1000;
}

/** LiveChat separates scopes by commas, the standard by spaces. */
function scopes(answer: Answer): string[] | undefined {
  return text(answer["scope"])
    ?.split(/[\s,]+/)
    .filter(Boolean);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
