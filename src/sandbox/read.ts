// Requests read and held against the description: parameters, headers and bodies in every encoding it allows.
import { type Description, type Operation, type Parameter, resolve } from "../description/document.js";
import { createValidator, type Validator } from "../description/validator.js";
import { parseFields } from "./form.js";
import { coerce, withDefaults } from "./values.js";

/** A request as behaviour gets it: values in their types, defaults filled in. */
export interface ReadRequest {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/** Throws the problems, a sentence each, when there are any. */
export type Reader = (operation: Operation, path: Record<string, string>, request: Request) => Promise<ReadRequest>;

/** What is wrong with a request. */
export class UnreadableRequest extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join("; "));
  }
}

export function createReader(description: Description, validate: Validator = createValidator(description)): Reader {
  return async (operation, path, request) => {
    const query = new URL(request.url).searchParams;
    const parameters = operation.parameters.map((parameter) =>
      readParameter(description, validate, parameter, valuesOf(parameter, path, query, request)),
    );
    const body = await readBody(description, validate, operation, request);
    const problems = [
      ...parameters.flatMap((parameter) => parameter.problems),
      ...unknownParameters(operation, query),
      ...body.problems,
    ];
    if (problems.length > 0) throw new UnreadableRequest(shortened(problems));
    const placed = (place: Parameter["in"]): Record<string, unknown> =>
      Object.fromEntries(
        parameters.flatMap((one) => (one.place === place && one.value !== undefined ? [[one.name, one.value]] : [])),
      );
    return { path: placed("path"), query: placed("query"), body: body.value };
  };
}

/** As many problems as somebody reads. */
const MOST_PROBLEMS = 25;

function shortened(problems: string[]): string[] {
  if (problems.length <= MOST_PROBLEMS) return problems;
  return [...problems.slice(0, MOST_PROBLEMS), `and ${problems.length - MOST_PROBLEMS} more`];
}

interface Part {
  value: unknown;
  problems: string[];
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

function readParameter(
  description: Description,
  validate: Validator,
  { name, in: place, schema, required }: Parameter,
  values: string[],
): Part & { name: string; place: Parameter["in"] } {
  if (values.length === 0) {
    const value = withDefaults(description, schema, undefined);
    return { name, place, value, problems: required ? [`${name} is required`] : [] };
  }
  const text = resolve(description, schema).type === "array" ? values : (values.at(-1) as string);
  const value = coerce(description, schema, text);
  return { name, place, value, problems: validate(schema, value).map(({ message }) => `${name}: ${message}`) };
}

function unknownParameters({ id, parameters }: Operation, query: URLSearchParams): string[] {
  const known = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
  return unknown.map((name) => `${name} is not a parameter of ${id}, which takes ${known.join(", ") || "none"}`);
}

async function readBody(
  description: Description,
  validate: Validator,
  { body }: Operation,
  request: Request,
): Promise<Part> {
  if (!body) return { value: undefined, problems: [] };
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const { value: sent, problem } = await parseBody(type, request);
  if (problem) return { value: undefined, problems: [problem] };
  if (sent === undefined) return { value: undefined, problems: body.required ? ["a body is required"] : [] };
  const typed = type === "application/json" ? sent : coerce(description, body.schema, sent);
  const problems = validate(body.schema, typed).map(
    ({ pointer, message }) => `${pointer ? pointer.slice(1).replaceAll("/", ".") : "the body"}: ${message}`,
  );
  return { value: problems.length > 0 ? undefined : withDefaults(description, body.schema, typed), problems };
}

async function parseBody(type: string | undefined, request: Request): Promise<{ value?: unknown; problem?: string }> {
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
