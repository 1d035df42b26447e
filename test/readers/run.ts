// npm run test:readers: has tools of other people read the description, and says how they got on.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { operations, webhooks } from "../support/description.js";
import { ROOT } from "../support/project.js";
import { exceptions } from "./exceptions.js";
import { readers } from "./readers.js";

for (const folder of ["test/readers", "test/prism"]) {
  if (existsSync(join(ROOT, folder, "node_modules"))) continue;
  console.error(`Packages are missing. Run: npm ci --prefix ${folder}`);
  process.exit(1);
}

const began = performance.now();
const needed = new Set<(typeof exceptions)[number]>();
const faults: string[] = [];
printRow("tool", "version", "verdict", "operations", "errors", "warnings", "compiles", "seconds");
for (const { name, version, read } of readers) {
  const started = performance.now();
  const result = await read();
  const seconds = (performance.now() - started) / 1000;
  if (result.operations !== undefined && result.operations !== operations.length)
    result.findings.push({ kind: "fact", text: `${result.operations} operations instead of ${operations.length}` });
  if (result.webhooks !== undefined && result.webhooks !== webhooks.length)
    result.findings.push({ kind: "fact", text: `${result.webhooks} webhooks instead of ${webhooks.length}` });

  const wrong = result.findings.filter(({ text }) => {
    const exception = exceptions.find(({ reader, finding }) => reader === name && finding.test(text));
    if (exception) needed.add(exception);
    return exception === undefined;
  });
  faults.push(...wrong.map(({ text }) => `${name}: ${text}`));
  const count = (kind: string): number => result.findings.filter((finding) => finding.kind === kind).length;
  const known = result.findings.length === 0 ? "ok" : "ok, with exceptions";
  const compiles = count("type") === 0 ? "yes" : "no";
  printRow(
    name,
    version,
    wrong.length === 0 ? known : `${wrong.length} wrong`,
    result.operations ?? "-",
    count("error"),
    count("warning"),
    result.compiled ? compiles : "-",
    seconds.toFixed(1),
  );
}

console.log("\nExceptions:");
for (const exception of exceptions) {
  console.log(`  ${exception.reader}: ${exception.reason}`);
  if (!needed.has(exception))
    faults.push(`${exception.reader}: nothing falls under the exception "${exception.reason}", so it can go.`);
}
if (faults.length > 0) console.log(`\n${faults.join("\n")}`);
console.log(
  `\n${readers.length} readers in ${((performance.now() - began) / 1000).toFixed(1)} s, ${faults.length} faults`,
);
process.exit(faults.length > 0 ? 1 : 0);

function printRow(tool: string, version: string, verdict: string, ...figures: unknown[]): void {
  const cells = figures.map((figure) => String(figure).padStart(11)).join("");
  console.log(`${tool.padEnd(24)}${version.padEnd(9)}${verdict.padEnd(21)}${cells}`);
}
