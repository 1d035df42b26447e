// Whether a value fits a schema, and nothing about why not: schemas become functions once, without `eval`. Keywords that are rare
// here are left to the interpreter.
import { format as formats, ucs2length } from "@cfworker/json-schema";
import { type Description, resolve, type Schema } from "./document.js";

type Test = (value: unknown) => boolean;

/** True only for a value that fits for sure. */
export type Fits = (schema: Schema, value: unknown) => boolean;

/** References in the schemas lead into the description. */
export function createFits(description: Description): Fits {
  const tests = new Map<Schema, Test>();
  const testOf = (schema: Schema): Test => {
    const known = tests.get(schema);
    if (known) return known;
    let made: Test | undefined;
    // A schema may refer to itself.
    tests.set(schema, (value) => (made as Test)(value));
    made = all(
      Object.entries(schema).flatMap(([keyword, operand]) => keywordTest(keyword, operand, schema, below) ?? []),
    );
    tests.set(schema, made);
    return made;
  };
  const below = (node: unknown): Test => {
    if (typeof node === "boolean") return () => node;
    return testOf(resolve(description, node as Schema));
  };
  return (schema, value) => {
    try {
      return below(schema)(value);
    } catch (reason) {
      if (reason === UNDECIDED) return false;
      throw reason;
    }
  };
}

/** Thrown where a keyword cannot be judged: within `not` or `oneOf` neither answer would do. */
const UNDECIDED = Symbol("undecided");

function undecided(): never {
  throw UNDECIDED;
}

/** Undefined for keywords that say nothing about values. */
function keywordTest(
  keyword: string,
  operand: unknown,
  schema: Schema,
  testOf: (node: unknown) => Test,
): Test | undefined {
  if (keyword.startsWith("x-") || ANNOTATIONS.has(keyword)) return undefined;
  const make = KEYWORDS[keyword] as MakeTest<unknown> | undefined;
  return make ? make(operand, testOf, schema) : undecided;
}

/** `__absolute_uri__` and its like are the interpreter's notes. */
const ANNOTATIONS = new Set([
  "default",
  "deprecated",
  "description",
  "discriminator",
  "examples",
  "title",
  "__absolute_uri__",
  "__absolute_ref__",
  "__absolute_recursive_ref__",
]);

type MakeTest<Operand> = (operand: Operand, testOf: (node: unknown) => Test, schema: Schema) => Test;

/** Operands are what the keyword takes in a valid schema. */
const KEYWORDS: Record<string, MakeTest<never>> = {
  type: (types: string | string[]) => any([types].flat().map((type) => (value) => isOfType(type, value))),
  const: (only: unknown) => (value) => value === only,
  enum: (values: unknown[]) => (value) => values.includes(value),
  oneOf: (variants: Schema[], testOf) => {
    const each = variants.map(testOf);
    return (value) => each.filter((test) => test(value)).length === 1;
  },
  anyOf: (variants: Schema[], testOf) => any(variants.map(testOf)),
  allOf: (variants: Schema[], testOf) => all(variants.map(testOf)),
  not: (node: unknown, testOf) => {
    const test = testOf(node);
    return (value) => !test(value);
  },
  required: (names: string[]) => forObjects((value) => names.every((name) => Object.hasOwn(value, name))),
  properties: (properties: Record<string, Schema>, testOf) => {
    const each = Object.entries(properties).map(([name, node]) => [name, testOf(node)] as const);
    return forObjects((value) => each.every(([name, test]) => !Object.hasOwn(value, name) || test(value[name])));
  },
  additionalProperties: (node: unknown, testOf, { properties = {}, patternProperties }) => {
    if (patternProperties) return undecided;
    const test = testOf(node);
    return forObjects((value) =>
      Object.entries(value).every(([name, item]) => Object.hasOwn(properties, name) || test(item)),
    );
  },
  propertyNames: (node: unknown, testOf) => {
    const test = testOf(node);
    return forObjects((value) => Object.keys(value).every(test));
  },
  items: (node: unknown, testOf) => {
    const test = testOf(node);
    return (value) => !Array.isArray(value) || value.every(test);
  },
  minItems: (least: number) => (value) => !Array.isArray(value) || value.length >= least,
  minLength: (least: number) => (value) => typeof value !== "string" || ucs2length(value) >= least,
  maxLength: (most: number) => (value) => typeof value !== "string" || ucs2length(value) <= most,
  minimum: (least: number) => (value) => typeof value !== "number" || value >= least,
  maximum: (most: number) => (value) => typeof value !== "number" || value <= most,
  pattern: (source: string) => {
    const pattern = new RegExp(source, "u");
    return (value) => typeof value !== "string" || pattern.test(value);
  },
  format: (name: string) => {
    const test = formats[name];
    return (value) => typeof value !== "string" || !test || test(value);
  },
};

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function forObjects(test: (value: Record<string, unknown>) => boolean): Test {
  return (value) => !isObject(value) || test(value);
}

function all(tests: Test[]): Test {
  return (value) => tests.every((test) => test(value));
}

function any(tests: Test[]): Test {
  return (value) => tests.some((test) => test(value));
}
