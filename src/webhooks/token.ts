// Whether a delivery knows the secret of its subscription, told in a time that says nothing about the secret.
import { ArgumentError } from "../client/errors.js";

type OneOrSeveral = string | readonly string[];

/**
 * The tokens that deliveries may carry: one, several while they are being changed, or a look-up by licence and type of
 * event, for programs that serve several licences. A look-up that gives nothing refuses the delivery. `false` turns the check
 * off: then anybody who knows the address can send events.
 */
export type Tokens =
  | OneOrSeveral
  | ((licenseId: string, eventType: string) => OneOrSeveral | undefined | Promise<OneOrSeveral | undefined>)
  | false;

/** Throws an ArgumentError for tokens that would refuse everything, or let an empty one pass. */
export function checkTokens(tokens: Tokens): Tokens {
  if (tokens === false || typeof tokens === "function") return tokens;
  if (usable(tokens).length === 0 || usable(tokens).length < [tokens].flat().length)
    throw new ArgumentError(
      "webhooks: tokens must be a text that is not empty, a list of them, a function, or false for no check.",
      undefined,
    );
  return tokens;
}

export async function isExpectedToken(
  tokens: Tokens,
  token: unknown,
  licenseId: string,
  eventType: string,
): Promise<boolean> {
  if (tokens === false) return true;
  const expected = usable(typeof tokens === "function" ? await tokens(licenseId, eventType) : tokens);
  const met = await digest(typeof token === "string" ? token : "");
  // Every candidate is compared to its end, whatever the ones before it gave.
  let fits = false;
  for (const candidate of expected) fits = equal(await digest(candidate), met) || fits;
  return fits;
}

function usable(tokens: OneOrSeveral | undefined): string[] {
  return [tokens].flat().filter((token): token is string => typeof token === "string" && token !== "");
}

/** Both sides get one length, and a difference in the texts shows nowhere near the same place in the digests. */
async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  let difference = 0;
  one.forEach((byte, index) => {
    difference |= byte ^ (other[index] ?? 0);
  });
  return difference === 0;
}
