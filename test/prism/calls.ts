// The calls to judge, all made from the description: its examples, the values that it lists, and texts that have to be encoded.
import type { CallOptions } from "livechat-openapi";
import type { OperationId } from "../../generated/client.js";
import { operations as table } from "../../generated/operations.js";
import { callPath } from "../../scripts/description/callNames.js";
import { templateNames } from "../../src/client/path.js";
import { type Operation, type Parameter, resolve, type Schema } from "../../src/description/document.js";
import { description } from "../support/description.js";

/** A call of the client. */
export interface Call {
  operation: Operation;
  title: string;
  /** Path parameters, then the query or the body. */
  args: unknown[];
  options: CallOptions;
  credentials: "basic" | "bearer";
  /** The example that Prism has to answer. */
  answer: unknown;
  /** Whether its request is broken for the control group. */
  control: boolean;
}

/** The query or the body of a call. */
interface Input {
  title: string;
  value: unknown;
  encoding?: "json" | "form";
  control?: true;
}

const ODD_TEXT = "a b/c?d#e%f&g=h+i;j,k:l@m'n\"o[p]é漢😀";
const ODD_MAIL = "o'hara+a/b%c&d=e@example.com";

/** Every call of an operation. */
export function callsOf(operation: Operation): Call[] {
  const inputs = operation.body ? bodies(operation) : queries(operation);
  const examples = Object.entries(operation.result?.examples ?? {});
  const path = templateNames(operation.path).map(
    (name) => operation.parameters.find((parameter) => parameter.name === name) as Parameter,
  );
  const plain = path.map(({ example }) => example);
  const odd = path.map((parameter) => oddValue(schemaOf(parameter)) ?? parameter.example);

  const call = (title: string, input: Input | undefined, more: Partial<Call> = {}, values = plain): Call => ({
    operation,
    title,
    args: input ? [...values, input.value] : values,
    options: input?.encoding ? { encoding: input.encoding } : {},
    credentials: "basic",
    answer: examples[0]?.[1].value,
    control: false,
    ...more,
  });
  const [first] = inputs;
  return [
    ...(first
      ? inputs.map((input) => call(input.title, input, { control: input.control ?? false }))
      : [call("as it is", undefined, { control: true })]),
    ...(path.some((parameter) => oddValue(schemaOf(parameter)) !== undefined)
      ? [call("odd characters in the path", first, {}, odd)]
      : []),
    call("with an access token", first, { credentials: "bearer" }),
    ...examples.map(([name, { value }]) =>
      call(`answered with ${name}`, first, { options: { headers: { Prefer: `example=${name}` } }, answer: value }),
    ),
  ];
}

function bodies({ id, body }: Operation): Input[] {
  const flags = table[id as OperationId].body?.flags ?? [];
  return Object.entries(body?.examples ?? {}).flatMap(([name, { value }]): Input[] => {
    const booleans = flags.reduce((result, flag) => asBoolean(result, flag.split(".")), value);
    return (["json", "form"] as const).flatMap((encoding): Input[] => [
      { title: `${name} as ${encoding}`, value, encoding, control: true },
      ...(flags.length > 0 ? [{ title: `${name} as ${encoding}, flags as booleans`, value: booleans, encoding }] : []),
    ]);
  });
}

function asBoolean(value: unknown, [key, ...rest]: string[]): unknown {
  if (key === undefined) return Boolean(value);
  if (Array.isArray(value)) return value.map((item) => asBoolean(item, rest));
  if (typeof value !== "object" || value === null || !(key in value)) return value;
  return { ...value, [key]: asBoolean((value as Record<string, unknown>)[key], rest) };
}

function queries({ parameters }: Operation): Input[] {
  const query = parameters.filter((parameter) => parameter.in === "query" && parameter["x-client"] !== "omit");
  if (query.length === 0) return [];
  const required = query
    .filter((parameter) => parameter.required)
    .map((parameter) => [parameter, valuesOf(parameter)[0]] as const);
  const all = (index: number): object => inputOf(query.map((parameter) => [parameter, valuesOf(parameter).at(index)]));
  return [
    { title: "every parameter", value: all(0), control: true },
    { title: "every parameter, with other values", value: all(-1) },
    { title: "no more than is required", value: inputOf(required) },
    ...query.flatMap((parameter) =>
      valuesOf(parameter).map((value) => ({
        title: `${parameter.name} = ${JSON.stringify(value)}`,
        value: inputOf([...required, [parameter, value]]),
      })),
    ),
  ];
}

/** The values to send for a query parameter, its example first. */
function valuesOf(parameter: Parameter): unknown[] {
  const schema = schemaOf(parameter);
  if (schema.enum) {
    const values = schema.type === "integer" ? [...schema.enum, true, false] : schema.enum;
    return [...new Set([parameter.example ?? values[0], ...values])];
  }
  const examples = [parameter.example].flat();
  const odd = oddValue(schema.items ?? schema);
  const others = odd === undefined ? [] : [odd];
  return schema.type === "array" ? [examples, [...examples, ...examples, ...others]] : [...examples, ...others];
}

/** A value full of characters that have to be encoded; nothing where the schema takes none. */
function oddValue({ type, format, enum: values }: Schema): string | undefined {
  if (type !== "string" || values) return undefined;
  if (format === undefined) return ODD_TEXT;
  return format === "email" ? ODD_MAIL : undefined;
}

function schemaOf({ schema }: Parameter): Schema {
  return resolve(description, schema);
}

/** Values by the names that parameters have in a call, such as `requester: { mail }`. */
function inputOf(values: (readonly [Parameter, unknown])[]): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [{ name }, value] of values) {
    const keys = callPath(name);
    const last = keys.pop() as string;
    const parent = keys.reduce((node, key) => {
      node[key] ??= {};
      return node[key] as Record<string, unknown>;
    }, input);
    parent[last] = value;
  }
  return input;
}
