// npm run test:mutation: breaks the client's code in one place after another, and says which of the breaks no test has noticed.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ROOT } from "../support/project.js";

/** What we use of Stryker, which only this folder installs. */
interface StrykerPackage {
  Stryker: new (options: object) => { runMutationTest(): Promise<Mutant[]> };
}

/** One change to the code, and what became of it. */
interface Mutant {
  fileName: string;
  status: "Killed" | "Timeout" | "RuntimeError" | "Survived" | "NoCoverage" | "Ignored";
  /** What was changed. Lines and columns count from 1. */
  location: { start: Position; end: Position };
  replacement: string;
}

interface Position {
  line: number;
  column: number;
}

const LEAST_SCORE = 80;

/** What the tests of the client need. */
const PARTS = [
  "generated",
  "src",
  "test/client",
  "test/fixtures",
  "test/mutation/setup.ts",
  "test/mutation/vitest.config.ts",
  "test/support",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

const STRYKER = fileURLToPath(new URL("node_modules/@stryker-mutator", import.meta.url));
if (!existsSync(STRYKER)) {
  console.error("Stryker is not installed. Run: npm ci --prefix test/mutation");
  process.exit(1);
}
const { values } = parseArgs({ options: { file: { type: "string", default: "src/client/*.ts" } } });

const began = performance.now();
const folder = mkdtempSync(join(tmpdir(), "livechat-mutation-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
process.chdir(folder);

const { Stryker } = (await import(pathToFileURL(join(STRYKER, "core/dist/src/index.js")).href)) as StrykerPackage;
const results = await new Stryker({
  mutate: [values.file],
  disableTypeChecks: false,
  plugins: [join(STRYKER, "vitest-runner/dist/src/index.js"), fileURLToPath(new URL("messages.js", import.meta.url))],
  ignorers: ["messages"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 3,
  reporters: ["progress-append-only"],
  logLevel: "warn",
  warnings: { slow: false },
}).runMutationTest();

const mutants = results.filter(({ status }) => status !== "Ignored");
printRow("file", "mutants", "killed", "timed out", "survived", "not covered", "score");
for (const file of new Set(mutants.map(fileOf)))
  printScore(
    file,
    mutants.filter((mutant) => fileOf(mutant) === file),
  );
printScore("all", mutants);
console.log();
for (const mutant of mutants) if (!isNoticed(mutant)) console.log(shown(mutant));
console.log(`\n${mutants.length} mutants in ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
process.exit(score(mutants) >= LEAST_SCORE ? 0 : 1);

function fileOf({ fileName }: Mutant): string {
  return fileName.slice(fileName.lastIndexOf("src/client/"));
}

/** Whether a test failed, or never ended. */
function isNoticed({ status }: Mutant): boolean {
  return status !== "Survived" && status !== "NoCoverage";
}

/** Of a hundred mutants, how many were noticed. */
function score(some: Mutant[]): number {
  return (100 * some.filter(isNoticed).length) / some.length;
}

function printScore(name: string, some: Mutant[]): void {
  const count = (...statuses: Mutant["status"][]): number =>
    some.filter(({ status }) => statuses.includes(status)).length;
  printRow(
    name,
    some.length,
    count("Killed", "RuntimeError"),
    count("Timeout"),
    count("Survived"),
    count("NoCoverage"),
    `${score(some).toFixed(1)} %`,
  );
}

function printRow(name: string, ...cells: (string | number)[]): void {
  console.log(name.padEnd(28) + cells.map((cell) => String(cell).padStart(12)).join(""));
}

/** A mutant that nobody noticed: where it is, and what was changed into what. */
function shown(mutant: Mutant): string {
  const { start, end } = mutant.location;
  const file = fileOf(mutant);
  const lines = readFileSync(join(ROOT, file), "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  const code = lines.map((line, index) => {
    const last = index === lines.length - 1;
    return line.slice(index === 0 ? start.column - 1 : 0, last ? end.column - 1 : undefined);
  });
  const covered = mutant.status === "NoCoverage" ? "  (not covered)" : "";
  return `${file}:${start.line}:${start.column}  ${brief(code.join("\n"))}  ->  ${brief(mutant.replacement)}${covered}`;
}

/** The code on one line. */
function brief(code: string): string {
  const line = code.replaceAll(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 50)} ... ${line.slice(-25)}` : line;
}
