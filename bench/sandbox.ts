// The sandbox with a large archive: how soon it is ready, what it holds in memory, and how soon it answers: over HTTP, with what
// a client on the same machine takes to read, and by its own fetch. The control is a server that answers a page from a constant.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSandbox, type Sandbox } from "../src/sandbox/index.js";

const CHATS = 100_000;
const ROUNDS = 200;

/** Distinct pages and filters, so that no answer comes from the one before. */
const QUERIES: Record<string, (round: number) => string> = {
  "a page": (round) => `/chats?page=${1 + round}`,
  "a page of a filter": (round) => `/chats?tag[]=refund&rate=rated_good&page=${1 + (round % 10)}`,
  "a page of a day": (round) => `/chats?date_from=2025-0${1 + (round % 9)}-15&date_to=2025-0${1 + (round % 9)}-15`,
  "a page of tickets": (round) => `/tickets?page=${1 + round}`,
  "a chat": () => "/chats/PQ7K2M9X4D",
  "a report of a year": (round) =>
    `/reports/chats/total_chats?date_from=2025-01-01&date_to=2025-12-${10 + (round % 20)}`,
};

const begin = performance.now();
const sandbox = createSandbox({ chats: CHATS });
const ready = performance.now() - begin;
const { url } = await sandbox.listen();
const { login, apiKey } = sandbox.credentials;
const headers = { Authorization: `Basic ${btoa(`${login}:${apiKey}`)}`, "X-API-Version": "2" };

const page = await (await fetch(`${url}/chats`, { headers })).text();
const control = createServer((_, response) => response.end(page)).listen(0, "127.0.0.1");
await new Promise((resolve) => control.once("listening", resolve));
const controlUrl = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;

console.log(`${CHATS} chats, ${sandbox.data.tickets.size} tickets`);
console.log(`ready in ${Math.round(ready)} ms, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`);
console.log(`\n${row("ms", "first", "median", "without HTTP")}`);
console.log(row("a constant page", ...figures(await measure(fetch, () => controlUrl))));
for (const [name, query] of Object.entries(QUERIES)) {
  const addressOf = (round: number): string => url + query(round);
  const overHttp = await measure(fetch, addressOf);
  const [, median = ""] = figures(await measure(sandbox.fetch, addressOf));
  console.log(row(name, ...figures(overHttp), median));
}

control.close();
await sandbox.close();

async function measure(send: Sandbox["fetch"], addressOf: (round: number) => string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const response = await send(addressOf(round), { headers });
    await response.text();
    times.push(performance.now() - start);
    if (!response.ok) throw new Error(`${addressOf(round)} answered ${response.status}`);
  }
  return times;
}

/** The first time and the median. */
function figures(times: number[]): string[] {
  const [first = 0] = times;
  const median = [...times].sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
  return [first.toFixed(1), median.toFixed(2)];
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(20) + cells.map((cell) => cell.padStart(14)).join("");
}
