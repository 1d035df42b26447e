// Where Prism accepts what is wrong. A line that is no longer needed, because Prism refuses such a request, fails the run.
import type { OperationId } from "../../generated/client.js";
import type { GoalUpdate } from "../../generated/models.js";
import type { Place } from "./broken.js";

export interface Exception {
  /** Where the request is broken. */
  place: Place;
  /** The only operation that it is about, and what is wrong there. */
  only?: { operation: OperationId; title: `body without ${keyof GoalUpdate}` };
  reason: string;
}

export const exceptions: Exception[] = [
  {
    place: "empty query",
    reason: "Prism takes a query parameter without a value for one that was not sent.",
  },
  {
    place: "unknown query",
    reason:
      "OpenAPI allows query parameters that are not described; the names that the client sends are compared instead.",
  },
  {
    place: "form",
    reason: "OpenAPI cannot express bracketed names, so the description lets a form have any fields.",
  },
  {
    place: "body",
    only: { operation: "goals.update", title: "body without url" },
    reason: "Prism reads schemas as JSON Schema draft 7, which does not know dependentSchemas.",
  },
];
