// What importing a client adds to the start of a bare Node process.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { here, heyApi, OURS, ours } from "./paths.js";
import { column, interleave, median, paired, quantile, type Sample } from "./rounds.js";
import { atMost, table } from "./table.js";

/** The most that importing our client may add, in milliseconds. */
const TARGET = 12;

const BARE = "bare Node";
const CONTROL = "bare Node (A/A control)";

const modules: Record<string, string | undefined> = {
  [BARE]: undefined,
  [CONTROL]: undefined,
  [OURS]: pathToFileURL(ours).href,
  "openapi-fetch": "openapi-fetch",
  "hey-api": pathToFileURL(join(heyApi, "index.js")).href,
  ky: "ky",
  axios: "axios",
  "@octokit/request": "@octokit/request",
  openai: "openai",
  stripe: "stripe",
};

export async function importing({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 5 : 21;
  const names = Object.keys(modules);
  await interleave(names, 1, (name) => start(modules[name])); // until the files are in memory
  const samples = await interleave(names, rounds, (name) => start(modules[name]));
  const rows = names.map((name) => {
    const over = (measure: keyof Sample): number[] =>
      paired(samples, name, BARE, measure, (value, bare) => (value - bare) / 1000);
    if (name === BARE) {
      const total = (measure: keyof Sample): string => (median(column(samples, name, measure)) / 1000).toFixed(1);
      return [name, total("wall"), total("cpu")];
    }
    const wall = over("wall");
    const beside = name === CONTROL ? "noise" : "";
    return [
      name,
      signed(median(wall)),
      signed(median(over("cpu"))),
      `${signed(quantile(wall, 0.25))} to ${signed(quantile(wall, 0.75))}`,
      name === OURS ? atMost(median(wall), TARGET, " ms") : beside,
    ];
  });
  console.log(`\nImport, over bare Node (${rounds} rounds of one process each)`);
  console.log(table(["module", "wall ms", "CPU ms", "middle half", "target (wall)"], rows));
}

function signed(ms: number): string {
  return `${ms < 0 ? "" : "+"}${ms.toFixed(1)}`;
}

/** Starts Node, imports the module, and waits for the end of the process, which tells its own CPU time. */
function start(specifier: string | undefined): Sample {
  const load = specifier ? `import ${JSON.stringify(specifier)};` : "";
  const program = `${load} const { user, system } = process.cpuUsage(); process.stdout.write(String(user + system));`;
  const before = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: here,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  const wall = (performance.now() - before) * 1000;
  if (status !== 0) throw new Error(`Importing ${specifier} failed:\n${stderr}`);
  return { wall, cpu: Number(stdout) };
}
