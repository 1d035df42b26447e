// A temporary project with the readers' packages, as somebody who uses one of them would have it.
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../support/project.js";

export const HERE = fileURLToPath(new URL(".", import.meta.url));

export interface Project {
  folder: string;
  /** Runs a command of the packages. */
  run(command: string[]): Promise<{ failed: boolean; output: string }>;
  /** What the project's TypeScript has against the generated code and the program that uses it. */
  compile(): Promise<string[]>;
  remove(): Promise<void>;
}

const COMPILER_OPTIONS = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2023", "dom", "dom.iterable"],
  types: [],
  strict: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Makes a project, with a program of uses/ in it and the facts that hold for all of them. */
export async function makeProject(use?: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "livechat-openapi-readers-"));
  await mkdir(join(folder, "generated"));
  await symlink(join(HERE, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  if (use !== undefined) {
    await copyFile(join(HERE, "uses", use), join(folder, "use.ts"));
    await copyFile(join(HERE, "uses", "facts.ts"), join(folder, "facts.ts"));
  }
  const run = ([bin = "", ...args]: string[]) => start(folder, [join("node_modules", ".bin", bin), ...args]);
  return { folder, run, compile: () => compile(folder), remove: () => rm(folder, { recursive: true, force: true }) };
}

function start(cwd: string, args: string[]): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, maxBuffer: Number.POSITIVE_INFINITY }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: `${stdout}${stderr}`.trim() }),
    );
  });
}

async function compile(folder: string): Promise<string[]> {
  await checkAll(join(folder, "generated"));
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const { failed, output } = await start(folder, [compiler, "-p", ".", "--pretty", "false"]);
  const errors = [...output.matchAll(/^(.+)\((\d+),\d+\): error (.*)$/gm)].map(([, file, line, text]) => ({
    place: `${file}:${line}`,
    text: `${file}(${line}): ${text}`,
  }));
  if (failed && errors.length === 0) return [output];
  const refused = await refusedPlaces(folder);
  const met = new Set(errors.map(({ place }) => place));
  return [
    ...errors.filter(({ place }) => !refused.has(place)).map(({ text }) => text),
    ...[...refused].filter((place) => !met.has(place)).map((place) => `${place} compiles, and should not`),
  ];
}

/** Some generators turn the compiler off for what they write; here it is on. */
async function checkAll(folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith(".ts")) continue;
    const code = await readFile(join(folder, file), "utf8");
    await writeFile(join(folder, file), code.replace("// @ts-nocheck", "// "));
  }
}

/** The lines of facts.ts that must not compile. */
async function refusedPlaces(folder: string): Promise<Set<string>> {
  const facts = await readFile(join(folder, "facts.ts"), "utf8").catch(() => "");
  const lines = facts.split("\n");
  return new Set(lines.flatMap((line, index) => (line.endsWith("// refused") ? [`facts.ts:${index + 1}`] : [])));
}
