// npm run test:package: has judges, compilers, bundlers and runtimes try the package as it would be published, and says what they found.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ROOT } from "../support/project.js";
import { bundleUse, weigh } from "./bundle.js";
import { copyPackage, packProject, temporaryFolder } from "./packed.js";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const TOOLS = join(HERE, "node_modules");
/** Entries that are bundled, by what most programs import from them. */
const WEIGHED = {
  "livechat-openapi": "createClient",
  "livechat-openapi/oauth": "createOAuth",
  "livechat-openapi/webhooks": "createWebhookHandler",
  "livechat-openapi/validate": "validator",
};
const TYPES_OF_NODE = ["@types/node", "undici-types"];

if (!existsSync(TOOLS)) {
  console.error("The tools are not installed. Run: npm ci --prefix test/package");
  process.exit(1);
}

const faults: string[] = [];
const folder = await temporaryFolder();
const project = (name: string): string => join(folder, name);

try {
  const { tarball, files, size, unpackedSize } = await packProject(folder);
  const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
  console.log(`${files.length} files, ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked`);
  await judge(tarball);
  await install(tarball);
  await compile();
  await bundle();
  await printWeights();
  await runEverywhere();
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (faults.length > 0) console.log(`\n${faults.join("\n\n")}`);
console.log(`\n${faults.length === 0 ? "All is well" : `${faults.length} failed`}`);
process.exitCode = faults.length > 0 ? 1 : 0;

/** What a program prints; it has to end well. */
async function run(program: string, args: string[], cwd = folder): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd, maxBuffer: 2 ** 26 });
  return stdout;
}

/** Prints a row, and keeps what went wrong. */
async function check(group: string, title: string, attempt: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  const fault = await attempt().then(
    () => undefined,
    (error: Error & { stdout?: string }) => `${error.message}\n${error.stdout ?? ""}`.trim(),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${group.padEnd(12)}${title.padEnd(60)}${seconds.padStart(6)} s   ${fault === undefined ? "ok" : "FAILED"}`,
  );
  if (fault !== undefined) faults.push(`${group}, ${title}:\n${fault}`);
}

async function expectOutput(output: Promise<string>, expected: string | RegExp): Promise<void> {
  const printed = await output;
  if (typeof expected === "string" ? printed !== expected : !expected.test(printed))
    throw new Error(`It printed:\n${printed || "nothing"}`);
}

async function judge(tarball: string): Promise<void> {
  await check("judges", "publint", () =>
    run(process.execPath, [join(TOOLS, "publint/src/cli.js"), "run", tarball, "--strict"]),
  );
  // CommonJS gets the ES module by require, which every version of Node in "engines" can. YAML has no types.
  const known = [
    "--profile",
    "node16",
    "--ignore-rules",
    "cjs-resolves-to-esm",
    "--exclude-entrypoints",
    "openapi.yaml",
  ];
  await check("judges", "are the types wrong?", () =>
    run(process.execPath, [join(TOOLS, "@arethetypeswrong/cli/dist/index.js"), tarball, ...known]),
  );
}

/** Makes three projects: ES modules without Node's types, the same with them, and CommonJS with them. */
async function install(tarball: string): Promise<void> {
  await mkdir(project("web"));
  await writeFile(join(project("web"), "package.json"), JSON.stringify({ private: true, type: "module" }));
  const options = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await check("npm", "installs it into an empty project", () =>
    run("npm", ["install", tarball, ...options], project("web")),
  );
  await cp(join(HERE, "uses"), project("web"), { recursive: true });
  for (const name of ["esm", "cjs"]) {
    await cp(project("web"), project(name), { recursive: true, verbatimSymlinks: true });
    for (const types of TYPES_OF_NODE) await copyPackage(types, project(name));
  }
  await writeFile(join(project("cjs"), "package.json"), JSON.stringify({ private: true, type: "commonjs" }));
}

async function compile(): Promise<void> {
  const compilers = {
    "5.4": join(TOOLS, "typescript-oldest/bin/tsc"),
    "5.9": join(ROOT, "node_modules/typescript/bin/tsc"),
    "7.0": join(TOOLS, "typescript-newest/bin/tsc"),
  };
  const node = { lib: ["es2022"], types: ["node"], files: ["server.ts"] };
  const dom = { lib: ["es2022", "dom", "dom.iterable"], types: [], files: ["worker.ts", "page.ts"] };
  const worker = { lib: ["es2022", "webworker"], types: [], files: ["worker.ts"] };
  const environments = [
    { title: "Node's types, nodenext", in: "esm", module: "nodenext", ...node },
    { title: "Node's types, bundler", in: "esm", module: "esnext", ...node },
    { title: "Node's types, nodenext, CommonJS", in: "cjs", module: "nodenext", ...node },
    { title: "DOM, nodenext", in: "web", module: "nodenext", ...dom },
    { title: "DOM, bundler", in: "web", module: "esnext", ...dom },
    { title: "web worker, bundler", in: "web", module: "esnext", ...worker },
  ];
  for (const [version, compiler] of Object.entries(compilers))
    for (const { title, in: name, module, files, ...options } of environments) {
      // Before 5.8, TypeScript did not know that CommonJS may require ES modules.
      if (name === "cjs" && version === "5.4") continue;
      const compilerOptions = {
        ...{ module, moduleResolution: module === "esnext" ? "bundler" : module, target: "es2022", ...options },
        ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
        ...{ skipLibCheck: false, resolveJsonModule: true, isolatedModules: true, noEmit: true },
      };
      await writeFile(join(project(name), "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
      await check(`tsc ${version}`, title, () => run(process.execPath, [compiler, "-p", "."], project(name)));
    }
}

/** Workers run in Node with the globals of workers only. */
async function bundle(): Promise<void> {
  const web = project("web");
  const works = (program: string): Promise<void> =>
    expectOutput(run(process.execPath, ["likeWorker.mjs", program], web), "works\n");
  await check("esbuild", "a worker", async () => works(await bundleUse(web, "worker", "worker")));
  await check("Vite", "a page with a worker, and nothing beside them", async () => {
    await writeFile(join(web, "index.html"), '<script type="module" src="./page.ts"></script>');
    await run(process.execPath, [join(TOOLS, "vite/bin/vite.js"), "build", "--logLevel", "warn"], web);
    const made = await readdir(join(web, "dist/assets"));
    const worker = made.find((file) => file.startsWith("worker-"));
    if (worker === undefined || made.length !== 2) throw new Error(`It made ${made.join(", ")}`);
    await works(join("dist/assets", worker));
  });
}

/** What README.md says of sizes. */
async function printWeights(): Promise<void> {
  for (const [entry, name] of Object.entries(WEIGHED)) {
    const [whole, packed] = await weigh(project("web"), `export { ${name} } from "${entry}";`);
    console.log(
      `weight      ${entry.padEnd(30)}${whole.toFixed(0).padStart(6)} kB${packed.toFixed(0).padStart(6)} kB gzipped`,
    );
  }
}

async function runEverywhere(): Promise<void> {
  const runtimes = {
    "this Node": [process.execPath],
    "Node 20": [join(TOOLS, "node-20/bin/node")],
    "Node 22": [join(TOOLS, "node-22/bin/node")],
    "Node 24": [join(TOOLS, "node-24/bin/node")],
    Bun: [join(TOOLS, "@oven/bun-linux-x64/bin/bun")],
    Deno: [join(TOOLS, "@deno/linux-x64-glibc/deno"), "run", "--quiet", "--allow-all"],
  };
  const [esm, cjs] = [project("esm"), project("cjs")];
  const [imported, required] = [await bundleUse(esm, "server", "esm"), await bundleUse(cjs, "server", "cjs")];
  const command = "node_modules/livechat-openapi/dist/js/cli.js";
  for (const [name, [program = "", ...args]] of Object.entries(runtimes)) {
    if (!existsSync(program)) {
      console.log(`${name.padEnd(12)}not there: its package is for Linux on x64`);
      continue;
    }
    const version = /\d+\.\d+\.\d+/.exec(await run(program, ["--version"]))?.[0] ?? "";
    const runs = (title: string, expected: string | RegExp, ...program_: string[]): Promise<void> =>
      check(name, `${version}: ${title}`, () => expectOutput(run(program, [...args, ...program_], esm), expected));
    await runs("all entries, by import", "works\n", imported);
    await runs("all entries, by require", "works\n", required);
    await runs("the command tells its use", /^Usage: livechat-openapi <command>/, command, "--help");
    await runs("the command tells the sandbox's use", /^Usage: livechat-openapi sandbox/, command, "sandbox", "--help");
  }
  await check("npx", "livechat-openapi export --help", () =>
    expectOutput(run("npx", ["--no", "livechat-openapi", "export", "--help"], esm), /^Usage: livechat-openapi export/),
  );
}
