// How the generator's time grows with the description: the project's own 65 operations, and 10 and 100 times as many.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../scripts/description/redocly.js";
import { emit, readDescription } from "../scripts/pipeline.js";
import type { Description, OperationObject, PathItem } from "../src/description/document.js";
import { operationsOf } from "../src/description/document.js";

const TIMES = [1, 10, 100];

/** The description with each of its paths so many times, every copy below a path and a resource of its own. */
function multiply(description: Description, times: number): Description {
  const copies = Array.from({ length: times }, (_, index) =>
    Object.entries(description.paths).map(([path, item]) => copy(path, item, index)),
  );
  return { ...description, paths: Object.fromEntries(copies.flat()) };
}

function copy(path: string, item: PathItem, index: number): [string, PathItem] {
  if (index === 0) return [path, item];
  const renamed = structuredClone(item);
  for (const value of Object.values(renamed)) {
    const operation = value as OperationObject;
    if (operation.operationId) operation.operationId = `copy${letters(index)}.${operation.operationId}`;
  }
  return [`/copy${index}${path}`, renamed];
}

/** A number in letters, for names that take no digits. */
function letters(index: number): string {
  return [...String(index)].map((digit) => String.fromCharCode(65 + Number(digit))).join("");
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const directory = process.cwd();
const scratch = await mkdtemp(join(tmpdir(), "livechat-openapi-bench-"));
const description = await readDescription(directory);
await emit(description);

console.log("operations   lint (s)   emit (s)   lint, ms each   emit, ms each");
try {
  for (const times of TIMES) {
    const large = multiply(description, times);
    const file = join(scratch, `openapi-${times}.json`);
    await writeFile(file, JSON.stringify(large));
    const count = operationsOf(large).length;
    const linting = await seconds(() => lint(directory, file));
    const emitting = await seconds(() => emit(large));
    const each = (total: number): string => ((1000 * total) / count).toFixed(2);
    console.log(
      [
        String(count).padStart(10),
        linting.toFixed(2).padStart(10),
        emitting.toFixed(2).padStart(10),
        each(linting).padStart(15),
        each(emitting).padStart(15),
      ].join(" "),
    );
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
