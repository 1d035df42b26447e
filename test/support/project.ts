// Copies of the project to change and break, and commands run in them as a maintainer would.
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const PARTS = ["generated", "openapi", "scripts", "src", "package.json", "redocly.yaml", "tsconfig.json"];

export class Project {
  constructor(readonly directory: string) {}

  path(file: string): string {
    return join(this.directory, file);
  }

  read(file: string): Promise<string> {
    return readFile(this.path(file), "utf8");
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(this.path(file), text);
  }

  /** Replaces text that must be there. */
  async edit(file: string, from: string | RegExp, to: string): Promise<void> {
    const text = await this.read(file);
    if (text.search(typeof from === "string" ? from.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") : from) < 0)
      throw new Error(`${file} does not hold ${from}`);
    await this.write(file, text.replace(from, to));
  }

  /** Starts a TypeScript file of the project. */
  spawn(file: string, args: string[] = []): ChildProcess {
    return spawn(process.execPath, ["--import", "tsx", file, ...args], {
      cwd: this.directory,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Runs a TypeScript file of the project to its end. */
  run(file: string, args: string[] = []): Promise<{ code: number | null; output: string }> {
    return finished(this.spawn(file, args));
  }
}

/** Waits for a process; its two outputs come as one text. */
export function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

/**
 * Listens to what a process prints, on both outputs. What it gives waits for a text after the one that was waited for last, and
 * resolves with what was printed up to it.
 */
export function listenTo(child: ChildProcess): (text: string) => Promise<string> {
  let output = "";
  let read = 0;
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  return (text) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = output.indexOf(text, read);
        if (found < 0) return;
        listeners.delete(look);
        resolve(output.slice(read, found + text.length));
        read = found + text.length;
      };
      listeners.add(look);
      child.once("close", () => reject(new Error(`It ended without saying ${text}:\n${output}`)));
      look();
    });
}

/** A copy of the project that goes when the test ends. */
export async function copyProject(): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await Promise.all(PARTS.map((part) => cp(join(ROOT, part), join(directory, part), { recursive: true })));
  await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"));
  return new Project(directory);
}

/** Everything in a project's generated/, by file name. */
export async function generatedFiles(project: Project): Promise<Record<string, string>> {
  const names = (await readdir(project.path("generated"))).sort();
  const texts = await Promise.all(names.map((name) => project.read(`generated/${name}`)));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] as string]));
}
