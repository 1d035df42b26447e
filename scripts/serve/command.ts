// What npm start and npm run dev have in common as commands: their option, what they follow, and how they end.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { watch } from "chokidar";
import { reportFailure } from "../description/problems.js";

/** An editor writes a file in several steps; they count as one change. */
const QUIET_MS = 50;

/** Something that whoever typed the command can put right: told without a stack. */
class UsageError extends Error {}

/** Runs a command with its port, or prints how it is used. A failure is told, and is the exit code. */
export async function command(usage: string, main: (port: number) => Promise<void>): Promise<void> {
  try {
    const { values } = parseArgs({ options: { port: { type: "string", default: "4010" }, help: { type: "boolean" } } });
    if (values.help) console.log(usage);
    else await main(readPort(values.port));
  } catch (error) {
    process.exitCode = reportFailure(error instanceof UsageError ? error.message : error);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${text}.`);
  return port;
}

/** Says what to do when the port is taken. */
export function portTaken(name: string, port: number): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new UsageError(
      `Port ${port} is taken. End what listens there, or choose another: ${name} -- --port ${port + 1}`,
    );
  };
}

/** Calls `refresh` after each change of the description, with the time of it: one call at a time, and one more for all that changes meanwhile. */
export function follow(directory: string, refresh: (changedAt: number) => Promise<void>): { close(): Promise<void> } {
  let changedAt: number | undefined;
  let running = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    while (changedAt !== undefined) {
      const since = changedAt;
      changedAt = undefined;
      await refresh(since);
    }
    running = false;
  };
  return watch([join(directory, "openapi"), join(directory, "redocly.yaml")], { ignoreInitial: true }).on("all", () => {
    changedAt ??= performance.now();
    clearTimeout(timer);
    timer = setTimeout(run, QUIET_MS);
  });
}

/** Closes everything on Ctrl-C, and ends. */
export function endOnInterrupt(close: () => Promise<unknown>): void {
  const stop = async (): Promise<void> => {
    await close();
    process.exit(0);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}
