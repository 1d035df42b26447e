// Looks for secrets in everything that an error shows.
import { inspect } from "node:util";
import { expect } from "vitest";
import { OAuthError } from "../../src/oauth/index.js";

/** Every text that can be got out of a value: as printed, as JSON, and down the chain of causes. */
function everythingShown(value: unknown): string {
  const own = value instanceof Error ? [value.name, value.message, value.stack, everythingShown(value.cause)] : [];
  return [
    ...own,
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
  ].join("\n");
}

/** The OAuthError that a step fails with, having shown none of the secrets. */
export async function failure(step: () => unknown, secrets: (string | undefined)[] = []): Promise<OAuthError> {
  const error = await Promise.resolve()
    .then(step)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (!(error instanceof OAuthError)) throw new Error("It did not fail with an OAuthError", { cause: error });
  const shown = everythingShown(error);
  for (const secret of secrets) {
    expect(secret, "the test itself lacks a secret").toBeTruthy();
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(encodeURIComponent(secret as string));
  }
  return error;
}
