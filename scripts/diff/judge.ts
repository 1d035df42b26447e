// What a change means, and for whom. Redocly knows what breaks a request or an answer; here stands what it does not know, and
// what the client makes of the description: methods, types, and places that it hides.
import { callPath } from "../description/callNames.js";
import { type Step, stepsOf, valueAt } from "./place.js";
import { isRedirected, isWholeComponent, type Row } from "./rows.js";
import { isHidden, isInOpenUnion, letsIn, parameterAt, positionalTypes, type Surface, securityOf } from "./surface.js";
import { isRecord, same } from "./tree.js";

/** From worst to least; `none` where the change is not seen. */
export const VERDICTS = ["breaking", "additive", "wording", "none"] as const;

export type Verdict = (typeof VERDICTS)[number];

export interface Surfaces {
  before: Surface;
  after: Surface;
}

/** A rule for what Redocly does not judge, or not as we do. It is undefined where it does not apply; the first that does, holds. */
type Rule = (row: Row, steps: Step[], surfaces: Surfaces) => Verdict | undefined;

/** What only people read. */
const PROSE = new Set(["description", "summary", "title", "example", "examples", "info", "tags", "x-successor"]);

const CONDITIONS = ["dependentRequired", "dependentSchemas", "if", "then", "else"];

const API_RULES: Rule[] = [
  (row, steps) => when(isProse(row, steps), "wording"),
  // Names and extensions are not on the wire.
  (_, steps) => when(has(steps, "operationId", "x-client", "x-pagination"), "wording"),
  (row) => when(isWholeComponent(row), "wording"),
  (row, steps, surfaces) => when(at(steps, "const", "enum") && isSameChoice(row, surfaces), "wording"),
  // Values of a set, or variants of a union, that says of itself that it may grow.
  (_, steps) => when(has(steps, "x-extensible-enum", "deprecated"), "additive"),
  (row, steps, { after }) => when(isNewVariant(row, steps) && isInOpenUnion(after, row.after?.pointer), "additive"),
  // More that an answer is not: Redocly takes it for more that an answer may be.
  (row, steps) => when(has(steps, "not") && row.kind === "changed", breaks(lost(row).length > 0 || !isBreaking(row))),
  (row, steps) => when(has(steps, ...CONDITIONS), breaks(row.kind !== "removed")),
  (row, steps) => when(has(steps, "discriminator", "default"), breaks(row.kind !== "added")),
  (row, steps) => when(at(steps, "patternProperties"), breaks(row.kind !== "added")),
  (row, steps) => when(has(steps, "flows"), breaks(row.kind !== "added")),
  (_, steps, surfaces) => when(has(steps, "security"), breaks(isLockedOut(steps, surfaces))),
  (row, steps) => when(at(steps, "requestBody") && row.kind === "added" && isRequired(row.after?.value), "breaking"),
  (row, steps, surfaces) => when(isPathVariable(row, steps, surfaces), "wording"),
  (row) => when(isRedirected(row), breaks(isBreaking(row))),
];

const CLIENT_RULES: Rule[] = [
  (row, steps) => when(has(steps, "x-client"), breaks(!has(steps, "parameters") || row.kind !== "removed")),
  (row, _, surfaces) => when(isHiddenOnBothSides(row, surfaces), "none"),
  (row, steps) => when(isProse(row, steps), "wording"),
  (row, steps) =>
    when(has(steps, "operationId"), steps[0]?.keyword === "webhooks" ? "none" : breaks(row.kind !== "added")),
  // A page that awaits is also an answer that awaits, so paging can be added.
  (row, steps) => when(has(steps, "x-pagination"), breaks(row.kind !== "added")),
  (row, steps, surfaces) => when(isOperation(steps), methodVerdict(row, surfaces)),
  (row, steps, surfaces) => when(isWholeComponent(row), typeVerdict(row, steps, surfaces)),
  (row, steps, surfaces) => when(isParameterName(steps) && isCalledTheSame(row, surfaces), "wording"),
  // Code that compares with a value, or narrows to a variant, or reads a field, does not compile when there is none.
  (row, steps) =>
    when(has(steps, "enum", "type", "const") && row.kind === "changed" && lost(row).some(isNotNull), "breaking"),
  (row, steps) =>
    when(at(steps, "properties", "oneOf", "anyOf") && (row.kind === "removed" || row.kind === "renamed"), "breaking"),
  (row, steps) =>
    when(at(steps, "additionalProperties") && row.before !== undefined && row.before.value !== false, "breaking"),
  // Callers may have handled every variant that the type has.
  (row, steps, { after }) => when(isNewVariant(row, steps) && isInOpenUnion(after, row.after?.pointer), "breaking"),
];

/** For whoever codes by the description: requests and answers. */
export function judgeForApi(row: Row, surfaces: Surfaces): Verdict {
  const verdict = firstOf(API_RULES, row, surfaces);
  if (verdict) return verdict;
  // What Redocly has not even seen, nobody has judged.
  return breaks(row.findings.length === 0 || isBreaking(row));
}

/** For whoever calls the client's methods and uses its types. What breaks the API's users breaks these too, unless it is hidden. */
export function judgeForClient(row: Row, api: Verdict, surfaces: Surfaces): Verdict {
  return firstOf(CLIENT_RULES, row, surfaces) ?? api;
}

function firstOf(rules: Rule[], row: Row, surfaces: Surfaces): Verdict | undefined {
  const steps = stepsOf((row.after ?? row.before)?.pointer ?? "");
  for (const rule of rules) {
    const verdict = rule(row, steps, surfaces);
    if (verdict) return verdict;
  }
  return undefined;
}

function when(applies: boolean, verdict: Verdict): Verdict | undefined {
  return applies ? verdict : undefined;
}

function breaks(yes: boolean): Verdict {
  return yes ? "breaking" : "additive";
}

function has(steps: Step[], ...keywords: string[]): boolean {
  return steps.some(({ keyword }) => keywords.includes(keyword));
}

/** Whether the place itself is of such a keyword. */
function at(steps: Step[], ...keywords: string[]): boolean {
  return keywords.includes(steps.at(-1)?.keyword ?? "");
}

function isProse({ kind }: Row, steps: Step[]): boolean {
  return steps.some(({ keyword }) => PROSE.has(keyword)) || (at(steps, "scopes") && kind === "changed");
}

function isNewVariant({ kind }: Row, steps: Step[]): boolean {
  return kind === "added" && at(steps, "oneOf", "anyOf");
}

function isRequired(value: unknown): boolean {
  return isRecord(value) && value["required"] === true;
}

/** The values that were there and are not any more, of a list or of a single value. */
function lost({ before, after }: Row): unknown[] {
  const now = [after?.value].flat();
  return [before?.value].flat().filter((value) => !now.includes(value));
}

/** A constant is a choice of one. */
function isSameChoice({ before, after }: Row, surfaces: Surfaces): boolean {
  const pointer = ((after ?? before)?.pointer ?? "").replace(/\/[^/]*$/, "");
  const [old, now] = [surfaces.before, surfaces.after].map(({ description }) =>
    choiceOf(valueAt(description, pointer)),
  );
  return old !== undefined && same(old, now);
}

function choiceOf(schema: unknown): unknown {
  if (!isRecord(schema)) return undefined;
  return "const" in schema ? [schema["const"]] : schema["enum"];
}

function isNotNull(value: unknown): boolean {
  return value !== null && value !== "null";
}

/** Whether somebody whom an operation let in would now be turned away. */
function isLockedOut([first, second]: Step[], { before, after }: Surfaces): boolean {
  return before.operations.some((old) => {
    const now = after.operations.find(({ path, method }) => path === old.path && method === old.method);
    const concerned =
      first?.keyword === "security" || (first?.name === old.path && second?.keyword === old.method.toLowerCase());
    return now !== undefined && concerned && !letsIn(securityOf(before, old), securityOf(after, now));
  });
}

function isHiddenOnBothSides({ before, after }: Row, surfaces: Surfaces): boolean {
  return (!before || isHidden(surfaces.before, before.pointer)) && (!after || isHidden(surfaces.after, after.pointer));
}

function isOperation(steps: Step[]): boolean {
  const [first, second, third] = steps;
  return (
    first?.keyword === "paths" &&
    third === undefined &&
    second?.keyword !== "parameters" &&
    second?.keyword !== "security"
  );
}

/** A method stays when its operation moves to another path, as long as its arguments and types are the same. */
function methodVerdict({ before, after }: Row, surfaces: Surfaces): Verdict {
  const stays = surfaces.before.operations
    .filter(({ source }) => isIn(source, before?.value))
    .every((old) => {
      const now = surfaces.after.operations.find(({ id }) => id === old.id);
      return now !== undefined && same(old.source, now.source) && same(positionalTypes(old), positionalTypes(now));
    });
  if (!stays) return "breaking";
  const isNew = surfaces.after.operations.some(
    ({ id, source }) => isIn(source, after?.value) && !surfaces.before.operations.some((old) => old.id === id),
  );
  return isNew ? "additive" : "none";
}

/** The place is the operation itself, or its path. */
function isIn(operation: unknown, value: unknown): boolean {
  return value === operation || (isRecord(value) && Object.values(value).includes(operation));
}

/** Only schemas are types. One that was hidden, or is referred to by another name, was none. */
function typeVerdict({ before, after }: Row, steps: Step[], surfaces: Surfaces): Verdict {
  if (steps[1]?.keyword !== "schemas") return "none";
  const old = before && stepsOf(before.pointer)[1]?.name;
  if (old !== undefined && surfaces.before.types.has(old) && !surfaces.after.types.has(old)) return "breaking";
  return after ? "additive" : "none";
}

/** The name of a variable in a path, there or in its parameter, is not on the wire. */
function isPathVariable(row: Row, steps: Step[], { after }: Surfaces): boolean {
  const isPath = row.kind === "renamed" && at(steps, "paths");
  const isName =
    isParameterName(steps) && row.after !== undefined && parameterAt(after, row.after.pointer)?.in === "path";
  return (isPath || isName) && !isBreaking(row);
}

function isBreaking({ findings }: Row): boolean {
  return findings.some(({ breaking }) => breaking);
}

function isParameterName(steps: Step[]): boolean {
  return at(steps, "name") && steps.at(-2)?.keyword === "parameters";
}

/** Path parameters are called by their order, and others by what is left of their name without brackets. */
function isCalledTheSame({ before, after }: Row, surfaces: Surfaces): boolean {
  const old = before && parameterAt(surfaces.before, before.pointer);
  const now = after && parameterAt(surfaces.after, after.pointer);
  if (!old || !now) return false;
  return old.in === now.in && (old.in === "path" || same(callPath(old.name), callPath(now.name)));
}
