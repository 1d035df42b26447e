// Archives on disk: what the files hold, and that they come out the same however often their writing is interrupted.
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { gunzipSync } from "node:zlib";
import {
  type ArchiveError,
  exportChats,
  exportTickets,
  type Manifest,
  readManifest,
  since,
  streamArchive,
  writeArchive,
} from "livechat-openapi/archive";
import { describe, expect, onTestFinished, test } from "vitest";
import { writeArchiveOn } from "../../src/archive/write/writeArchive.js";
import { failure } from "../support/faulty.js";
import { diskKilledAfter, fullDisk } from "./disks.js";
import { createModel, type Model, type ModelChat } from "./model.js";

const DAY = 86_400;
const BEGIN = Date.UTC(2024, 0, 1) / 1000;
const now = (): Date => new Date("2024-03-01T12:00:00Z");
const range = { from: "2024-01-01", to: "2024-02-29", now };

/** Some chats on every other day of two months. */
const chats: ModelChat[] = Array.from({ length: 30 }, (_, day) =>
  Array.from({ length: 8 }, (_, index) => {
    const started = BEGIN + 2 * day * DAY + index * 3600;
    return { id: `C${day}-${index}`, started, ended: started + 600, tags: index % 2 ? ["sales"] : [] };
  }),
).flat();

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "archive-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const model = (options = {}): Model => createModel({ chats, limit: 100, ...options });
const archive = ({ livechat }: Model = model()) => exportChats(livechat, { ...range, recordLimit: 70 });

/** What is in a directory, by name. */
async function contents(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await readFile(join(path, name))).toString("hex")])),
  );
}

const lines = (text: string): string[] => text.split("\n").filter(Boolean);

describe("writeArchive", () => {
  test("writes each record on a line, and a manifest that fits", async () => {
    const path = join(await directory(), "chats.ndjson");
    const manifest = await writeArchive(archive(), { path, source: "ada@example.com" });
    const text = await readFile(path, "utf8");
    const ids = lines(text).map((line) => JSON.parse(line).id);
    expect(ids.sort()).toEqual(chats.map(({ id }) => id).sort());
    expect(manifest).toMatchObject({
      made: { kind: "chats", source: "ada@example.com" },
      complete: true,
      records: 240,
      total: 240,
      seen: 240,
      repeated: 0,
    });
    expect(manifest.files).toEqual([
      {
        name: "chats.ndjson",
        bytes: text.length,
        records: 240,
        sha256: createHash("sha256").update(text).digest("hex"),
      },
    ]);
    expect(manifest.windows.reduce((bytes, window) => bytes + (window.bytes ?? 0), 0)).toBe(text.length);
    expect(await readManifest(`${path}.manifest.json`)).toEqual(JSON.parse(JSON.stringify(manifest)));
  });

  test("leaves nothing beside the archive and its manifest, and nobody else can read them", async () => {
    const where = await directory();
    await writeArchive(archive(), { path: join(where, "chats.csv"), format: "csv", monthly: true });
    const names = (await readdir(where)).sort();
    expect(names).toEqual(["chats-2024-01.csv", "chats-2024-02.csv", "chats.csv.manifest.json"]);
    for (const name of names) expect((await stat(join(where, name))).mode & 0o777).toBe(0o600);
  });

  test("nobody else can read what stands there meanwhile", async () => {
    const where = await directory();
    const { disk } = diskKilledAfter(30);
    await failure(writeArchiveOn(disk, archive(), { path: join(where, "chats.ndjson") }));
    const names = await readdir(where);
    expect(names).toContain("chats.ndjson.checkpoint.json");
    for (const name of names) expect((await stat(join(where, name))).mode & 0o777).toBe(0o600);
  });

  test.each([
    { format: "json", gzip: false },
    { format: "json", gzip: true },
  ] as const)("as an array of JSON, gzip $gzip", async ({ format, gzip }) => {
    const path = join(await directory(), "chats.json.gz");
    await writeArchive(archive(), { path, format, gzip });
    const bytes = await readFile(path);
    const items = JSON.parse((gzip ? gunzipSync(bytes) : bytes).toString());
    expect(items).toHaveLength(240);
    expect(items[0]).toMatchObject({ type: "chat", visitor: { name: expect.stringContaining('"') } });
  });

  test.each(["ndjson", "json", "csv"] as const)("of nothing as %s is a file all the same", async (format) => {
    const empty = model({ chats: [] });
    for (const gzip of [false, true]) {
      const path = join(await directory(), "chats");
      const manifest = await writeArchive(archive(empty), { path, format, gzip });
      const bytes = await readFile(path);
      const text = (gzip ? gunzipSync(bytes) : bytes).toString();
      if (format === "json") expect(JSON.parse(text)).toEqual([]);
      if (format === "ndjson") expect(text).toBe("");
      if (format === "csv") expect(text).toMatch(/^id,type,started,.*\r\n$/);
      expect(manifest).toMatchObject({ records: 0, complete: true });
    }
  });

  test("as CSV quotes what needs it, and takes the sting out of formulas", async () => {
    const path = join(await directory(), "tickets.csv");
    const tickets = [{ id: "7XK2P", activity: [BEGIN, BEGIN + 61], tags: ["a,b", "c"], groups: [1, 2] }];
    await writeArchive(exportTickets(model({ tickets }).livechat, range), { path, format: "csv" });
    expect(await readFile(path, "utf8")).toBe(
      "id,subject,status,created,modified,requester_mail,requester_name,assignee,groups,tags,rate,source,source_url,source_id,messages\r\n" +
        '7XK2P,\'=7XK2P,open,,2024-01-01T00:01:01Z,mina@example.net,,,1; 2,"a,b; c",,mail,,,0\r\n',
    );
  });

  test.each([
    ["ndjson", "C28-7"],
    ["csv", "id"],
  ] as const)("only identifiers as %s are one a line", async (format, first) => {
    const path = join(await directory(), "ids.txt");
    await writeArchive(archive(), { path, format, onlyIds: true });
    const ids = (await readFile(path, "utf8")).split(/\r?\n/);
    expect(ids).toContain(first);
    expect(ids.filter((id) => /^C\d+-\d$/.test(id))).toHaveLength(240);
  });

  test("refuses to write over anything", async () => {
    const path = join(await directory(), "chats.ndjson");
    await writeFile(path, "mine");
    expect(await failure<ArchiveError>(writeArchive(archive(), { path }))).toMatchObject({ code: "exists" });
    expect(await readFile(path, "utf8")).toBe("mine");
    const monthly = join(await directory(), "chats.ndjson");
    await writeFile(monthly.replace(".ndjson", "-2024-01.ndjson"), "mine");
    const error = await failure<ArchiveError>(writeArchive(archive(), { path: monthly, monthly: true }));
    expect(error.message).toContain("chats-2024-01.ndjson is there already");
  });

  test("of an archive that is there already tells what is there; of another one it is refused", async () => {
    const path = join(await directory(), "chats.ndjson");
    const manifest = await writeArchive(archive(), { path });
    const again = model();
    expect(await writeArchive(archive(again), { path })).toEqual(JSON.parse(JSON.stringify(manifest)));
    expect(again.queries).toEqual([]);
    const later = exportChats(again.livechat, { ...range, to: "2024-03-01" });
    expect(await failure(writeArchive(later, { path }))).toMatchObject({ code: "exists" });
    expect(await failure(writeArchive(archive(), { path, onlyIds: true }))).toMatchObject({ code: "exists" });
    await truncate(path, 100);
    expect(await failure(writeArchive(archive(), { path }))).toMatchObject({ code: "damaged" });
  });

  test("begins a later export where this one ended", async () => {
    const path = join(await directory(), "chats.ndjson");
    expect(since(await writeArchive(archive(), { path }))).toEqual({ from: "2024-02-27", timezone: "UTC" });
  });
});

describe("a killed run", () => {
  const kinds = [
    { format: "ndjson", gzip: false, monthly: false },
    { format: "ndjson", gzip: true, monthly: false },
    { format: "json", gzip: false, monthly: true },
    { format: "csv", gzip: true, monthly: true },
  ] as const;

  test.each(kinds)("goes on wherever it was killed, and the files come out the same: %o", async (kind) => {
    const whole = await directory();
    const counted = diskKilledAfter(Number.POSITIVE_INFINITY);
    const options = (where: string) => ({ path: join(where, "chats.out"), ...kind });
    const few = () =>
      exportChats(model({ chats: chats.filter((_, index) => index % 6 === 0) }).livechat, {
        ...range,
        recordLimit: 26,
      });
    await writeArchiveOn(counted.disk, few(), options(whole));
    const expected = await contents(whole);
    for (let limit = 0; limit < counted.steps(); limit++) {
      const where = await directory();
      await writeArchiveOn(diskKilledAfter(limit).disk, few(), options(where)).catch(() => {});
      await writeArchiveOn(diskKilledAfter(Number.POSITIVE_INFINITY).disk, few(), options(where));
      expect({ limit, files: await contents(where) }).toEqual({ limit, files: expected });
    }
  });

  test("goes on however often it is killed, and asks for nothing twice that it has", async () => {
    const [whole, where] = [await directory(), await directory()];
    await writeArchive(archive(), { path: join(whole, "chats.ndjson") });
    const kept: number[] = [];
    for (let run = 0; run < 30; run++) {
      const shared = model();
      const { disk } = diskKilledAfter(25);
      const error = await writeArchiveOn(disk, archive(shared), { path: join(where, "chats.ndjson") }).catch((e) => e);
      kept.push(shared.queries.length);
      if (!(error instanceof Error)) break;
    }
    expect(await contents(where)).toEqual(await contents(whole));
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.at(-1)).toBeLessThan(kept[0] as number);
  });

  test("goes on days later with the days that it began with", async () => {
    const [whole, where] = [await directory(), await directory()];
    const on = (day: string) =>
      exportChats(model().livechat, { from: "2024-01-01", recordLimit: 100, now: () => new Date(day) });
    await writeArchive(on("2024-02-20T12:00:00Z"), { path: join(whole, "chats.ndjson") });
    const { disk } = diskKilledAfter(30);
    await failure(writeArchiveOn(disk, on("2024-02-20T12:00:00Z"), { path: join(where, "chats.ndjson") }));
    await writeArchive(on("2024-02-25T12:00:00Z"), { path: join(where, "chats.ndjson") });
    expect(await contents(where)).toEqual(await contents(whole));
  });
});

describe("what goes wrong", () => {
  test("a full disk is told, what was written is kept, and the run goes on when there is room", async () => {
    const [whole, where] = [await directory(), await directory()];
    await writeArchive(archive(), { path: join(whole, "chats.ndjson") });
    const error = await failure<ArchiveError>(
      writeArchiveOn(fullDisk(30_000), archive(), { path: join(where, "chats.ndjson") }),
    );
    expect(error).toMatchObject({ code: "disk", message: expect.stringMatching(/^The disk is full: chats\.ndjson/) });
    expect((await stat(join(where, "chats.ndjson"))).size).toBeGreaterThan(0);
    await writeArchive(archive(), { path: join(where, "chats.ndjson") });
    expect(await contents(where)).toEqual(await contents(whole));
  });

  test.each([
    ["a revoked key", 401, /answered 401.*Check the log-in/],
    ["a rate limit that does not end", 429, /answered 429.*Wait before calling again/],
  ])("%s ends the run with what the client says, and the next run goes on", async (_, status, message) => {
    const [whole, where] = [await directory(), await directory()];
    await writeArchive(archive(), { path: join(whole, "chats.ndjson") });
    const refusing = model({
      instead: (request: number) => (request > 15 ? Response.json({ errors: ["no more"] }, { status }) : undefined),
    });
    const path = join(where, "chats.ndjson");
    const error = await failure(writeArchive(archive(refusing), { path }));
    expect(error).toMatchObject({ code: "api", message: expect.stringMatching(message) });
    expect((await readdir(where)).sort()).toEqual(["chats.ndjson", "chats.ndjson.checkpoint.json"]);
    await writeArchive(archive(), { path });
    expect(await contents(where)).toEqual(await contents(whole));
  });

  test("other options than the archive was begun with are refused by name", async () => {
    const path = join(await directory(), "chats.ndjson");
    await failure(writeArchiveOn(diskKilledAfter(30).disk, archive(), { path }));
    const other = exportChats(model().livechat, { ...range, filters: { tag: ["sales"] }, timezone: "Europe/Berlin" });
    const error = await failure<ArchiveError>(writeArchive(other, { path, format: "csv" }));
    expect(error).toMatchObject({ code: "changed", message: expect.stringContaining("timezone, format, filter tag") });
    const kept = await failure<ArchiveError>(writeArchive(archive(), { path, source: "somebody@example.net" }));
    expect(kept).toMatchObject({ code: "changed", message: expect.stringContaining("another source") });
  });

  test("two runs at once: the second is refused", async () => {
    const path = join(await directory(), "chats.ndjson");
    const first = writeArchive(archive(), { path });
    expect(await failure<ArchiveError>(writeArchive(archive(), { path }))).toMatchObject({ code: "locked" });
    await first;
    await writeFile(`${path}.lock`, JSON.stringify({ pid: 1, host: "elsewhere.example.net" }));
    expect((await failure(writeArchive(archive(), { path }))).message).toContain("Process 1 on elsewhere.example.net");
  });

  test("files that were changed by others are noticed", async () => {
    const path = join(await directory(), "chats.ndjson");
    const interrupted = async (): Promise<void> => {
      await rm(path, { force: true });
      await rm(`${path}.checkpoint.json`, { force: true });
      await failure(writeArchiveOn(diskKilledAfter(30).disk, archive(), { path }));
    };
    await interrupted();
    const bytes = await readFile(path);
    bytes[10] = 63;
    await writeFile(path, bytes);
    expect((await failure(writeArchive(archive(), { path }))).message).toMatch(
      /does not hold 2024-01-01 to .* as it was written/,
    );
    await interrupted();
    await truncate(path, 100);
    expect((await failure(writeArchive(archive(), { path }))).message).toContain(
      "is shorter than what was written to it",
    );
    await interrupted();
    await writeFile(`${path}.checkpoint.json`, "{");
    expect(await failure(writeArchive(archive(), { path }))).toMatchObject({ code: "damaged" });
  });

  test("a day that cannot be read whole is named in the error and in the manifest, beside all the rest", async () => {
    const crowd = Array.from({ length: 90 }, (_, index) => ({
      id: `X${index}`,
      started: BEGIN + 10 * DAY + 60,
      ended: BEGIN + 10 * DAY + 120,
    }));
    const path = join(await directory(), "chats.ndjson");
    const crowded = exportChats(model({ chats: [...chats, ...crowd], limit: 50, groups: [0] }).livechat, {
      ...range,
      recordLimit: 50,
    });
    const error = await failure<ArchiveError>(writeArchive(crowded, { path }));
    expect(error).toMatchObject({
      code: "incomplete",
      windows: [{ from: "2024-01-11", to: "2024-01-11", seen: 50, total: 98 }],
    });
    expect(error.message).toContain("2024-01-11 (50 of 98");
    const manifest: Manifest = await readManifest(`${path}.manifest.json`);
    expect(manifest).toMatchObject({ complete: false, records: 240 - 8 + 50, total: 330, seen: 282 });
  });

  test("a directory that does not exist is told", async () => {
    const path = join(await directory(), "nowhere", "chats.ndjson");
    expect(await failure(writeArchive(archive(), { path }))).toMatchObject({
      code: "disk",
      message: expect.stringContaining("There is no such file or directory"),
    });
  });

  test("options that are no use are refused before anything is done", async () => {
    const { livechat, queries } = model();
    expect(() => exportChats(livechat, { from: "2024-02-30" })).toThrow("from must be a day");
    expect(() => exportChats(livechat, { from: "2024-02-02", to: "2024-02-01" })).toThrow("is after to");
    expect(() => exportChats(livechat, { timezone: "Moon/Crater" })).toThrow("timezone is no name");
    expect(() => exportChats(livechat, { filters: { date_from: "2024-01-01" } as never })).toThrow(
      "date_from is no filter here",
    );
    expect(() => exportTickets(livechat, { recordLimit: 0 })).toThrow("recordLimit must be");
    expect(() => exportTickets(livechat, { concurrency: 1.5 })).toThrow("concurrency must be");
    await expect(writeArchive(archive(), { path: "" })).rejects.toThrow("path must name a file");
    await expect(writeArchive(archive(), { path: "x", format: "xml" as never })).rejects.toThrow(
      "format must be one of",
    );
    expect(queries).toEqual([]);
  });
});

describe("streamArchive", () => {
  test("writes the same to a stream, and leaves it open", async () => {
    const path = join(await directory(), "chats.ndjson");
    await writeArchive(archive(), { path });
    const stream = new PassThrough();
    const pieces: Buffer[] = [];
    stream.on("data", (piece) => pieces.push(piece));
    const manifest = await streamArchive(archive(), stream, { gzip: true });
    expect(gunzipSync(Buffer.concat(pieces)).toString()).toBe(await readFile(path, "utf8"));
    expect(manifest).toMatchObject({ records: 240, complete: true, from: "2024-01-01", files: [] });
    expect(stream.writableEnded).toBe(false);
  });

  test("ends when the stream does", async () => {
    const stream = new PassThrough();
    stream.destroy();
    expect(await failure(streamArchive(archive(), stream))).toMatchObject({ code: "ERR_STREAM_DESTROYED" });
  });
});
