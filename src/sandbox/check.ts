// Requests held against the description: parameters, headers and bodies in every encoding it allows.
import { type Description, type Operation, type Parameter, resolve, type Schema } from "../description/document.js";
import { createValidator, type Validator } from "../description/validator.js";
import { parseFields } from "./form.js";

/** What is wrong with a request, a sentence each; empty when nothing is. */
export type Checker = (operation: Operation, path: Record<string, string>, request: Request) => Promise<string[]>;

export function createChecker(description: Description): Checker {
  const validate = createValidator(description);
  return async (operation, path, request) => {
    const query = new URL(request.url).searchParams;
    return [
      ...operation.parameters.flatMap((parameter) =>
        checkParameter(description, validate, parameter, valuesOf(parameter, path, query, request)),
      ),
      ...unknownParameters(operation, query),
      ...(await checkBody(description, validate, operation, request)),
    ];
  };
}

function valuesOf(
  { in: place, name }: Parameter,
  path: Record<string, string>,
  query: URLSearchParams,
  request: Request,
): string[] {
  if (place === "query") return query.getAll(name);
  const value = place === "path" ? path[name] : request.headers.get(name);
  return value === undefined || value === null ? [] : [value];
}

function checkParameter(
  description: Description,
  validate: Validator,
  { name, schema, required }: Parameter,
  values: string[],
): string[] {
  if (values.length === 0) return required ? [`${name} is required`] : [];
  const value = resolve(description, schema).type === "array" ? values : (values.at(-1) as string);
  return validate(schema, coerce(description, schema, value)).map(({ message }) => `${name}: ${message}`);
}

function unknownParameters({ id, parameters }: Operation, query: URLSearchParams): string[] {
  const known = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
  return unknown.map((name) => `${name} is not a parameter of ${id}, which takes ${known.join(", ") || "none"}`);
}

async function checkBody(
  description: Description,
  validate: Validator,
  { body }: Operation,
  request: Request,
): Promise<string[]> {
  if (!body) return [];
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const { value, problem } = await readBody(type, request);
  if (problem) return [problem];
  if (value === undefined) return body.required ? ["a body is required"] : [];
  const typed = type === "application/json" ? value : coerce(description, body.schema, value);
  return validate(body.schema, typed).map(
    ({ pointer, message }) => `${pointer ? pointer.slice(1).replaceAll("/", ".") : "the body"}: ${message}`,
  );
}

async function readBody(type: string | undefined, request: Request): Promise<{ value?: unknown; problem?: string }> {
  try {
    if (type === "application/x-www-form-urlencoded")
      return { value: parseFields(new URLSearchParams(await request.text())) };
    if (type === "multipart/form-data") return { value: parseFields(textFields(await request.formData())) };
    const text = await request.text();
    if (text === "") return {};
    if (type === "application/json") return { value: JSON.parse(text) as unknown };
    return {
      problem: `the content type ${type || "(none)"} is not one of application/json, application/x-www-form-urlencoded, multipart/form-data`,
    };
  } catch (error) {
    return { problem: `the body cannot be read as ${type}: ${(error as Error).message}` };
  }
}

function textFields(form: FormData): [string, string][] {
  return [...form].map(([name, value]) => [name, typeof value === "string" ? value : value.name]);
}

/** Text as the type that the schema asks for, as far as it can be read so. */
function coerce(description: Description, node: Schema, value: unknown): unknown {
  const schema = resolve(description, node);
  if (schema.oneOf) return coerceToVariant(description, schema.oneOf, value);
  if (Array.isArray(value))
    return schema.items ? value.map((item) => coerce(description, schema.items as Schema, item)) : value;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, coerce(description, schema.properties?.[key] ?? {}, item)]),
    );
  }
  if (typeof value !== "string") return value;
  const types = [schema.type ?? []].flat();
  if (types.includes("string")) return value;
  if ((types.includes("integer") || types.includes("number")) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (types.includes("boolean") && /^(true|false)$/.test(value)) return value === "true";
  return value;
}

/** The variant whose constants agree with the value decides; without one the value stays as it is. */
function coerceToVariant(description: Description, variants: Schema[], value: unknown): unknown {
  const fitting = variants.find((variant) => {
    const { properties = {} } = resolve(description, variant);
    const fixed = Object.entries(properties).filter(
      ([, schema]) => schema.const !== undefined || schema.enum !== undefined,
    );
    return (
      fixed.length > 0 &&
      fixed.some(([key, schema]) =>
        [schema.const, ...(schema.enum ?? [])].includes((value as Record<string, unknown>)?.[key]),
      )
    );
  });
  return fitting ? coerce(description, fitting, value) : value;
}
