// What a JSON pointer into a description means, in words that readers of the description and of the client know.
import { type Description, resolve } from "../../src/description/document.js";
import { childPointer, isRecord, keysOf } from "./tree.js";

/** A step of a pointer: a keyword of OpenAPI, and where the keyword holds named things or a list, which one of them. */
export interface Step {
  keyword: string;
  name?: string;
  /** Leads to what the step leads to. */
  pointer: string;
}

/** Where something changed: the thing that has a name of its own, the part of it, and the keyword, if it is one. */
export interface Place {
  subject: string;
  part: string;
  keyword?: string;
}

/** Keywords below which the keys are names or numbers, and not keywords. */
const COLLECTIONS = new Set([
  ...["paths", "webhooks", "parameters", "responses", "content", "headers", "examples", "schemas", "securitySchemes"],
  ...["properties", "patternProperties", "dependentRequired", "dependentSchemas", "oneOf", "anyOf", "allOf", "mapping"],
  ...["security", "scopes", "servers", "tags"],
]);

/** Keywords below which there is data, and no keyword any more. */
const DATA = new Set(["const", "default", "enum", "example", "examples"]);

/** Keywords that lead to one node, which is a place of its own. */
const NODES = new Set([
  "schema",
  "items",
  "additionalProperties",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
  "requestBody",
]);

/** How a component of each kind is called; a schema goes by its name alone. */
const KINDS: Record<string, string> = {
  examples: "example",
  headers: "header",
  parameters: "parameter",
  responses: "response",
  schemas: "",
  securitySchemes: "security scheme",
};

export function stepsOf(pointer: string): Step[] {
  const steps: Step[] = [];
  const keys = keysOf(pointer);
  let place = "";
  for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
    const name = COLLECTIONS.has(key) ? keys.shift() : undefined;
    place = childPointer(place, key);
    if (name !== undefined) place = childPointer(place, name);
    steps.push({ keyword: key, pointer: place, ...(name !== undefined && { name }) });
    if (DATA.has(key)) break;
  }
  return steps;
}

/** `value` is what stands at the place. */
export function placeOf(description: Description, pointer: string, value: unknown): Place {
  const steps = stepsOf(pointer);
  const { subject, length, inSchema } = subjectOf(description, steps);
  const last = steps.at(-1);
  const isKeyword =
    last !== undefined &&
    last.name === undefined &&
    steps.length > length &&
    !(NODES.has(last.keyword) && isRecord(value));
  const part = partOf(description, inSchema, steps.slice(length, isKeyword ? -1 : undefined));
  return { subject, part, ...(isKeyword && { keyword: last.keyword }) };
}

/** What stands at a place; nothing when there is no such place. */
export function valueAt(description: Description, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    description,
  );
}

/** The thing, and how many steps lead to it. */
function subjectOf(description: Description, [first, second]: Step[]) {
  if (first === undefined) return { subject: "the description", length: 0, inSchema: false };
  if (first.keyword === "components" && second?.name !== undefined) {
    const subject = `${KINDS[second.keyword] ?? second.keyword} ${second.name}`.trim();
    return { subject, length: 2, inSchema: second.keyword === "schemas" };
  }
  const isPath = first.keyword === "paths" || first.keyword === "webhooks";
  const operation = isPath && second && valueAt(description, second.pointer);
  if (isRecord(operation) && typeof operation["operationId"] === "string")
    return { subject: operation["operationId"], length: 2, inSchema: false };
  const name = isPath ? first.name : [first.keyword, first.name].filter((part) => part !== undefined).join(" ");
  return { subject: name ?? first.keyword, length: 1, inSchema: false };
}

function partOf(description: Description, inSchema: boolean, steps: Step[]): string {
  const start = inSchema ? 0 : steps.findIndex(({ keyword }) => keyword === "schema");
  const outside = start < 0 ? steps : steps.slice(0, start);
  const inside = start < 0 ? [] : steps.slice(start);
  const words = outside.map((step) => word(description, step)).filter((text) => text !== "");
  return (
    words.join(", ") + inside.map((step, index) => schemaPart(description, step, index === inside.length - 1)).join("")
  );
}

function word(description: Description, { keyword, name, pointer }: Step): string {
  if (keyword === "parameters") return `parameter ${parameterName(description, pointer) ?? name}`;
  if (keyword === "requestBody") return "body";
  if (keyword === "responses") return name === "200" ? "answer" : `answer ${name}`;
  if (keyword === "content") return name === "application/json" ? "" : `as ${name}`;
  return name === undefined ? keyword : `${KINDS[keyword] ?? keyword} ${name}`;
}

function schemaPart(description: Description, { keyword, name, pointer }: Step, isLast: boolean): string {
  if (keyword === "schema") return "";
  if (keyword === "properties") return `.${name}`;
  if (keyword === "items") return "[]";
  if (keyword === "additionalProperties" || keyword === "patternProperties") return ".*";
  if (name === undefined) return ` ${keyword}`;
  if (keyword === "oneOf" || keyword === "anyOf") {
    const variant = variantName(description, pointer) ?? (isLast ? name : undefined);
    return variant === undefined ? "" : ` variant ${variant}`;
  }
  return ` ${keyword} ${name}`;
}

/** The name of the schema that a variant of a union refers to. */
function variantName(description: Description, pointer: string): string | undefined {
  const variant = valueAt(description, pointer);
  const reference = isRecord(variant) ? variant["$ref"] : undefined;
  return typeof reference === "string" ? reference.split("/").at(-1) : undefined;
}

function parameterName(description: Description, pointer: string): string | undefined {
  const parameter = valueAt(description, pointer);
  return isRecord(parameter) ? resolve<{ name?: string }>(description, parameter).name : undefined;
}
