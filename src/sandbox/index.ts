// LiveChat on your own machine, from the description. So far every operation answers its example; requests are routed,
// authenticated and checked against the description as they will be when behaviour comes.
import { type Description, operationsOf } from "../description/document.js";
import { shippedDescription } from "../description/shipped.js";
import { exampleAnswer } from "./answer.js";
import { isAuthenticated } from "./auth.js";
import { type Checker, createChecker } from "./check.js";
import { createFaults, type Faults } from "./faults.js";
import { type ListenOptions, type Server, serve } from "./http.js";
import { badRequest, notFound, unauthorized } from "./refusals.js";
import { createRouter, type Router } from "./router.js";

export type { Fault, FaultFilter, FaultPlace, Faults, FaultTurns, Traffic } from "./faults.js";
export type { ListenOptions } from "./http.js";

export interface SandboxOptions {
  /** The bundled description to serve. Default: the one that this package ships. */
  description?: Description;
}

export interface Sandbox {
  /** Makes it misbehave: statuses, latency, broken and stalled connections, truncated bodies. */
  readonly faults: Faults;
  /** Answers a request without a network: a drop-in for the client's `fetch` option. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Serves over HTTP. Rejects when the port is taken. */
  listen(options?: ListenOptions): Promise<{ url: string }>;
  /** Stops serving, and ends the connections that are open. */
  close(): Promise<void>;
}

/** Makes a sandbox. For development and tests: any credentials are accepted. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const description = options.description ?? shippedDescription();
  const parts = prepare(description);
  const faults = createFaults(operationsOf(description));
  const servers = new Set<Server>();
  const handle = (request: Request): Promise<Response> => answer(request, parts);
  return {
    faults,
    fetch: faults.fetch(handle),
    listen: async (listenOptions) => {
      const server = await serve(handle, { ...listenOptions, faults });
      servers.add(server);
      return { url: server.url };
    },
    close: async () => {
      await Promise.all([...servers].map((server) => server.close()));
      servers.clear();
    },
  };
}

interface Parts {
  router: Router;
  checker: Checker;
}

function prepare(description: Description): Parts {
  return { router: createRouter(operationsOf(description)), checker: createChecker(description) };
}

async function answer(request: Request, { router, checker }: Parts): Promise<Response> {
  const match = router(request.method, new URL(request.url).pathname);
  if (!match) return notFound(`There is no ${request.method} ${new URL(request.url).pathname}`);
  const { operation, path } = match;
  if (operation.authenticated && !isAuthenticated(request)) return unauthorized();
  const problems = await checker(operation, path, request);
  return problems.length > 0 ? badRequest(problems) : exampleAnswer(operation);
}
