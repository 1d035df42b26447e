// livechat-openapi export, as whoever types it sees it: real processes, real files, a sandbox over HTTP.
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createSandbox, type SandboxOptions } from "livechat-openapi/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Manifest } from "../../src/archive/index.js";
import { runCli, spawnCli } from "../support/cli.js";
import { finished, listenTo } from "../support/project.js";

/** A sandbox, an empty folder, and the command run in it. */
async function prepare(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ chats: 120, tickets: 40, checkAnswers: false, ...options });
  const directory = await mkdtemp(join(tmpdir(), "livechat-openapi-export-"));
  onTestFinished(async () => {
    await sandbox.close();
    await rm(directory, { recursive: true });
  });
  const { url } = await sandbox.listen();
  const { login, apiKey } = sandbox.credentials;
  const env = {
    LIVECHAT_BASE_URL: url,
    LIVECHAT_LOGIN: login,
    LIVECHAT_API_KEY: apiKey,
    LIVECHAT_ACCESS_TOKEN: "",
    NO_PROXY: "*",
  };
  const file = (name: string): string => join(directory, name);
  return {
    sandbox,
    env,
    file,
    files: async () => (await readdir(directory)).sort(),
    read: (name: string) => readFile(file(name), "utf8"),
    manifest: async (name: string) => JSON.parse(await readFile(file(`${name}.manifest.json`), "utf8")) as Manifest,
    run: (...args: string[]) => runCli(["export", ...args], { cwd: directory, env }),
    spawn: (...args: string[]) => spawnCli(["export", ...args], { cwd: directory, env }),
  };
}

function idsOf(ndjson: string): string[] {
  return ndjson
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: string }).id);
}

describe("an export", () => {
  test("has every chat once, is for its owner alone, and says what was checked", async () => {
    const { sandbox, run, read, file, files, manifest } = await prepare({ recordLimit: 50 });
    const { code, output } = await run("chats", "--out", "chats.ndjson", "--record-limit", "50");
    expect(output).toContain(`${sandbox.data.chats.size} chats of 2002-01-01 to`);
    expect(output).toContain("Complete:");
    expect(code).toBe(0);
    const ids = idsOf(await read("chats.ndjson"));
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids.sort()).toEqual([...sandbox.data.chats].map(({ id }) => id).sort());
    expect(await files()).toEqual(["chats.ndjson", "chats.ndjson.manifest.json"]);
    for (const name of await files()) expect((await stat(file(name))).mode & 0o777).toBe(0o600);
    expect(await manifest("chats.ndjson")).toMatchObject({ complete: true, records: ids.length, total: ids.length });
  });

  test("of tickets, compressed, as CSV, by month", async () => {
    const { sandbox, run, file, files, read } = await prepare();
    expect((await run("tickets", "--out", "tickets.csv.gz")).code).toBe(0);
    const csv = gunzipSync(await readFile(file("tickets.csv.gz"))).toString();
    expect(csv.match(/^id,/)).not.toBeNull();
    expect((await run("tickets", "--out", "months.csv", "--monthly", "--only-ids")).code).toBe(0);
    const months = (await files()).filter((name) => /^months-\d{4}-\d\d\.csv$/.test(name));
    const ids = (await Promise.all(months.map(read))).flatMap((text) => text.trim().split(/\r?\n/).slice(1));
    expect(ids.sort()).toEqual([...sandbox.data.tickets].map(({ id }) => id).sort());
  });

  test("goes to standard output, filtered, and says nothing when told to be quiet", async () => {
    const { sandbox, run } = await prepare();
    const { code, output } = await run("tickets", "--filter", "status=solved", "--only-ids", "--quiet");
    const solved = [...sandbox.data.tickets].filter(({ status }) => status === "solved").map(({ id }) => id);
    expect(output.trim().split("\n").sort()).toEqual(solved.sort());
    expect(code).toBe(0);
  });

  test("tells programs what happens as JSON", async () => {
    const { run } = await prepare();
    const { output } = await run("chats", "--out", "chats.json", "--json");
    const events = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toContain("progress");
    expect(events.find(({ event }) => event === "done")).toMatchObject({ complete: true, path: "chats.json" });
  });

  test("since the last one brings what has come", async () => {
    const { sandbox, run, read, files } = await prepare();
    expect((await run("chats", "--out", "chats.ndjson", "--since-last")).code).toBe(0);
    const { id } = sandbox.data.chats.add({});
    const { code, output } = await run("chats", "--out", "chats.ndjson", "--since-last");
    expect(output).toContain("Going on from chats.ndjson");
    expect(code).toBe(0);
    expect(await files()).toContain("chats.2.ndjson");
    expect(idsOf(await read("chats.2.ndjson"))).toContain(id);
  });
});

describe("an interrupted export", () => {
  test("killed, it goes on where it stood, to the same bytes", async () => {
    const { sandbox, run, spawn, file, read } = await prepare({ chats: 400, recordLimit: 50 });
    const args = ["chats", "--record-limit", "50", "--to", "2026-11-20"];
    expect((await run(...args, "--out", "whole.ndjson")).code).toBe(0);
    sandbox.faults.always({ latencyMs: 5 });
    for (const requests of [4, 12, 20]) {
      const child = spawn(...args, "--out", "killed.ndjson");
      const end = finished(child);
      const before = sandbox.faults.seen.requests;
      await Promise.race([sandbox.faults.until((seen) => seen.requests >= before + requests), end]);
      child.kill("SIGKILL");
      await end;
    }
    expect(existsSync(file("killed.ndjson.checkpoint.json"))).toBe(true);
    const { code, output } = await run(...args, "--out", "killed.ndjson");
    expect(output).toContain("Going on with killed.ndjson");
    expect(code).toBe(0);
    expect(await read("killed.ndjson")).toBe(await read("whole.ndjson"));
    expect(existsSync(file("killed.ndjson.checkpoint.json"))).toBe(false);
  });

  test("by Ctrl-C, it says how to go on", async () => {
    const { sandbox, spawn, files } = await prepare();
    sandbox.faults.always({ stall: "beforeHeaders" });
    const child = spawn("chats", "--out", "chats.ndjson");
    const end = finished(child);
    await sandbox.faults.until((seen) => seen.waiting > 0);
    child.kill("SIGINT");
    const { code, output } = await end;
    expect(output).toContain("Interrupted.\nWhat was written stays. Run the same command again to go on.");
    expect(code).toBe(130);
    expect(await files()).toEqual(["chats.ndjson.checkpoint.json"]);
  });

  test("whose filter has changed since, it is refused by name", async () => {
    const { sandbox, spawn, run } = await prepare();
    sandbox.faults.always({ stall: "beforeHeaders" });
    const child = spawn("chats", "--out", "chats.ndjson", "--filter", "group=1");
    await sandbox.faults.until((seen) => seen.waiting > 0);
    child.kill("SIGKILL");
    await finished(child);
    sandbox.faults.clear();
    const { code, output } = await run("chats", "--out", "chats.ndjson", "--filter", "group=2");
    expect(output).toContain("begun with another filter group");
    expect(code).toBe(4);
  });
});

describe("what goes wrong", () => {
  test("a day with more records than can be told apart is named", async () => {
    const { sandbox, run, read } = await prepare({ chats: 0, recordLimit: 25 });
    const started_timestamp = Date.parse("2026-03-03T12:00:00Z") / 1000;
    for (let count = 0; count < 60; count += 1) sandbox.data.chats.add({ started_timestamp, group: [1], tags: [] });
    const { code, output } = await run("chats", "--out", "chats.ndjson", "--record-limit", "25");
    expect(output).toContain("2026-03-03 (25 of 60");
    expect(code).toBe(3);
    expect(idsOf(await read("chats.ndjson"))).toHaveLength(25);
  });

  test("a key that LiveChat refuses half-way", async () => {
    const { sandbox, run, files } = await prepare();
    sandbox.faults.next({}, { times: 3 });
    sandbox.faults.always({ status: 401 });
    const { code, output } = await run("chats", "--out", "chats.ndjson");
    expect(output).toContain("LiveChat refuses the credentials");
    expect(output).toContain("Run the same command again");
    expect(output).not.toContain("made-up-api-key");
    expect(code).toBe(5);
    expect(await files()).toContain("chats.ndjson.checkpoint.json");
  });

  test("a file that is in the way is not touched", async () => {
    const { run, read } = await prepare();
    expect((await run("chats", "--out", "chats.ndjson", "--to", "2026-01-01")).code).toBe(0);
    const before = await read("chats.ndjson");
    const { code, output } = await run("chats", "--out", "chats.ndjson", "--filter", "group=1");
    expect(output).toContain("is there already");
    expect(code).toBe(4);
    expect(await read("chats.ndjson")).toBe(before);
  });

  test.each([
    [[], "Say what to export: chats or tickets."],
    [["agents"], "Say what to export: chats or tickets."],
    [["chats", "--from", "yesterday"], "from must be a day"],
    [["chats", "--from", "2026-02-01", "--to", "2026-01-01"], "is after to"],
    [["chats", "--timezone", "Mars/Olympus"], "timezone is no name of the TZ database"],
    [["chats", "--format", "xml"], "--format takes ndjson, json or csv, not xml."],
    [["chats", "--filter", "colour=red"], "--filter takes one of"],
    [["chats", "--filter", "group"], "--filter takes one of"],
    [["chats", "--filter", "date_from=2026-01-01"], "date_from is no filter here"],
    [["chats", "--concurrency", "0"], "--concurrency takes a whole number from 1 to 64"],
    [["chats", "--since-last"], "--monthly and --since-last need a file"],
    [["chats", "--api-key", "x"], "Unknown option '--api-key'"],
  ])("arguments %j", async (args, message) => {
    const env = { LIVECHAT_BASE_URL: "http://127.0.0.1:1", LIVECHAT_LOGIN: "ada@example.com", LIVECHAT_API_KEY: "x" };
    const { code, output } = await runCli(["export", ...args], { env });
    expect(output).toContain(message);
    expect(output).not.toContain("    at ");
    expect(code).toBe(2);
  });

  test("no credentials, and nobody to ask", async () => {
    const env = { LIVECHAT_LOGIN: "", LIVECHAT_API_KEY: "", LIVECHAT_ACCESS_TOKEN: "" };
    expect(await runCli(["export", "chats"], { env })).toEqual({
      code: 2,
      output:
        "There are no credentials. Set LIVECHAT_LOGIN and LIVECHAT_API_KEY, or LIVECHAT_ACCESS_TOKEN, in the environment.\n",
    });
  });
});

test("the help names exit codes and variables", async () => {
  const { output } = await runCli(["export", "--help"]);
  for (const text of ["Exit codes:", "LIVECHAT_ACCESS_TOKEN", "--since-last"]) expect(output).toContain(text);
});

test("progress is a line now and then in a log", async () => {
  const { spawn } = await prepare();
  const child = spawn("chats", "--out", "chats.ndjson");
  expect(await listenTo(child)("Complete:")).toMatch(/^\d+ %, [\d,]+ chats, \d+\/s.*, at 2002-01-01 to /m);
});
