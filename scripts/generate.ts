// npm run generate: makes generated/ from openapi/. With --check it changes nothing and fails when generated/ is stale.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reportFailure } from "./description/problems.js";
import { replaceFiles, staleFiles } from "./output.js";
import { type Files, generate } from "./pipeline.js";

const USAGE = `Usage: npm run generate [-- --check]

Makes generated/ from the description in openapi/: the bundle, the types, the client's interface,
the operation table and the index of methods.

  --check   change nothing; exit with 1 when generated/ is not what openapi/ gives
  --help    show this text`;

async function main(directory: string): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const start = performance.now();
  const folder = join(directory, "generated");
  const { files } = await generate(directory);
  return values.check ? check(folder, files) : write(folder, files, start);
}

async function check(folder: string, files: Files): Promise<number> {
  const stale = await staleFiles(folder, files);
  if (stale.length === 0) {
    console.log("generated/ is up to date.");
    return 0;
  }
  console.error(`generated/ is stale: ${stale.join(", ")}. Run "npm run generate" and commit the result.`);
  return 1;
}

async function write(folder: string, files: Files, start: number): Promise<number> {
  const changed = await replaceFiles(folder, files);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    changed.length > 0
      ? `generated/ updated in ${seconds} s: ${changed.join(", ")}.`
      : `generated/ was up to date (${seconds} s).`,
  );
  return 0;
}

try {
  process.exitCode = await main(process.cwd());
} catch (error) {
  process.exitCode = reportFailure(error);
}
