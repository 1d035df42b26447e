// The index of all methods and webhooks, for people: the Markdown of `generated/api.md`. It links to the lines on which the
// modules beside it declare methods and types.
import { type Operation, referencedName } from "../../src/description/document.js";
import { anchor } from "../description/names.js";
import { argument, argumentName, interfaceName } from "./client.js";
import type { ClientOperation, ClientView } from "./view.js";

/** Where `npm start` serves the reference. */
const REFERENCE = "http://127.0.0.1:4010/docs";

const WEBHOOKS = "Webhooks received";

/** The line of each declaration in a module, by its name; that of a method is `AgentsResource.list`. */
type Lines = Map<string, number>;

/** The index, for modules with these texts. */
export function apiIndex(view: ClientView, webhooks: Operation[], modules: { client: string; models: string }): string {
  const methods = declarations(modules.client);
  const types = declarations(modules.models);
  const resources = byResource(view.operations);
  return [
    "# Methods and types",
    "",
    `All ${view.operations.length} methods of the client, and the ${webhooks.length} webhooks that LiveChat sends.`,
    "",
    "- A **method** leads to its declaration, with all that there is to say about it. Options come last in every call and are left",
    "  out here: `signal`, `timeoutMs` and so on.",
    "- What it **takes** and **gives** leads to the types, which the package exports by these names. A page can be awaited, or iterated",
    "  over for the items on it and on all that follow.",
    `- **What it does** leads to the [reference](${REFERENCE}), while \`npm start\` serves it.`,
    "",
    [...resources.keys(), WEBHOOKS].map((title) => `[${title}](#${slug(title)})`).join(" · "),
    ...[...resources].flatMap(([path, operations]) => [
      ...heading(path),
      ...table(
        ["Method", "Takes", "Gives", "What it does", "Request"],
        operations.map((operation) => methodRow(operation, methods, types)),
      ),
    ]),
    ...heading(WEBHOOKS),
    ...table(
      ["Event", "Payload", "When"],
      webhooks.map((webhook) => webhookRow(webhook, types)),
    ),
    "",
  ].join("\n");
}

function byResource(operations: ClientOperation[]): Map<string, ClientOperation[]> {
  const resources = new Map<string, ClientOperation[]>();
  for (const one of operations) {
    const path = resourcePath(one.operation).join(".");
    resources.set(path, [...(resources.get(path) ?? []), one]);
  }
  return resources;
}

function methodRow(view: ClientOperation, methods: Lines, types: Lines): string[] {
  const { operation, pathParameters, input, result, item } = view;
  const inputName = input && `${argument(view)}${input.required ? "" : "?"}`;
  const names = [...pathParameters.map(({ name }) => argumentName(name)), ...(inputName ? [inputName] : [])];
  const verb = operation.id.split(".").at(-1);
  return [
    link(
      `${operation.id}(${names.join(", ")})`,
      "client.ts",
      methods,
      `${interfaceName(resourcePath(operation))}.${verb}`,
    ),
    input ? typeLink(input.type, types) : "",
    item ? `${typeLink(result, types)} of ${typeLink(item, types)}` : typeLink(result, types),
    summary(operation),
    `\`${operation.method} ${operation.path}\``,
  ];
}

function webhookRow(webhook: Operation, types: Lines): string[] {
  const payload = webhook.body && referencedName(webhook.body.schema);
  return [`\`${webhook.path}\``, payload ? typeLink(payload, types) : "", summary(webhook)];
}

function resourcePath({ id }: Operation): string[] {
  return id.split(".").slice(0, -1);
}

/** What it does, in few words, leading to its place in the reference. */
function summary({ id, source }: Operation): string {
  const text = source.deprecated ? `${source.summary} (deprecated)` : source.summary;
  const [tag] = source.tags;
  return tag === undefined ? text : `[${text}](${REFERENCE}${anchor(tag, id)})`;
}

function typeLink(type: string, types: Lines): string {
  return link(type, "models.ts", types, type.replace(/\[\]$/, ""));
}

/** Code that leads to its declaration, where it has one: `void` has none. */
function link(code: string, file: string, lines: Lines, name: string): string {
  const line = lines.get(name);
  return line === undefined ? `\`${code}\`` : `[\`${code}\`](${file}#L${line})`;
}

function declarations(module: string): Lines {
  const lines: Lines = new Map();
  let declared = "";
  for (const [index, line] of module.split("\n").entries()) {
    const [, type] = /^export (?:interface|type) (\w+)/.exec(line) ?? [];
    const [, method] = /^ {2}(\w+)\(/.exec(line) ?? [];
    if (type !== undefined) {
      declared = type;
      lines.set(type, index + 1);
    }
    if (method !== undefined) lines.set(`${declared}.${method}`, index + 1);
  }
  return lines;
}

function heading(title: string): string[] {
  return ["", `## ${title}`, ""];
}

/** What Markdown renderers call the place of a heading. */
function slug(title: string): string {
  return title.toLowerCase().replaceAll(".", "").replaceAll(" ", "-");
}

function table(titles: string[], rows: string[][]): string[] {
  return [titles, titles.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.join(" | ").replaceAll(/ {2,}/g, " ")} |`,
  );
}
