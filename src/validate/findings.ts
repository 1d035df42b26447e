// What a value and its schema disagree about, told without the value: only where, what kind of value stands there, and why.
import type { Description, Schema } from "../description/document.js";
import { createValidator, type Disagreement } from "../description/validator.js";

/** The kind of a value, as JSON has them; `missing` where there is none. */
export type ValueKind = "null" | "boolean" | "number" | "string" | "array" | "object" | "missing";

/** A disagreement between a value and the description. It never holds the value itself. */
export interface Finding {
  /** Where in the value, as a JSON pointer (RFC 6901); empty for the value as a whole. */
  pointer: string;
  /** The kind of value that was met there. */
  kind: ValueKind;
  /** What the description wants instead. */
  message: string;
}

/** Lists what is wrong with a value; empty when nothing is. */
export type Finder = (schema: Schema, value: unknown) => Finding[];

export function createFinder(description: Description): Finder {
  const validate = createValidator(description);
  return (schema, value) => {
    if (value === undefined) return [{ pointer: "", kind: "missing", message: "is missing" }];
    return distinct(withoutUnknownVariants(validate(schema, value))).map((disagreement) => {
      const pointer = decoded(disagreement.pointer);
      return { pointer, kind: kindOf(valueAt(value, pointer)), message: disagreement.message };
    });
  };
}

/** The kind of a value that came out of JSON. */
export function kindOf(value: unknown): ValueKind {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as ValueKind;
}

/** A name as a step of a JSON pointer. */
export function pointerStep(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The variant for unknown types refuses every known type. That is no fault of the value while others are told. */
function withoutUnknownVariants(disagreements: Disagreement[]): Disagreement[] {
  const others = disagreements.filter(({ message }) => message !== 'Instance matched "not" schema.');
  return others.length > 0 ? others : disagreements;
}

/** Several variants of a union often miss the same. */
function distinct(disagreements: Disagreement[]): Disagreement[] {
  return [...new Map(disagreements.map((one) => [`${one.pointer} ${one.message}`, one])).values()];
}

/** The interpreter writes pointers as they stand in an address. */
function decoded(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((node, key) => (isFields(node) && Object.hasOwn(node, key) ? node[key] : undefined), value);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
