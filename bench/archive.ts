// The exporter, with the heap of its command, against a server that answers after 20 ms, with 8 requests under way, beside a plain
// loop over the same pages that keeps nothing. Beside the ideal, pages / 8 x 20 ms, stands what this machine allows: pages / 8 x the
// time that one request takes when nothing else happens. Each runs in a process of its own. `--records 1000000` for another archive.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { exportChats, writeArchive } from "../src/archive/index.js";
import { keepYoungHeapSmall } from "../src/cli/heap.js";
import { type ChatsListParams, createClient } from "../src/index.js";
import { makeChat } from "../src/sandbox/index.js";

const LATENCY_MS = 20;
const CONCURRENCY = 8;
/** How many requests are made to see what one takes. */
const ALONE = 200;
const PAGE = 25;
const RECORD_LIMIT = 25_000;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2023, 0, 1);
const DAYS = 1000;

const { values, positionals } = parseArgs({
  options: { records: { type: "string", default: "100000" } },
  allowPositionals: true,
});
const records = Number(values.records);
const [role, url = "", directory = ""] = positionals;

if (role === "serve") serve();
else if (role === "alone") tell(await alone());
else if (role === "loop") tell(await loop());
else if (role === "export") tell(await exported());
else await compare();

async function compare(): Promise<void> {
  const { build } = await import("esbuild");
  const scratch = await mkdtemp(join(tmpdir(), "livechat-openapi-bench-"));
  const program = join(scratch, "bench", "archive.mjs");
  const self = fileURLToPath(import.meta.url);
  await build({
    entryPoints: [self],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["esbuild"],
    logLevel: "error",
  });
  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [program, ...args, "--records", values.records], {
      stdio: ["ignore", "pipe", "inherit"],
      cwd: process.cwd(),
    });
  const server = run("serve");
  try {
    const address = await line(server);
    const measure = async (name: string): Promise<Measured> =>
      JSON.parse(await line(run(name, address, scratch))) as Measured;
    const atBest = (latency: number): number => ((records / PAGE) * latency) / CONCURRENCY;
    const ideal = atBest(LATENCY_MS / 1000);
    const single = (await measure("alone")).seconds / ALONE;
    console.log(`${records} chats, ${LATENCY_MS} ms, ${CONCURRENCY} under way: ${ideal.toFixed(1)} s at best`);
    console.log(
      `one request alone takes ${(1000 * single).toFixed(1)} ms: ${atBest(single).toFixed(1)} s at best here`,
    );
    console.log(`\n${row(["", "s", "of ideal", "of best here", "MB at most"])}`);
    for (const name of ["loop", "export"]) {
      const { seconds, megabytes } = await measure(name);
      const share = (best: number): string => `${Math.round((100 * best) / seconds)} %`;
      console.log(row([name, seconds.toFixed(1), share(ideal), share(atBest(single)), megabytes.toFixed(0)]));
    }
  } finally {
    server.kill();
    await rm(scratch, { recursive: true, force: true });
  }
}

function row([name = "", ...cells]: string[]): string {
  return name.padEnd(8) + cells.map((cell) => cell.padStart(14)).join("");
}

interface Measured {
  seconds: number;
  megabytes: number;
}

async function measured(work: () => Promise<void>): Promise<Measured> {
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  const start = performance.now();
  await work();
  clearInterval(watch);
  return { seconds: (performance.now() - start) / 1000, megabytes: most / 2 ** 20 };
}

/** Pages one after the other. */
function alone(): Promise<Measured> {
  return measured(async () => {
    for (let page = 1; page <= ALONE; page += 1) await (await fetch(`${url}/chats?page=${page}`)).arrayBuffer();
  });
}

function exported(): Promise<Measured> {
  keepYoungHeapSmall();
  const livechat = createClient({ auth: { accessToken: "any" }, baseUrl: url });
  return measured(async () => {
    const archive = exportChats(livechat, { ...range(0, DAYS - 1), concurrency: CONCURRENCY });
    const manifest = await writeArchive(archive, { path: join(directory, "chats.ndjson") });
    if (manifest.records !== records) throw new Error(`${manifest.records} records came.`);
  });
}

/** What one writes without an exporter: windows that are known to be small enough, and every page of each. */
function loop(): Promise<Measured> {
  const width = Math.floor((DAYS * (RECORD_LIMIT - PAGE)) / Math.max(records, RECORD_LIMIT));
  const get = async (query: Window, page: number): Promise<{ chats: unknown[]; pages: number }> => {
    const search = new URLSearchParams({
      date_from: query.from,
      date_to: query.to,
      page: String(page),
    } satisfies Named);
    return (await (await fetch(`${url}/chats?${search}`)).json()) as { chats: unknown[]; pages: number };
  };
  return measured(async () => {
    let came = 0;
    for (let day = 0; day < DAYS; day += width) {
      const window = range(day, Math.min(DAYS, day + width) - 1);
      const { chats, pages } = await get(window, 1);
      came += chats.length;
      let next = 2;
      const worker = async (): Promise<void> => {
        while (next <= pages) {
          const page = await get(window, next++);
          came += page.chats.length;
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    }
    if (came !== records) throw new Error(`${came} records came.`);
  });
}

type Named = Partial<Record<keyof ChatsListParams, string>>;

interface Window {
  from: string;
  to: string;
}

function range(first: number, last: number): Window {
  return { from: dayOf(first), to: dayOf(last) };
}

function dayOf(day: number): string {
  return new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
}

/** Chats that differ in identifier and time, spread evenly over the days. */
function serve(): void {
  const model = JSON.stringify(makeChat({ id: "CUT", started_timestamp: 987654321 }));
  const [before = "", between = "", after = ""] = model.split(/(?<="id":")CUT|(?<="started_timestamp":)987654321/);
  const text = (index: number): string => `${before}C${index}${between}${startOf(index)}${after}`;
  const startOf = (index: number): number => FIRST_DAY / 1000 + Math.floor((index * DAYS * 86_400) / records);
  /** The number of the first chat of a day. */
  const place = (day: string | null, later: number, otherwise: number): number =>
    day === null
      ? otherwise
      : Math.min(records, Math.max(0, Math.ceil(((Date.parse(day) - FIRST_DAY) / DAY_MS + later) * (records / DAYS))));
  const server = createServer((request, response) => {
    const search = new URL(request.url ?? "", "http://localhost").searchParams;
    const get = (name: keyof ChatsListParams): string | null => search.get(name);
    const [first, end] = [place(get("date_from"), 0, 0), place(get("date_to"), 1, records)];
    const total = Math.max(0, end - first);
    const reach = Math.min(total, RECORD_LIMIT);
    const skip = (Number(get("page") ?? 1) - 1) * PAGE;
    const items = Array.from({ length: Math.max(0, Math.min(PAGE, reach - skip)) }, (_, index) =>
      text(end - 1 - skip - index),
    );
    const body = `{"total":${total},"pages":${Math.ceil(reach / PAGE)},"chats":[${items.join(",")}]}`;
    setTimeout(() => response.setHeader("content-type", "application/json").end(body), LATENCY_MS);
  });
  server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}

/** The first line that a process prints. */
async function line({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const text of createInterface({ input: stdout })) return text;
  throw new Error("The process said nothing.");
}

function tell(result: Measured): void {
  console.log(JSON.stringify(result));
}
