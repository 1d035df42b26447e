// The package as it would be published: what it holds, and that it works where it is installed. `npm run test:package` asks other
// judges, compilers, bundlers and runtimes.
import { spawn } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin, SourceMap } from "node:module";
import { join, posix } from "node:path";
import { type BuildOptions, build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleUse } from "./package/bundle.js";
import { type Packed, packProject, temporaryFolder, unpackInto } from "./package/packed.js";
import { finished, ROOT } from "./support/project.js";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  dependencies: Record<string, string>;
};

const ENTRIES = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target !== "string")
  .map(([entry]) => posix.join("livechat-openapi", entry));
const ANYWHERE = ENTRIES.filter((entry) => !/archive|sandbox/.test(entry));

let folder: string;
let packed: Packed;
/** The package, as it lies in a project that has installed it. */
let installed: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  packed = await packProject(folder);
  installed = await unpackInto(folder, packed.tarball);
  cpSync(join(ROOT, "test/package/uses"), folder, { recursive: true });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (file: string): string => readFileSync(join(installed, file), "utf8");

/** Runs Node in the project. */
function node(...args: string[]): Promise<{ code: number | null; output: string }> {
  return finished(spawn(process.execPath, args, { cwd: folder, env: {} }));
}

describe("what it holds", () => {
  const importsOf = (text: string): string[] =>
    ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

  /** The files that a file leads to: what it imports, its map, and what its map leads to. */
  function next(file: string): string[] {
    const at = (path: string): string => posix.join(posix.dirname(file), path);
    if (file.endsWith(".map")) return (JSON.parse(textOf(file)) as { sources: string[] }).sources.map(at);
    const extension = /(\.d)?\.[jt]s$/.exec(file)?.[0];
    if (extension === undefined) return [];
    const map = /^\/\/# sourceMappingURL=(.*)$/m.exec(textOf(file))?.[1];
    const imports = importsOf(textOf(file)).filter((name) => name.startsWith("."));
    return [...imports.map((name) => at(name.replace(/\.js$/, extension))), ...(map === undefined ? [] : [at(map)])];
  }

  test("all that its entries and its maps lead to, and nothing else but texts", () => {
    const isText = (file: string): boolean => /(^package\.json|LICENSE|\.md)$/.test(file);
    const targets = [manifest.bin, ...Object.values(manifest.exports)].flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      expect(packed.files).toContain(file);
      next(file).forEach(follow);
    };
    targets.map(posix.normalize).forEach(follow);
    expect(packed.files.filter((file) => !isText(file) && !reached.has(file))).toEqual([]);
    expect(packed.files).toEqual(expect.arrayContaining(["README.md", "LICENSE", "CHANGELOG.md", "src/index.ts"]));
  });

  test("its code imports what it depends on, and no other package", () => {
    const imported = packed.files
      .filter((file) => /^dist\/js\/.*\.js$/.test(file))
      .flatMap((file) => importsOf(textOf(file)))
      .filter((name) => !name.startsWith(".") && !isBuiltin(name));
    expect([...new Set(imported)].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  test.each([
    ["dist/js/errors.js", "ApiError = class", "src/client/errors.ts", "class ApiError"],
    ["dist/js/sandbox.js", "function createSandbox(", "src/sandbox/sandbox.ts", "function createSandbox("],
    ["dist/types/src/client/errors.d.ts", "ApiError extends", "src/client/errors.ts", "class ApiError"],
    ["dist/types/generated/client.d.ts", "AgentsMethods {", "generated/client.ts", "interface AgentsMethods"],
  ])("the map of %s leads from %s to %s, %s", (file, text, source, original) => {
    const place = (path: string, found: string): { line: number; column: number } => {
      const before = textOf(path).slice(0, textOf(path).indexOf(found)).split("\n");
      return { line: before.length - 1, column: before.at(-1)?.length ?? 0 };
    };
    const { line, column } = place(file, text);
    expect(new SourceMap(JSON.parse(textOf(`${file}.map`))).findEntry(line, column)).toMatchObject({
      originalSource: posix.relative(posix.dirname(file), source),
      originalLine: place(source, original).line,
    });
  });
});

describe("where it is installed", () => {
  test.each(ENTRIES)("importing %s does nothing but give its exports", async (entry) => {
    expect(await node("importing.mjs", entry)).toEqual({ code: 0, output: "" });
  });

  test.each(["esm", "cjs"] as const)("all entries work in a server, as %s", async (format) => {
    const program = await bundleUse(folder, "server", format);
    // Node.js 22.12 warns of every `require` of an ES module.
    expect(await node("--disable-warning=ExperimentalWarning", program)).toEqual({ code: 0, output: "works\n" });
  });

  test("it works in a worker, which has nothing of Node", async () => {
    const program = await bundleUse(folder, "worker", "worker");
    expect(await node("likeWorker.mjs", program)).toEqual({ code: 0, output: "works\n" });
  });

  test("the description comes as YAML and as JSON", async () => {
    const program = `import { createRequire } from "node:module"; import { readFileSync } from "node:fs";
      const require = createRequire(import.meta.url);
      console.log(require("livechat-openapi/openapi.json").openapi);
      console.log(readFileSync(require.resolve("livechat-openapi/openapi.yaml"), "utf8").match(/^openapi: .*$/m)[0]);`;
    const { output } = await node("--input-type=module", "--eval", program);
    expect(output).toMatch(/^3\.1\.\d\nopenapi: 3\.1\.\d\n$/);
  });

  test.each(["--help", "export --help", "sandbox --help"])("livechat-openapi %s tells how to use it", async (args) => {
    const command = join(installed, manifest.bin["livechat-openapi"] ?? "");
    const { code, output } = await node(command, ...args.split(" "));
    expect(output).toMatch(/^Usage: livechat-openapi /);
    expect(code).toBe(0);
  });
});

describe("bundled", () => {
  async function bundle(contents: string, options: BuildOptions = {}): Promise<string> {
    const { outputFiles = [] } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      logLevel: "silent",
      ...options,
    });
    return outputFiles.map(({ text }) => text).join();
  }

  test.each(ANYWHERE)("%s needs no module of Node", async (entry) => {
    expect(await bundle(`export * from "${entry}";`, { platform: "browser" })).not.toMatch(/(from|import)\s*"node:/);
  });

  test("what is not used is left out", async () => {
    const nothing = ENTRIES.map((entry) => `import "${entry}";`).join("\n");
    expect(await bundle(nothing, { platform: "node" })).toBe("");
    const check = await bundle('import { isLiveChatError } from "livechat-openapi"; console.log(isLiveChatError(1));');
    expect(check.length).toBeLessThan(300);
    const errors = await bundle(
      'export { OAuthError } from "livechat-openapi/oauth"; export { WebhookError } from "livechat-openapi/webhooks";',
    );
    expect(errors.length).toBeLessThan(1500);
  });
});
