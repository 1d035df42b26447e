// Requests and answers of the client held against the description, for whoever asks for it. Knows no operation: everything
// comes from the description.
import type { Validation } from "../client/options.js";
import { type Description, type Operation, operationsOf, resolve, type Schema } from "../description/document.js";
import { shippedDescription } from "../description/shipped.js";
import { ValidationError } from "./errors.js";
import { createFinder, type Finder, type Finding, kindOf, pointerStep } from "./findings.js";

export type { Validation } from "../client/options.js";
export { ValidationError } from "./errors.js";
export type { Finding, ValueKind } from "./findings.js";

/** A disagreement between a call and the description. */
export interface ValidationIssue extends Finding {
  /** The operation, such as `agents.get`. */
  operation: string;
  /** Whether the request disagrees, or the answer. Pointers into a request begin with `/path`, `/query` or `/body`. */
  direction: "request" | "response";
}

export interface ValidatorOptions {
  /** Called with each disagreement; the call then goes on. Default: the call fails with a {@link ValidationError}. */
  onIssue?: (issue: ValidationIssue) => void;
  /** Check requests before they are sent. Default: true. */
  requests?: boolean;
  /** Check the answers of calls that succeed. Default: true. */
  responses?: boolean;
  /**
   * The bundled description, for runtimes without a file system: import it from `livechat-openapi/openapi.json`.
   * Default: the one that this package ships, read from disk at the first check.
   */
  description?: object;
}

/**
 * Checks calls against the description: the client takes it as its option `validate`.
 *
 * Fields that the description does not know are legal in answers and refused in requests. In answers a value of an open set
 * and an item of an unknown type are legal too. The description is interpreted, so no `eval` is needed.
 *
 * Without `onIssue` its methods throw a {@link ValidationError}. An {@link ArgumentError} says that the description cannot be
 * read from disk.
 *
 * @example
 * const livechat = createClient({ auth, validate: validator({ onIssue: (issue) => console.warn(issue) }) });
 */
export function validator(options: ValidatorOptions = {}): Validation {
  const { onIssue, requests = true, responses = true } = options;
  let checks: Checks | undefined;
  const prepared = (): Checks => {
    checks ??= prepare((options.description as Description | undefined) ?? shippedDescription());
    return checks;
  };
  const report = (operation: string, direction: ValidationIssue["direction"], findings: Finding[]): void => {
    if (findings.length === 0) return;
    const issues = findings.map((finding) => ({ operation, direction, ...finding }));
    if (!onIssue) throw new ValidationError(operation, issues);
    for (const issue of issues) onIssue(issue);
  };
  return {
    request(operation, sent) {
      if (requests) report(operation, "request", requestFindings(prepared(), operation, sent));
    },
    response(operation, body) {
      if (responses) report(operation, "response", responseFindings(prepared(), operation, body));
    },
  };
}

interface Checks {
  description: Description;
  operations: Map<string, Operation>;
  find: Finder;
}

function prepare(description: Description): Checks {
  const operations = new Map(operationsOf(description).map((operation) => [operation.id, operation]));
  return { description, operations, find: createFinder(description) };
}

function responseFindings({ operations, find }: Checks, id: string, body: unknown): Finding[] {
  const result = operations.get(id)?.result;
  return result ? find(result.schema, body) : [];
}

function requestFindings(checks: Checks, id: string, sent: Parameters<Validation["request"]>[1]): Finding[] {
  const operation = checks.operations.get(id);
  if (!operation) return [];
  return [
    ...parameterFindings(checks, operation, "path", sent.path),
    ...parameterFindings(checks, operation, "query", sent.query),
    ...bodyFindings(checks, operation, sent.body),
  ];
}

function parameterFindings(
  { description, find }: Checks,
  { parameters }: Operation,
  place: "path" | "query",
  values: Record<string, unknown>,
): Finding[] {
  const known = parameters.filter((parameter) => parameter.in === place);
  const sent = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const unknown = sent.filter(([name]) => !known.some((parameter) => parameter.name === name));
  return [
    ...known.flatMap(({ name, schema, required }) => {
      const value = sent.find(([key]) => key === name)?.[1];
      if (value === undefined) return required ? [missing(`/${place}${pointerStep(name)}`)] : [];
      return below(`/${place}${pointerStep(name)}`, find(schema, asRead(description, schema, value)));
    }),
    ...unknown.map(([name, value]) => ({
      pointer: `/${place}${pointerStep(name)}`,
      kind: kindOf(value),
      message: "is not known",
    })),
  ];
}

function bodyFindings({ find }: Checks, { body }: Operation, value: unknown): Finding[] {
  // What goes over the wire, which has neither undefined fields nor dates.
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return body?.required ? [missing("/body")] : [];
  const sent = JSON.parse(text) as unknown;
  if (!body) return [{ pointer: "/body", kind: kindOf(sent), message: "is not known" }];
  return below("/body", find(body.schema, sent));
}

function missing(pointer: string): Finding {
  return { pointer, kind: "missing", message: "is required" };
}

function below(parent: string, findings: Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, pointer: parent + finding.pointer }));
}

/** An address holds text only: a value as its receiver reads it, by the type that the schema asks for. */
function asRead(description: Description, node: Schema, value: unknown): unknown {
  const schema = resolve(description, node);
  const types = [schema.type ?? []].flat();
  if (types.includes("array")) return [value].flat().map((item) => asRead(description, schema.items ?? {}, item));
  if (typeof value === "object") return value;
  const text = String(value);
  const numeric = types.includes("integer") || types.includes("number");
  return numeric && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
