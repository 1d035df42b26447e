// Our client beside others: run "npm run build" in the project's root first, then "npm run bench" here; see README.md.
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { makeHeyApi } from "./heyapi.js";
import { ours } from "./paths.js";

type Measurement = (options: { quick: boolean }) => Promise<void>;

// Loaded when wanted: most import our client, which may have to be built first.
const measurements: Record<string, () => Promise<Measurement>> = {
  percall: async () => (await import("./percall.js")).percall,
  import: async () => (await import("./importing.js")).importing,
  size: async () => (await import("./size.js")).size,
  typecheck: async () => (await import("./typecheck.js")).typecheck,
  paging: async () => (await import("./paging.js")).paging,
};

if (!existsSync(ours)) fail('There is no built client. Run "npm run build" in the root of the project first.');

const { values } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean", default: false } } });
const wanted = values.only?.split(",") ?? Object.keys(measurements);
const unknown = wanted.find((name) => !Object.hasOwn(measurements, name));
if (unknown !== undefined)
  fail(`--only: there is no ${unknown}. Choose from ${Object.keys(measurements).join(", ")}, separated by commas.`);

const started = performance.now();
const [cpu] = cpus();
console.log(
  `Node ${process.version} on ${cpus().length} x ${cpu?.model}, load ${loadavg()[0]?.toFixed(2)} before the start`,
);
await makeHeyApi();
for (const name of wanted) {
  const run = await measurements[name]?.();
  await run?.(values);
}
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
// Clients keep their connections open for a while.
process.exit();

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
