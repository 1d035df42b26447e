// npm run docs: writes the reference to dist/docs/index.html.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { reportFailure } from "./description/problems.js";
import { renderReference } from "./docs/reference.js";
import { readDescription } from "./pipeline.js";

/** Where the reference is written, below the project. */
const FILE = join("dist", "docs", "index.html");

try {
  const directory = process.cwd();
  const page = await renderReference(directory, await readDescription(directory));
  const target = join(directory, FILE);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, page);
  console.log(`${FILE} written.`);
} catch (error) {
  process.exitCode = reportFailure(error);
}
