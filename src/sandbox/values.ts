// Values by their schema: text read as the type that is asked for, and defaults filled in.
import { type Description, resolve, type Schema } from "../description/document.js";

/** Text as the type that the schema asks for, as far as it can be read so. */
export function coerce(description: Description, node: Schema, value: unknown): unknown {
  const schema = schemaFor(description, node, value);
  if (Array.isArray(value))
    return schema.items ? value.map((item) => coerce(description, schema.items as Schema, item)) : value;
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, coerce(description, propertyOf(schema, key), item)]),
    );
  }
  if (typeof value !== "string") return value;
  const types = [schema.type ?? []].flat();
  if (types.includes("string")) return value;
  if ((types.includes("integer") || types.includes("number")) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (types.includes("boolean") && /^(true|false)$/.test(value)) return value === "true";
  return value;
}

/** The defaults that the schema names, wherever the value leaves something out. */
export function withDefaults(description: Description, node: Schema, value: unknown): unknown {
  const schema = schemaFor(description, node, value);
  if (value === undefined) return schema.default;
  if (Array.isArray(value))
    return schema.items ? value.map((item) => withDefaults(description, schema.items as Schema, item)) : value;
  if (!isObject(value)) return value;
  const filled = { ...value };
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const item = withDefaults(description, property, value[key]);
    if (item !== undefined) filled[key] = item;
  }
  return filled;
}

/** References followed, and of a union the variant that the value means: the one whose fixed fields agree with it. */
function schemaFor(description: Description, node: Schema, value: unknown): Schema {
  const schema = resolve(description, node);
  if (!schema.oneOf) return schema;
  const variants = schema.oneOf.map((variant) => resolve(description, variant));
  return variants.find((variant) => isObject(value) && fits(variant, value)) ?? {};
}

function fits({ properties = {} }: Schema, value: Record<string, unknown>): boolean {
  return Object.entries(properties).some(([key, { const: only, enum: several = [] }]) =>
    [...(only === undefined ? [] : [only]), ...several].includes(value[key]),
  );
}

function propertyOf({ properties = {} }: Schema, key: string): Schema {
  return Object.hasOwn(properties, key) ? (properties[key] as Schema) : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
