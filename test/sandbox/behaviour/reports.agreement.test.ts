// Reports agree with the lists, with one another and with the clocks on the wall, whatever is asked: over random records
// around changes of the clocks, and over the made-up archive.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Call } from "../../../src/sandbox/behaviour/behaviour.js";
import { createLicence, type Licence } from "../../../src/sandbox/licence/licence.js";
import type { ChatFacts, TicketFacts } from "../../../src/sandbox/licence/records.js";
import {
  ADA,
  ask,
  at,
  BEN,
  CHLOE,
  column,
  DAY,
  HOUR,
  type Holdings,
  MINUTE,
  refilled,
  someLicence,
  sum,
} from "./holdings.js";

type Query = Call<"reports.chats.totalChats">["query"];

const ZONES = ["UTC", "Europe/Warsaw", "America/Phoenix", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu"];
const LOGINS = [ADA, BEN, CHLOE, "gone@example.com"];

/** What may be asked, of days up to the last one. */
function queries(days: readonly string[]): fc.Arbitrary<Query> {
  const range = fc
    .tuple(fc.constantFrom(...days), fc.constantFrom(...days))
    .map(([one, other]) => (one < other ? { date_from: one, date_to: other } : { date_from: other, date_to: one }));
  const dates = fc.oneof(
    { weight: 4, arbitrary: range },
    { weight: 1, arbitrary: fc.constantFrom(...days).map((day) => ({ date_from: day, date_to: day })) },
    { weight: 1, arbitrary: fc.constantFrom(...days).map((date_to) => ({ date_to })) },
    { weight: 1, arbitrary: fc.constant({}) },
  );
  const filters = fc.record(
    {
      timezone: fc.constantFrom(...ZONES),
      group: fc.integer({ min: 0, max: 3 }),
      agent: fc.constantFrom(...LOGINS),
      "tag[]": fc.subarray(["sales", "vip", "refund"], { minLength: 1 }),
      group_by: fc.constantFrom("hour" as const, "day" as const, "month" as const),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(dates, filters).map(([range, rest]) => ({ ...range, ...rest }));
}

interface Source {
  name: string;
  holdings: fc.Arbitrary<Holdings>;
  licenceWith(holdings: Holdings): Licence;
  queries: fc.Arbitrary<Query>;
  /** How often a property is tried. */
  runs: number;
}

// Clocks change in Warsaw on 30 March, in Lord Howe and Santiago on 6 April.
const FIRST = at("2025-03-27T00:00:00Z");
const LAST = at("2025-04-08T00:00:00Z");
/** Everything lasts a multiple of this, so that looking at the clock as often misses nothing. */
const GRAIN = 15 * MINUTE;

const instant = fc.integer({ min: 0, max: (LAST - FIRST) / GRAIN }).map((grains) => FIRST + grains * GRAIN);
const length = fc
  .oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 150 }))
  .map((grains) => grains * GRAIN);
const group = fc.integer({ min: 0, max: 2 });
const groups = fc.subarray([0, 1, 2], { minLength: 1 });
const tags = fc.subarray(["sales", "vip"]);
const rate = fc.constantFrom("not_rated", "rated_good", "rated_bad");
const wait = fc.integer({ min: 0, max: 500 });

const chat = fc
  .record({
    started: instant,
    length,
    agents: fc.subarray(LOGINS),
    groups,
    tags,
    rate,
    engagement: fc.constantFrom("auto_invite", "manual_invite", "immediate_start"),
    goals: fc.array(fc.record({ id: fc.integer({ min: 1, max: 2 }), after: length }), { maxLength: 2 }),
    times: fc.array(wait, { maxLength: 3 }),
    others: fc.record({ waited: wait, greeting: fc.integer({ min: 301, max: 302 }) }, { requiredKeys: [] }),
  })
  .map(
    ({ length, times, goals, others, ...facts }): Partial<ChatFacts> => ({
      ...facts,
      ...others,
      goals: goals.map(({ id, after }) => ({ id, at: facts.started + after })),
      ended: facts.started + length,
      ...(times[0] !== undefined && { firstResponse: times[0] }),
      responses: times.length,
      responseSeconds: sum(times),
    }),
  );

const missed = instant.map(
  (started): Partial<ChatFacts> => ({ started, ended: started, missed: true, agents: [], groups: [0] }),
);

const ticket = fc
  .record({
    created: instant,
    groups,
    tags,
    rate,
    source: fc.constantFrom("lc2", "mail", "chat-window", "facebook:post", "agent-app-manual"),
    until: fc.record({ answered: length, solved: length, assignee: fc.constantFrom(...LOGINS) }, { requiredKeys: [] }),
  })
  .map(
    ({ until: { answered, solved, ...until }, ...facts }): Partial<TicketFacts> => ({
      ...facts,
      ...until,
      ...(answered !== undefined && { answered: facts.created + answered }),
      ...(solved !== undefined && { solved: facts.created + solved }),
    }),
  );

const shift = fc
  .record({ agent: fc.constantFrom(...LOGINS), from: instant, length })
  .map(({ length, ...rest }) => ({ ...rest, to: rest.from + length }));

const licence = someLicence();

const random: Source = {
  name: "random records",
  holdings: fc.record({
    chats: fc.array(fc.oneof({ weight: 8, arbitrary: chat }, { weight: 1, arbitrary: missed }), { maxLength: 30 }),
    pending: fc.array(chat, { maxLength: 2 }),
    tickets: fc.array(ticket, { maxLength: 30 }),
    log: fc.record({
      shifts: fc.array(shift, { maxLength: 12 }).map((shifts) => shifts.sort((one, other) => one.from - other.from)),
      leavers: fc.array(fc.record({ at: instant, waited: wait, group }), { maxLength: 10 }),
      ignoredGreetings: fc.array(fc.record({ at: instant, greeting: fc.integer({ min: 301, max: 302 }), group }), {
        maxLength: 10,
      }),
    }),
    timezone: fc.constantFrom(...ZONES),
    now: fc.constant("2025-04-12T06:00:00Z"),
  }),
  licenceWith: (holdings) => refilled(licence, holdings),
  queries: queries(daysFrom("2025-03-25", 17)),
  runs: 30,
};

const archive = createLicence({
  seed: 7,
  chats: 600,
  tickets: 200,
  timezone: "Europe/Warsaw",
  recordLimit: 25_000,
  now: () => at("2026-02-01T12:00:00Z"),
  announce: () => {},
});

const seeded: Source = {
  name: "the made-up archive",
  holdings: fc.constant({}),
  licenceWith: () => archive,
  queries: fc.oneof(
    queries(daysFrom("2022-12-30", 1130).filter((_, index) => index % 37 === 0)),
    queries(daysFrom("2025-03-20", 20)),
  ),
  runs: 6,
};

function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => new Date(Date.parse(first) + index * DAY * 1000)).map((date) =>
    date.toISOString().slice(0, 10),
  );
}

const clocks = new Map<string, Intl.DateTimeFormat>();
const shown = new Map<string, string>();

/** What the clock on the wall shows: `2025-03-30 01:15`. */
function wall(instant: number, timezone: string): string {
  const known = shown.get(`${instant} ${timezone}`);
  if (known) return known;
  const clock =
    clocks.get(timezone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
  clocks.set(timezone, clock);
  const time = clock.format(instant * 1000);
  shown.set(`${instant} ${timezone}`, time);
  return time;
}

/** Whether an instant lies within the days that a query asks for. */
function within({ timezone, date_from = "", date_to }: Query, licence: Licence): (instant: number) => boolean {
  const zone = timezone ?? licence.timezone;
  const last = date_to ?? wall(licence.now(), zone).slice(0, 10);
  return (instant) => {
    const day = wall(instant, zone).slice(0, 10);
    return day >= date_from && day <= last;
  };
}

/** How many of the instants there are in each period, by the clock on the wall. */
function counted(instants: readonly number[], query: Query, licence: Licence): Record<string, number> {
  const { timezone = licence.timezone, date_from, date_to = wall(licence.now(), timezone).slice(0, 10) } = query;
  const counts: Record<string, number> = {};
  for (const instant of instants.filter(within(query, licence))) {
    const time = wall(instant, timezone);
    const hours = date_from === date_to && query.group_by !== "day";
    const day = hours ? `${time.slice(11, 13)}:00` : time.slice(0, 10);
    const key = query.group_by === "month" ? time.slice(0, 7) : day;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Chats of a group, an agent and tags that started in the range, whether they have ended or not. */
function chatsOf(licence: Licence, query: Query): ChatFacts[] {
  const isAsked = within(query, licence);
  return licence.chats.facts.filter(
    (chat) =>
      isAsked(chat.started) &&
      isOneOf(chat.groups, query.group) &&
      isOneOf(chat.agents, query.agent) &&
      (query["tag[]"] === undefined || query["tag[]"].some((tag) => chat.tags.includes(tag))),
  );
}

/** Tickets of a group, an agent and tags, whenever they were. */
function ticketsOf(licence: Licence, query: Query): TicketFacts[] {
  return licence.tickets.facts.filter(
    (ticket) =>
      isOneOf(ticket.groups, query.group) &&
      isOneOf([ticket.assignee], query.agent) &&
      (query["tag[]"] === undefined || query["tag[]"].some((tag) => ticket.tags.includes(tag))),
  );
}

function isOneOf<T>(values: readonly T[], wanted: T | undefined): boolean {
  return wanted === undefined || values.includes(wanted);
}

function hasEnded({ ended }: ChatFacts): boolean {
  return ended !== undefined;
}

function nonZero(numbers: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).filter(([, number]) => number !== 0));
}

function total<Value>(report: Record<string, Value>, number: (value: Value) => number): number {
  return sum(Object.values(column(report, number)));
}

describe.each([random, seeded])("over $name", ({ holdings, licenceWith, queries, runs }) => {
  const holds = (property: (licence: Licence, query: Query) => void): void =>
    fc.assert(
      fc.property(holdings, queries, (records, query) => property(licenceWith(records), query)),
      { numRuns: runs },
    );

  const listTotal = (licence: Licence, { group_by: _, ...filters }: Query): number =>
    ask(licence, "chats.list", { ...filters, page: 1_000_000 }).total;

  test("chats are as many as the list has, each in the period that the clock on the wall shows", () => {
    holds((licence, query) => {
      const report = column(ask(licence, "reports.chats.totalChats", query), (period) => period.chats);
      expect(sum(Object.values(report))).toBe(listTotal(licence, query));
      const instants = chatsOf(licence, query)
        .filter(hasEnded)
        .map(({ started }) => started);
      expect(nonZero(report)).toEqual(counted(instants, query, licence));
    });
  });

  test("hours add up to days, and days to months", () => {
    holds((licence, query) => {
      const chats = (asked: Query): Record<string, number> =>
        column(ask(licence, "reports.chats.totalChats", asked), (period) => period.chats);
      const days = chats({ ...query, group_by: "day" });
      for (const [month, number] of Object.entries(chats({ ...query, group_by: "month" })))
        expect(sum(Object.entries(days).flatMap(([day, some]) => (day.startsWith(month) ? some : [])))).toBe(number);
      for (const [day, number] of Object.entries(days).slice(0, 2)) {
        const hours = chats({ ...query, date_from: day, date_to: day, group_by: "hour" });
        expect(sum(Object.values(hours))).toBe(number);
      }
    });
  });

  test("every chat proper came about, was rated or not, and was replied to or not", () => {
    holds((licence, query) => {
      const proper = chatsOf(licence, query).filter((one) => hasEnded(one) && !one.missed);
      const engaged = total(
        ask(licence, "reports.chats.engagement", query),
        (period) => period.chats_from_auto_invite + period.chats_from_immediate_start + period.chats_from_manual_invite,
      );
      const ratings = ask(licence, "reports.chats.ratings", query);
      expect(engaged).toBe(proper.length);
      expect(total(ratings, ({ chats = 0 }) => chats)).toBe(proper.length);
      for (const rate of ["rated_good", "rated_bad"] as const) {
        const number = total(ratings, ({ good = 0, bad = 0 }) => (rate === "rated_good" ? good : bad));
        expect(number).toBe(proper.filter((one) => one.rate === rate).length);
      }
      const { group, agent, ...common } = query;
      const unreplied = ask(licence, "reports.chats.notRepliedChats", {
        ...common,
        ...(group !== undefined && { "groups[]": [group] }),
        ...(agent !== undefined && { "agents[]": [agent] }),
      });
      const all = column(ratings, ({ chats = 0 }) => chats);
      for (const [key, { not_replied }] of Object.entries(unreplied))
        expect(not_replied).toBeLessThanOrEqual(all[key] ?? 0);
      expect(total(unreplied, (period) => period.not_replied)).toBe(proper.filter((one) => one.responses === 0).length);
    });
  });

  test("averages are those of the chats, in the licence's time zone", () => {
    holds((licence, { timezone: _, ...query }) => {
      const chats = chatsOf(licence, query).filter(hasEnded);
      const first = Object.values(ask(licence, "reports.chats.firstResponseTime", query));
      const seconds = sum(first.map(({ first_response_time: { count, seconds } }) => count * (seconds ?? 0)));
      const answered = chats.filter((one) => one.firstResponse !== undefined);
      expect(sum(first.map((period) => period.first_response_time.count))).toBe(answered.length);
      expect(Math.abs(seconds - sum(answered.map(({ firstResponse = 0 }) => firstResponse)))).toBeLessThan(
        0.005 * answered.length + 0.001,
      );
      const all = Object.values(ask(licence, "reports.chats.responseTime", query));
      expect(sum(all.map((period) => period.avg_response_time.count))).toBe(sum(chats.map((one) => one.responses)));
      for (const {
        avg_response_time: { count, seconds },
      } of all)
        expect(seconds === null).toBe(count === 0);
    });
  });

  test("who was queued got into a chat of the list, or left", () => {
    holds((licence, { agent: _, "tag[]": __, ...query }) => {
      const counts = ask(licence, "reports.chats.queuedVisitors", query);
      const times = ask(licence, "reports.chats.queuedVisitorsWaitingTimes", query);
      expect(Object.keys(times)).toEqual(Object.keys(counts));
      for (const [key, { queued, left_queue, entered_chat }] of Object.entries(times)) {
        expect(queued.count).toBe(left_queue.count + entered_chat.count);
        expect(counts[key]).toMatchObject({
          queued: { count: queued.count },
          left_queue: { count: left_queue.count },
          entered_chat: { count: entered_chat.count },
        });
        for (const { count, min, max, average } of [queued, left_queue, entered_chat]) {
          if (count === 0) expect([min.seconds, max.seconds, average.seconds]).toEqual([null, null, null]);
          else {
            expect(min.seconds).toBeLessThanOrEqual(average.seconds ?? NaN);
            expect(average.seconds).toBeLessThanOrEqual(max.seconds ?? NaN);
          }
        }
      }
      const { group_by: ___, ...filters } = query;
      const { total: queued } = ask(licence, "chats.list", { ...filters, queued: 1, page: 1_000_000 });
      expect(total(counts, (period) => period.entered_chat.count)).toBe(queued);
    });
  });

  test("goals and sales are all there when they were achieved", () => {
    holds((licence, query) => {
      const { date_from: _, ...fromTheBeginning } = query;
      const chats = chatsOf(licence, fromTheBeginning);
      const achieved = chats.flatMap(({ goals }) => goals);
      for (const sales_tracker of [0, 1] as const) {
        const report = column(
          ask(licence, "reports.chats.goals", { ...query, sales_tracker }),
          ({ goals = 0 }) => goals,
        );
        const instants = achieved.filter(({ sale }) => (sale ? 1 : 0) === sales_tracker).map((goal) => goal.at);
        expect(nonZero(report)).toEqual(counted(instants, query, licence));
      }
    });
  });

  test("greetings that led to chats were displayed, and the chats are in the list", () => {
    holds((licence, { agent: _, ...query }) => {
      const report = ask(licence, "reports.chats.greetings", query);
      for (const { displayed, accepted } of Object.values(report)) expect(displayed).toBeGreaterThanOrEqual(accepted);
      const chats = chatsOf(licence, query).filter(hasEnded);
      expect(total(report, (period) => period.accepted)).toBe(chats.filter((one) => one.greeting !== undefined).length);
      const some = ask(licence, "reports.chats.greetings", { ...query, greeting: 301 });
      expect(total(some, (period) => period.accepted)).toBe(chats.filter((one) => one.greeting === 301).length);
    });
  });

  test("a ranking has the ratings of the agents, the best score first", () => {
    holds((licence, { timezone: _, agent: __, group_by: ___, ...query }) => {
      const { ranking } = ask(licence, "reports.chats.ratingsRanking", query);
      const { ranking: ofTickets } = ask(licence, "reports.tickets.ratingsRanking", query);
      for (const { name, good, bad } of ranking) {
        const ratings = ask(licence, "reports.chats.ratings", { ...query, agent: name });
        expect([total(ratings, (period) => period.good ?? 0), total(ratings, (period) => period.bad ?? 0)]).toEqual([
          good,
          bad,
        ]);
      }
      for (const { name, good, bad } of ofTickets) {
        const ratings = ask(licence, "reports.tickets.ratings", { ...query, agent: name });
        expect([total(ratings, (period) => period.good ?? 0), total(ratings, (period) => period.bad ?? 0)]).toEqual([
          good,
          bad,
        ]);
      }
      for (const entries of [ranking, ofTickets]) {
        expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
        for (const entry of entries) expect(entry.total).toBe(entry.good + entry.bad);
        expect(entries.map(({ score }) => score)).toEqual(entries.map(({ score }) => score).sort((a, b) => b - a));
      }
    });
  });

  test("tickets count when they were created, answered and solved", () => {
    holds((licence, query) => {
      const { agent: _, ...withoutAgent } = query;
      const created = ticketsOf(licence, withoutAgent).map((one) => one.created);
      const fresh = column(ask(licence, "reports.tickets.newTickets", withoutAgent), (period) => period.new_tickets);
      expect(nonZero(fresh)).toEqual(counted(created, query, licence));
      const sources = column(
        ask(licence, "reports.tickets.ticketSources", withoutAgent),
        (period) => period.tickets_from_chat + period.tickets_from_chat_window + period.tickets_from_mail,
      );
      for (const [key, number] of Object.entries(sources)) expect(number).toBeLessThanOrEqual(fresh[key] ?? 0);

      const tickets = ticketsOf(licence, query);
      const answered = column(ask(licence, "reports.tickets.firstResponseTime", query), ({ count }) => count);
      expect(nonZero(answered)).toEqual(
        counted(
          tickets.flatMap((one) => one.answered ?? []),
          query,
          licence,
        ),
      );
      const solutions = counted(
        tickets.flatMap((one) => one.solved ?? []),
        query,
        licence,
      );
      const solved = column(ask(licence, "reports.tickets.solvedTickets", query), (period) => period.solved_tickets);
      expect(nonZero(solved)).toEqual(solutions);
      const resolved = ask(licence, "reports.tickets.resolutionTime", query);
      expect(column(resolved, ({ count }) => count)).toEqual(solved);
      for (const { count, hours } of Object.values(resolved)) expect(hours === null).toBe(count === 0);
    });
  });

  test("somebody is there for no longer than a day lasts, and a group for no longer than all", () => {
    holds((licence, { "tag[]": _, group_by: __, agent, ...query }) => {
      const time = (filters: Call<"reports.availability">["query"]): Record<string, number> =>
        column(ask(licence, "reports.availability", filters), (value) =>
          "hours" in value ? value.hours : value.minutes / 60,
        );
      const { group: ___, ...whole } = query;
      const [some, all] = [time({ ...query, ...(agent !== undefined && { agent }) }), time(whole)];
      expect(Object.keys(some)).toEqual(Object.keys(all));
      for (const [key, hours] of Object.entries(all)) {
        expect(hours).toBeLessThanOrEqual(25);
        expect(some[key]).toBeLessThanOrEqual(hours);
      }
    });
  });
});

test("the made-up archive has something of everything", () => {
  const { chats, tickets, log } = archive;
  for (const records of [chats.facts, tickets.facts, log.shifts, log.leavers, log.ignoredGreetings])
    expect(records.length).toBeGreaterThan(5);
});

describe("by the clock on the wall", () => {
  const { holdings, licenceWith, queries, runs } = random;
  const ticks = Array.from({ length: (LAST + 2 * DAY - FIRST) / GRAIN }, (_, index) => FIRST + index * GRAIN);

  test("somebody was there, or chatted", () => {
    fc.assert(
      fc.property(holdings, queries, (records, { "tag[]": tags, group_by: _, ...query }) => {
        const licence = licenceWith(records);
        const present = licence.log.shifts.filter(({ agent }) => {
          const groups = licence.agents.get(agent)?.groups;
          return groups && (!query.group || groups.includes(query.group)) && (!query.agent || agent === query.agent);
        });
        const { timezone: __, ...chattingQuery } = { ...query, ...(tags && { "tag[]": tags }) };
        const { date_from: ___, ...fromTheBeginning } = chattingQuery;
        const chatting = chatsOf(licence, fromTheBeginning)
          .filter(hasEnded)
          .map(({ started, ended = started }) => ({ from: started, to: ended }));
        const seen = (spans: { from: number; to: number }[], asked: Query): Record<string, number> =>
          counted(
            ticks.filter((tick) => spans.some(({ from, to }) => from <= tick && tick < to)),
            asked,
            licence,
          );
        const grains = (value: { minutes: number } | { hours: number }): number =>
          "minutes" in value ? (value.minutes * MINUTE) / GRAIN : (value.hours * HOUR) / GRAIN;
        expect(nonZero(column(ask(licence, "reports.availability", query), grains))).toEqual(seen(present, query));
        expect(nonZero(column(ask(licence, "reports.chats.chattingTime", chattingQuery), grains))).toEqual(
          seen(chatting, chattingQuery),
        );
      }),
      { numRuns: runs },
    );
  });

  test("chats went on at the same time", () => {
    fc.assert(
      fc.property(holdings, fc.constantFrom("mon" as const, "thu" as const, "sun" as const), (records, weekday) => {
        const licence = licenceWith(records);
        const report = ask(licence, "reports.chats.agentsOccupancy", { weekday });
        const chats = chatsOf(licence, {}).filter(hasEnded);
        const most: Record<string, number> = {};
        for (const tick of ticks) {
          const key = `${wall(tick, licence.timezone).slice(0, 13)}:00`;
          const now = chats.filter(({ started, ended = started }) => started <= tick && tick < ended).length;
          if (key in report) most[key] = Math.max(most[key] ?? 0, now);
        }
        expect(nonZero(report)).toEqual(nonZero(most));
      }),
      { numRuns: runs },
    );
  });
});
