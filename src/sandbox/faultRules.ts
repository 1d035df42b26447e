// Faults as data, as options, the command line and other processes give them: what goes wrong and which requests it meets,
// in one flat object.
import type { Fault, Faults, FaultTurns } from "./faults.js";

/**
 * A fault together with the requests that meet it: `{ operation: "chats.list", status: 429, retryAfter: 2, times: 3 }`.
 * Without `times` it stands until the faults are cleared.
 */
export type FaultRule = Fault & FaultTurns;

/** Throws a TypeError for a rule that cannot be. */
export function addFaultRule(faults: Faults, rule: FaultRule): void {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule))
    throw new TypeError('A fault is an object, such as { "operation": "chats.list", "status": 503 }.');
  const { method, path, operation, when, times, ...fault } = rule;
  const filter = Object.fromEntries(
    Object.entries({ method, path, operation, when }).filter(([, value]) => value !== undefined),
  );
  if (times === undefined) faults.always(fault, filter);
  else faults.next(fault, { ...filter, times });
}
