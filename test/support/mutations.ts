// Single changes to a description, each with what it must at least mean for whom. Which schemas are sent, received or seen by
// the client's users is worked out here anew: it shares no code with what it is held against.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Verdict } from "../../scripts/diff/judge.js";
import type { Description, OperationObject, Parameter, Schema } from "../../src/description/document.js";
import { ROOT } from "./project.js";

export interface Mutation {
  name: string;
  /** The component or path that it changes, as a pointer. */
  place: string;
  apply(description: Description): void;
  api: Verdict;
  client: Verdict;
}

interface Change<Node> {
  label: string;
  api: Verdict;
  client: Verdict;
  /** Fields that get other values; undefined takes a field away. */
  fields: { [Field in keyof Node]?: Node[Field] | undefined };
}

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

/** Every change of some kinds, wherever it can be made. */
export function mutationsOf(description: Description): Mutation[] {
  return [...mutationsOfSchemas(description), ...mutationsOfOperations(description)];
}

/** Those that cannot hide each other: none is made in a place that another place leads to. */
export function independent(description: Description, mutations: Mutation[]): Mutation[] {
  const chosen: { mutation: Mutation; reach: Set<string> }[] = [];
  for (const mutation of mutations) {
    const reach = reached(description, at(description, keysOf(mutation.place))).add(mutation.place);
    const isFree = chosen.every((other) => !other.reach.has(mutation.place) && !reach.has(other.mutation.place));
    if (isFree) chosen.push({ mutation, reach });
  }
  return chosen.map(({ mutation }) => mutation);
}

function mutationsOfSchemas(description: Description): Mutation[] {
  const { sent, received } = directions(description);
  const typed = clientTypes();
  return Object.entries(description.components.schemas).flatMap(([name, root]) => {
    const place = `/components/schemas/${name}`;
    const use = { sent: sent.has(place), received: received.has(place) };
    return schemasIn(root).flatMap(({ schema, path }) =>
      changesOfSchema(schema, use).map(({ label, fields, api, client }) => ({
        name: `${label} at ${[name, ...path].join("/")}`,
        place,
        apply: (copy: Description) => change(at(copy, ["components", "schemas", name, ...path]), fields),
        api,
        client: typed.has(name) ? client : "none",
      })),
    );
  });
}

function changesOfSchema(schema: Schema, { sent, received }: { sent: boolean; received: boolean }): Change<Schema>[] {
  const { properties = {}, required = [], enum: values, oneOf = [], "x-extensible-enum": known } = schema;
  const changes: Change<Schema>[] = [];
  const add = (label: string, api: Verdict, client: Verdict, fields: Change<Schema>["fields"]): void => {
    changes.push({ label, api, client, fields });
  };
  const [whenSent, whenReceived] = [worst(sent), worst(received)];
  add("other description", "wording", "wording", { description: "Something else." });
  const [field, ...others] = Object.keys(properties);
  if (field !== undefined) {
    const gone = worst(received || schema.additionalProperties === false);
    const renamed = (name: string): string => (name === field ? "quite_other" : name);
    const entries = Object.entries(properties);
    add(`${field} removed`, gone, "breaking", {
      properties: Object.fromEntries(entries.filter(([name]) => name !== field)),
      required: required.filter((name) => name !== field),
    });
    add(`${field} renamed`, gone, "breaking", {
      properties: Object.fromEntries(entries.map(([name, value]) => [renamed(name), value])),
      required: required.map(renamed),
    });
    add("field added", "additive", "additive", { properties: { ...properties, new_one: { type: "string" } } });
  }
  const optional = [field, ...others].find((name) => name !== undefined && !required.includes(name));
  if (optional !== undefined) add(`${optional} required`, whenSent, whenSent, { required: [...required, optional] });
  if (required[0] !== undefined)
    add(`${required[0]} optional`, whenReceived, whenReceived, { required: required.slice(1) });
  if (schema.type === "string" && !values && !known && schema.const === undefined) {
    add("of another type", "breaking", "breaking", { type: "boolean" });
    add("null too", whenReceived, whenReceived, { type: ["string", "null"] });
    if (!schema.format) add("of one format", whenSent, whenSent, { format: "hostname" });
  }
  if (schema.const !== undefined) add("other const", "breaking", "breaking", { const: "other" });
  if (values && values.length > 1) {
    add("value removed", whenSent, "breaking", { enum: values.slice(1) });
    add("value added", whenReceived, whenReceived, { enum: [...values, 77] });
  }
  if (known) add("known value added", "additive", "additive", { "x-extensible-enum": [...known, "new one"] });
  if (schema.default !== undefined) add("no default", "breaking", "breaking", { default: undefined });
  if (oneOf.length > 1) {
    const grows = [schema, ...oneOf].some(({ title }) => title === "Known types");
    const variant = { type: "object", properties: { type: { const: "new one" } }, required: ["type"] };
    add("variant removed", whenSent, "breaking", { oneOf: oneOf.slice(1) });
    add("variant added", worst(received && !grows), whenReceived, { oneOf: [variant, ...oneOf] });
  }
  return changes;
}

function mutationsOfOperations(description: Description): Mutation[] {
  return (["paths", "webhooks"] as const).flatMap((kind) =>
    Object.entries(description[kind] ?? {}).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        if (!operation) return [];
        const place = `/${kind}/${path.replaceAll("/", "~1")}`;
        const removal: Mutation = {
          name: `${operation.operationId} removed`,
          place,
          apply: (copy) => change(at(copy, [kind, path]), { [method]: undefined }),
          api: "breaking",
          client: "breaking",
        };
        const changes = kind === "paths" ? changesOfOperation(description, operation) : [];
        return [
          removal,
          ...changes.map(({ label, fields, api, client }) => ({
            name: `${label} at ${operation.operationId}`,
            place,
            apply: (copy: Description) => change(at(copy, [kind, path, method]), fields),
            api,
            client,
          })),
        ];
      }),
    ),
  );
}

function changesOfOperation(description: Description, operation: OperationObject): Change<OperationObject>[] {
  const { parameters = [], responses } = operation;
  const changes: Change<OperationObject>[] = [];
  const add = (label: string, api: Verdict, client: Verdict, fields: Change<OperationObject>["fields"]): void => {
    changes.push({ label, api, client, fields });
  };
  add("other operationId", "wording", "breaking", { operationId: "things.other" });
  add("other summary", "wording", "wording", { summary: "Something else" });
  add("deprecated", "additive", "additive", { deprecated: true });
  const added: Parameter = { name: "quite_new", in: "query", description: "New.", schema: { type: "string" } };
  add("parameter added", "additive", "additive", { parameters: [...parameters, added] });
  add("required parameter added", "breaking", "breaking", {
    parameters: [...parameters, { ...added, required: true }],
  });
  const { 200: _, ...errors } = responses;
  add("answer removed", "breaking", "breaking", { responses: errors });
  add("error added", "additive", "none", { responses: { ...responses, 418: { description: "A teapot." } } });
  const isOpen = (operation.security ?? description.security).length === 0;
  add("more demanded", "breaking", "breaking", { security: isOpen ? [{ basic: [] }] : [{ oauth2: ["everything"] }] });
  if (operation["x-pagination"]) add("no pages", "wording", "breaking", { "x-pagination": undefined });
  const body = { required: true, content: { "application/json": { schema: { type: "string" } } } };
  if (operation.requestBody) add("body removed", "breaking", "breaking", { requestBody: undefined });
  else add("body demanded", "breaking", "breaking", { requestBody: body });
  const query = parameters.find((node): node is Parameter => "in" in node && node.in === "query" && !node.required);
  if (query) {
    const client = query["x-client"] ? "none" : "breaking";
    const others = parameters.filter((node) => node !== query);
    const swapped = (other: Partial<Parameter>) => ({ parameters: [...others, { ...query, ...other }] });
    add(`${query.name} removed`, "breaking", client, { parameters: others });
    add(`${query.name} renamed`, "breaking", client, swapped({ name: "quite_other" }));
    add(`${query.name} required`, "breaking", client, swapped({ required: true }));
    add(`${query.name} of another type`, "breaking", client, swapped({ schema: { type: "object" } }));
  }
  return changes;
}

function worst(breaking: boolean): Verdict {
  return breaking ? "breaking" : "additive";
}

function change(node: object, fields: object): void {
  Object.assign(node, fields);
  for (const [name, value] of Object.entries(fields)) if (value === undefined) Reflect.deleteProperty(node, name);
}

/** The schemas that are written out inside a schema, itself included. */
function schemasIn(schema: Schema, path: string[] = []): { schema: Schema; path: string[] }[] {
  if (schema.$ref !== undefined) return [];
  const fields = Object.entries(schema.properties ?? {}).map(([name, value]) => ({
    value,
    keys: ["properties", name],
  }));
  const variants = (schema.oneOf ?? []).map((value, index) => ({ value, keys: ["oneOf", String(index)] }));
  const items = schema.items ? [{ value: schema.items, keys: ["items"] }] : [];
  return [
    { schema, path },
    ...[...fields, ...variants, ...items].flatMap(({ value, keys }) => schemasIn(value, [...path, ...keys])),
  ];
}

/** The components that callers send, and those that they receive. */
function directions(description: Description): { sent: Set<string>; received: Set<string> } {
  const items = Object.values(description.paths);
  const operations = items.flatMap((item) => METHODS.flatMap((method) => item[method] ?? []));
  const payloads = Object.values(description.webhooks ?? {}).map(({ post }) => post?.requestBody);
  return {
    sent: reached(description, [
      items.map(({ parameters }) => parameters),
      operations.map((one) => [one.parameters, one.requestBody]),
    ]),
    received: reached(description, [operations.map(({ responses }) => responses), payloads]),
  };
}

/** Every component that a node refers to, directly or not. */
function reached(description: Description, from: unknown): Set<string> {
  const found = new Set<string>();
  const follow = (node: unknown): void => {
    for (const [, pointer = ""] of JSON.stringify(node).matchAll(/"\$ref":"#([^"]*)"/g)) {
      if (found.has(pointer)) continue;
      found.add(pointer);
      follow(at(description, keysOf(pointer)));
    }
  };
  follow(from);
  return found;
}

/** The types that the client exports, by the code that was made. */
function clientTypes(): Set<string> {
  const models = readFileSync(join(ROOT, "generated", "models.ts"), "utf8");
  return new Set([...models.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = ""]) => name));
}

function keysOf(pointer: string): string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/"));
}

function at(description: Description, keys: string[]): object {
  return keys.reduce<object>((node, key) => (node as Record<string, object>)[key] ?? {}, description);
}
