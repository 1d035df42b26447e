// The bundled description as data: its types, and its operations laid out flat with references to shared parts resolved.
// The only place that knows where OpenAPI keeps things; the scripts and whatever reads the description at run-time share it.

import type { PageInfo } from "../client/operation.js";

export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  propertyNames?: Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  default?: unknown;
  examples?: unknown[];
  discriminator?: unknown;
  deprecated?: boolean;
  "x-extensible-enum"?: string[];
  "x-client"?: "omit";
}

export interface Parameter {
  name: string;
  in: "query" | "path" | "header";
  required?: boolean;
  description?: string;
  deprecated?: boolean;
  schema: Schema;
  example?: unknown;
  "x-client"?: "omit";
}

interface Example {
  summary?: string;
  value: unknown;
}

interface MediaType {
  schema: Schema;
  examples?: Record<string, Example | Ref>;
}

interface Ref {
  $ref: string;
}

interface Response {
  description: string;
  content?: Record<string, MediaType>;
}

/** Where a newer version of the API offers the same. */
export interface Successor {
  api: string;
  methods: string[];
  note?: string;
}

/** Code that readers are shown. */
interface CodeSample {
  lang: string;
  source: string;
}

export interface OperationObject {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  deprecated?: boolean;
  security?: Record<string, string[]>[];
  parameters?: (Parameter | Ref)[];
  requestBody?: { required?: boolean; content: Record<string, MediaType> } | Ref;
  responses: Record<string, Response | Ref>;
  "x-successor"?: Successor;
  "x-pagination"?: PageInfo;
  "x-codeSamples"?: CodeSample[];
}

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

export type PathItem = { parameters?: (Parameter | Ref)[] } & {
  [method in (typeof METHODS)[number]]?: OperationObject;
};

export interface Description {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: { name: string; description: string }[];
  paths: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  components: { schemas: Record<string, Schema>; [kind: string]: Record<string, unknown> };
}

/** A JSON body or answer: its schema, and the values that the description shows for it. */
interface Content {
  schema: Schema;
  examples: Record<string, Example>;
}

/** An operation, or a webhook, with everything that belongs to it. */
export interface Operation {
  id: string;
  /** In capitals, as on the wire. */
  method: string;
  /** The path template; for a webhook, its name. */
  path: string;
  /** The operation as it stands in the description. */
  source: OperationObject;
  parameters: Parameter[];
  body?: Content & { required: boolean };
  /** The JSON answer of the 200 response. */
  result?: Content;
  authenticated: boolean;
}

/** Follows a local reference; anything else is returned as it is. */
export function resolve<T>(description: Description, node: T | Ref): T {
  const reference = (node as Ref | undefined)?.$ref;
  if (reference === undefined) return node as T;
  const keys = reference
    .slice(2)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const target = keys.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    description,
  );
  return resolve(description, target as T | Ref);
}

/** The name at the end of a reference to a component. */
export function referencedName(schema: Schema): string | undefined {
  return schema.$ref?.split("/").at(-1);
}

/** Every operation, in the order of the description. */
export function operationsOf(description: Description): Operation[] {
  return collect(description, description.paths);
}

/** Every webhook, as an operation whose path is the webhook's name. */
export function webhooksOf(description: Description): Operation[] {
  return collect(description, description.webhooks ?? {});
}

/** The schemas of the answers that operations share, which are the errors. */
export function sharedResponseSchemas(description: Description): Schema[] {
  const responses = Object.values(description.components["responses"] ?? {}) as Response[];
  return responses.flatMap(({ content }) => contentOf(description, content)?.schema ?? []);
}

function collect(description: Description, items: Record<string, PathItem>): Operation[] {
  return Object.entries(items).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const source = item[method];
      return source ? [flatten(description, path, method, item, source)] : [];
    }),
  );
}

function flatten(
  description: Description,
  path: string,
  method: string,
  item: PathItem,
  source: OperationObject,
): Operation {
  const parameters = [...(item.parameters ?? []), ...(source.parameters ?? [])].map((node) =>
    resolve<Parameter>(description, node),
  );
  const body =
    source.requestBody &&
    resolve<Exclude<OperationObject["requestBody"], Ref | undefined>>(description, source.requestBody);
  const bodyContent = contentOf(description, body?.content);
  const success = source.responses["200"];
  const result = success && contentOf(description, resolve<Response>(description, success).content);
  return {
    id: source.operationId,
    method: method.toUpperCase(),
    path,
    source,
    parameters,
    ...(bodyContent && { body: { ...bodyContent, required: body?.required ?? false } }),
    ...(result && { result }),
    authenticated: (source.security ?? description.security).length > 0,
  };
}

function contentOf(description: Description, content: Record<string, MediaType> | undefined): Content | undefined {
  const json = content?.["application/json"];
  if (!json) return undefined;
  const examples = Object.entries(json.examples ?? {}).map(
    ([name, node]) => [name, resolve<Example>(description, node)] as const,
  );
  return { schema: json.schema, examples: Object.fromEntries(examples) };
}
