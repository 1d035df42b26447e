// npm start: generates, then serves the reference and the example API on one local server, both following the description.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type FSWatcher, watch } from "chokidar";
import { type Server, serve } from "../src/sandbox/http.js";
import { createSandbox, type Sandbox } from "../src/sandbox/index.js";
import { reportFailure } from "./description/problems.js";
import { renderReference } from "./docs/reference.js";
import { replaceFiles } from "./output.js";
import { emit, readDescription } from "./pipeline.js";

const USAGE = `Usage: npm start [-- --port 4010]

Makes generated/ from the description, then serves on this machine:
  /docs   the reference
  /       the sandbox: LiveChat's API with made-up data

Both follow the description as it changes. Ctrl-C ends it.

  --port N   the port to listen on; default 4010
  --help     show this text`;

/** The reference's path on the server. */
const DOCS = "/docs";

/** An editor writes a file in several steps; they count as one change. */
const QUIET_MS = 100;

/** What is served, made anew whenever the description changes. */
interface Site {
  reference: string;
  sandbox: Sandbox;
}

async function main(directory: string): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: "string", default: "4010" }, help: { type: "boolean" } } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  let site: Promise<Site>;
  // The port comes first: whether it is free should not take a build to find out. Requests wait for the build.
  const server = await listen(readPort(values.port), async (request) => answer(request, await site));
  console.log("Making generated/ and the reference from openapi/ ...");
  site = build(directory);
  const { sandbox } = await site.catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  console.log(`
Reference  ${server.url}${DOCS}
API        ${server.url}
Log-in     ${sandbox.credentials.login}
API key    ${sandbox.credentials.apiKey}

The API is a sandbox with made-up data, for development; it listens on this machine only.
Watching openapi/. Ctrl-C ends it.`);

  const watcher = follow(directory, async () => {
    site = Promise.resolve(await build(directory));
  });
  const stop = async (): Promise<void> => {
    await Promise.all([watcher.close(), server.close()]);
    process.exit(0);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

async function build(directory: string): Promise<Site> {
  const description = await readDescription(directory);
  const [changed, reference] = await Promise.all([
    emit(description).then((files) => replaceFiles(join(directory, "generated"), files)),
    renderReference(directory, description),
  ]);
  if (changed.length > 0) console.log(`generated/ updated: ${changed.join(", ")}.`);
  return { reference, sandbox: createSandbox({ description }) };
}

async function answer(request: Request, { reference, sandbox }: Site): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/") return Response.redirect(new URL(DOCS, request.url), 302);
  if (pathname === DOCS) return new Response(reference, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  return sandbox.fetch(request);
}

function listen(port: number, handle: (request: Request) => Promise<Response>): Promise<Server> {
  return serve(handle, { port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new UsageError(
      `Port ${port} is taken. End what listens there, or choose another: npm start -- --port ${port + 1}`,
    );
  });
}

/** Rebuilds after each change, one build at a time. A fault in the description is told, and what was served stays. */
function follow(directory: string, rebuild: () => Promise<void>): FSWatcher {
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      await rebuild();
      console.log(`${new Date().toLocaleTimeString()} Reference and API follow the description.`);
    } catch (error) {
      reportFailure(error);
      console.error("Still serving the last good description.");
    }
  };
  return watch([join(directory, "openapi"), join(directory, "redocly.yaml")], { ignoreInitial: true }).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, QUIET_MS);
  });
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${text}.`);
  return port;
}

/** Something that whoever typed the command can put right: told without a stack. */
class UsageError extends Error {}

main(process.cwd()).catch((error: unknown) => {
  process.exitCode = reportFailure(error instanceof UsageError ? error.message : error);
});
