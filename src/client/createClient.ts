// Puts the client together: the engine, the methods over openapi-fetch, and openapi-fetch itself over the same engine.
import createOpenapiClient, { type Client } from "openapi-fetch";
import type { Methods, OperationId, Resources } from "../../generated/client.js";
import { baseUrl as defaultBaseUrl, fixedHeaders, operations } from "../../generated/operations.js";
import type { paths } from "../../generated/types.js";
import { type Authorizer, type Credentials, createAuthorizer } from "./auth.js";
import { type CallContext, createEngine, type Engine } from "./engine.js";
import { ArgumentError } from "./errors.js";
import { createCaller, createTree } from "./facade.js";
import { Gate } from "./gate.js";
import { isLogLevel, Observer } from "./observe.js";
import {
  type ClientOptions,
  checkBaseUrl,
  clientSettings,
  optionError,
  refuseBrowser,
  type Settings,
} from "./options.js";
import { fillPath } from "./path.js";

/** The same requests as openapi-fetch makes them: paths and parameters as on the wire, no errors thrown for a status. */
export interface RawClient extends Client<paths> {}

/** What a client and those derived from it have in common. */
const SHARED = ["auth", "baseUrl", "maxConcurrency", "dangerouslyAllowHttp", "dangerouslyAllowBrowser"] as const;

/** Options of a client that is derived from another: what the two share stays as it is. */
export type DerivedOptions = Partial<Omit<ClientOptions, (typeof SHARED)[number]>>;

/** A client of the LiveChat REST API v2: its resources, and ways around them. */
export interface LiveChat extends Resources {
  /** Calls an operation by its name, such as `livechat.call("agents.get", "ada@example.com")`. */
  call<Id extends OperationId>(operation: Id, ...args: Parameters<Methods[Id]>): ReturnType<Methods[Id]>;
  /** openapi-fetch with this client's credentials, address, retries and limits, for what the methods do not offer. */
  readonly raw: RawClient;
  /** A client with other options. It shares credentials, the pause after a rate limit, and the limit of concurrent requests. */
  withOptions(options: DerivedOptions): LiveChat;
}

/** Makes clients. */
export interface CreateClient {
  /**
   * Makes a client of the LiveChat REST API v2.
   *
   * @throws ArgumentError when an option is missing or unusable; the message names it
   *
   * @example
   * const livechat = createClient({ auth: { login: "ada@example.com", apiKey: "..." } });
   * const agents = await livechat.agents.list();
   */
  (options: ClientOptions): LiveChat;
  /**
   * Makes a client with what stands in the environment: `LIVECHAT_ACCESS_TOKEN`, or else `LIVECHAT_LOGIN` and `LIVECHAT_API_KEY`;
   * and `LIVECHAT_BASE_URL`, if it is set. The options add to that, and go before it.
   *
   * @throws ArgumentError when the variables are missing; the message names them
   */
  fromEnv(options?: Partial<ClientOptions>): LiveChat;
}

/** Makes a client of the LiveChat REST API v2. */
export const createClient: CreateClient = /*#__PURE__*/ Object.assign(create, { fromEnv });

/** The same, made from those options. */
interface Shared {
  authorizer: Authorizer;
  baseUrl: string;
  gate: Gate;
  observer: Observer;
}

function create(options: ClientOptions): LiveChat {
  if (typeof options !== "object" || options === null) throw optionError("createClient", "options", "are missing");
  const settings = clientSettings(options);
  refuseBrowser(options.dangerouslyAllowBrowser);
  const shared = {
    authorizer: createAuthorizer(options.auth),
    baseUrl: checkBaseUrl(options.baseUrl ?? defaultBaseUrl, options.dangerouslyAllowHttp),
    gate: new Gate(options.maxConcurrency),
    observer: new Observer(),
  };
  return assemble(shared, options, settings);
}

function fromEnv(options: Partial<ClientOptions> = {}): LiveChat {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const env = process?.env ?? {};
  const baseUrl = env["LIVECHAT_BASE_URL"];
  return create({ ...(baseUrl && { baseUrl }), ...options, auth: options.auth ?? credentialsFrom(env) });
}

function credentialsFrom(env: Record<string, string | undefined>): Credentials {
  const { LIVECHAT_ACCESS_TOKEN: accessToken, LIVECHAT_LOGIN: login, LIVECHAT_API_KEY: apiKey } = env;
  if (accessToken) return { accessToken };
  if (login && apiKey) return { login, apiKey };
  throw new ArgumentError(
    "createClient.fromEnv: set LIVECHAT_ACCESS_TOKEN, or LIVECHAT_LOGIN and LIVECHAT_API_KEY.",
    undefined,
  );
}

function assemble(shared: Shared, options: Omit<ClientOptions, "auth">, settings: Settings): LiveChat {
  const { authorizer, baseUrl, gate } = shared;
  const { hooks, logger, logLevel, validate, fetch = (url, init) => globalThis.fetch(url, init) } = options;
  if (logLevel !== undefined && !isLogLevel(logLevel))
    throw optionError("createClient", "logLevel", "must be off, error, warn, info or debug");
  const observer = shared.observer.with(hooks, logger, logLevel);
  const engine = createEngine({ fetch, authorizer, gate, observer });
  const headers = { ...fixedHeaders, ...options.headers };
  const caller = createCaller({ operations, engine, baseUrl, headers, settings, validation: validate });
  let raw: RawClient | undefined;
  return Object.defineProperties(createTree<LiveChat>(Object.keys(operations), caller), {
    call: { value: (operation: string, ...args: unknown[]) => caller(operation, args) },
    raw: {
      get: () => {
        raw ??= createRawClient(baseUrl, headers, settings, engine);
        return raw;
      },
    },
    withOptions: {
      value: (more: DerivedOptions) => {
        for (const name of SHARED) {
          if (name in more)
            throw new ArgumentError(
              `withOptions: ${name} is shared with the client; make another with createClient.`,
              undefined,
            );
        }
        const merged = { ...options, ...more, headers: { ...options.headers, ...more.headers } };
        return assemble(
          { ...shared, observer },
          merged,
          clientSettings({ ...merged, retry: mergedRetry(settings, more) } as ClientOptions),
        );
      },
    },
  });
}

/** A derived client changes those parts of `retry` that it names. */
function mergedRetry(settings: Settings, { retry }: DerivedOptions): ClientOptions["retry"] {
  return retry === false ? false : { ...settings.retry, ...retry };
}

/** The operations that are called without credentials, by method and path. */
const publicRoutes = new Set(
  Object.values(operations)
    .filter((info) => info.public)
    .map(({ method, path }) => `${method} ${path}`),
);

// Statuses whose answers have no body, and with which a Response cannot be made with one.
const BODILESS = new Set([101, 204, 205, 304]);

function createRawClient(
  baseUrl: string,
  headers: Record<string, string>,
  settings: Settings,
  engine: Engine,
): RawClient {
  const templates = new WeakMap<Request, string>();
  const raw = createOpenapiClient<paths>({
    baseUrl,
    headers,
    pathSerializer: (path, values) => fillPath(path, values),
    fetch: async (request) => {
      const context: CallContext = {
        operation: undefined,
        public: publicRoutes.has(`${request.method} ${templates.get(request)}`),
        settings,
        signal: request.signal,
      };
      const body = request.body ? await request.arrayBuffer() : undefined;
      const answer = await engine(
        { url: request.url, method: request.method, headers: new Headers(request.headers), body },
        context,
      );
      const { status, response } = answer;
      return new Response(BODILESS.has(status) ? null : answer.body, {
        status,
        statusText: response.statusText,
        headers: answer.headers,
      });
    },
  });
  raw.use({
    onRequest({ request, schemaPath }) {
      templates.set(request, schemaPath);
    },
  });
  return raw;
}
