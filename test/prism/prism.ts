// Prism on this machine, judging what it is sent by a description. It is Prism's server without its command line: that one encodes the
// names of query parameters while it lists its routes, and then no longer knows `tag[]` and `requester[mail]` when they come.
import { createRequire } from "node:module";

/** What we use of Prism's packages, which only this folder installs. */
interface PrismPackages {
  "@stoplight/prism-core": { createLogger(name: string, options: { level: string }): object };
  "@stoplight/prism-http": { getHttpOperationsFromSpec(description: string | object): Promise<PrismOperation[]> };
  "@stoplight/prism-http-server": { createServer(operations: PrismOperation[], options: object): PrismServer };
}

/** An operation as Prism has read it. */
interface PrismOperation {
  method: string;
  path: string;
  request?: { query?: { name: string }[] };
}

interface PrismServer {
  /** Gives the address that it listens on. */
  listen(port: number, host: string): Promise<string>;
}

export interface Prism {
  url: string;
  operations: PrismOperation[];
}

/** As "prism mock --errors" sets it: whatever is wrong with a request or its answer becomes an error. */
const CONFIG = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: true,
  mock: { dynamic: false },
};

/** Starts Prism on a free port of this machine; it ends with this process. The description is a file or an object. */
export async function startPrism(description: string | object): Promise<Prism> {
  const { createLogger } = load("@stoplight/prism-core");
  const { getHttpOperationsFromSpec } = load("@stoplight/prism-http");
  const { createServer } = load("@stoplight/prism-http-server");
  const operations = await getHttpOperationsFromSpec(description);
  const server = createServer(operations, {
    cors: false,
    config: CONFIG,
    components: { logger: createLogger("prism", { level: "silent" }) },
  });
  return { url: await server.listen(0, "127.0.0.1"), operations };
}

const require = createRequire(import.meta.url);

function load<Name extends keyof PrismPackages>(name: Name): PrismPackages[Name] {
  return require(name) as PrismPackages[Name];
}

/** What Prism has found wrong with a request or with its own answer; warnings do not count. */
export function violations(response: Response): string[] {
  const header = response.headers.get("sl-violations");
  if (header === null) return [];
  if (header.startsWith("Too many violations")) return [header];
  const all = JSON.parse(header) as { location: string[]; severity: string; message: string }[];
  return all
    .filter(({ severity }) => severity === "Error")
    .map(({ location, message }) => `${location.join(".")}: ${message}`);
}
