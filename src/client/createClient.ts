// Puts the client together: openapi-fetch over the engine, and the tree of methods over both.
import createOpenapiClient, { type Client } from "openapi-fetch";
import type { Methods, OperationId, Resources } from "../../generated/client.js";
import { baseUrl as defaultBaseUrl, fixedHeaders, operations } from "../../generated/operations.js";
import type { paths } from "../../generated/types.js";
import { createEngine } from "./engine.js";
import { createCaller, createTree } from "./facade.js";
import { authorization, type ClientOptions, checkBaseUrl } from "./options.js";
import { fillPath } from "./path.js";

/** The same requests as openapi-fetch makes them: paths and parameters as on the wire, no errors thrown for a status. */
export interface RawClient extends Client<paths> {}

/** A client of the LiveChat REST API v2: its resources, and ways around them. */
export interface LiveChat extends Resources {
  /** Calls an operation by its name, such as `livechat.call("agents.get", "ada@example.com")`. */
  call<Id extends OperationId>(operation: Id, ...args: Parameters<Methods[Id]>): ReturnType<Methods[Id]>;
  /** openapi-fetch with this client's credentials and address, for what the methods do not offer. */
  readonly raw: RawClient;
}

/**
 * Makes a client of the LiveChat REST API v2.
 *
 * LiveChat refuses calls from web pages of other domains, so it is for servers.
 *
 * @throws {@link ArgumentError} when an option is missing or unusable; the message names it
 *
 * @example
 * const livechat = createClient({ auth: { login: "ada@example.com", apiKey: "..." } });
 * const agents = await livechat.agents.list();
 */
export function createClient(options: ClientOptions): LiveChat {
  const engine = createEngine({
    authorization: authorization(options?.auth),
    fetch: options.fetch ?? ((request) => globalThis.fetch(request)),
  });
  const transport = {
    baseUrl: checkBaseUrl(options.baseUrl ?? defaultBaseUrl),
    headers: { ...fixedHeaders, ...options.headers },
    pathSerializer: (path: string, values: Record<string, unknown>) => fillPath(path, values),
    redirect: "manual" as const,
  };
  const caller = createCaller(operations, createOpenapiClient<paths>(transport), engine);
  return Object.assign(createTree<Resources>(Object.keys(operations), caller), {
    call: ((operation, ...args) => caller(operation, args)) as LiveChat["call"],
    raw: createRawClient(transport, engine),
  });
}

/** The operations that are called without credentials, by method and path. */
const publicRoutes = new Set(
  Object.values(operations)
    .filter((info) => info.public)
    .map(({ method, path }) => `${method} ${path}`),
);

function createRawClient(
  transport: Parameters<typeof createOpenapiClient>[0],
  engine: ReturnType<typeof createEngine>,
): RawClient {
  const templates = new WeakMap<Request, string>();
  const raw = createOpenapiClient<paths>({
    ...transport,
    fetch: (request) =>
      engine(request, {
        operation: undefined,
        public: publicRoutes.has(`${request.method} ${templates.get(request)}`),
      }),
  });
  raw.use({
    onRequest({ request, schemaPath }) {
      templates.set(request, schemaPath);
    },
  });
  return raw;
}
