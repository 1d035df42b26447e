// Values held against the description's schemas, by an interpreter: nothing is compiled, so it also works where `eval` is forbidden.
import { dereference, type Schema as JsonSchema, type OutputUnit, validate } from "@cfworker/json-schema";
import type { Description, Schema } from "./document.js";

/** A disagreement between a value and its schema. */
export interface Disagreement {
  /** Where in the value, as a JSON pointer; empty for the value itself. */
  pointer: string;
  message: string;
}

/** Lists what is wrong with a value; empty when nothing is. */
export type Validator = (schema: Schema, value: unknown) => Disagreement[];

/** References in the schemas lead into the description. */
export function createValidator({ components }: Description): Validator {
  const known = dereference({ components: { schemas: components.schemas } } as JsonSchema);
  const registered = new Set<Schema>();
  // Schemas outside the components get a place of their own in the same document, so that their references hold.
  const register = (schema: Schema): void => {
    if (registered.has(schema)) return;
    dereference(schema as JsonSchema, known, undefined, `/inline/${registered.size}`);
    registered.add(schema);
  };
  return (schema, value) => {
    register(schema);
    const { errors } = validate(value, schema as JsonSchema, "2020-12", known, false);
    return withoutOtherVariants(errors.filter(({ keyword }) => !WRAPPERS.has(keyword))).map(disagreement);
  };
}

// The interpreter also reports every schema around a fault; these keywords only say that something below them failed.
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
  "additionalProperties",
  "propertyNames",
  "dependentSchemas",
]);

/** Of a union only the variant that the value means is of interest: the one whose constants agree with it. */
function withoutOtherVariants(errors: OutputUnit[]): OutputUnit[] {
  const others = errors.flatMap(({ keyword, keywordLocation }) =>
    keyword === "const" ? (VARIANT.exec(keywordLocation)?.[1] ?? []) : [],
  );
  const meant = errors.filter(
    ({ keywordLocation }) => !others.some((variant) => keywordLocation.startsWith(`${variant}/`)),
  );
  return meant.length > 0 ? meant : errors.filter(({ keyword }) => keyword === "const");
}

const VARIANT = /^(.*\/(?:oneOf|anyOf)\/\d+)(?:\/\$ref)?\/properties\/[^/]+\/const$/;

function disagreement({ keyword, instanceLocation, error }: OutputUnit): Disagreement {
  const pointer = instanceLocation.slice(1);
  const missing = keyword === "required" ? /"(.*)"/.exec(error)?.[1] : undefined;
  if (missing !== undefined) return { pointer: `${pointer}/${missing}`, message: "is required" };
  if (keyword === "false") return { pointer, message: "is not known" };
  return { pointer, message: error };
}
