// Values held against the description's schemas, by an interpreter: nothing is compiled, so it also works where `eval` is forbidden.
import {
  dereference,
  encodePointer,
  type Schema as JsonSchema,
  type OutputUnit,
  validate,
} from "@cfworker/json-schema";
import type { Description, Schema } from "./document.js";
import { createFits } from "./fits.js";

/** A disagreement between a value and its schema. */
export interface Disagreement {
  /** Where in the value, as a JSON pointer; empty for the value itself. */
  pointer: string;
  message: string;
}

/** Lists what is wrong with a value; empty when nothing is. */
export type Validator = (schema: Schema, value: unknown) => Disagreement[];

/** References in the schemas lead into the description. */
export function createValidator(description: Description): Validator {
  const { components } = description;
  const known = dereference({ components: { schemas: components.schemas } } as JsonSchema);
  const registered = new Set<Schema>();
  // Schemas outside the components get a place of their own in the same document, so that their references hold.
  const register = (schema: Schema): void => {
    if (registered.has(schema)) return;
    dereference(schema as JsonSchema, known, undefined, `/inline/${registered.size}`);
    registered.add(schema);
  };
  const fits = createFits(description);
  return (schema, value) => {
    // The interpreter takes forty times as long, and is needed for the messages only.
    if (fits(schema, value)) return [];
    register(schema);
    const { errors } = validate(value, schema as JsonSchema, "2020-12", known, false);
    return withoutOtherVariants(innermost(errors)).map(disagreement);
  };
}

/** The interpreter also reports every schema around a fault; these keywords only say that something below them failed. */
const WRAPPERS = new Set([
  "$ref",
  "properties",
  "patternProperties",
  "items",
  "oneOf",
  "anyOf",
  "allOf",
  "if",
  "then",
  "else",
  "propertyNames",
  "dependentSchemas",
]);

/** A field that a closed object does not have is reported twice, the second time without the place in the schema. */
function innermost(errors: OutputUnit[]): OutputUnit[] {
  const unknown = new Set(
    errors.filter(({ keyword }) => keyword === "false").map(({ instanceLocation }) => instanceLocation),
  );
  return errors.filter((error) => {
    if (error.keyword === "additionalProperties")
      return unknown.has(`${error.instanceLocation}/${encodePointer(quoted(error))}`);
    return error.keyword !== "false" && !WRAPPERS.has(error.keyword);
  });
}

/** The name of a property in a message of the interpreter. */
function quoted({ error }: OutputUnit): string {
  return /"(.*)"/.exec(error)?.[1] ?? "";
}

/** Of a union only the variant that the value means is of interest: the one whose discriminating field agrees with it. */
function withoutOtherVariants(errors: OutputUnit[]): OutputUnit[] {
  const mismatches = errors.flatMap(({ keywordLocation }) => {
    const [, union, variant, property, keyword] = FIXED_FIELD.exec(keywordLocation) ?? [];
    return union === undefined ? [] : [{ field: `${union} ${property}`, variant: `${union}/${variant}/`, keyword }];
  });
  // A field that is constant in one variant tells all of them apart, also those that allow it several values.
  const discriminating = new Set(mismatches.filter(({ keyword }) => keyword === "const").map(({ field }) => field));
  const others = mismatches.filter(({ field }) => discriminating.has(field)).map(({ variant }) => variant);
  const meant = errors.filter(({ keywordLocation }) => !others.some((variant) => keywordLocation.startsWith(variant)));
  return meant.length > 0 ? meant : errors.filter(({ keyword }) => keyword === "const");
}

const FIXED_FIELD = /^(.*\/(?:oneOf|anyOf))\/(\d+)(?:\/\$ref)?\/properties\/([^/]+)\/(const|enum)$/;

function disagreement(unit: OutputUnit): Disagreement {
  const pointer = unit.instanceLocation.slice(1);
  if (unit.keyword === "required")
    return { pointer: `${pointer}/${encodePointer(quoted(unit))}`, message: "is required" };
  if (unit.keyword === "additionalProperties")
    return { pointer: `${pointer}/${encodePointer(quoted(unit))}`, message: "is not known" };
  return { pointer, message: worded(unit) };
}

/** What was expected, in words that do not repeat the value, as the interpreter's on numbers do. */
function worded(unit: OutputUnit): string {
  const words = WORDS[unit.keyword];
  if (unit.keyword === "format") return `expected ${FORMATS[quoted(unit)] ?? `the format ${quoted(unit)}`}`;
  return words ? unit.error.replace(...words) : unit.error;
}

/** How the interpreter says it, and how we do. */
const WORDS: Record<string, [pattern: RegExp, words: string]> = {
  type: [/^Instance type "(.*)" is invalid\. Expected (.*)\.$/, 'expected $2, not "$1"'],
  enum: [/^.* match any of \[(.*)\]\.$/, "expected one of $1"],
  const: [/^.* match (.*)\.$/, "expected $1"],
  minimum: [/^.* less than (.*)\.$/, "expected at least $1"],
  maximum: [/^.* greater than (.*)\.$/, "expected at most $1"],
  exclusiveMinimum: [/^.* less than (.*)\.$/, "expected more than $1"],
  exclusiveMaximum: [/^.* equal to (.*)\.$/, "expected less than $1"],
  multipleOf: [/^.* multiple of (.*)\.$/, "expected a multiple of $1"],
  minLength: [/^.* < (.*)\)\.$/, "expected $1 character(s) at least"],
  maxLength: [/^.* > (.*)\)\.$/, "expected $1 character(s) at most"],
  minItems: [/^.* < (.*)\)\.$/, "expected $1 item(s) at least"],
  maxItems: [/^.* > (.*)\)\.$/, "expected $1 item(s) at most"],
};

const FORMATS: Record<string, string> = {
  date: 'a day such as "2026-01-31"',
  email: "an email address",
  uri: "an address such as https://example.com/",
};
