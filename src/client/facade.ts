// Methods over openapi-fetch: finds the operation, lays out its arguments, and turns the result into a value or an error.
import type { Client } from "openapi-fetch";
import { type ApiPromise, type ApiResult, apiPromise, type CallOptions } from "./call.js";
import type { Engine } from "./engine.js";
import { ApiError, ArgumentError, ParseError } from "./errors.js";
import { requestInput } from "./input.js";
import type { OperationInfo } from "./operation.js";
import { fillPath, templateNames } from "./path.js";

/** Calls an operation by name, with the arguments of its method. */
export type Caller = (operation: string, args: unknown[]) => ApiPromise<unknown>;

// The paths are not known here, so neither are the types that openapi-fetch derives from them.
type Send = (
  method: string,
  path: string,
  init: unknown,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

export function createCaller(
  operations: Readonly<Record<string, OperationInfo>>,
  client: Client<never>,
  engine: Engine,
): Caller {
  const send = client.request as unknown as Send;
  const call = async (operation: string, args: unknown[]): Promise<ApiResult<unknown>> => {
    const info = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!info) throw new ArgumentError(`There is no operation ${operation}.`, operation);
    const { path, input, options } = layOut(info, args);
    const { query, body } = requestInput(operation, info, input);
    const context = { operation, public: info.public ?? false };
    const { data, error, response } = await send(info.method, info.path, {
      params: { path, query },
      body,
      headers: options.headers,
      ...(options.signal && { signal: options.signal }),
      pathSerializer: (template: string, values: Record<string, unknown>) => fillPath(template, values, operation),
      parseAs: "text",
      fetch: (request: Request) => engine(request, context),
    });
    if (!response.ok) throw new ApiError(operation, response, error || undefined);
    return { data: parse(operation, response, data as string | undefined), response };
  };
  return (operation, args) => apiPromise(call(operation, args));
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

/** Path parameters come first, then the query or body of operations that have one, then the options. */
function layOut(
  info: OperationInfo,
  args: unknown[],
): { path: Record<string, unknown>; input: unknown; options: CallOptions } {
  const names = templateNames(info.path);
  const path = Object.fromEntries(names.map((name, index) => [name, args[index]]));
  const [first, second] = args.slice(names.length);
  const hasInput = info.query !== undefined || info.body !== undefined;
  return {
    path,
    input: hasInput ? first : undefined,
    options: ((hasInput ? second : first) as CallOptions | undefined) ?? {},
  };
}

function parse(operation: string, response: Response, text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch (cause) {
    throw new ParseError(operation, response.status, text ?? "", { cause });
  }
}
