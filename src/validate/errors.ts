// The error for calls that disagree with the description, where nobody listens to the single disagreements.
import { LiveChatError } from "../client/errors.js";
import type { ValidationIssue } from "./index.js";

/** A request or an answer disagrees with the description. Neither message nor issues hold any of its values. */
export class ValidationError extends LiveChatError {
  readonly code = "validation";
  /** Everything that was found, in the order of the request or answer. At least one. */
  readonly issues: readonly ValidationIssue[];

  constructor(operation: string, issues: readonly ValidationIssue[]) {
    super(textOf(operation, issues), operation);
    this.issues = issues;
  }
}

function textOf(operation: string, issues: readonly ValidationIssue[]): string {
  const what = issues[0]?.direction === "request" ? "The request" : "The answer";
  const shown = issues.slice(0, 3).map(({ pointer, kind, message }) => `${pointer || "(all)"} (${kind}): ${message}`);
  const rest = issues.length > shown.length ? `; and ${issues.length - shown.length} more` : "";
  return `${operation}: ${what} disagrees with the description: ${shown.join("; ")}${rest}`;
}
