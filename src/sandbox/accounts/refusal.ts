// How the accounts service says no: by LiveChat's own names. Its rooms throw it; accounts.ts and authorize.ts answer it.
import type { LiveChatOAuthCode } from "../../oauth/index.js";

/** LiveChat has two keys: this one for who the person is, and another for what the app may do. */
const IDENTITY_CODES: readonly LiveChatOAuthCode[] = ["unauthorized", "identity_lost"];

export class OAuthRefusal extends Error {
  /**
   * @param code LiveChat's name for the failure
   * @param details LiveChat's name for the reason where it has one, or else a sentence of ours; never a secret
   */
  constructor(
    readonly code: LiveChatOAuthCode,
    readonly details: string,
    readonly status = 400,
    readonly headers: Record<string, string> = {},
  ) {
    super(`${code}: ${details}`);
  }
}

/** As a redirect and as a JSON answer carry it. */
export function refusalFields({ code, details }: OAuthRefusal): Record<string, string> {
  const key = IDENTITY_CODES.includes(code) ? "identity_exception" : "oauth_exception";
  return { [key]: code, exception_details: details };
}

/** The refusal that was thrown. Anything else is a defect, and goes on its way. */
export function caughtRefusal(error: unknown): OAuthRefusal {
  if (error instanceof OAuthRefusal) return error;
  throw error;
}
