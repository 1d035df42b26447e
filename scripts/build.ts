// npm run build: makes dist/, the package's code and declarations. Importing many small files is most of what importing a package
// costs, so an entry is one file, beside what entries share; the main entry shares nothing but the errors. All maps lead to src/ and
// generated/, which come with the package. Arguments go to the compiler.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import ts from "typescript";

// All files lie at one depth, from which src/description/shipped.ts finds generated/.

/** The main entry in few files. The errors stand alone, so that their classes are the same in all entries. */
const MAIN = { index: "src/index.ts", client: "src/client/createClient.ts", errors: "src/client/errors.ts" };

const OTHERS = {
  archive: "src/archive/index.ts",
  oauth: "src/oauth/index.ts",
  sandbox: "src/sandbox/index.ts",
  validate: "src/validate/index.ts",
  webhooks: "src/webhooks/index.ts",
};

const COMMAND = { cli: "src/cli/main.ts" };

const FILES = { ...MAIN, ...OTHERS, ...COMMAND };
const fileOf = new Map(Object.entries(FILES).map(([name, source]) => [resolve(source), `./${name}.js`]));

/** What has a file of its own is imported from there, not copied. */
const notCopied: Plugin = {
  name: "not-copied",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
      const file = fileOf.get(resolve(resolveDir, path.replace(/\.js$/, ".ts")));
      return kind === "entry-point" || file === undefined ? undefined : { path: file, external: true };
    });
  },
};

async function bundle(options: BuildOptions): Promise<void> {
  await build({
    outdir: "dist/js",
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    packages: "external",
    external: ["node:*"],
    plugins: [notCopied],
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
    ...options,
  });
}

/** Adds a declaration and every one that it leads to. */
function reach(declaration: string, reached: Set<string>): void {
  if (reached.has(declaration)) return;
  reached.add(declaration);
  for (const { fileName } of ts.preProcessFile(readFileSync(declaration, "utf8")).importedFiles)
    if (fileName.startsWith(".")) reach(resolve(dirname(declaration), fileName.replace(/\.js$/, ".d.ts")), reached);
}

/** Leaves the declarations that entries lead to. The others describe what only our own code imports. */
function removeInnerDeclarations(folder: string): void {
  const reached = new Set<string>();
  for (const source of Object.values({ ...MAIN, ...OTHERS }))
    reach(resolve(folder, source.replace(/\.ts$/, ".d.ts")), reached);
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (/\.d\.ts(\.map)?$/.test(name) && !reached.has(resolve(folder, name.replace(/\.map$/, ""))))
      rmSync(resolve(folder, name));
}

for (const folder of ["dist/js", "dist/types"]) rmSync(folder, { recursive: true, force: true });

await bundle({ entryPoints: MAIN });
await bundle({ entryPoints: { ...OTHERS, ...COMMAND }, splitting: true });

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json", ...process.argv.slice(2)], { stdio: "inherit" });
removeInnerDeclarations("dist/types");
