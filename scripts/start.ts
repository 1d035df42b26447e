// npm start: generates, then serves the reference and the example API on one local server, both following the description.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { watch } from "chokidar";
import type { Description } from "../src/description/document.js";
import { serve } from "../src/sandbox/http.js";
import { createSandbox } from "../src/sandbox/index.js";
import { reportFailure } from "./description/problems.js";
import { renderReference } from "./docs/reference.js";
import { replaceFiles } from "./output.js";
import { emit, readDescription } from "./pipeline.js";

const USAGE = `Usage: npm start [-- --port 4010]

Makes generated/ from the description, then serves on this machine:
  /docs   the reference
  /       the API, every operation answering its example

Both follow the description as it changes. Ctrl-C ends it.

  --port N   the port to listen on; default 4010
  --help     show this text`;

/** The reference's path on the server. */
const DOCS = "/docs";

/** An editor writes a file in several steps; they count as one change. */
const QUIET_MS = 100;

interface Site {
  description: Description;
  reference: string;
}

async function build(directory: string): Promise<Site> {
  const description = await readDescription(directory);
  const changed = await replaceFiles(join(directory, "generated"), await emit(description));
  if (changed.length > 0) console.log(`generated/ updated: ${changed.join(", ")}.`);
  return { description, reference: await renderReference(directory, description) };
}

async function main(directory: string): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: "string", default: "4010" }, help: { type: "boolean" } } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const port = readPort(values.port);
  let site = await build(directory);
  const sandbox = createSandbox({ description: site.description });
  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === DOCS || pathname === `${DOCS}/`) return new Response(site.reference, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    return pathname === "/" ? Response.redirect(new URL(DOCS, request.url), 302) : sandbox.fetch(request);
  };
  const server = await serve(handle, { port }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new UsageError(`Port ${port} is taken. End what listens there, or choose another: npm start -- --port ${port + 1}`) : error;
  });
  console.log(`
Reference  ${server.url}${DOCS}
API        ${server.url}    any log-in and key; every operation answers its example

Watching openapi/. Ctrl-C ends it.`);

  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const rebuild = async (): Promise<void> => {
    try {
      site = await build(directory);
      sandbox.describe(site.description);
      console.log(`${new Date().toLocaleTimeString()} reference and API follow the description.`);
    } catch (error) {
      reportFailure(error);
      console.error("Still serving the last good description.");
    }
  };
  const watcher = watch([join(directory, "openapi"), join(directory, "redocly.yaml")], { ignoreInitial: true }).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(rebuild);
    }, QUIET_MS);
  });
  const stop = async (): Promise<void> => {
    clearTimeout(timer);
    await Promise.all([watcher.close(), server.close()]);
    process.exit(0);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port takes a number from 0 to 65535, not ${text}.`);
  return port;
}

/** Something that whoever typed the command can put right: told without a stack. */
class UsageError extends Error {}

main(process.cwd()).catch((error: unknown) => {
  process.exitCode = reportFailure(error instanceof UsageError ? error.message : error);
});
