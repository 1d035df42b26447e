// The control group: requests that the client has sent, each broken in one place. A judge that is awake refuses them.
import { templateNames } from "../../src/client/path.js";
import { type Operation, resolve, type Schema } from "../../src/description/document.js";
import { description, violations } from "../support/description.js";

/** A request on the wire. */
export interface WireRequest {
  url: string;
  method: string;
  headers: Headers;
  body: string | undefined;
}

/** Where a request is broken. */
export type Place = "header" | "credentials" | "query" | "empty query" | "unknown query" | "path" | "body" | "form";

export interface Broken {
  place: Place;
  /** What is wrong. */
  title: string;
  request: WireRequest;
}

type Breakage = [title: string, request: WireRequest];

const NONSENSE = "no-such-value";

/** Every way in which we break a request of an operation. */
export function brokenRequests(operation: Operation, request: WireRequest): Broken[] {
  const places: Record<Place, Breakage[]> = {
    header: headers(operation, request),
    credentials: credentials(operation, request),
    query: query(operation, request),
    "empty query": emptyQuery(operation, request),
    "unknown query": [[`with ${NONSENSE}`, withQuery(request, NONSENSE, "1")]],
    path: path(operation, request),
    body: isForm(request) ? [] : body(operation, request),
    form: isForm(request)
      ? [[`a form with the field ${NONSENSE}`, { ...request, body: `${request.body}&${NONSENSE}=1` }]]
      : [],
  };
  return Object.entries(places).flatMap(([place, breakages]) =>
    breakages.map(([title, broken]) => ({ place: place as Place, title, request: broken })),
  );
}

function isForm({ headers }: WireRequest): boolean {
  return headers.get("content-type") === "application/x-www-form-urlencoded";
}

function headers({ parameters, body }: Operation, request: WireRequest): Breakage[] {
  const names = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name);
  return [
    ...names.flatMap((name): Breakage[] => [
      [`without ${name}`, withHeader(request, name)],
      [`${name}: ${NONSENSE}`, withHeader(request, name, NONSENSE)],
    ]),
    ...(body ? [["a body of another kind", withHeader(request, "content-type", "text/plain")] as Breakage] : []),
  ];
}

function credentials({ authenticated }: Operation, request: WireRequest): Breakage[] {
  if (!authenticated) return [];
  return [
    ["without credentials", withHeader(request, "authorization")],
    ["credentials of another kind", withHeader(request, "authorization", `Digest ${NONSENSE}`)],
  ];
}

function withHeader(request: WireRequest, name: string, value?: string): WireRequest {
  const headers = new Headers(request.headers);
  if (value === undefined) headers.delete(name);
  else headers.set(name, value);
  return { ...request, headers };
}

function query({ parameters }: Operation, request: WireRequest): Breakage[] {
  return parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap(({ name, required, schema }): Breakage[] => [
      ...(isFreeText(schema) ? [] : [[`${name} = ${NONSENSE}`, withQuery(request, name, NONSENSE)] as Breakage]),
      ...(required ? [[`without ${name}`, withQuery(request, name)] as Breakage] : []),
    ]);
}

function emptyQuery({ parameters }: Operation, request: WireRequest): Breakage[] {
  return parameters
    .filter((parameter) => parameter.in === "query" && !parameter.required)
    .map(({ name }) => [`${name} empty`, withQuery(request, name, "")]);
}

function withQuery(request: WireRequest, name: string, value?: string): WireRequest {
  const url = new URL(request.url);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return { ...request, url: url.href };
}

function path(operation: Operation, request: WireRequest): Breakage[] {
  const place = (name: string): number => operation.path.split("/").indexOf(`{${name}}`);
  return templateNames(operation.path)
    .filter(
      (name) => !operation.parameters.some((parameter) => parameter.name === name && isFreeText(parameter.schema)),
    )
    .map((name) => {
      const url = new URL(request.url);
      url.pathname = url.pathname.split("/").with(place(name), NONSENSE).join("/");
      return [`${name} = ${NONSENSE}`, { ...request, url: url.href }];
    });
}

/** Whether any text will do. */
function isFreeText(schema: Schema): boolean {
  const { type, format, enum: values, items } = resolve(description, schema);
  return items ? isFreeText(items) : type === "string" && format === undefined && values === undefined;
}

function body(operation: Operation, request: WireRequest): Breakage[] {
  if (!operation.body || request.body === undefined) return [];
  const { schema } = operation.body;
  return [
    ["without a body", { ...request, body: undefined }],
    ...changes(JSON.parse(request.body), "body")
      // What ajv does not mind, such as a field left out that is optional, is not broken.
      .filter(([, value]) => violations(schema, value).length > 0)
      .map(([title, value]): Breakage => [title, { ...request, body: JSON.stringify(value) }]),
  ];
}

/** The value changed in one place, in every way for every place. */
function changes(value: unknown, place: string): [title: string, value: unknown][] {
  if (Array.isArray(value)) {
    return [
      [`${place} = {}`, {}],
      ...value.flatMap((item, index) =>
        changes(item, `${place}.${index}`).map(([title, changed]): [string, unknown] => [
          title,
          value.with(index, changed),
        ]),
      ),
    ];
  }
  if (typeof value !== "object" || value === null) {
    return [
      [`${place} = {}`, {}],
      [`${place} = ${NONSENSE}`, NONSENSE],
    ];
  }
  const fields = Object.entries(value);
  return [
    [`${place} = -1.5`, -1.5],
    [`${place} with ${NONSENSE}`, { ...value, [NONSENSE]: 1 }],
    ...fields.flatMap(([name, field]): [string, unknown][] => [
      [`${place} without ${name}`, Object.fromEntries(fields.filter(([other]) => other !== name))],
      ...changes(field, `${place}.${name}`).map(([title, changed]): [string, unknown] => [
        title,
        { ...value, [name]: changed },
      ]),
    ]),
  ];
}
