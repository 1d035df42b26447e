// Methods over openapi-fetch: finds the operation, lays out its arguments, and turns the answer into a value or an error.
import createOpenapiClient from "openapi-fetch";
import { formEncode } from "./body.js";
import { type ApiPromise, type ApiResult, apiPromise, type CallOptions } from "./call.js";
import type { Answer, CallContext, Engine, Outgoing } from "./engine.js";
import { ApiError, ArgumentError, excerpt, label, ParseError } from "./errors.js";
import { type RequestInput, requestInput } from "./input.js";
import type { OperationInfo, PageInfo } from "./operation.js";
import { callSettings, type Settings, type Validation } from "./options.js";
import { type PageOptions, type PagePromise, pagePromise } from "./page.js";
import { fillPath, templateNames } from "./path.js";

/** Calls an operation by name, with the arguments of its method. */
export type Caller = (operation: string, args: unknown[]) => ApiPromise<unknown> | PagePromise<unknown, unknown>;

export interface CallerParts {
  operations: Readonly<Record<string, OperationInfo>>;
  engine: Engine;
  baseUrl: string;
  headers: Record<string, string>;
  settings: Settings;
  validation: Validation | undefined;
}

export function createCaller(parts: CallerParts): Caller {
  const send = createSender(parts);
  const run = async (
    operation: string,
    info: OperationInfo,
    { path, input, options }: Arguments,
  ): Promise<ApiResult<unknown>> => {
    const filled = fillPath(info.path, path, operation);
    const { query, body } = requestInput(operation, info, input);
    parts.validation?.request(operation, { path, query: query ?? {}, body });
    const settings = hasSettings(options) ? callSettings(operation, options, parts.settings) : parts.settings;
    const context = { operation, public: info.public ?? false, settings, signal: options.signal };
    const answer = await send(info.method, filled, { query, body }, options.headers, context);
    if (!answer.ok) throw new ApiError(operation, answer, hint(info.method, answer), { attempts: answer.attempts });
    const data = parse(operation, answer);
    parts.validation?.response(operation, data);
    return { data, response: answer.response };
  };
  return (operation, args) => {
    const info = Object.hasOwn(parts.operations, operation) ? parts.operations[operation] : undefined;
    if (!info) return apiPromise(Promise.reject(new ArgumentError(`There is no operation ${operation}.`, operation)));
    const laidOut = layOut(info, args);
    const result = run(operation, info, laidOut);
    return info.page
      ? paged(operation, info.page, laidOut, result, (next) => run(operation, info, next))
      : apiPromise(result);
  };
}

/** An object for every segment of the names, and at the end of each a method. */
export function createTree<Tree extends object>(operations: string[], caller: Caller): Tree {
  const root: Record<string, unknown> = {};
  for (const operation of operations) {
    const path = operation.split(".");
    const name = path.pop() as string;
    const parent = path.reduce((node, key) => {
      node[key] ??= {};
      return node[key] as Record<string, unknown>;
    }, root);
    parent[name] = (...args: unknown[]) => caller(operation, args);
  }
  return root as Tree;
}

type Send = (
  method: string,
  path: string,
  input: RequestInput,
  headers: CallOptions["headers"],
  context: CallContext,
) => Promise<Answer>;

const FORM = "application/x-www-form-urlencoded";

/**
 * openapi-fetch makes URL, query, headers and body of a request. What it would build a `Request` of goes to the engine as plain
 * fields, and the engine's answer comes back through it as it is: a `Request` and a `Response` a call would cost more than all the rest.
 */
function createSender({ engine, baseUrl, headers: clientHeaders }: CallerParts): Send {
  const client = createOpenapiClient({
    baseUrl,
    headers: clientHeaders,
    Request: Holder as never,
  });
  const request = client.request as unknown as (
    method: string,
    path: string,
    init: object,
  ) => Promise<{ data: Answer }>;
  return async (method, path, { query, body }, headers, context) => {
    const form = context.settings.encoding === "form" && body !== undefined;
    const { data } = await request(method, path, {
      params: { query },
      body,
      headers: form ? { "Content-Type": FORM, ...headers } : headers,
      bodySerializer: form ? formEncode : (value: unknown) => toJson(context.operation, value),
      parseAs: "stream",
      fetch: async (outgoing: Outgoing) => ({
        ok: true,
        status: 200,
        headers: NO_HEADERS,
        body: await engine(outgoing, context),
      }),
    });
    return data;
  };
}

function toJson(operation: string | undefined, body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new ArgumentError(`${label(operation)}: the body cannot be written as JSON.`, operation, { cause });
  }
}

/** Takes the place of `Request`. */
class Holder implements Outgoing {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;

  constructor(
    readonly url: string,
    { method, headers, body }: { method: string; headers: Headers; body?: string },
  ) {
    this.method = method;
    this.headers = headers;
    this.body = body;
  }
}

const NO_HEADERS = { get: () => null };

interface Arguments {
  path: Record<string, unknown>;
  input: unknown;
  options: PageOptions;
}

/** Path parameters come first, then the query or body of operations that have one, then the options. */
function layOut(info: OperationInfo, args: unknown[]): Arguments {
  const names = templateNames(info.path);
  const path = Object.fromEntries(names.map((name, index) => [name, args[index]]));
  const [first, second] = args.slice(names.length);
  const hasInput = info.query !== undefined || info.body !== undefined;
  return {
    path,
    input: hasInput ? first : undefined,
    options: ((hasInput ? second : first) as PageOptions | undefined) ?? {},
  };
}

function hasSettings(options: PageOptions): boolean {
  for (const _ in options) return true;
  return false;
}

function paged(
  operation: string,
  info: PageInfo,
  { path, input, options }: Arguments,
  result: Promise<ApiResult<unknown>>,
  run: (args: Arguments) => Promise<ApiResult<unknown>>,
): PagePromise<unknown, unknown> {
  const fields = (input ?? {}) as Record<string, unknown>;
  return pagePromise(result, {
    operation,
    info,
    first: Number(fields[info.parameter] ?? 1),
    concurrency: options.concurrency ?? 1,
    signal: options.signal,
    fetch: async (number, signal) => {
      const { data } = await run({
        path,
        input: { ...fields, [info.parameter]: number },
        options: { ...options, signal },
      });
      return data as Record<string, unknown>;
    },
  });
}

function parse(operation: string, { status, body, attempts }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ParseError(operation, status, body, `is not JSON: ${excerpt(body)}`, { attempts, cause });
  }
}

function hint(method: string, { status, attempts }: Answer): string | undefined {
  const twice = method === "DELETE" && status === 404 && attempts > 1;
  return twice ? "An attempt before, whose answer was lost, may have deleted it." : undefined;
}
