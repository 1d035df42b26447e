// The command line, run from source as its users would run it.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { finished, ROOT } from "./project.js";

/** Found from here, whatever folder the command is run in. */
const TSX = import.meta.resolve("tsx");

export interface CliOptions {
  cwd?: string;
  env?: Record<string, string>;
}

export function spawnCli(args: string[], { cwd = ROOT, env = {} }: CliOptions = {}): ChildProcess {
  const child = spawn(process.execPath, ["--import", TSX, join(ROOT, "src/cli/main.ts"), ...args], {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json"), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

export function runCli(args: string[], options?: CliOptions): Promise<{ code: number | null; output: string }> {
  const child = spawnCli(args, options);
  child.stdin?.end();
  return finished(child);
}
