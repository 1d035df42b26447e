// npm run test:prism: has Prism judge every operation, and says what it found.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Description, operationsOf } from "../../src/description/document.js";
import { description, operations } from "../support/description.js";
import { exceptions } from "./exceptions.js";
import { type Check, createJudge } from "./judge.js";
import { startPrism } from "./prism.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

if (!existsSync(at("node_modules"))) {
  console.error("Prism is not installed. Run: npm ci --prefix test/prism");
  process.exit(1);
}

const started = performance.now();
const prism = await startPrism(at("../../generated/openapi.yaml"));
const liar = await startPrism(withWrongAnswers(description));
const judge = createJudge(prism, liar);

const checks: Check[] = [];
const faults: string[] = [];
printRow("operation", "sent", "broken", "verdict");
for (const operation of operations) {
  const own = await judge(operation);
  const wrong = own.filter(({ fault }) => fault !== undefined);
  const broken = own.filter(({ control }) => control).length;
  printRow(operation.id, own.length - broken, broken, wrong.length === 0 ? "ok" : `${wrong.length} wrong`);
  checks.push(...own);
  faults.push(...wrong.map(({ title, fault }) => `${operation.id}, ${title}: ${fault}`));
}

console.log("\nBroken, and accepted all the same:");
for (const exception of exceptions) {
  const covered = checks.filter((check) => check.exception === exception).length;
  console.log(`${String(covered).padStart(6)} ${exception.place}: ${exception.reason}`);
  if (covered === 0) faults.push(`No request falls under the exception "${exception.reason}", so it can go.`);
}
if (faults.length > 0) console.log(`\n${faults.join("\n")}`);
console.log(`\n${checks.length} requests in ${((performance.now() - started) / 1000).toFixed(1)} s`);
const passed = checks.filter(({ fault }) => fault === undefined).length;
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length > 0 ? 1 : 0);

function printRow(operation: string, sent: unknown, broken: unknown, verdict: string): void {
  console.log(`${operation.padEnd(44)}${String(sent).padStart(6)}${String(broken).padStart(8)}   ${verdict}`);
}

/** The description with an example that no schema allows as every operation's only answer. */
function withWrongAnswers(original: Description): Description {
  const copy = structuredClone(original);
  for (const { source, result } of operationsOf(copy)) {
    if (!result) continue;
    const content = { "application/json": { schema: result.schema, examples: { wrong: { value: null } } } };
    source.responses["200"] = { description: "A wrong answer.", content };
  }
  return copy;
}
