// The client's view of the description: what a caller of the typed client reads and writes, as schemas.
// Differs from the bundle where the client does something for its caller: call-site names, booleans for flags,
// nothing marked `x-client: omit`, JSON bodies only.

import { templateNames } from "../../src/client/path.js";
import {
  type Description,
  type Operation,
  operationsOf,
  type Parameter,
  referencedName,
  resolve,
  type Schema,
  sharedResponseSchemas,
  webhooksOf,
} from "../../src/description/document.js";
import { callPath } from "../description/callNames.js";
import { typeName } from "../description/names.js";

/** An operation as the client offers it: the operation, and the names of its TypeScript types. */
export interface ClientOperation {
  operation: Operation;
  pathParameters: Parameter[];
  /** Type of the argument after the path parameters: the query, the body, or both in one. */
  input?: { type: string; required: boolean };
  result: string;
  /** Type of the items, where the answer is a page of them. */
  item?: string;
}

export interface ClientView {
  /** Every type by name, references among them as `#/components/schemas/Name`. */
  schemas: Record<string, Schema>;
  operations: ClientOperation[];
}

export function clientView(description: Description): ClientView {
  const operations = operationsOf(description);
  const components = description.components.schemas;
  const omitted = new Set(Object.keys(components).filter((name) => components[name]?.["x-client"] === "omit"));
  const schemas: Record<string, Schema> = {};
  const declare: Declare = (name, schema) => {
    schemas[name] = schema;
    return name;
  };
  const views = operations.map((operation) => viewOperation(description, operation, omitted, declare));
  const payloads = webhooksOf(description).flatMap(({ body }) => (body ? [body.schema] : []));
  if (payloads.length > 0)
    declare("WebhookPayload", {
      description: "Whatever LiveChat sends to a webhook; `event_type` tells which it is.",
      oneOf: payloads,
    });
  const wanted = [
    ...Object.values(schemas),
    ...operations.flatMap(contentsOf),
    ...webhooksOf(description).flatMap(contentsOf),
    ...sharedResponseSchemas(description),
  ];
  for (const name of reachable(wanted, components)) schemas[name] = components[name] as Schema;
  const kept = Object.entries(schemas).filter(([name]) => !omitted.has(name));
  const requestTypes = new Set([
    ...requestOnly(description, operations),
    ...views.flatMap(({ input }) => (input ? [input.type] : [])),
  ]);
  return {
    schemas: Object.fromEntries(
      kept
        .sort(byName)
        .map(([name, schema]) => [name, adapt(schema, { components, omitted, widenFlags: requestTypes.has(name) })]),
    ),
    operations: views,
  };
}

/** Parameters that a caller gives by name; the client itself sends headers and leaves out what is marked so. */
export function queryParameters(operation: Operation): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === "query" && parameter["x-client"] !== "omit");
}

type Declare = (name: string, schema: Schema) => string;

function viewOperation(
  description: Description,
  operation: Operation,
  omitted: Set<string>,
  declare: Declare,
): ClientOperation {
  const input = inputOf(operation, declare);
  return {
    operation,
    pathParameters: pathParameters(operation),
    ...(input && { input }),
    result: resultOf(operation, omitted, declare),
    ...itemOf(description, operation),
  };
}

/** The type of a page's items. */
function itemOf(description: Description, { result, source }: Operation): { item?: string } {
  const pagination = source["x-pagination"];
  if (!pagination || !result) return {};
  const items = resolve(description, result.schema).properties?.[pagination.items]?.items;
  return items ? { item: referencedName(items) ?? "unknown" } : {};
}

/** In the order in which the path names them. */
function pathParameters(operation: Operation): Parameter[] {
  return templateNames(operation.path).flatMap((name) =>
    operation.parameters.filter((parameter) => parameter.in === "path" && parameter.name === name),
  );
}

function inputOf(operation: Operation, declare: Declare): ClientOperation["input"] {
  const query = queryParameters(operation);
  const { body } = operation;
  if (query.length === 0) {
    if (!body) return undefined;
    return {
      type: referencedName(body.schema) ?? declare(`${typeName(operation.id)}Body`, body.schema),
      required: body.required,
    };
  }
  const params = paramsSchema(operation, query);
  const schema = body ? { description: params.description ?? "", allOf: [body.schema, params] } : params;
  return {
    type: declare(`${typeName(operation.id)}Params`, schema),
    required: Boolean(body?.required) || query.some((parameter) => parameter.required),
  };
}

function paramsSchema(operation: Operation, query: Parameter[]): Schema {
  const root: Schema = {
    type: "object",
    description: `Query parameters of \`${operation.id}\`.`,
    properties: {},
    required: [],
  };
  for (const parameter of query) {
    const path = callPath(parameter.name);
    const leaf = path.pop() as string;
    const parent = path.reduce<Schema>((schema, key) => {
      schema.properties ??= {};
      schema.properties[key] ??= {
        type: "object",
        description: `Parameters that are written \`${key}[...]\` on the wire.`,
      };
      return schema.properties[key];
    }, root);
    parent.properties = { ...parent.properties, [leaf]: parameterSchema(parameter) };
    if (parameter.required) parent.required = [...(parent.required ?? []), leaf];
  }
  return root;
}

function parameterSchema({ schema, description, example, deprecated }: Parameter): Schema {
  return {
    ...schema,
    ...(description && { description }),
    ...(example !== undefined && { examples: [example] }),
    ...(deprecated && { deprecated }),
  };
}

function resultOf({ id, result }: Operation, omitted: Set<string>, declare: Declare): string {
  if (!result) return "void";
  const schema = result.schema.oneOf ? choice({}, keptVariants(result.schema.oneOf, omitted)) : result.schema;
  return typeOf(schema) ?? declare(`${typeName(id)}Result`, schema);
}

/** The TypeScript of a schema that needs no name of its own: a component, or an array of one. */
function typeOf(schema: Schema): string | undefined {
  const item = schema.type === "array" && schema.items ? referencedName(schema.items) : undefined;
  return referencedName(schema) ?? (item && `${item}[]`);
}

function keptVariants(variants: Schema[], omitted: Set<string>): Schema[] {
  return variants.filter((variant) => !omitted.has(referencedName(variant) ?? ""));
}

function contentsOf({ body, result }: Operation): Schema[] {
  return [body?.schema, result?.schema].filter((schema) => schema !== undefined);
}

/** Components that callers send and never receive: the ones in which a flag may be a boolean. */
function requestOnly(description: Description, operations: Operation[]): Set<string> {
  const components = description.components.schemas;
  const sent = reachable(
    operations.flatMap(({ body }) => (body ? [body.schema] : [])),
    components,
  );
  const received = reachable(
    [
      ...operations.flatMap(({ result }) => (result ? [result.schema] : [])),
      ...webhooksOf(description).flatMap(contentsOf),
    ],
    components,
  );
  return new Set([...sent].filter((name) => !received.has(name)));
}

/** Names of all components that the schemas lead to. */
function reachable(from: Schema[], components: Record<string, Schema>): Set<string> {
  const found = new Set<string>();
  const visit = (schema: Schema): void => {
    const name = referencedName(schema);
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      visit(components[name] as Schema);
    }
    for (const child of childrenOf(schema)) visit(child);
  };
  for (const schema of from) visit(schema);
  return found;
}

function childrenOf(schema: Schema): Schema[] {
  const { properties, patternProperties, additionalProperties, items, oneOf, anyOf, allOf } = schema;
  return [
    ...Object.values(properties ?? {}),
    ...Object.values(patternProperties ?? {}),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...(items ? [items] : []),
    ...(oneOf ?? []),
    ...(anyOf ?? []),
    ...(allOf ?? []),
  ];
}

interface Adaptation {
  components: Record<string, Schema>;
  omitted: Set<string>;
  widenFlags: boolean;
}

/** The schema as a caller sees it, all the way down. */
function adapt(schema: Schema, how: Adaptation): Schema {
  const down = (child: Schema): Schema => adapt(child, how);
  const property = (child: Schema): Schema => withDescription(down(child), how.components);
  const { discriminator: _, propertyNames: __, title: ___, format, ...adapted } = schema;
  if (format) adapted.description = `${adapted.description ?? ""} Format: ${format}.`.trim();
  const { properties, patternProperties, additionalProperties, items, oneOf, anyOf, allOf } = adapted;
  if (properties) adapted.properties = mapValues(properties, property);
  if (patternProperties) adapted.patternProperties = mapValues(patternProperties, down);
  if (typeof additionalProperties === "object") adapted.additionalProperties = down(additionalProperties);
  if (items) adapted.items = down(items);
  if (anyOf) adapted.anyOf = anyOf.map(down);
  if (allOf) adapted.allOf = allOf.map(down);
  if (oneOf) return choice(adapted, keptVariants(oneOf, how.omitted).map(down));
  return how.widenFlags && isFlag(adapted) ? widen(adapted) : adapted;
}

/** A choice with one variant left is that variant. */
function choice({ oneOf: _, ...rest }: Schema, variants: Schema[]): Schema {
  const [only, ...others] = variants;
  return only && others.length === 0 ? { ...only, ...rest } : { ...rest, oneOf: variants };
}

/** A property that only refers to a component says what the component says, so that editors show it there too. */
function withDescription(schema: Schema, components: Record<string, Schema>): Schema {
  const description = components[referencedName(schema) ?? ""]?.description;
  return description && !schema.description ? { ...schema, description } : schema;
}

/** Whether the values are 0 and 1, for which callers may also write false and true. */
export function isFlag({ enum: values }: Schema): boolean {
  return values?.length === 2 && values.includes(0) && values.includes(1);
}

function widen({ type: _, enum: __, ...rest }: Schema): Schema {
  return { ...rest, anyOf: [{ enum: [0, 1] }, { type: "boolean" }] };
}

function mapValues(record: Record<string, Schema>, map: (schema: Schema) => Schema): Record<string, Schema> {
  return Object.fromEntries(Object.entries(record).map(([key, schema]) => [key, map(schema)]));
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
