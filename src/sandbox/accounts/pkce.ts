// PKCE: proof that who exchanges a code is who asked for it (RFC 7636).
import { createHash } from "node:crypto";
import type { Fields } from "./fields.js";
import { OAuthRefusal } from "./refusal.js";

export interface Challenge {
  value: string;
  /** Whether the challenge is the verifier's hash, and not the verifier itself. */
  hashed: boolean;
}

/** LiveChat wants verifiers and challenges of this form. */
const FORM = /^[A-Za-z0-9._~-]{43,128}$/;

/** The challenge of a request for a code. */
export function readChallenge(fields: Fields): Challenge | undefined {
  const value = fields.get("code_challenge");
  if (value === undefined) return undefined;
  if (!FORM.test(value))
    throw new OAuthRefusal("invalid_request", "code_challenge must be 43 to 128 letters, digits and -._~");
  // LiveChat's page spells the hash in both ways.
  const method = fields.get("code_challenge_method") ?? "plain";
  if (!["plain", "S256", "s256"].includes(method))
    throw new OAuthRefusal("invalid_request", "code_challenge_method must be S256 or plain");
  return { value, hashed: method !== "plain" };
}

/** Whether the verifier belongs to the challenge; for a code without challenge, whether there is none either. */
export function proves(verifier: string | undefined, challenge: Challenge | undefined): boolean {
  if (verifier === undefined || challenge === undefined) return verifier === challenge;
  if (!FORM.test(verifier)) return false;
  return challenge.value === (challenge.hashed ? createHash("sha256").update(verifier).digest("base64url") : verifier);
}
