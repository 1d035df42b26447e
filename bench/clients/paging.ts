// How close reading every page comes to what the server's latency allows.
import assert from "node:assert/strict";
import { type CallOptions, createClient } from "livechat-openapi";
import { BASE } from "./clients.js";
import { OURS } from "./paths.js";
import { column, interleave, measure, median, paired } from "./rounds.js";
import { CHATS_PER_PAGE, LATENCY_MS, PAGES, startServer } from "./server.js";
import { atLeast, table } from "./table.js";

const CONCURRENCY = [1, 4, 8];

/** How much of what latency allows our client should reach, in per cent, by pages in flight. */
const TARGETS = new Map([
  [4, 90],
  [8, 87],
]);

/** Reads every page and tells how many chats there were. */
type Reader = (concurrency: number) => Promise<number>;

export async function paging({ quick }: { quick: boolean }): Promise<void> {
  const rounds = quick ? 2 : 5;
  const server = await startServer();
  try {
    const ours = await ourReader(server.url);
    if (!ours) {
      console.log("\nPaging: skipped, because what livechat.chats.list() gives has no Symbol.asyncIterator.");
      return;
    }
    const readers: Record<string, Reader> = { [BASE]: fetchReader(server.url), [OURS]: ours };
    const names = Object.keys(readers).flatMap((name) => CONCURRENCY.map((concurrency) => `${name} ${concurrency}`));
    const run = (title: string) => {
      const [name = "", concurrency] = title.split(" ");
      return measure(PAGES, () => readAll(readers[name] as Reader, Number(concurrency)));
    };
    await interleave(names, 1, run); // until it is compiled and connected
    const samples = await interleave(names, rounds, run);
    const rows = CONCURRENCY.flatMap((concurrency) =>
      Object.keys(readers).map((name) => {
        const title = `${name} ${concurrency}`;
        const seconds = (median(column(samples, title, "wall")) * PAGES) / 1e6;
        const share = (100 * allowed(concurrency)) / seconds;
        const target = TARGETS.get(concurrency);
        return [
          name,
          String(concurrency),
          seconds.toFixed(3),
          (PAGES / seconds).toFixed(0),
          share.toFixed(1),
          name === BASE
            ? ""
            : median(paired(samples, title, `${BASE} ${concurrency}`, "wall", (a, b) => a / b)).toFixed(2),
          median(column(samples, title, "cpu")).toFixed(0),
          name === OURS && target !== undefined ? atLeast(share, target, " %") : "",
        ];
      }),
    );
    console.log(`\nPaging: ${PAGES} pages of ${CHATS_PER_PAGE} chats, ${LATENCY_MS} ms each (median of ${rounds})`);
    console.log(
      table(["client", "in flight", "s", "pages/s", "% of allowed", "s, x fetch", "CPU us/page", "target"], rows),
    );
  } finally {
    server.stop();
  }
}

/** The seconds that nobody can beat: the first page tells how many there are, the others come so many at a time. */
function allowed(concurrency: number): number {
  return ((1 + Math.ceil((PAGES - 1) / concurrency)) * LATENCY_MS) / 1000;
}

async function readAll(reader: Reader, concurrency: number): Promise<void> {
  assert.equal(await reader(concurrency), PAGES * CHATS_PER_PAGE, "Some chats are missing or came twice.");
}

async function ourReader(baseUrl: string): Promise<Reader | undefined> {
  const livechat = createClient({ auth: { login: "ada@example.com", apiKey: "made-up-key" }, baseUrl });
  const list = (concurrency: number): object => {
    const options: CallOptions & { concurrency: number } = { concurrency };
    return livechat.chats.list({}, options);
  };
  const first = list(1);
  await first;
  if (!isAsyncIterable(first)) return undefined;
  return async (concurrency) => {
    let count = 0;
    for await (const _chat of list(concurrency) as AsyncIterable<unknown>) count++;
    return count;
  };
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

/** The same by hand: the first page, then so many workers over the others. */
function fetchReader(baseUrl: string): Reader {
  const read = async (page: number): Promise<{ chats: unknown[]; pages: number }> => {
    const response = await fetch(`${baseUrl}/chats?page=${page}`);
    return (await response.json()) as { chats: unknown[]; pages: number };
  };
  return async (concurrency) => {
    const first = await read(1);
    let count = first.chats.length;
    let next = 2;
    const work = async (): Promise<void> => {
      while (next <= first.pages) {
        const { chats } = await read(next++);
        count += chats.length;
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    return count;
  };
}
