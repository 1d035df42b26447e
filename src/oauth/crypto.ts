// Random values, PKCE and comparison, on WebCrypto alone, so that they are the same in Node, workers, Bun and Deno.

/** 256 random bits as 43 characters, which suits `state` and is a code verifier as RFC 7636 wants it. */
export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The S256 challenge of a code verifier (RFC 7636, section 4.2). */
export async function s256Challenge(codeVerifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier))));
}

/** Compares in a time that depends on the expected value's length only, never on where the two differ. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const encoder = new TextEncoder();
  const left = encoder.encode(given);
  const right = encoder.encode(expected);
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
