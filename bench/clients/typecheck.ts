// What a file with 20 calls costs the compiler; the files lie in typecheck/.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { here, OURS } from "./paths.js";
import { column, interleave, median, type Sample } from "./rounds.js";
import { atMost, table } from "./table.js";

/** The most type instantiations that our file may cost. */
const TARGET = 100;

const NOTHING = "nothing";
const names = [NOTHING, OURS, "openapi-fetch", "stripe", "openai"];

// As a service on Node would be compiled: without the DOM.
const OPTIONS =
  "--noEmit --strict --skipLibCheck --target es2022 --module nodenext --lib es2023 --types node --extendedDiagnostics";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

export async function typecheck({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 1 : 3;
  const counts = new Map<string, { instantiations: number; types: number }>();
  const samples = await interleave(names, rounds, (name) => {
    const found = compile(name);
    counts.set(name, found);
    return found;
  });
  const rows = names.map((name) => {
    const { instantiations, types } = counts.get(name) ?? { instantiations: Number.NaN, types: Number.NaN };
    return [
      name,
      String(instantiations),
      String(types),
      (median(column(samples, name, "cpu")) / 1e6).toFixed(2),
      (median(column(samples, name, "wall")) / 1e6).toFixed(2),
      name === OURS ? atMost(instantiations, TARGET) : "",
    ];
  });
  console.log(`\nType-check of a file with 20 calls (tsc ${OPTIONS}; median of ${rounds})`);
  console.log(table(["file", "instantiations", "types", "check s", "total s", "target (instantiations)"], rows));
}

/** `cpu` is the compiler's check time, `wall` its total time. */
function compile(name: string): Sample & { instantiations: number; types: number } {
  const file = join("typecheck", `${name}.ts`);
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...OPTIONS.split(" "), file], {
    cwd: here,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${file} does not compile:\n${stdout}`);
  const figure = (label: string): number => Number(new RegExp(`^${label}: +([\\d.]+)`, "m").exec(stdout)?.[1]);
  return {
    instantiations: figure("Instantiations"),
    types: figure("Types"),
    cpu: figure("Check time") * 1e6,
    wall: figure("Total time") * 1e6,
  };
}
