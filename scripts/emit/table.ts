// The operation table: what the run-time needs to know of each operation, and what every request carries.
import type { OperationInfo, QueryParameterInfo } from "../../src/client/operation.js";
import {
  type Description,
  type Operation,
  operationsOf,
  type Parameter,
  resolve,
  type Schema,
} from "../../src/description/document.js";
import { callPath } from "../description/callNames.js";
import { isSentByClient } from "./typescript.js";
import { isFlag, queryParameters } from "./view.js";

export type OperationTable = Record<string, OperationInfo>;

export function operationTable(description: Description): OperationTable {
  return Object.fromEntries(operationsOf(description).map((operation) => [operation.id, info(description, operation)]));
}

/** Headers that every call carries, whatever the operation. */
function fixedHeaders(description: Description): Record<string, string> {
  const parameters = operationsOf(description).flatMap((operation) => operation.parameters.filter(isSentByClient));
  return Object.fromEntries(parameters.map(({ name, schema }) => [name, String(schema.const)]));
}

/** The module `generated/operations.ts`. */
export function tableModule(description: Description): string {
  const rows = Object.entries(operationTable(description)).map(
    ([id, row]) => `  ${JSON.stringify(id)}: ${JSON.stringify(row)},`,
  );
  return [
    `import type { OperationInfo } from "../src/client/operation.js";`,
    `import type { OperationId } from "./client.js";`,
    "",
    "/** Where requests go unless told otherwise. */",
    `export const baseUrl = ${JSON.stringify(description.servers[0]?.url)};`,
    "",
    "/** Headers that every request carries. */",
    `export const fixedHeaders: Readonly<Record<string, string>> = ${JSON.stringify(fixedHeaders(description))};`,
    "",
    "/** Every operation, by its name in the client. */",
    "export const operations: Readonly<Record<OperationId, OperationInfo>> = {",
    ...rows,
    "};",
    "",
  ].join("\n");
}

function info(description: Description, operation: Operation): OperationInfo {
  const query = queryParameters(operation).map(
    (parameter) => [callPath(parameter.name).join("."), queryInfo(description, parameter)] as const,
  );
  const flags = operation.body ? flagPaths(description, operation.body.schema) : [];
  const pagination = operation.source["x-pagination"];
  return {
    method: operation.method,
    path: operation.path,
    ...(query.length > 0 && { query: Object.fromEntries(query) }),
    ...(operation.body && { body: flags.length > 0 ? { flags } : {} }),
    ...(pagination && { page: pagination }),
    ...(!operation.authenticated && { public: true }),
  };
}

function queryInfo(description: Description, parameter: Parameter): QueryParameterInfo {
  const schema = resolve<Schema>(description, parameter.schema);
  const key = callPath(parameter.name).join(".");
  return {
    ...(key !== parameter.name && { name: parameter.name }),
    ...(schema.format === "date" && { date: true }),
    ...(isFlag(schema) && { flag: true }),
  };
}

/** Where flags stand in a body, as dotted paths in which `*` is any item of an array. */
function flagPaths(description: Description, node: Schema, path: string[] = []): string[] {
  const schema = resolve<Schema>(description, node);
  if (isFlag(schema)) return [path.join(".")];
  const inProperties = Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
    flagPaths(description, child, [...path, key]),
  );
  const inItems = schema.items ? flagPaths(description, schema.items, [...path, "*"]) : [];
  const inVariants = (schema.oneOf ?? []).flatMap((variant) => flagPaths(description, variant, path));
  return [...new Set([...inProperties, ...inItems, ...inVariants])];
}
