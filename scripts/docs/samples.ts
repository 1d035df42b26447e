// Code samples of an operation, made from the description's own examples.
import type { ChatStartedPayload } from "../../generated/models.js";
import { fillPath, templateNames } from "../../src/client/path.js";
import type { Operation, Parameter } from "../../src/description/document.js";
import { callPath } from "../description/callNames.js";

// What every delivery of a webhook has beside its data.
const ENVELOPE: Set<string> = new Set<keyof ChatStartedPayload>([
  "event_type",
  "event_unique_id",
  "token",
  "license_id",
  "lc_version",
]);

/** The call with the TypeScript client. */
export function typescriptSample(operation: Operation): string {
  const input = operation.body ? firstExample(operation) : queryInput(operation);
  const args = [
    ...pathExamples(operation).map((value) => literal(value)),
    ...(input === undefined ? [] : [literal(input)]),
  ];
  return `const ${resultName(operation)} = await livechat.${operation.id}(${args.join(", ")});`;
}

/** The call with curl, by log-in and API key. */
export function curlSample(operation: Operation, baseUrl: string): string {
  const names = templateNames(operation.path);
  const path = fillPath(
    operation.path,
    Object.fromEntries(names.map((name) => [name, pathParameter(operation, name)?.example])),
    operation.id,
  );
  const query = shownQuery(operation).map(({ name, example }) =>
    [example]
      .flat()
      .map((value) => `${name}=${encodeURIComponent(String(value))}`)
      .join("&"),
  );
  const url = `${baseUrl}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  const headers = operation.parameters
    .filter((parameter) => parameter.in === "header")
    .map(({ name, example }) => `--header ${shell(`${name}: ${example}`)}`);
  const body = firstExample(operation);
  const lines = [
    `curl --globoff ${operation.method === "GET" ? "" : `--request ${operation.method} `}${shell(url)}`,
    ...(operation.authenticated ? [`--user "$LIVECHAT_LOGIN:$LIVECHAT_API_KEY"`] : []),
    ...headers,
    ...(body === undefined ? [] : jsonData(body)),
  ];
  return lines.join(CONTINUED);
}

/** Delivers a webhook's example to a receiver under construction. */
export function curlDelivery(webhook: Operation, receiver: string): string {
  return [`curl --request ${webhook.method} ${shell(receiver)}`, ...jsonData(firstExample(webhook))].join(CONTINUED);
}

const CONTINUED = " \\\n  ";

function jsonData(value: unknown): string[] {
  const line = JSON.stringify(value);
  return [
    `--header 'Content-Type: application/json'`,
    `--data ${shell(line.length <= 60 ? line : JSON.stringify(value, null, 2))}`,
  ];
}

/** How a receiver of a webhook reads it. */
export function payloadSample(webhook: Operation): string {
  const data = Object.keys((firstExample(webhook) ?? {}) as object).filter((key) => !ENVELOPE.has(key));
  return [
    `import type { WebhookPayload } from "livechat-openapi";`,
    "",
    "function receive(payload: WebhookPayload) {",
    `  if (payload.event_type === "${webhook.path}") {`,
    `    console.log(${data.map((key) => `payload.${key}`).join(", ")});`,
    "  }",
    "}",
  ].join("\n");
}

/** The first example of the request's body. */
function firstExample({ body }: Operation): unknown {
  return Object.values(body?.examples ?? {})[0]?.value;
}

function pathParameter(operation: Operation, name: string): Parameter | undefined {
  return operation.parameters.find((parameter) => parameter.in === "path" && parameter.name === name);
}

function pathExamples(operation: Operation): unknown[] {
  return templateNames(operation.path).map((name) => pathParameter(operation, name)?.example);
}

/** The parameters worth showing: the required ones, or else the first two that are not left out of the client. */
function shownQuery(operation: Operation): Parameter[] {
  const query = operation.parameters.filter(
    ({ in: place, example, ...parameter }) =>
      place === "query" && example !== undefined && parameter["x-client"] !== "omit",
  );
  const required = query.filter((parameter) => parameter.required);
  return required.length > 0 ? required : query.slice(0, 2);
}

function queryInput(operation: Operation): Record<string, unknown> | undefined {
  const shown = shownQuery(operation);
  if (shown.length === 0) return undefined;
  const input: Record<string, unknown> = {};
  for (const { name, example } of shown) {
    const path = callPath(name);
    const leaf = path.pop() as string;
    const parent = path.reduce<Record<string, unknown>>((object, key) => {
      object[key] ??= {};
      return object[key] as Record<string, unknown>;
    }, input);
    parent[leaf] = example;
  }
  return input;
}

/** `agents.list` gives agents, `agents.get` an agent, everything else a result. */
function resultName({ id, result }: Operation): string {
  const [verb, resource] = id.split(".").reverse() as [string, string];
  if (result?.schema.type === "array") return resource;
  if (verb === "list") return "page";
  if (id.startsWith("reports.")) return "report";
  if (["get", "create", "update", "resetApiKey"].includes(verb)) return singular(resource);
  return "result";
}

function singular(word: string): string {
  return word === "status" ? word : word.replace(/s$/, "");
}

/** A value as TypeScript, on one line when it is short. */
function literal(value: unknown, indent = ""): string {
  const line = inline(value);
  if (line.length + indent.length <= 88 || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const entries = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${property(key)}: ${literal(item, inner)}`);
  return `${open}\n${entries.map((entry) => `${inner}${entry},`).join("\n")}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${property(key)}: ${inline(item)}`);
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
