// What replaces an operation in version 3 of the API, in words: for doc comments and for the reference.
import type { Successor } from "../../src/description/document.js";

/** A sentence, or nothing where nothing replaces the operation. */
export function successorText(successor: Successor | undefined): string | undefined {
  if (!successor) return undefined;
  const methods = successor.methods.map((name) => `\`${name}\``).join(", ");
  const where = methods ? `${methods} of the ${successor.api}` : `the ${successor.api}`;
  return `In version 3: ${where}.${successor.note ? ` ${successor.note}` : ""}`;
}
