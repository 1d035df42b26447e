// Every place in which two descriptions differ. It knows references, that order does not count, and where plain data begins;
// otherwise nothing of OpenAPI, so that nothing can change unseen.
import { type Description, resolve } from "../../src/description/document.js";
import type { Side } from "../description/redocly.js";

/** Missing on a side: that description has nothing at this place. */
export interface Difference {
  before?: Side;
  after?: Side;
}

export interface Descriptions {
  before: Description;
  after: Description;
}

/**
 * The smallest places that differ, below two that belong together. A list of plain values is one place, and a reference that
 * leads elsewhere is too. It is no difference to refer to what was written out before, or to what is only called otherwise.
 */
export function differences(descriptions: Descriptions, before: Side, after: Side): Difference[] {
  if (referenceOf(before) !== referenceOf(after)) return means(descriptions, before, after) ? [] : [{ before, after }];
  if (isRecord(before.value) && isRecord(after.value))
    return differencesOfRecords(descriptions, before, before.value, after, after.value);
  if (areLists(before.value, after.value)) return differencesOfLists(descriptions, before, after);
  return same(before.value, after.value) ? [] : [{ before, after }];
}

/** The keys of a JSON pointer. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer to what stands below a place. */
export function childPointer(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Whether the place `below` is `pointer` or lies inside it. */
export function isWithin(pointer: string, below: string): boolean {
  return below === pointer || below.startsWith(`${pointer}/`);
}

/** Equal but for the order of keys and of lists. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function differencesOfRecords(
  descriptions: Descriptions,
  before: Side,
  old: Record<string, unknown>,
  after: Side,
  now: Record<string, unknown>,
): Difference[] {
  const areFields = holdsFields(before.pointer);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) => {
    const empty = areFields ? undefined : emptyOf(key, old[key] ?? now[key]);
    const left = { pointer: childPointer(before.pointer, key), value: Object.hasOwn(old, key) ? old[key] : empty };
    const right = { pointer: childPointer(after.pointer, key), value: Object.hasOwn(now, key) ? now[key] : empty };
    if (right.value === undefined) return [{ before: left }];
    if (left.value === undefined) return [{ after: right }];
    if (DATA.has(key) && !areFields) return same(left.value, right.value) ? [] : [{ before: left, after: right }];
    return differences(descriptions, left, right);
  });
}

/** Keywords for whatever the API's users send and receive. */
const DATA = new Set(["default", "example", "value"]);

/** Of these it is the same to have none and not to have the keyword. */
function emptyOf(key: string, present: unknown): unknown {
  if (key === "parameters" && Array.isArray(present)) return [];
  return (key === "parameters" || key === "properties" || key === "webhooks") && isRecord(present) ? {} : undefined;
}

/** Whether the keys at a place are names of fields, and not keywords. A field may itself be called "properties". */
function holdsFields(pointer: string): boolean {
  const keys = keysOf(pointer);
  return (keys.length - 1 - keys.findLastIndex((key) => key !== "properties")) % 2 === 1;
}

/** What is in both lists cancels out; of the rest, items of one name belong together, or else those in the same order. */
function differencesOfLists(descriptions: Descriptions, before: Side, after: Side): Difference[] {
  const [old, now] = [items(before), items(after)];
  const gone = old.filter((item) => !now.some((other) => means(descriptions, item, other)));
  const come = now.filter((item) => !old.some((other) => means(descriptions, other, item)));
  const changes: Difference[] = [];
  for (const side of gone) {
    const index = come.findIndex(({ value }) => itemName(value) === itemName(side.value));
    const [partner] = index < 0 ? [] : come.splice(index, 1);
    changes.push(...(partner ? differences(descriptions, side, partner) : [{ before: side }]));
  }
  return [...changes, ...come.map((side) => ({ after: side }))];
}

/** Parameters and tags have a name, and a reference is one too. Other items go by their order. */
function itemName(value: unknown): string {
  const { in: place, name, $ref } = value as Record<string, unknown>;
  return JSON.stringify([place, name, $ref]);
}

function items({ pointer, value }: Side): Side[] {
  return (value as unknown[]).map((item, index) => ({ pointer: childPointer(pointer, String(index)), value: item }));
}

/** Whether two nodes say the same, with what they refer to in its place. */
function means(descriptions: Descriptions, before: Side, after: Side): boolean {
  if (referenceOf(before) === referenceOf(after)) return same(before.value, after.value);
  return same(followed(descriptions.before, before), followed(descriptions.after, after));
}

/** Keys beside a reference come on top of what it refers to. */
function followed(description: Description, { value }: Side): unknown {
  const reference = referenceOf({ value });
  if (reference === undefined) return value;
  const { $ref: _, ...beside } = isRecord(value) ? value : {};
  const target = resolve<unknown>(description, { $ref: reference });
  return isRecord(target) ? { ...target, ...beside } : target;
}

/** A discriminator refers by a plain string. */
export function referenceOf({ value }: Pick<Side, "value">): string | undefined {
  const reference = isRecord(value) ? value["$ref"] : value;
  return typeof reference === "string" && reference.startsWith("#/") ? reference : undefined;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "nothing";
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`);
  return `{${entries.sort().join()}}`;
}

/** Lists of nodes, and not of plain values. */
function areLists(before: unknown, after: unknown): boolean {
  return Array.isArray(before) && Array.isArray(after) && [...before, ...after].every(isRecord);
}
