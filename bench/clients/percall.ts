// What one call costs, over a stubbed fetch and over loopback HTTP, one at a time and many in flight.
import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BASE, type Call, CONTROL, clients, type Target } from "./clients.js";
import { OURS } from "./paths.js";
import { column, interleave, measure, median, paired, quantile, type Samples } from "./rounds.js";
import { agent, startServer } from "./server.js";
import { atMost, table } from "./table.js";

const IN_FLIGHT = [1, 64];

/** The most that our client may cost, in times of what bare fetch does. */
const TARGETS = { stubbed: 1.6, loopback: 1.1 };

/** Calls of one contender in one round: some 20 to 50 ms; many short rounds tell more on a noisy machine than few long ones. */
const CALLS = { stubbed: 1000, loopback: 100 };

export async function percall({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 11 : 61;
  await compare("stubbed", { baseUrl: "http://127.0.0.1:1", stub }, rounds);
  const server = await startServer();
  try {
    await compare("loopback", { baseUrl: server.url }, rounds);
  } finally {
    server.stop();
  }
}

const body = JSON.stringify(agent);

async function stub(): Promise<Response> {
  return new Response(body, { status: 200, headers: { "content-type": "application/json" } });
}

async function compare(kind: keyof typeof TARGETS, target: Target, rounds: number): Promise<void> {
  const calls = new Map<string, Call>();
  for (const [name, make] of Object.entries(clients)) {
    const call = make(target);
    if (!call) continue;
    await check(name, call);
    calls.set(name, call);
  }
  for (const inFlight of IN_FLIGHT) {
    const run = (name: string) => {
      const call = calls.get(name) as Call;
      collectYoungGarbage(); // what the contender before has left
      return measure(CALLS[kind], () => repeat(call, CALLS[kind], inFlight));
    };
    await interleave([...calls.keys()], 3, run); // until it is compiled and connected
    const samples = await interleave([...calls.keys()], rounds, run);
    console.log(`\nPer call, ${kind}, ${inFlight} in flight (${rounds} rounds of ${CALLS[kind]} calls)`);
    console.log(report(samples, TARGETS[kind]));
  }
}

/** A client that does not hand over the body would be measured doing less than the others. */
async function check(name: string, call: Call): Promise<void> {
  const answer = (await call()) as typeof agent;
  assert.deepEqual({ ...answer }, agent, `${name} does not give the answer's body`);
}

async function repeat(call: Call, count: number, inFlight: number): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

function report(samples: Samples, target: number): string {
  const rows = Object.keys(clients).map((name) => {
    if (!samples.has(name)) return [name, "n/a"];
    const cpu = paired(samples, name, BASE, "cpu", (value, base) => value / base);
    const wall = paired(samples, name, BASE, "wall", (value, base) => value / base);
    const beside = name === CONTROL ? "noise" : "";
    return [
      name,
      median(column(samples, name, "cpu")).toFixed(1),
      name === BASE ? "" : median(cpu).toFixed(2),
      name === BASE ? "" : `${quantile(cpu, 0.25).toFixed(2)}-${quantile(cpu, 0.75).toFixed(2)}`,
      median(column(samples, name, "wall")).toFixed(1),
      name === BASE ? "" : median(wall).toFixed(2),
      name === OURS ? atMost(median(cpu), target) : beside,
    ];
  });
  return table(["client", "CPU us", "x fetch", "middle half", "wall us", "x fetch", "target (CPU)"], rows);
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options: { type: "minor" }) => void;

/** Not a full collection: that also throws away what the engine has learnt of the code, and makes every client slow again. */
function collectYoungGarbage(): void {
  collect({ type: "minor" });
}
