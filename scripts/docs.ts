// npm run docs: writes the reference to dist/docs/index.html.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reportFailure } from "./description/problems.js";
import { renderReference } from "./docs/reference.js";
import { readDescription } from "./pipeline.js";

/** Where the reference is written, below the project. */
const FILE = join("dist", "docs", "index.html");

try {
  const directory = process.cwd();
  const page = await renderReference(directory, await readDescription(directory));
  await mkdir(join(directory, "dist", "docs"), { recursive: true });
  await writeFile(join(directory, FILE), page);
  console.log(`${FILE} written.`);
} catch (error) {
  process.exitCode = reportFailure(error);
}
