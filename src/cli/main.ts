#!/usr/bin/env node
// The command line: finds the command, and tells what went wrong. Each command is loaded when it is asked for.
import { UsageError } from "./usage.js";

const USAGE = `Usage: livechat-openapi <command> [options]

  export    every chat or ticket, past the API's record limit
  sandbox   LiveChat on this machine, for development and tests

  livechat-openapi <command> --help tells more about a command.`;

/** Exit codes that all commands share; a command may have more. */
const FAILED = 1;
const MISUSED = 2;

type Command = (args: string[]) => Promise<void>;

const commands: Record<string, () => Promise<Command>> = {
  export: async () => (await import("./export.js")).runExport,
  sandbox: async () => (await import("./sandbox.js")).runSandbox,
};

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(USAGE);
    return;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UsageError(`There is no command ${name}.\n\n${USAGE}`);
  const command = await load();
  await command(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? MISUSED : FAILED;
});
