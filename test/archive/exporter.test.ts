// Exports against a model of the lists: whatever the limit, the time zone and the changes meanwhile, each record comes once.
import fc from "fast-check";
import {
  type Archive,
  type ArchiveError,
  type ArchiveWindow,
  exportChats,
  exportTickets,
  type Progress,
  type ResumePoint,
  type WindowOptions,
  type WindowResult,
} from "livechat-openapi/archive";
import { describe, expect, test } from "vitest";
import { failure } from "../support/faulty.js";
import { createModel, type LimitStyle, localDay, type ModelChat, type ModelTicket } from "./model.js";

const DAY = 86_400;
const RUNS = Number(process.env["RUNS"] ?? 40);
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Asia/Kathmandu",
  "America/Santiago",
];
const STYLES: LimitStyle[] = ["pages", "empty", "refused", "capped"];
const NOON = Date.UTC(2024, 5, 1, 12) / 1000;
const now = (): Date => new Date(NOON * 1000);

async function read<Item extends { id: string }>(
  archive: Archive<Item>,
  options?: WindowOptions,
): Promise<{ ids: string[]; results: WindowResult[]; points: ResumePoint[] }> {
  const ids: string[] = [];
  const results: WindowResult[] = [];
  const points: ResumePoint[] = [];
  for await (const window of archive.windows(options)) {
    for await (const record of window.records()) ids.push(record.id);
    results.push(window.result);
    points.push(window.resume);
  }
  return { ids, results, points };
}

const byId = (a: string, b: string): number => (a < b ? -1 : 1);

/** Chats over some days, with crowds on some of them. */
const chatsOver = (days: number) =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: days * DAY }),
        crowd: fc.oneof(
          { weight: 5, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.integer({ min: 20, max: 90 }) },
        ),
        length: fc.integer({ min: 0, max: 6 * 3600 }),
        tagged: fc.boolean(),
        missed: fc.boolean(),
        rate: fc.constantFrom("not_rated", "rated_good", "rated_bad"),
        group: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 25 },
    )
    .map((groups): ModelChat[] =>
      groups.flatMap(({ at, crowd, length, tagged, missed, rate, group }, place) =>
        Array.from({ length: crowd }, (_, index) => {
          const started = NOON - days * DAY + at + (index % 7);
          const left = missed && index % 3 === 0;
          return {
            id: `C${place}-${index}`,
            started,
            ended: left ? started : started + length,
            missed: left,
            tags: tagged === index % 2 > 0 ? ["sales"] : [],
            rate: index % 4 ? "not_rated" : rate,
            groups: [group],
          };
        }),
      ),
    );

describe("exportChats", () => {
  test("gives each chat once, or names the day that cannot be read whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        chatsOver(40),
        fc.record({
          limit: fc.integer({ min: 26, max: 120 }),
          assumed: fc.constantFrom(40, 120, 25_000),
          style: fc.constantFrom(...STYLES),
          timezone: fc.constantFrom(...ZONES),
          chatsBy: fc.constantFrom("started", "ended", "both"),
        }),
        async (chats, { limit, assumed, style, timezone, chatsBy }) => {
          const model = createModel({ chats, limit, style, chatsBy: chatsBy as never, groups: [0, 1, 2, 3] });
          const { ids, results } = await read(
            exportChats(model.livechat, { from: "2024-04-01", to: "2024-06-03", timezone, recordLimit: assumed, now }),
          );
          expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
          const faulty = results.filter(({ fault }) => fault);
          const lost = chats.filter(({ id }) => !ids.includes(id));
          for (const { started, ended } of lost)
            expect(
              faulty.some(({ from }) => from === localDay(started, timezone) || from === localDay(ended, timezone)),
            ).toBe(true);
          for (const { from, to, total } of faulty) {
            expect(from).toBe(to);
            expect(total).toBeGreaterThanOrEqual(Math.min(limit, assumed));
          }
          for (const { fault, seen, total } of results) if (!fault) expect(seen).toBe(total);
          expect(results.map(({ written }) => written).reduce((a, b) => a + b, 0)).toBe(ids.length);
          cover(results, "2024-04-01", "2024-06-03");
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** Tickets with up to four moments of activity over the last days. */
const ticketsOver = (days: number) =>
  fc
    .array(
      fc.record({
        crowd: fc.oneof(
          { weight: 5, arbitrary: fc.constant(1) },
          { weight: 1, arbitrary: fc.integer({ min: 20, max: 60 }) },
        ),
        activity: fc.array(fc.integer({ min: 0, max: days * DAY }), { minLength: 1, maxLength: 4 }),
        tagged: fc.boolean(),
        status: fc.constantFrom("open", "solved", "spam"),
        group: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 25 },
    )
    .map((groups): ModelTicket[] =>
      groups.flatMap(({ crowd, activity, tagged, status, group }, place) =>
        Array.from({ length: crowd }, (_, index) => ({
          id: `T${place}-${index}`,
          activity: activity.map((at) => NOON - days * DAY + at - (index % 5)).sort((a, b) => a - b),
          tags: tagged === index % 2 > 0 ? ["refund"] : [],
          assigned: index % 3 > 0,
          status,
          groups: [group],
        })),
      ),
    );

describe("exportTickets", () => {
  const settings = fc.record({
    limit: fc.integer({ min: 60, max: 200 }),
    assumed: fc.constantFrom(60, 200, 25_000),
    style: fc.constantFrom(...STYLES),
    timezone: fc.constantFrom(...ZONES),
    licence: fc.constantFrom(...ZONES),
  });
  const moves = fc.array(fc.record({ request: fc.integer({ min: 2, max: 60 }), ticket: fc.nat() }), { maxLength: 20 });

  test("gives each ticket once while tickets move and arrive, or names the day that cannot be read whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        ticketsOver(30),
        settings,
        moves,
        async (tickets, { limit, assumed, style, timezone, licence }, moved) => {
          const model = createModel({
            tickets,
            limit,
            style,
            timezone: licence,
            groups: [0, 1, 2, 3],
            before: ({ touch, tickets: present }, request) => {
              for (const move of moved) {
                const ticket = present[move.ticket % present.length];
                if (move.request === request && ticket) touch(ticket, NOON + request);
              }
              if (request % 20 === 0) present.push({ id: `N${request}`, activity: [NOON + request] });
            },
          });
          const { ids, results } = await read(
            exportTickets(model.livechat, { from: "2024-04-20", timezone, recordLimit: assumed, now }),
          );
          expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
          const lost = tickets.filter(({ id }) => !ids.includes(id));
          const faulty = results.filter(({ fault }) => fault);
          if (lost.length > 0) expect(faulty).not.toEqual([]);
          for (const { from, to } of faulty) expect(from).toBe(to);
          cover(results, "2024-04-20", localDay(NOON, timezone));
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("of a range that is over gives the tickets that were last modified in it", async () => {
    await fc.assert(
      fc.asyncProperty(ticketsOver(30), settings, async (tickets, { limit, assumed, style, timezone, licence }) => {
        const model = createModel({ tickets, limit, style, timezone: licence, groups: [0, 1, 2, 3] });
        const { ids, results } = await read(
          exportTickets(model.livechat, { from: "2024-05-06", to: "2024-05-20", timezone, recordLimit: assumed, now }),
        );
        const expected = tickets.filter(({ activity }) => {
          const day = localDay(activity.at(-1) as number, timezone);
          return day >= "2024-05-06" && day <= "2024-05-20";
        });
        if (results.some(({ fault }) => fault)) return;
        expect(ids.sort(byId)).toEqual(expected.map(({ id }) => id).sort(byId));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("chats that come or go while they are read", () => {
  const moments = fc.array(fc.integer({ min: 2, max: 40 }), { maxLength: 15 });

  // Where both happen in one moment, the count does not tell.
  test.each(["come", "go"])("%s: those that were there throughout are given once", async (change) => {
    await fc.assert(
      fc.asyncProperty(chatsOver(20), moments, fc.constantFrom(60, 25_000), async (chats, happening, recordLimit) => {
        const model = createModel({
          chats,
          before: (present, request) => {
            for (const moment of happening.filter((one) => one === request)) {
              if (change === "come")
                present.chats.push({
                  id: `N${moment}-${present.chats.length}`,
                  started: NOON + moment,
                  ended: NOON + moment,
                });
              else present.chats.splice((moment * 31) % Math.max(1, present.chats.length), 1);
            }
          },
        });
        const { ids, results } = await read(exportChats(model.livechat, { from: "2024-05-01", recordLimit, now }));
        expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
        const there = new Set(model.chats.map(({ id }) => id));
        const throughout = chats.filter(({ id }) => there.has(id)).map(({ id }) => id);
        if (results.every(({ fault }) => !fault)) expect(ids).toEqual(expect.arrayContaining(throughout));
      }),
      { numRuns: RUNS },
    );
  });
});

/** Chats of one day, so many of each kind. */
function crowd(day: string, kinds: [number, Partial<ModelChat>][]): ModelChat[] {
  return kinds.flatMap(([count, kind], place) =>
    Array.from({ length: count }, (_, index) => {
      const started = Date.parse(`${day}T08:00:00Z`) / 1000 + index;
      return { id: `${day}-${place}-${index}`, started, ended: started + 60, ...kind };
    }),
  );
}

const range = { from: "2024-05-01", to: "2024-05-31", now };

test("a window that outgrows the limit while it is read is read in smaller ones", async () => {
  const chats = ["2024-05-10", "2024-05-11", "2024-05-12"].flatMap((day) => crowd(day, [[30, {}]]));
  const late = crowd("2024-05-12", [
    [0, {}],
    [40, {}],
  ]);
  const model = createModel({
    chats,
    limit: 100,
    // The first page and the last are known by then.
    before: (present, request) => {
      if (request === 3) present.chats.push(...late);
    },
  });
  const { ids, results } = await read(exportChats(model.livechat, { ...range, recordLimit: 100 }));
  expect([...ids].sort(byId)).toEqual([...chats, ...late].map(({ id }) => id).sort(byId));
  expect(results).toMatchObject([{ from: "2024-05-01", to: "2024-05-31", total: 130, seen: 130, written: 130 }]);
  expect(model.queries.some((query) => query.get("date_from") === "2024-05-12")).toBe(true);
});

describe("a day that holds more than a query reaches", () => {
  test("is divided by filters, as far as it takes", async () => {
    const chats = crowd("2024-05-10", [
      [70, { tags: ["sales"], rate: "rated_good" }],
      [60, { tags: ["sales"], rate: "rated_bad" }],
      [90, {}],
    ]);
    for (const style of ["pages", "empty", "refused"] as const) {
      const { ids, results } = await read(
        exportChats(createModel({ chats, limit: 100, style }).livechat, { ...range, recordLimit: 100 }),
      );
      expect(ids).toHaveLength(220);
      expect(results.find(({ dividedBy }) => dividedBy)).toMatchObject({
        from: "2024-05-10",
        dividedBy: ["tagged", "rate"],
        total: 220,
        seen: 220,
      });
    }
  });

  test("is divided for certain also where the count ends at the limit", async () => {
    const chats = crowd("2024-05-10", [
      [70, { tags: ["sales"] }],
      [90, {}],
    ]);
    const model = createModel({ chats, limit: 100, style: "capped" });
    const { ids, results } = await read(exportChats(model.livechat, range));
    expect(ids).toHaveLength(160);
    expect(results.find(({ dividedBy }) => dividedBy)).toMatchObject({ dividedBy: ["tagged"], total: 160 });
  });

  test("is divided by groups when each chat belongs to one, and not otherwise", async () => {
    const groups = [0, 1, 2];
    const chats = crowd("2024-05-10", [
      [60, { groups: [1] }],
      [70, { groups: [2] }],
    ]);
    const model = createModel({ chats, limit: 100, groups });
    expect((await read(exportChats(model.livechat, { ...range, recordLimit: 100 }))).ids).toHaveLength(130);
    const shared = createModel({
      chats: [...chats, ...crowd("2024-05-10", [[5, { id: "both", groups: [1, 2] }]]).slice(0, 1)],
      limit: 100,
      groups,
    });
    const error = await failure<ArchiveError>(all(exportChats(shared.livechat, { ...range, recordLimit: 100 })));
    expect(error.message).toContain("2024-05-10 (100 of 131: a query may not reach all records of 2024-05-10");
  });

  test("is named at the end, after everything else has been given", async () => {
    const chats = [...crowd("2024-05-10", [[130, {}]]), ...crowd("2024-05-20", [[9, {}]])];
    const given: string[] = [];
    const error = await failure<ArchiveError>(
      (async () => {
        for await (const { id } of exportChats(createModel({ chats, limit: 100 }).livechat, {
          ...range,
          recordLimit: 100,
        }))
          given.push(id);
      })(),
    );
    expect(error).toMatchObject({
      name: "ArchiveError",
      code: "incomplete",
      windows: [{ from: "2024-05-10", seen: 100, total: 130 }],
    });
    expect(given).toHaveLength(109);
    expect(given).toContain("2024-05-20-0-8");
  });

  test("is not divided by a filter that is set already", async () => {
    const chats = crowd("2024-05-10", [
      [70, { tags: ["sales"], rate: "rated_good" }],
      [60, { tags: ["sales"] }],
    ]);
    const model = createModel({ chats, limit: 100 });
    const { results } = await read(exportChats(model.livechat, { ...range, recordLimit: 100, filters: { tagged: 1 } }));
    expect(results.find(({ dividedBy }) => dividedBy)).toMatchObject({ dividedBy: ["rate"] });
    for (const query of model.queries) expect(query.get("tagged")).toBe("1");
  });
});

describe("days", () => {
  test.each([
    ["Europe/Berlin", "2024-03-30", "2024-04-01"],
    ["Europe/Berlin", "2024-10-26", "2024-10-28"],
    ["America/Santiago", "2024-09-07", "2024-09-09"],
    ["Pacific/Apia", "2011-12-28", "2012-01-01"],
    ["Asia/Kathmandu", "2024-03-30", "2024-04-01"],
  ])("in %s around %s neither lose nor double a record, each being a window", async (timezone, from, to) => {
    const begin = Date.parse(`${from}T00:00:00Z`) / 1000 - DAY;
    const times = Array.from({ length: (7 * DAY) / 900 }, (_, index) => begin + index * 900 - (index % 2));
    const chats = times.map((started) => ({ id: `C${started}`, started, ended: started }));
    const tickets = times.map((time) => ({ id: `T${time}`, activity: [time - 3 * DAY, time] }));
    const expected = times.filter((time) => localDay(time, timezone) >= from && localDay(time, timezone) <= to);
    const model = createModel({ chats, tickets, timezone: "Pacific/Kiritimati" });
    const options = { from, to, timezone, recordLimit: 120, now: () => new Date("2025-01-01") };
    expect((await read(exportChats(model.livechat, options))).ids.sort()).toEqual(expected.map((time) => `C${time}`));
    for (const query of model.queries) expect(query.get("timezone")).toBe(timezone);
    const recordLimit = 900;
    expect((await read(exportTickets(model.livechat, { ...options, recordLimit }))).ids.sort()).toEqual(
      expected.map((time) => `T${time}`),
    );
  });

  test("begin before LiveChat did and end today unless told otherwise", async () => {
    const { results } = await read(exportChats(createModel({}).livechat, { now }));
    expect(results).toMatchObject([{ from: "2002-01-01", to: "2024-06-01" }]);
    const tokyo = exportChats(createModel({}).livechat, {
      now: () => new Date("2024-06-01T20:00:00Z"),
      timezone: "Asia/Tokyo",
    });
    expect(tokyo.days.to).toBe("2024-06-02");
  });

  test("of different months share no window when months are asked for", async () => {
    const chats = ["2024-03-05", "2024-04-05", "2024-05-05"].flatMap((day) => crowd(day, [[30, {}]]));
    const { ids, results } = await read(
      exportChats(createModel({ chats }).livechat, { ...range, from: "2024-03-03" }),
      { monthly: true },
    );
    expect(ids).toHaveLength(90);
    expect(results.map(({ from, to }) => [from, to])).toEqual([
      ["2024-03-03", "2024-03-31"],
      ["2024-04-01", "2024-04-30"],
      ["2024-05-01", "2024-05-31"],
    ]);
  });
});

describe("an export", () => {
  const days = Array.from({ length: 30 }, (_, index) => `2024-05-${String(index + 1).padStart(2, "0")}`);
  const chats = days.flatMap((day) => crowd(day, [[20, {}]]));
  const recordLimit = 120;

  test("goes on from any window with what had come next", async () => {
    const tickets = chats.map(({ id, started }) => ({ id, activity: [started, started + 4 * DAY] }));
    const { livechat } = createModel({ chats, tickets, timezone: "America/New_York" });
    for (const archive of [
      exportChats(livechat, { ...range, recordLimit }),
      exportTickets(livechat, { from: "2024-05-01", recordLimit: 300, now }),
    ] as Archive<{ id: string }>[]) {
      const whole = await read(archive);
      expect(whole.results.length).toBeGreaterThan(3);
      for (const [index, point] of whole.points.entries()) {
        const stored = JSON.parse(JSON.stringify(point)) as ResumePoint;
        const { ids, results } = await read(archive, { resume: stored });
        const written = whole.results.slice(0, index + 1).reduce((sum, result) => sum + result.written, 0);
        expect(results).toEqual(whole.results.slice(index + 1));
        expect(ids).toEqual(whole.ids.slice(written));
      }
    }
  });

  test("keeps few identifiers, however many records there are", async () => {
    const tickets = chats.map(({ id, started }) => ({ id, activity: [started - 9 * DAY, started] }));
    const { points } = await read(
      exportTickets(createModel({ tickets }).livechat, { from: "2024-04-01", now, recordLimit: 200 }),
    );
    for (const { met } of points) expect(met.latest.length + met.carried.length).toBeLessThanOrEqual(6 * 20);
  });

  test("has no more requests under way than it may, and keeps the order", async () => {
    let [open, most] = [0, 0];
    const { livechat } = createModel({
      chats,
      before: () => {
        most = Math.max(most, ++open);
      },
      delay: async (request) => {
        await new Promise((resolve) => setTimeout(resolve, (request * 7) % 5));
        open--;
      },
    });
    const { ids } = await read(exportChats(livechat, { ...range, concurrency: 3 }));
    expect(most).toBe(3);
    expect(ids).toEqual(
      chats
        .map(({ id, started }) => ({ id, started }))
        .sort((a, b) => b.started - a.started)
        .map(({ id }) => id),
    );
  });

  test("tells how far it is", async () => {
    const told: Progress[] = [];
    const archive = exportChats(createModel({ chats }).livechat, {
      ...range,
      recordLimit,
      onProgress: (progress) => told.push(progress),
    });
    await all(archive);
    expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ records: 600, share: 1, secondsLeft: 0 });
    expect(told.at(-1)?.windows.known).toBe(told.at(-1)?.windows.done);
    expect(told[1]?.windows.done).toBe(0);
    expect(told[1]).toMatchObject({ records: 50, window: expect.stringMatching(/^2024-05-01 to /) });
    expect(told[1]?.share).toBeCloseTo(50 / 600);
  });

  test("ends when its signal says so, with the client's error, and asks for nothing more", async () => {
    const controller = new AbortController();
    const model = createModel({
      chats,
      before: (_, request) => {
        if (request === 6) controller.abort();
      },
    });
    const error = await failure(all(exportChats(model.livechat, { ...range, signal: controller.signal })));
    expect(error).toMatchObject({ name: "AbortedError", code: "aborted" });
    expect(model.queries.length).toBeLessThan(12);
  });

  test("that is left asks for nothing more", async () => {
    const model = createModel({ chats });
    for await (const _ of exportChats(model.livechat, range)) break;
    const asked = model.queries.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(model.queries.length).toBe(asked);
    expect(asked).toBeLessThan(24);
  });

  test("passes on the error of a call that fails", async () => {
    const { livechat } = createModel({
      chats,
      before: (_, request) => {
        if (request > 5) throw new TypeError("connection lost");
      },
    });
    expect(await failure(all(exportChats(livechat, range)))).toMatchObject({
      code: "connection",
      operation: "chats.list",
    });
  });

  test("wants each window read, to its end and once", async () => {
    const archive = exportChats(createModel({ chats }).livechat, { ...range, recordLimit });
    const windows = archive.windows()[Symbol.asyncIterator]();
    const window = (await windows.next()).value as ArchiveWindow<{ id: string }>;
    expect(() => window.result).toThrow("Read the window to its end first");
    await all(window.records());
    expect(window.result.written).toBe(window.total);
    await expect(all(window.records())).rejects.toThrow("can be read once only");
    await windows.next();
    await expect(windows.next()).rejects.toThrow("Read the window to its end first");
  });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Windows follow each other, without a gap or a day in two of them. */
function cover(windows: readonly { from: string; to: string }[], from: string, to: string): void {
  const sorted = [...windows].sort((a, b) => byId(a.from, b.from));
  expect(sorted[0]?.from).toBe(from);
  expect(sorted.at(-1)?.to).toBe(to);
  for (const [index, window] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before) expect(Date.parse(window.from) - Date.parse(before.to)).toBe(DAY * 1000);
  }
}
