// Single changes to a description, each with what it must at least mean for whom. Which schemas are sent, received or seen by
// the client's users is worked out here anew: it shares no code with what it is held against.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Verdict } from "../../scripts/diff/judge.js";
import type { Description, OperationObject, Parameter, PathItem, Schema } from "../../src/description/document.js";
import { ROOT } from "./project.js";

export interface Mutation {
  name: string;
  /** The component or path that it changes, as a pointer. Mutations of different places can be applied together. */
  place: string;
  apply(description: Description): void;
  api: Verdict;
  client: Verdict;
}

type Node = Record<string, unknown>;

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

/** Every single change of some kinds, wherever it can be made. */
export function mutationsOf(description: Description): Mutation[] {
  return [...schemaMutations(description), ...operationMutations(description)];
}

function schemaMutations(description: Description): Mutation[] {
  const { sent, received } = directions(description);
  const typed = clientTypes();
  return Object.entries(description.components.schemas).flatMap(([name, root]) => {
    const place = `/components/schemas/${name}`;
    const use = { sent: sent.has(place), received: received.has(place) };
    const hidden = !typed.has(name);
    return schemasIn(root).flatMap(({ schema, path }) =>
      changesOf(schema, use).map(({ label, change, api, client = api }) => ({
        name: `${label} at ${[name, ...path].join("/")}`,
        place,
        apply: (copy: Description) => change(at(copy, ["components", "schemas", name, ...path]) as unknown as Schema),
        api,
        client: hidden ? "none" : client,
      })),
    );
  });
}

interface Use {
  sent: boolean;
  received: boolean;
}

interface SchemaChange {
  label: string;
  change(schema: Schema): void;
  api: Verdict;
  client?: Verdict;
}

function changesOf(schema: Schema, { sent, received }: Use): SchemaChange[] {
  const { properties = {}, required = [], enum: values, oneOf } = schema;
  const closed = schema.additionalProperties === false;
  const names = Object.keys(properties);
  const worst = (breaking: boolean): Verdict => (breaking ? "breaking" : "additive");
  const changes: SchemaChange[] = [
    { label: "other description", change: (node) => void (node.description = "Something else."), api: "wording" },
  ];
  const add = (label: string, api: Verdict, client: Verdict, change: SchemaChange["change"]): void => {
    changes.push({ label, change, api, client });
  };
  const optional = names.find((name) => !required.includes(name));
  const [first] = names;
  if (first !== undefined) {
    const lost = worst(received || (sent && closed));
    add(`field ${first} removed`, lost, "breaking", (node) => {
      delete node.properties?.[first];
      if (node.required) node.required = node.required.filter((name) => name !== first);
    });
    add(`field ${first} renamed`, lost, "breaking", (node) => {
      const rename = (name: string): string => (name === first ? "quite_other" : name);
      node.properties = Object.fromEntries(Object.entries(properties).map(([name, value]) => [rename(name), value]));
      if (node.required) node.required = node.required.map(rename);
    });
    add("field added", "additive", "additive", (node) => {
      node.properties = { ...node.properties, new_one: { type: "string", description: "New." } };
    });
  }
  if (optional !== undefined)
    add(`${optional} required`, worst(sent), worst(sent), (node) => void (node.required = [...required, optional]));
  if (required[0] !== undefined)
    add(
      `${required[0]} optional`,
      worst(received),
      worst(received),
      (node) => void (node.required = required.slice(1)),
    );
  if (schema.type === "string" && !values && schema.const === undefined && !schema["x-extensible-enum"]) {
    add("a boolean", "breaking", "breaking", (node) => void (node.type = "boolean"));
    add("null too", worst(received), worst(received), (node) => void (node.type = ["string", "null"]));
    add("minLength 7", worst(sent), worst(sent), (node) => void (node.minLength = 7));
  }
  if (schema.const !== undefined) add("other const", "breaking", "breaking", (node) => void (node.const = "other"));
  if (values && values.length > 1) {
    add("value removed", worst(sent), "breaking", (node) => void (node.enum = values.slice(1)));
    add("value added", worst(received), worst(received), (node) => void (node.enum = [...values, 77]));
  }
  if (schema["x-extensible-enum"])
    add("known value added", "additive", "additive", (node) => void node["x-extensible-enum"]?.push("new one"));
  if (schema.default !== undefined)
    add("no default", "breaking", "breaking", (node) => {
      delete node.default;
    });
  if (oneOf && oneOf.length > 1) {
    const grows = oneOf.some(({ title }) => title === "Known types") || schema.title === "Known types";
    add("variant removed", worst(sent), grows ? "additive" : "breaking", (node) => void node.oneOf?.shift());
    add("variant added", worst(received && !grows), worst(received), (node) => {
      node.oneOf?.unshift({ type: "object", properties: { type: { const: "new one" } }, required: ["type"] });
    });
  }
  return changes;
}

function operationMutations(description: Description): Mutation[] {
  return (["paths", "webhooks"] as const).flatMap((kind) =>
    Object.entries(description[kind] ?? {}).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        if (!operation) return [];
        const place = `/${kind}/${path.replaceAll("/", "~1")}`;
        const changes = kind === "paths" ? changesOfOperation(description, operation) : changesOfWebhook();
        return changes.map(({ label, change, api, client = api }) => ({
          name: `${label} at ${operation.operationId}`,
          place,
          apply: (copy: Description) => {
            const copied = copy[kind]?.[path];
            if (copied) change(copied, method);
          },
          api,
          client,
        }));
      }),
    ),
  );
}

interface OperationChange {
  label: string;
  change(item: PathItem, method: (typeof METHODS)[number]): void;
  api: Verdict;
  client?: Verdict;
}

function changesOfWebhook(): OperationChange[] {
  return [
    {
      label: "webhook removed",
      change: (item, method) => {
        delete item[method];
      },
      api: "breaking",
    },
  ];
}

function changesOfOperation(description: Description, operation: OperationObject): OperationChange[] {
  const changes: OperationChange[] = [];
  const add = (label: string, api: Verdict, client: Verdict, change: (operation: OperationObject) => void): void => {
    const onItem: OperationChange["change"] = (item, method) => {
      const copied = item[method];
      if (copied) change(copied);
    };
    changes.push({ label, change: onItem, api, client });
  };
  const parameter = { name: "quite_new", in: "query" as const, description: "New.", schema: { type: "string" } };
  changes.push({
    label: "operation removed",
    change: (item, method) => {
      delete item[method];
    },
    api: "breaking",
  });
  add("other operationId", "wording", "breaking", (node) => void (node.operationId = "things.other"));
  add("other summary", "wording", "wording", (node) => void (node.summary = "Something else"));
  add("deprecated", "additive", "additive", (node) => void (node.deprecated = true));
  add(
    "parameter added",
    "additive",
    "additive",
    (node) => void (node.parameters = [...(node.parameters ?? []), parameter]),
  );
  add("required parameter added", "breaking", "breaking", (node) => {
    node.parameters = [...(node.parameters ?? []), { ...parameter, required: true }];
  });
  add("answer removed", "breaking", "breaking", (node) => {
    delete node.responses["200"];
  });
  add("error added", "additive", "none", (node) => void (node.responses["418"] = { description: "A teapot." }));
  if ((operation.security ?? description.security).length > 0)
    add("scope demanded", "breaking", "breaking", (node) => void (node.security = [{ oauth2: ["everything"] }]));
  else add("credentials demanded", "breaking", "breaking", (node) => void (node.security = [{ basic: [] }]));
  if (operation["x-pagination"])
    add("no pages", "wording", "breaking", (node) => {
      delete node["x-pagination"];
    });
  if (operation.requestBody)
    add("body removed", "breaking", "breaking", (node) => {
      delete node.requestBody;
    });
  else
    add("body demanded", "breaking", "breaking", (node) => {
      node.requestBody = { required: true, content: { "application/json": { schema: { type: "string" } } } };
    });
  const index =
    operation.parameters?.findIndex((node) => !("$ref" in node) && node.in === "query" && !node.required) ?? -1;
  const existing = operation.parameters?.[index];
  if (existing && !("$ref" in existing)) {
    const client = existing["x-client"] ? "none" : "breaking";
    const changeParameter = (label: string, change: (parameter: Parameter) => void): void =>
      add(`parameter ${existing.name} ${label}`, "breaking", client, (node) =>
        change(node.parameters?.[index] as Parameter),
      );
    changeParameter("renamed", (node) => void (node.name = "quite_other"));
    changeParameter("required", (node) => void (node.required = true));
    changeParameter("of another type", (node) => void (node.schema = { type: "object" }));
    add(`parameter ${existing.name} removed`, "breaking", client, (node) => void node.parameters?.splice(index, 1));
  }
  return changes;
}

/** Schemas inside a schema, itself included, that are written out in it. */
function schemasIn(schema: Schema, path: string[] = []): { schema: Schema; path: string[] }[] {
  if (schema.$ref !== undefined) return [];
  const inside = [
    ...Object.entries(schema.properties ?? {}).map(([key, value]) => ["properties", key, value] as const),
    ...(schema.items ? [["items", undefined, schema.items] as const] : []),
    ...(schema.oneOf ?? []).map((value, index) => ["oneOf", String(index), value] as const),
  ];
  return [
    { schema, path },
    ...inside.flatMap(([keyword, key, value]) =>
      schemasIn(value, [...path, keyword, ...(key === undefined ? [] : [key])]),
    ),
  ];
}

/** The components that callers send, and those that they receive. */
function directions(description: Description): { sent: Set<string>; received: Set<string> } {
  const [sent, received] = [new Set<string>(), new Set<string>()];
  const follow = (node: unknown, into: Set<string>): void => {
    for (const [, pointer = ""] of JSON.stringify(node ?? null).matchAll(/"\$ref":"#([^"]*)"/g)) {
      if (into.has(pointer)) continue;
      into.add(pointer);
      follow(at(description, pointer.slice(1).split("/")), into);
    }
  };
  for (const item of Object.values(description.paths)) {
    follow(item.parameters, sent);
    for (const method of METHODS) {
      follow([item[method]?.parameters, item[method]?.requestBody], sent);
      follow(item[method]?.responses, received);
    }
  }
  for (const item of Object.values(description.webhooks ?? {})) follow(item.post?.requestBody, received);
  return { sent, received };
}

function clientTypes(): Set<string> {
  const models = readFileSync(join(ROOT, "generated", "models.ts"), "utf8");
  return new Set([...models.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = ""]) => name));
}

function at(description: Description, keys: string[]): Node {
  return keys.reduce<Node>((node, key) => node[key] as Node, description as unknown as Node);
}
