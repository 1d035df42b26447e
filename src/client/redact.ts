// Secrets taken out of what comes back: a server may repeat what it was sent.

const MASK = "[redacted]";

// A shorter text is no key of LiveChat's, and would black out ordinary words.
const SHORTEST_SECRET = 6;

export function redact(text: string, secrets: string[]): string {
  return secrets.reduce(
    (result, secret) => (secret.length < SHORTEST_SECRET ? result : result.replaceAll(secret, MASK)),
    text,
  );
}

/** The error itself, unless it or one of its causes shows a secret; then an error that only says what it said. */
export function redactError(error: unknown, secrets: string[]): unknown {
  const shown = chain(error)
    .map((link) => `${link.message}\n${link.stack}\n${properties(link)}`)
    .join("\n");
  if (!secrets.some((secret) => shown.includes(secret))) return error;
  return new Error(redact(error instanceof Error ? error.message : String(error), secrets));
}

function chain(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chain(error.cause)] : [];
}

function properties(error: Error): string {
  try {
    return JSON.stringify(error);
  } catch {
    // What cannot be shown as text shows nothing.
    return "";
  }
}
