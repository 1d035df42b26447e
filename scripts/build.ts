// npm run build: makes dist/, the package's code. One file an entry, and what they share beside them: importing many small files is
// most of what importing a package costs. Declarations come from the compiler.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";

// All at one depth, from which src/description/shipped.ts finds generated/.
const ENTRIES = {
  archive: "src/archive/index.ts",
  cli: "src/cli/main.ts",
  index: "src/index.ts",
  oauth: "src/oauth/index.ts",
  sandbox: "src/sandbox/index.ts",
  validate: "src/validate/index.ts",
  webhooks: "src/webhooks/index.ts",
};

rmSync("dist/js", { recursive: true, force: true });
rmSync("dist/types", { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { stdio: "inherit" });
await build({
  entryPoints: ENTRIES,
  outdir: "dist/js",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  packages: "external",
  external: ["node:*"],
  sourcemap: true,
  logLevel: "warning",
});
