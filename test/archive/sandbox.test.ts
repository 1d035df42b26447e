// Exports of a large licence in the sandbox: with faults, with records that come and move meanwhile, and with processes that are
// killed at random.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { createClient, type LiveChat } from "livechat-openapi";
import { exportChats, exportTickets, type WriteOptions, writeArchive } from "livechat-openapi/archive";
import { createSandbox } from "livechat-openapi/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createRandom } from "../../src/sandbox/licence/random.js";

// Some thousand of the hundred thousand, in windows of fewer than a thousand each.
const range = { from: "2025-12-10", to: "2025-12-31" };
/** Fewer, for processes that come to an end soon. */
const short = { from: "2025-12-24", to: "2025-12-31", recordLimit: 200 };
const sandbox = createSandbox({ chats: 100_000, tickets: 2_000, recordLimit: 1_000, checkAnswers: false });
const patient = { maxRetries: 8, baseDelayMs: 1 };
const random = createRandom(7);
/** How often processes are killed in all; `npm run check:all` asks for 1,000. Three in each run, somewhere among its first requests. */
const KILLS = Number(process.env["KILLS"] ?? 9);
const KILLS_A_RUN = 3;

let scratch: string;
let livechat: LiveChat;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "archive-"));
  livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch, retry: patient });
});
beforeEach(() => sandbox.faults.clear());
afterAll(async () => {
  await sandbox.close();
  await rm(scratch, { recursive: true, force: true });
});

async function idsOf(records: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of records) ids.push(id);
  return ids;
}

const doubles = (ids: string[]): string[] => {
  const seen = new Set<string>();
  return ids.filter((id) => seen.has(id) || !seen.add(id));
};

describe("a licence with 100,000 chats", () => {
  test("is exported past the limit, whatever goes wrong on the way", async () => {
    const { total } = await livechat.chats.list({ date_from: range.from, date_to: range.to, timezone: "UTC" });
    expect(total).toBeGreaterThan(2_000);
    const chance = (share: number) => ({ when: () => random.chance(share) });
    sandbox.faults.always({ status: 503 }, chance(0.03));
    sandbox.faults.always({ status: 429, retryAfter: 0 }, chance(0.03));
    sandbox.faults.always({ reset: "midBody" }, chance(0.03));
    sandbox.faults.always({ html: "<h1>Bad gateway</h1>", status: 502 }, chance(0.03));
    const ids = await idsOf(exportChats(livechat, { ...range, concurrency: 8 }));
    expect(doubles(ids)).toEqual([]);
    expect(ids).toHaveLength(total);
  });

  test("is exported once while chats arrive", async () => {
    const before = await idsOf(exportChats(livechat, { from: "2025-12-29", to: "2026-11-30" }));
    sandbox.faults.always({ arriving: 5 }, { when: () => random.chance(0.3) });
    const ids = await idsOf(exportChats(livechat, { from: "2025-12-29", to: "2026-11-30", concurrency: 4 }));
    expect(doubles(ids)).toEqual([]);
    expect(ids.length).toBeGreaterThan(before.length);
    const given = new Set(ids);
    expect(before.filter((id) => !given.has(id))).toEqual([]);
  });

  test("has each of its tickets exported once while they change", async () => {
    const before = [...sandbox.data.tickets].map(({ id }) => id);
    sandbox.faults.always({ moving: 2 }, { operation: "tickets.list", when: () => random.chance(0.5) });
    const ids = await idsOf(exportTickets(livechat, { recordLimit: 400, concurrency: 4 }));
    expect(doubles(ids)).toEqual([]);
    expect(ids.toSorted()).toEqual(before.toSorted());
  });
});

describe("a process that is killed at random", () => {
  let url: string;
  let program: string;

  beforeAll(async () => {
    ({ url } = await sandbox.listen({ port: 0 }));
    program = join(scratch, "child.mjs");
    await build({
      entryPoints: [join(import.meta.dirname, "child.ts")],
      outfile: program,
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "error",
    });
  });

  const start = (kind: string, path: string, options: object): ChildProcess =>
    spawn(process.execPath, [program, kind, url, path, JSON.stringify({ ...short, ...options })], {
      env: { LIVECHAT_LOGIN: sandbox.credentials.login, LIVECHAT_API_KEY: sandbox.credentials.apiKey },
      stdio: ["ignore", "inherit", "inherit"],
    });

  /** Kills some processes, by which the archive gets further and further, and lets one go to its end. */
  async function writeThroughKills(kind: string, path: string, options: object): Promise<void> {
    for (let left = KILLS_A_RUN; ; left--) {
      const child = start(kind, path, options);
      const ended = once(child, "exit");
      if (left > 0) {
        const requests = sandbox.faults.seen.requests + random.integer(1, 40);
        const enough = sandbox.faults.until((seen) => seen.requests >= requests);
        await Promise.race([enough, ended]);
        child.kill("SIGKILL");
      }
      const [code] = (await ended) as [number | null];
      if (code === 0) return;
      if (code !== null) throw new Error(`The process ended with ${code}.`);
    }
  }

  const kinds = [
    ["chats", { format: "ndjson", gzip: true }],
    ["chats", { format: "csv", monthly: true }],
    ["tickets", { format: "json" }],
  ] as const;

  test.each(kinds)(
    "leaves %s as if it never had been: %o",
    async (kind, options) => {
      const whole = await mkdtemp(join(scratch, "whole-"));
      const written = { path: join(whole, "archive"), ...options } satisfies WriteOptions;
      if (kind === "chats") await writeArchive(exportChats(livechat, short), written);
      else await writeArchive(exportTickets(livechat, short), written);
      const expected = await contents(whole);

      for (let kills = 0; kills < KILLS / kinds.length; kills += KILLS_A_RUN) {
        const broken = await mkdtemp(join(scratch, "broken-"));
        await writeThroughKills(kind, join(broken, "archive"), options);
        expect(await contents(broken)).toEqual(expected);
        await rm(broken, { recursive: true });
      }
    },
    60_000 + KILLS * 3000,
  );
});

async function contents(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await readFile(join(path, name))).toString("base64")])),
  );
}
