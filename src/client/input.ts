// Arguments of a call turned into what openapi-fetch sends: wire names for query parameters, 0 and 1 for flags.
import { ArgumentError } from "./errors.js";
import type { OperationInfo, QueryParameterInfo } from "./operation.js";

type Fields = Record<string, unknown>;

export interface RequestInput {
  query?: Fields | undefined;
  body?: unknown;
}

/** Splits the input of an operation into query and body. */
export function requestInput(operation: string, info: OperationInfo, input: unknown): RequestInput {
  if (!info.query) return info.body ? { body: withFlags(input, info.body.flags) } : {};
  const fields = fieldsOf(operation, input);
  const query = queryOf(operation, info.query, fields, info.body !== undefined);
  if (!info.body) return { query };
  const names = new Set(Object.keys(info.query).map((key) => key.split(".")[0]));
  const body = Object.fromEntries(Object.entries(fields).filter(([key]) => !names.has(key)));
  return { query, body: withFlags(body, info.body.flags) };
}

function fieldsOf(operation: string, input: unknown): Fields {
  if (input === undefined || input === null) return {};
  if (typeof input !== "object" || Array.isArray(input))
    throw new ArgumentError(`${operation}: the parameters must be an object.`, operation);
  return input as Fields;
}

function queryOf(
  operation: string,
  parameters: Record<string, QueryParameterInfo>,
  fields: Fields,
  othersAllowed: boolean,
): Fields {
  const query: Fields = {};
  for (const [key, value] of leaves(fields, parameters)) {
    const info = parameters[key];
    if (!info) {
      if (othersAllowed) continue;
      throw new ArgumentError(
        `${operation} has no parameter ${key}. It takes ${Object.keys(parameters).join(", ")}. To send another, use livechat.raw.`,
        operation,
      );
    }
    if (value === undefined || value === null) continue;
    query[info.name ?? key] = queryValue(operation, key, info, value);
  }
  return query;
}

/** Every field by its dotted key; only objects that hold parameters are entered. */
function leaves(fields: Fields, parameters: Record<string, QueryParameterInfo>, prefix = ""): [string, unknown][] {
  return Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    const key = prefix + name;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [[key, value]];
    const nested = Object.keys(parameters).some((known) => known.startsWith(`${key}.`));
    return nested ? leaves(value as Fields, parameters, `${key}.`) : [[key, value]];
  });
}

function queryValue(operation: string, key: string, { date, flag }: QueryParameterInfo, value: unknown): unknown {
  if (flag && typeof value === "boolean") return Number(value);
  if (date && !isDay(value))
    throw new ArgumentError(
      `${operation}: ${key} must be a day such as "2026-01-31", not ${JSON.stringify(value)}.`,
      operation,
    );
  if ([value].flat().some((item) => typeof item === "object" || typeof item === "function"))
    throw new ArgumentError(`${operation}: ${key} must be a text, a number or an array of them.`, operation);
  return value;
}

/** Whether the value is a day of the calendar, written YYYY-MM-DD. */
function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** The body with booleans at the given places turned into 0 and 1; the caller's object stays as it is. */
function withFlags(body: unknown, flags: string[] | undefined): unknown {
  return (flags ?? []).reduce((result, path) => replaceFlag(result, path.split(".")), body);
}

function replaceFlag(value: unknown, path: string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === "boolean" ? Number(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (key === "*") return Array.isArray(value) ? value.map((item) => replaceFlag(item, rest)) : value;
  const fields = value as Fields;
  return key in fields ? { ...fields, [key]: replaceFlag(fields[key], rest) } : value;
}
