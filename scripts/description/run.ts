// Runs the commands of Redocly's command line: each in a process of its own, or in processes that stay.
import { type ChildProcess, execFile, fork } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a command printed, and its exit code. */
export interface Outcome {
  code: number;
  output: string;
  errors: string;
}

/** Runs a command in a directory. */
export type Run = (directory: string, args: string[]) => Promise<Outcome>;

const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };

/** A process for this command alone. */
export function runOnce(directory: string, args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [redoclyFile("bin/cli.js"), ...args],
      { cwd: directory, env, maxBuffer: 1 << 28 },
      (error, output, errors) => {
        done({ code: error ? 1 : 0, output, errors });
      },
    );
  });
}

/** Processes that stay, as many as commands run at a time. The second run in a process takes half of the first one's time. */
export function stayingRuns(): { run: Run; close(): Promise<void> } {
  const processes = new Set<ChildProcess>();
  const idle = new Set<ChildProcess>();
  const begin = (): ChildProcess => {
    const child = fork(fileURLToPath(new URL("redoclyProcess.js", import.meta.url)), { env, execArgv: [] });
    processes.add(child);
    return child.once("exit", () => {
      processes.delete(child);
      idle.delete(child);
    });
  };
  const run: Run = (directory, args) => {
    const child = [...idle].at(-1) ?? begin();
    idle.delete(child);
    return new Promise((done) => {
      // Should another version of Redocly not be made for this: slower, but right.
      const instead = (): void => void runOnce(directory, args).then(done);
      child.once("exit", instead);
      child.once("message", (outcome: Outcome) => {
        child.off("exit", instead);
        idle.add(child);
        done(outcome);
      });
      child.send({ directory, entry: redoclyFile("lib/index.js"), args });
    });
  };
  const close = async (): Promise<void> => {
    await Promise.all([...processes].map(endProcess));
  };
  return { run, close };
}

/** Ends a process, whatever it is doing, and waits until it is gone. */
export function endProcess(child: ChildProcess): Promise<void> {
  child.removeAllListeners();
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once("exit", () => done());
    child.kill();
  });
}

function redoclyFile(path: string): string {
  return join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), path);
}
