// Values held against the description's schemas, by an interpreter: nothing is compiled, so it also works where `eval` is forbidden.
import { dereference, type Schema as JsonSchema, validate } from "@cfworker/json-schema";
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
    return innermost(
      errors.map(({ instanceLocation, error }) => ({ pointer: instanceLocation.slice(1), message: error })),
    );
  };
}

/** The interpreter also reports every schema around the fault; the deepest places say what is wrong. */
function innermost(disagreements: Disagreement[]): Disagreement[] {
  const depth = (pointer: string): number => pointer.split("/").length;
  const deepest = Math.max(0, ...disagreements.map(({ pointer }) => depth(pointer)));
  return disagreements.filter(({ pointer }) => depth(pointer) === deepest);
}
