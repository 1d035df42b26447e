// Each report over records of our own.
import fc from "fast-check";
import { createSandbox } from "livechat-openapi/sandbox";
import { describe, expect, test } from "vitest";
import type { Call } from "../../../src/sandbox/behaviour/behaviour.js";
import { scoreOf } from "../../../src/sandbox/behaviour/reports/ranking.js";
import type { ChatFacts } from "../../../src/sandbox/licence/records.js";
import { Refusal } from "../../../src/sandbox/refusals.js";
import { operations } from "../../support/description.js";
import { ADA, ask, at, BEN, CHLOE, column, DAY, HOUR, licenceWith, MINUTE, sum } from "./holdings.js";

function nonZero(numbers: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== 0));
}

describe("over the wire", () => {
  const sandbox = createSandbox({ chats: 50 });
  const { login, apiKey } = sandbox.credentials;
  const headers = { Authorization: `Basic ${btoa(`${login}:${apiKey}`)}`, "X-API-Version": "2" };
  const get = (path: string, query: string): Promise<Response> =>
    sandbox.fetch(`https://api.livechatinc.com${path}?${query}`, { headers });

  const paths = operations.filter(({ id }) => id.startsWith("reports.")).map(({ path }) => path);

  test.each(paths)("%s is computed", async (path) => {
    const response = await get(path, path.endsWith("agents_occupancy") ? "weekday=mon" : "");
    expect([response.status, response.headers.get("X-Sandbox-Example")]).toEqual([200, null]);
    expect(Object.keys(await response.json()).length).toBeGreaterThan(0);
  });

  test("lists are repeated parameters", async () => {
    const path = "/reports/chats/not_replied_chats";
    const response = await get(
      path,
      "date_from=2025-01-01&date_to=2025-12-31&group_by=month&groups[]=1&groups[]=2&tag[]=x",
    );
    expect(Object.keys(await response.json())).toHaveLength(12);
  });

  test("an unknown time zone is refused by name", async () => {
    const response = await get("/reports/chats/total_chats", "timezone=Mars/Olympus");
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("Mars/Olympus")]);
  });
});

describe("periods", () => {
  const licence = licenceWith({
    chats: [
      { started: at("2026-01-30T23:30:00Z") },
      { started: at("2026-01-31T09:59:59Z") },
      { started: at("2026-01-31T10:00:00Z") },
      { started: at("2026-03-02T00:00:00Z") },
    ],
  });
  const chats = (query: Call<"reports.chats.totalChats">["query"]) =>
    column(ask(licence, "reports.chats.totalChats", query), (period) => period.chats);

  test("are days, empty ones too", () => {
    expect(chats({ date_from: "2026-01-30", date_to: "2026-02-02" })).toEqual({
      "2026-01-30": 1,
      "2026-01-31": 2,
      "2026-02-01": 0,
      "2026-02-02": 0,
    });
  });

  test("are hours when one day is asked for", () => {
    const hours = chats({ date_from: "2026-01-31", date_to: "2026-01-31" });
    expect(Object.keys(hours)).toEqual(Array.from({ length: 24 }, (_, hour) => `${`${hour}`.padStart(2, "0")}:00`));
    expect(nonZero(hours)).toEqual({ "09:00": 1, "10:00": 1 });
  });

  test("are hours from today on", () => {
    expect(Object.keys(chats({ date_from: "2026-03-31" }))).toHaveLength(24);
  });

  test("are what is asked for, but hours over several days are days", () => {
    expect(chats({ date_from: "2026-01-31", date_to: "2026-01-31", group_by: "day" })).toEqual({ "2026-01-31": 2 });
    expect(chats({ date_from: "2026-01-30", date_to: "2026-01-31", group_by: "hour" })).toEqual({
      "2026-01-30": 1,
      "2026-01-31": 2,
    });
  });

  test("are months, which say what they count", () => {
    const query = { date_from: "2026-01-31", date_to: "2026-03-02", group_by: "month" } as const;
    expect(ask(licence, "reports.chats.totalChats", query)).toEqual({
      "2026-01": { begin: "2026-01-31", end: "2026-01-31", chats: 2 },
      "2026-02": { begin: "2026-02-01", end: "2026-02-28", chats: 0 },
      "2026-03": { begin: "2026-03-01", end: "2026-03-02", chats: 1 },
    });
  });

  test("begin with the first record and end today", () => {
    const days = Object.keys(chats({}));
    expect([days[0], days.at(-1), days.length]).toEqual(["2026-01-30", "2026-03-31", 61]);
    expect(Object.keys(chats({ date_from: "0001-01-01", date_to: "9999-12-31" }))).toEqual(days);
  });

  test("are those asked for, empty ones and coming ones too", () => {
    const ahead = licenceWith({ chats: [{ started: at("2026-04-02T12:00:00Z") }] });
    expect(Object.keys(ask(ahead, "reports.chats.totalChats", {}))).toEqual(["2026-03-31"]);
    const april = ask(ahead, "reports.chats.totalChats", { date_from: "2026-04-01", date_to: "2026-04-30" });
    expect(Object.keys(april)).toHaveLength(30);
    expect(nonZero(column(april, (period) => period.chats))).toEqual({ "2026-04-02": 1 });
  });

  test.each(["0000-01-01", "1969-12-31", "9999-12-31"])("are the hours of any day, such as %s", (day) => {
    expect(Object.keys(chats({ date_from: day, date_to: day }))).toHaveLength(24);
  });

  test("of more than ten years are only those of which the licence can know something", () => {
    expect(chats({ date_from: "0001-01-01", date_to: "1999-12-31" })).toEqual({});
    expect(Object.keys(chats({ date_from: "0001-01-01", date_to: "9999-12-31" })).length).toBeLessThan(3660);
    expect(Object.keys(chats({ date_from: "1990-01-01", date_to: "1999-12-31" }))).toHaveLength(3652);
    expect(chats({ date_from: "2026-04-01" })).toEqual({});
  });

  test("of an empty licence", () => {
    expect(ask(licenceWith({}), "reports.chats.totalChats", {})).toEqual({ "2026-03-31": { chats: 0 } });
  });

  test("are those of the time zone asked for, or of the licence", () => {
    const inZone = (timezone: string) =>
      nonZero(chats({ date_from: "2026-01-30", date_to: "2026-01-31", timezone, group_by: "day" }));
    expect(inZone("Europe/Warsaw")).toEqual({ "2026-01-31": 3 });
    expect(inZone("America/Phoenix")).toEqual({ "2026-01-30": 1, "2026-01-31": 2 });
    const local = licenceWith({ chats: [{ started: at("2026-01-30T23:30:00Z") }], timezone: "Europe/Warsaw" });
    const query = { date_from: "2026-01-30", date_to: "2026-01-31" };
    expect(ask(local, "reports.chats.firstResponseTime", query)["2026-01-31"]).toBeDefined();
    expect(nonZero(column(ask(local, "reports.chats.totalChats", query), (period) => period.chats))).toEqual({
      "2026-01-31": 1,
    });
  });

  test.each([
    [{ timezone: "Mars/Olympus" }, /timezone.*Mars\/Olympus/],
    [{ date_from: "2026-02-02", date_to: "2026-02-01" }, /date_from/],
  ])("cannot be those of %j", (query, message) => {
    const error = refusal(() => ask(licence, "reports.tickets.newTickets", query));
    expect(error.status).toBe(400);
    expect(error.message).toMatch(message);
  });

  test("an hour that clocks skip is empty, and one that they repeat counts twice", () => {
    const everyHalfHour = Array.from({ length: 96 }, (_, half) => half * 30 * MINUTE);
    const around = (start: string) =>
      licenceWith({
        chats: everyHalfHour.map((seconds) => ({ started: at(start) + seconds })),
        timezone: "Europe/Warsaw",
      });
    const hours = (start: string, day: string) =>
      column(
        ask(around(start), "reports.chats.totalChats", { date_from: day, date_to: day }),
        (period) => period.chats,
      );
    const spring = hours("2026-03-28T12:00:00Z", "2026-03-29");
    expect(spring).toMatchObject({ "01:00": 2, "02:00": 0, "03:00": 2 });
    expect(sum(Object.values(spring))).toBe(46);
    const autumn = hours("2025-10-25T12:00:00Z", "2025-10-26");
    expect(autumn).toMatchObject({ "01:00": 2, "02:00": 4, "03:00": 2 });
    expect(sum(Object.values(autumn))).toBe(50);
  });
});

function refusal(call: () => unknown): Refusal {
  try {
    call();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("chats", () => {
  const day = "2026-03-02";
  const noon = at(`${day}T12:00:00Z`);
  const range = { date_from: day, date_to: day, group_by: "day" } as const;

  test("are counted as the list has them: with messages left after hours, without chats that go on", () => {
    const licence = licenceWith({
      chats: [{ started: noon }, { started: noon, missed: true, agents: [] }],
      pending: [{ started: noon }],
    });
    expect(ask(licence, "reports.chats.totalChats", range)).toEqual({ [day]: { chats: 2 } });
    expect(ask(licence, "reports.chats.ratings", range)).toEqual({ [day]: { good: 0, bad: 0, chats: 1 } });
  });

  const mixed = licenceWith({
    chats: [
      { started: noon, engagement: "auto_invite", rate: "rated_good", tags: ["sales"] },
      { started: noon, engagement: "auto_invite", rate: "rated_bad", agents: [BEN], groups: [2] },
      { started: noon, engagement: "manual_invite", rate: "rated_good", agents: [ADA, BEN], groups: [1, 2] },
      { started: noon, engagement: "immediate_start", tags: ["sales", "vip"], responses: 1 },
      { started: noon, missed: true, agents: [], groups: [0] },
    ],
  });

  test("came about in three ways", () => {
    expect(ask(mixed, "reports.chats.engagement", range)).toEqual({
      [day]: { chats_from_auto_invite: 2, chats_from_immediate_start: 1, chats_from_manual_invite: 1 },
    });
  });

  test("were rated", () => {
    expect(ask(mixed, "reports.chats.ratings", range)).toEqual({ [day]: { good: 2, bad: 1, chats: 4 } });
  });

  test.each([
    [{ group: 1 }, 3],
    [{ group: 2 }, 2],
    [{ group: 0 }, 1],
    [{ agent: BEN }, 2],
    [{ agent: BEN, group: 1 }, 1],
    [{ "tag[]": ["vip"] }, 1],
    [{ "tag[]": ["vip", "sales"] }, 2],
    [{ agent: "nobody@example.com" }, 0],
  ])("are kept by %j", (filter, chats) => {
    expect(ask(mixed, "reports.chats.totalChats", { ...range, ...filter })).toEqual({ [day]: { chats } });
  });

  test.each([
    [{}, 3],
    [{ "groups[]": [2] }, 2],
    [{ "groups[]": [1, 2] }, 3],
    [{ "agents[]": [BEN] }, 2],
    [{ "agents[]": [BEN, ADA], "groups[]": [1] }, 2],
    [{ "tag[]": ["sales"] }, 1],
  ])("had no reply: %j", (filter, not_replied) => {
    expect(ask(mixed, "reports.chats.notRepliedChats", { ...range, ...filter })).toEqual({ [day]: { not_replied } });
  });

  test("were answered after some time, on average with two decimals; null without an answer", () => {
    const licence = licenceWith({
      chats: [
        { started: noon, firstResponse: 10, responses: 3, responseSeconds: 100 },
        { started: noon, firstResponse: 20, responses: 1, responseSeconds: 20 },
        { started: noon, firstResponse: 20, responses: 2, responseSeconds: 20 },
        { started: noon },
        { started: noon + DAY },
      ],
    });
    const query = { date_from: "2026-03-02", date_to: "2026-03-03" };
    expect(ask(licence, "reports.chats.firstResponseTime", query)).toEqual({
      "2026-03-02": { first_response_time: { count: 3, seconds: 16.67 } },
      "2026-03-03": { first_response_time: { count: 0, seconds: null } },
    });
    expect(ask(licence, "reports.chats.responseTime", query)).toEqual({
      "2026-03-02": { avg_response_time: { count: 6, seconds: 23.33 } },
      "2026-03-03": { avg_response_time: { count: 0, seconds: null } },
    });
  });

  test("came out of a queue that others left", () => {
    const licence = licenceWith({
      chats: [
        { started: noon, waited: 95 },
        { started: noon, waited: 8 },
        { started: noon, waited: 0, groups: [2] },
        { started: noon },
      ],
      log: {
        leavers: [
          { at: noon, waited: 21, group: 1 },
          { at: noon, waited: 50, group: 2 },
          { at: noon + DAY, waited: 3, group: 1 },
        ],
      },
    });
    expect(ask(licence, "reports.chats.queuedVisitors", range)).toEqual({
      [day]: { queued: { count: 5 }, left_queue: { count: 2 }, entered_chat: { count: 3 } },
    });
    const time = (count: number, min: number | null, max: number | null, average: number | null) => ({
      count,
      min: { seconds: min },
      max: { seconds: max },
      average: { seconds: average },
    });
    expect(
      ask(licence, "reports.chats.queuedVisitorsWaitingTimes", { ...range, date_to: "2026-03-04", group: 1 }),
    ).toEqual({
      "2026-03-02": {
        queued: time(3, 8, 95, 41.33),
        left_queue: time(1, 21, 21, 21),
        entered_chat: time(2, 8, 95, 51.5),
      },
      "2026-03-03": {
        queued: time(1, 3, 3, 3),
        left_queue: time(1, 3, 3, 3),
        entered_chat: time(0, null, null, null),
      },
      "2026-03-04": {
        queued: time(0, null, null, null),
        left_queue: time(0, null, null, null),
        entered_chat: time(0, null, null, null),
      },
    });
  });
});

describe("goals", () => {
  const noon = at("2026-02-10T12:00:00Z");
  const licence = licenceWith({
    chats: [
      { started: noon - 30 * DAY },
      {
        started: noon,
        goals: [
          { id: 1, at: noon },
          { id: 2, at: noon + 30 * DAY },
        ],
      },
      { started: noon, agents: [BEN], groups: [2], tags: ["vip"], goals: [{ id: 1, at: noon + 60 }] },
      {
        started: noon,
        goals: [
          { id: 9, at: noon, sale: { currency: "USD", value: 0.1 } },
          { id: 9, at: noon, sale: { currency: "USD", value: 0.2 } },
          { id: 8, at: noon, sale: { currency: "EUR", value: 80 } },
        ],
      },
    ],
  });
  const range = { date_from: "2026-02-01", date_to: "2026-03-31", group_by: "month" } as const;
  const february = { begin: "2026-02-01", end: "2026-02-28" };
  const march = { begin: "2026-03-01", end: "2026-03-31" };

  test("count when they were achieved, however long after the chat", () => {
    expect(ask(licence, "reports.chats.goals", range)).toEqual({
      "2026-02": { ...february, goals: 2 },
      "2026-03": { ...march, goals: 1 },
    });
    const query = { date_from: "2026-03-01", date_to: "2026-03-31", group_by: "month" } as const;
    expect(ask(licence, "reports.chats.goals", query)).toEqual({ "2026-03": { ...march, goals: 1 } });
  });

  test.each([
    [{ goal: 1 }, 2, 0],
    [{ goal: 2 }, 0, 1],
    [{ agent: BEN }, 1, 0],
    [{ group: 1 }, 1, 1],
    [{ "tag[]": ["vip"] }, 1, 0],
    [{ goal: 9 }, 0, 0],
  ])("are kept by %j", (filter, first, second) => {
    const report = ask(licence, "reports.chats.goals", { ...range, ...filter });
    expect(column(report, ({ goals = 0 }) => goals)).toEqual({ "2026-02": first, "2026-03": second });
  });

  test("sales come with what they are worth in each currency", () => {
    expect(ask(licence, "reports.chats.goals", { ...range, sales_tracker: 1 })).toEqual({
      "2026-02": {
        ...february,
        goals: 3,
        value: { USD: { sales_count: 2, value: 0.3 }, EUR: { sales_count: 1, value: 80 } },
      },
      "2026-03": { ...march, goals: 0, value: {} },
    });
    expect(ask(licence, "reports.chats.goals", { ...range, sales_tracker: 1, currency: "EUR" })["2026-02"]).toEqual({
      ...february,
      goals: 1,
      value: { EUR: { sales_count: 1, value: 80 } },
    });
  });

  test("count while the chat goes on", () => {
    const busy = licenceWith({ pending: [{ started: noon, goals: [{ id: 1, at: noon }] }] });
    expect(ask(busy, "reports.chats.goals", range)["2026-02"]).toMatchObject({ goals: 1 });
  });
});

describe("greetings", () => {
  const noon = at("2026-03-02T12:00:00Z");
  const licence = licenceWith({
    chats: [
      {
        started: noon,
        greeting: 301,
        goals: [
          { id: 1, at: noon },
          { id: 2, at: noon + 20 * DAY },
        ],
      },
      { started: noon, greeting: 302, groups: [2], tags: ["vip"] },
      { started: noon, goals: [{ id: 1, at: noon }] },
    ],
    log: {
      ignoredGreetings: [
        { at: noon, greeting: 301, group: 1 },
        { at: noon, greeting: 301, group: 2 },
        { at: noon + DAY, greeting: 302, group: 1 },
      ],
    },
  });

  test.each([
    [{}, { displayed: 4, accepted: 2, goals: 2 }],
    [{ greeting: 301 }, { displayed: 3, accepted: 1, goals: 2 }],
    [{ goal: 1 }, { displayed: 4, accepted: 2, goals: 1 }],
    [{ group: 2 }, { displayed: 2, accepted: 1, goals: 0 }],
    [{ "tag[]": ["vip"] }, { displayed: 1, accepted: 1, goals: 0 }],
  ])("lead to chats and those to goals: %j", (filter, numbers) => {
    expect(
      ask(licence, "reports.chats.greetings", {
        date_from: "2026-03-02",
        date_to: "2026-03-02",
        group_by: "day",
        ...filter,
      }),
    ).toEqual({ "2026-03-02": numbers });
  });
});

describe("time", () => {
  const span = (from: string, to: string) => ({ from: at(`2026-${from}:00Z`), to: at(`2026-${to}:00Z`) });
  const licence = licenceWith({
    log: {
      shifts: [
        { agent: ADA, ...span("03-02T09:15", "03-02T12:00") },
        { agent: BEN, ...span("03-02T11:00", "03-02T13:30") },
        { agent: CHLOE, ...span("03-02T11:30", "03-02T12:30") },
        { agent: ADA, ...span("03-03T22:00", "03-04T01:30") },
        { agent: "gone@example.com", ...span("03-04T10:00", "03-04T11:00") },
      ],
    },
  });
  const days = { date_from: "2026-03-02", date_to: "2026-03-04" };

  test.each([
    [{}, [4.25, 2, 1.5]],
    [{ group: 0 }, [4.25, 2, 1.5]],
    [{ group: 1 }, [2.75, 2, 1.5]],
    [{ group: 2 }, [2.5, 0, 0]],
    [{ agent: CHLOE }, [1, 0, 0]],
    [{ agent: CHLOE, group: 1 }, [0, 0, 0]],
    [{ agent: "gone@example.com" }, [0, 0, 0]],
  ])("in which somebody was there, in hours of each day: %j", (filter, hours) => {
    expect(ask(licence, "reports.availability", { ...days, ...filter })).toEqual({
      "2026-03-02": { hours: hours[0] },
      "2026-03-03": { hours: hours[1] },
      "2026-03-04": { hours: hours[2] },
    });
  });

  test("of one day is told in minutes of each hour, also when days are asked for", () => {
    const report = ask(licence, "reports.availability", {
      date_from: "2026-03-02",
      date_to: "2026-03-02",
      group_by: "day",
    });
    expect(Object.keys(report)).toHaveLength(24);
    expect(nonZero(column(report, (value) => ("minutes" in value ? value.minutes : NaN)))).toEqual({
      "09:00": 45,
      "10:00": 60,
      "11:00": 60,
      "12:00": 60,
      "13:00": 30,
    });
  });

  test("that chats took counts once, however many went on, and is cut where periods meet", () => {
    const busy = licenceWith({
      chats: [
        { started: at("2026-03-01T23:50:00Z"), ended: at("2026-03-02T00:20:00Z") },
        { started: at("2026-03-02T00:10:00Z"), ended: at("2026-03-02T01:00:00Z"), agents: [BEN], tags: ["vip"] },
        { started: at("2026-03-02T00:15:00Z"), ended: at("2026-03-02T00:40:00Z"), groups: [2] },
        { started: at("2026-03-02T05:00:00Z"), ended: at("2026-03-02T05:00:20Z") },
        { started: at("2026-03-03T10:00:00Z"), ended: at("2026-03-03T10:00:00Z"), missed: true },
      ],
    });
    const minutes = (filter: Call<"reports.chats.chattingTime">["query"]) =>
      nonZero(
        column(
          ask(busy, "reports.chats.chattingTime", { date_from: "2026-03-02", date_to: "2026-03-02", ...filter }),
          (value) => ("minutes" in value ? value.minutes : NaN),
        ),
      );
    expect(minutes({})).toEqual({ "00:00": 60, "05:00": 0.33 });
    expect(minutes({ agent: BEN })).toEqual({ "00:00": 50 });
    expect(minutes({ group: 2 })).toEqual({ "00:00": 25 });
    expect(minutes({ "tag[]": ["vip"] })).toEqual({ "00:00": 50 });
    expect(ask(busy, "reports.chats.chattingTime", { date_from: "2026-03-01", date_to: "2026-03-03" })).toEqual({
      "2026-03-01": { hours: 0.17 },
      "2026-03-02": { hours: 1.01 },
      "2026-03-03": { hours: 0 },
    });
  });
});

describe("simultaneous chats", () => {
  test("are told of the last four such days up to the newest chat", () => {
    const monday = at("2026-02-23T09:00:00Z");
    const licence = licenceWith({
      chats: [
        { started: monday, ended: monday + 90 * MINUTE },
        { started: monday + 10 * MINUTE, ended: monday + 20 * MINUTE },
        { started: monday + 20 * MINUTE, ended: monday + 30 * MINUTE },
        { started: monday + 70 * MINUTE, ended: monday + 80 * MINUTE },
        { started: monday - 21 * DAY - 10 * HOUR, ended: monday - 21 * DAY },
        { started: monday, ended: monday, missed: true },
        { started: monday + 2 * DAY },
      ],
    });
    const report = ask(licence, "reports.chats.agentsOccupancy", { weekday: "mon" });
    expect(Object.keys(report)).toHaveLength(4 * 24);
    expect(Object.keys(report)[0]).toBe("2026-02-02 00:00");
    expect(nonZero(report)).toEqual({
      ...Object.fromEntries(Array.from({ length: 9 }, (_, hour) => [`2026-02-02 0${hour}:00`, 1])),
      "2026-02-23 09:00": 2,
      "2026-02-23 10:00": 2,
    });
    expect(Object.keys(ask(licence, "reports.chats.agentsOccupancy", { weekday: "wed" })).at(-1)).toBe(
      "2026-02-25 23:00",
    );
    expect(Object.keys(ask(licence, "reports.chats.agentsOccupancy", { weekday: "thu" })).at(-1)).toBe(
      "2026-02-19 23:00",
    );
  });

  test("without a chat count back from today, a Tuesday", () => {
    const report = ask(licenceWith({}), "reports.chats.agentsOccupancy", { weekday: "tue" });
    expect(Object.keys(report).at(-1)).toBe("2026-03-31 23:00");
    expect(nonZero(report)).toEqual({});
  });
});

describe("rankings", () => {
  const good = (count: number, facts: Partial<ChatFacts> = {}) =>
    Array.from({ length: count }, () => ({ started: at("2026-03-02T12:00:00Z"), rate: "rated_good", ...facts }));
  const bad = (count: number, facts: Partial<ChatFacts> = {}) => good(count, { rate: "rated_bad", ...facts });

  test("count a rating for each agent who took part and is still there, the best score first", () => {
    const licence = licenceWith({
      chats: [
        ...good(20),
        ...bad(2, { agents: [BEN, ADA] }),
        ...good(3, { agents: [BEN], tags: ["vip"], groups: [2] }),
        ...good(1, { agents: [CHLOE, "gone@example.com"], started: at("2026-01-02T12:00:00Z") }),
        ...good(5, { rate: "not_rated", agents: [CHLOE] }),
      ],
    });
    const ranked = (query: Call<"reports.chats.ratingsRanking">["query"]) =>
      ask(licence, "reports.chats.ratingsRanking", query).ranking.map(({ score, ...entry }) => {
        expect(score).toBeLessThan(entry.good / entry.total);
        return entry;
      });
    expect(ranked({ date_from: "2026-02-01" })).toEqual([
      { name: ADA, good: 20, bad: 2, total: 22 },
      { name: BEN, good: 3, bad: 2, total: 5 },
    ]);
    expect(ranked({ date_to: "2026-01-31" })).toEqual([{ name: CHLOE, good: 1, bad: 0, total: 1 }]);
    expect(ranked({ group: 2 })).toEqual([{ name: BEN, good: 3, bad: 0, total: 3 }]);
    expect(ranked({ "tag[]": ["vip"] })).toEqual([{ name: BEN, good: 3, bad: 0, total: 3 }]);
    expect(ranked({ date_to: "2025-12-31" })).toEqual([]);
  });

  test("of tickets go by their assignees", () => {
    const solved = at("2026-03-02T12:00:00Z");
    const licence = licenceWith({
      tickets: [
        { created: solved - DAY, solved, rate: "rated_good", assignee: BEN },
        { created: solved - DAY, solved, rate: "rated_bad", assignee: BEN, tags: ["vip"], groups: [2] },
        { created: solved, rate: "rated_good" },
        { created: solved - 90 * DAY, rate: "rated_good", assignee: ADA },
      ],
    });
    const ranked = (query: Call<"reports.tickets.ratingsRanking">["query"]) =>
      ask(licence, "reports.tickets.ratingsRanking", query).ranking.map(({ name, total }) => [name, total]);
    expect(ranked({ date_from: "2026-03-02", date_to: "2026-03-02" })).toEqual([[BEN, 2]]);
    expect(ranked({})).toEqual([
      [ADA, 1],
      [BEN, 2],
    ]);
    expect(ranked({ date_to: "2026-03-01" })).toEqual([[ADA, 1]]);
    expect(ranked({ group: 2, "tag[]": ["vip"] })).toEqual([[BEN, 1]]);
  });

  test.each([
    [180, 20, 0.8286],
    [95, 15, 0.7535],
    [40, 4, 0.7296],
    [33, 7, 0.6192],
    // From LiveChat's own sample.
    [2502, 426, 0.8361],
    [2164, 443, 0.8094],
    [1070, 215, 0.803],
  ])("%d good and %d bad score as in the samples", (some, others, score) => {
    expect(Math.abs(scoreOf(some, some + others) - score)).toBeLessThan(0.0001);
  });

  const ratings = fc
    .integer({ min: 1, max: 5000 })
    .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));

  test("a score lies between 0 and the share of good ratings", () => {
    fc.assert(
      fc.property(ratings, ([some, total]) => {
        expect(scoreOf(some, total)).toBeGreaterThanOrEqual(0);
        expect(scoreOf(some, total)).toBeLessThanOrEqual(some / total);
      }),
    );
  });

  test("a score grows with good ratings, falls with bad ones, and the same share counts for more the more there are", () => {
    fc.assert(
      fc.property(ratings, ([some, total]) => {
        expect(scoreOf(some + 1, total + 1)).toBeGreaterThan(scoreOf(some, total));
        expect(scoreOf(some, total + 1)).toBeLessThanOrEqual(scoreOf(some, total));
        expect(scoreOf(2 * some, 2 * total)).toBeGreaterThanOrEqual(scoreOf(some, total));
      }),
    );
  });
});

describe("tickets", () => {
  const noon = at("2026-03-02T12:00:00Z");
  const licence = licenceWith({
    tickets: [
      { created: noon, source: "mail", answered: noon + 49 * MINUTE + 48, assignee: BEN },
      { created: noon, source: "chat-window", answered: noon + HOUR, solved: noon + 5 * HOUR, rate: "rated_good" },
      {
        created: noon,
        source: "lc2",
        solved: noon + DAY,
        modified: noon + 2 * DAY,
        rate: "rated_bad",
        groups: [2],
        tags: ["vip"],
      },
      { created: noon + DAY, source: "facebook:post" },
      { created: at("2026-03-05T00:00:00Z"), source: "mail" },
      { created: noon + DAY, source: "agent-app-manual", modified: noon + 2 * DAY, rate: "rated_good" },
    ],
  });
  const query = { date_from: "2026-03-02", date_to: "2026-03-04" };

  test("came in, each from one source or from none that the report tells of", () => {
    expect(column(ask(licence, "reports.tickets.newTickets", query), (period) => period.new_tickets)).toEqual({
      "2026-03-02": 3,
      "2026-03-03": 2,
      "2026-03-04": 0,
    });
    expect(ask(licence, "reports.tickets.ticketSources", query)).toEqual({
      "2026-03-02": { tickets_from_chat_window: 1, tickets_from_mail: 1, tickets_from_chat: 1 },
      "2026-03-03": { tickets_from_chat_window: 0, tickets_from_mail: 0, tickets_from_chat: 0 },
      "2026-03-04": { tickets_from_chat_window: 0, tickets_from_mail: 0, tickets_from_chat: 0 },
    });
    const hours = ask(licence, "reports.tickets.newTickets", { date_from: "2026-03-02", date_to: "2026-03-02" });
    expect(nonZero(column(hours, (period) => period.new_tickets))).toEqual({ "12:00": 3 });
  });

  test("were answered and solved after some hours, and count when that was", () => {
    expect(ask(licence, "reports.tickets.firstResponseTime", query)).toEqual({
      "2026-03-02": { count: 2, hours: 0.92 },
      "2026-03-03": { count: 0, hours: null },
      "2026-03-04": { count: 0, hours: null },
    });
    expect(ask(licence, "reports.tickets.firstResponseTime", { ...query, agent: BEN })["2026-03-02"]).toEqual({
      count: 1,
      hours: 0.83,
    });
    expect(ask(licence, "reports.tickets.resolutionTime", query)).toEqual({
      "2026-03-02": { count: 1, hours: 5 },
      "2026-03-03": { count: 1, hours: 24 },
      "2026-03-04": { count: 0, hours: null },
    });
    expect(ask(licence, "reports.tickets.solvedTickets", query)).toEqual({
      "2026-03-02": { solved_tickets: 1 },
      "2026-03-03": { solved_tickets: 1 },
      "2026-03-04": { solved_tickets: 0 },
    });
  });

  test("were rated when they were solved, or else when they last changed", () => {
    expect(ask(licence, "reports.tickets.ratings", query)).toEqual({
      "2026-03-02": { good: 1, bad: 0 },
      "2026-03-03": { good: 0, bad: 1 },
      "2026-03-04": { good: 1, bad: 0 },
    });
    expect(ask(licence, "reports.tickets.ratings", { ...query, group_by: "month" })).toEqual({
      "2026-03": { begin: "2026-03-02", end: "2026-03-04", good: 2, bad: 1 },
    });
  });

  test.each([
    [{ group: 2 }, 1],
    [{ "tag[]": ["vip", "no such tag"] }, 1],
    [{ group: 1, "tag[]": ["vip"] }, 0],
  ])("are kept by %j", (filter, tickets) => {
    const report = ask(licence, "reports.tickets.newTickets", { ...query, ...filter });
    expect(sum(Object.values(column(report, (period) => period.new_tickets)))).toBe(tickets);
  });
});
