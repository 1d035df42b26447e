// npm run check:all: every check there is, one after the other, with a table of what came of them. Takes about an hour.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";

const USAGE = `Usage: npm run check:all [-- step ...]

Runs the long checks, or those that are named: `;

interface Step {
  /** The folder whose packages it needs besides the project's own. */
  packages?: string;
  command: string[];
  env?: Record<string, string>;
}

const OTHER_NODES = "test/package";

function testsOnNode(version: number): Step {
  const folder = join(process.cwd(), OTHER_NODES, `node_modules/node-${version}/bin`);
  return {
    packages: OTHER_NODES,
    command: [join(folder, "node"), "node_modules/vitest/vitest.mjs", "run"],
    env: { PATH: `${folder}${delimiter}${process.env["PATH"]}` },
  };
}

const STEPS: Record<string, Step> = {
  check: { command: ["npm", "run", "check"], env: { REQUIRE_RELEASE: "1" } },
  build: { command: ["npm", "run", "build"] },
  tests: {
    packages: "examples/frameworks",
    command: ["npm", "run", "test:coverage"],
    env: { REQUIRE_BROWSER: "1", REQUIRE_FRAMEWORKS: "1" },
  },
  node22: testsOnNode(22),
  node24: testsOnNode(24),
  prism: { packages: "test/prism", command: ["npm", "run", "test:prism"] },
  readers: { packages: "test/readers", command: ["npm", "run", "test:readers"] },
  package: { packages: OTHER_NODES, command: ["npm", "run", "test:package"] },
  models: { command: ["npx", "vitest", "run", "test/archive/exporter.test.ts"], env: { RUNS: "2000" } },
  kills: { command: ["npx", "vitest", "run", "test/archive/sandbox.test.ts"], env: { KILLS: "1000" } },
  mutation: { packages: "test/mutation", command: ["npm", "run", "test:mutation"] },
};

/** Gives the exit code; what is said goes to the terminal. */
function run([program = "", ...args]: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...env } });
    child.once("error", reject).once("exit", (code) => resolve(code ?? 1));
  });
}

async function runStep({ packages, command, env }: Step): Promise<number> {
  if (packages && !existsSync(join(packages, "node_modules"))) await run(["npm", "ci", "--prefix", packages]);
  return run(command, env);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(STEPS, name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no step ${unknown.join(", ")}.\n`);
  console.log(`${USAGE}${Object.keys(STEPS).join(", ")}.`);
  process.exit(unknown.length > 0 ? 1 : 0);
}

const rows: string[] = [];
for (const [name, step] of Object.entries(STEPS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n=== ${name} ===\n`);
  const began = performance.now();
  const code = await runStep(step);
  const seconds = Math.round((performance.now() - began) / 1000);
  if (code !== 0) process.exitCode = 1;
  rows.push(`${name.padEnd(12)}${String(seconds).padStart(6)} s   ${code === 0 ? "ok" : "FAILED"}`);
}
console.log(`\n${rows.join("\n")}`);
