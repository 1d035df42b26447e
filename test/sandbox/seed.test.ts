// The seeded licence: it holds the examples of the description, agrees with it, is the same for the same seed everywhere,
// and its facts say what its records show.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Agent, Chat, ChatItem, Ticket } from "../../generated/models.js";
import { hourOf } from "../../src/calendar.js";
import { resolve, type Schema } from "../../src/description/document.js";
import { factsOfChat } from "../../src/sandbox/licence/chatFacts.js";
import type { ChatFacts, TicketFacts } from "../../src/sandbox/licence/records.js";
import { textOfChat, textOfTicket } from "../../src/sandbox/licence/text.js";
import { factsOfTicket } from "../../src/sandbox/licence/ticketFacts.js";
import { ARCHIVE_BEGINS, ARCHIVE_ENDS } from "../../src/sandbox/seed/days.js";
import { createIdentifiers } from "../../src/sandbox/seed/identifiers.js";
import { type SeededLicence, type SeedOptions, seedLicence } from "../../src/sandbox/seed/seed.js";
import { description, operations, violations } from "../support/description.js";

const OPTIONS: SeedOptions = { seed: 1, chats: 1000, tickets: 300, timezone: "Europe/Berlin", licence: 1234567 };
const sample = seedLicence(OPTIONS);
const chats = sample.chats.map(sample.makeChat);
const tickets = sample.tickets.map(sample.makeTicket);
const chatsProper = sample.chats.filter(({ missed }) => !missed);

/** The examples that the description answers an operation with. */
function examplesOf(id: string): unknown[] {
  const examples = operations.find((operation) => operation.id === id)?.result?.examples ?? {};
  return Object.values(examples).map(({ value }) => value);
}

/** What is in the path of the operation's sample. */
function pathExample(name: string): unknown {
  const parameters = operations.flatMap((operation) => operation.parameters);
  return parameters.find((parameter) => parameter.in === "path" && parameter.name === name)?.example;
}

function schemaOf(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function valuesOf(schema: string, property: string): string[] {
  const found = resolve(description, resolve(description, schemaOf(schema)).properties?.[property] ?? {});
  return found["x-extensible-enum"] ?? (found.enum as string[] | undefined) ?? [];
}

function everything(licence: SeededLicence): string {
  const { makeChat, makeTicket, chatText: _, ticketText: __, ...records } = licence;
  return JSON.stringify([records, licence.chats.map(makeChat), licence.tickets.map(makeTicket)]);
}

describe("settings", () => {
  it("hold what the paths of the samples name", () => {
    expect(sample.agents.map(({ login }) => login)).toContain(pathExample("login"));
    expect(sample.groups.map(({ id }) => id)).toContain(pathExample("group_id"));
    expect(sample.cannedResponses.map(({ id }) => id)).toContain(pathExample("canned_response_id"));
    expect(sample.goals.map(({ id }) => id)).toContain(pathExample("goal_id"));
    expect(sample.greetings.map(({ id }) => id)).toContain(pathExample("greeting_id"));
    expect(sample.tags.map(({ name, group }) => [name, group])).toContainEqual([pathExample("tag"), 1]);
    expect(sample.webhooks.map(({ id }) => id)).toContain(pathExample("webhook_id"));
    expect(sample.visitors.map(({ id }) => id)).toContain(pathExample("visitor_id"));
    expect(sample.chats.map(({ id }) => id)).toContain(pathExample("chat_id"));
    expect(sample.tickets.map(({ id }) => id)).toContain(pathExample("ticket_id"));
  });

  it("hold the records of the examples", () => {
    expect(sample.cannedResponses).toEqual(expect.arrayContaining(examplesOf("cannedResponses.list").flat()));
    expect(sample.goals).toEqual(expect.arrayContaining(examplesOf("goals.get")));
    const greetings = sample.greetings.map(({ group: _, announcement: __, ...greeting }) => greeting);
    expect(greetings).toEqual(expect.arrayContaining(examplesOf("greetings.list").flat()));
    expect(greetings).toEqual(expect.arrayContaining(examplesOf("greetings.get")));
    expect(examplesOf("webhooks.list")).toContainEqual({ events: sample.webhooks });
    for (const example of examplesOf("agents.get") as Agent[])
      expect(sample.agents.find(({ login }) => login === example.login)).toMatchObject({
        ...example,
        groups: example.groups.map(({ id }) => id),
      });
    for (const example of examplesOf("tags.list").flat() as object[]) {
      const { count: _, ...tag } = example as { count: unknown };
      expect(sample.tags).toContainEqual(tag);
    }
    const atHome = seedLicence({ ...OPTIONS, chats: 0, tickets: 0, timezone: "UTC" });
    expect(atHome.visitors).toEqual(expect.arrayContaining(examplesOf("visitors.list").flat()));
  });

  it("show every kind of record", () => {
    const has = (found: unknown[], wanted: unknown[]) => expect(new Set(found)).toEqual(new Set(wanted));
    has(
      sample.visitors.map(({ state }) => state),
      valuesOf("Visitor", "state"),
    );
    has(
      sample.agents.map(({ permission }) => permission),
      resolve(description, schemaOf("AgentPermission"))["x-extensible-enum"] ?? [],
    );
    has(
      sample.agents.map(({ status }) => status),
      valuesOf("Agent", "status"),
    );
    has(
      sample.goals.map(({ type }) => type),
      resolve(description, schemaOf("GoalType")).enum ?? [],
    );
    has(
      sample.greetings.flatMap(({ rules }) => rules.map(({ type }) => type)),
      [...valuesOf("GreetingValueRule", "type"), "custom_variable", "url_funnel", "ads_traffic"],
    );
    expect(sample.agents.filter(({ permission }) => permission === "owner")).toEqual([sample.agents[0]]);
  });

  it("refer to what there is", () => {
    const logins = sample.agents.map(({ login }) => login);
    const groups = sample.groups.map(({ id }) => id);
    for (const { created_by, modified_by = created_by, group } of sample.cannedResponses) {
      expect(logins).toEqual(expect.arrayContaining([created_by, modified_by]));
      expect(groups).toContain(group);
    }
    for (const { author, group } of sample.tags)
      expect([logins.includes(author), groups.includes(group)]).toEqual([true, true]);
    for (const { group } of [...sample.greetings, ...sample.visitors]) expect(groups).toContain(group);
    for (const agent of sample.agents) expect(groups).toEqual(expect.arrayContaining([...agent.groups]));
    for (const { tags, groups: own } of [...chatsProper, ...sample.tickets])
      for (const tag of tags)
        expect(sample.tags.some(({ name, group }) => name === tag && own.includes(group))).toBe(true);
  });
});

describe("the archive of chats", () => {
  it("holds as many as asked for, and those of the examples", () => {
    const count = (amount: number) => seedLicence({ ...OPTIONS, chats: amount, tickets: 0 }).chats.length;
    expect([count(0), count(1), count(40)]).toEqual([0, 1 + 2, 40 + 2]);
    expect(examplesOf("chats.list")).toContainEqual({ chats: chats.slice(0, 2), total: 2, pages: 1 });
    expect(examplesOf("chats.get")).toContainEqual(chats[1]);
  });

  it("has ten capitals and digits for each", () => {
    const ids = sample.chats.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[0-9A-Z]{10}$/.test(id))).toEqual([]);
  });

  it("lies in its three years, newest first, and grows", () => {
    const times = sample.chats.slice(2).map(({ started }) => started);
    expect(times.every((time) => time >= ARCHIVE_BEGINS && time < ARCHIVE_ENDS)).toBe(true);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const inYear = (year: number) => times.filter((time) => new Date(time * 1000).getUTCFullYear() === year).length;
    expect(inYear(2023)).toBeGreaterThan(200);
    expect(inYear(2025)).toBeGreaterThan(inYear(2023) * 1.2);
  });

  it.each(["Europe/Berlin", "America/Phoenix", "Asia/Kathmandu"])("is busy in the office hours of %s", (timezone) => {
    const { chats } = seedLicence({ ...OPTIONS, timezone });
    const hours = chats.slice(2).map(({ started }) => hourOf(started, timezone));
    expect(hours.filter((hour) => hour >= 8 && hour < 18).length / hours.length).toBeGreaterThan(0.75);
    const missed = chats.filter((chat) => chat.missed);
    expect(missed.length / chats.length).toBeGreaterThan(0.03);
    expect(missed.length / chats.length).toBeLessThan(0.2);
  });

  it("has agents chat within their shifts, and misses chats when nobody is there", () => {
    const present = (at: number) => sample.log.shifts.filter(({ from, to }) => from <= at && at < to);
    const astray = sample.chats.slice(2).filter(({ missed, agents, started }) => {
      const logins = present(started).map(({ agent }) => agent);
      return missed ? logins.length > 0 : !agents.every((agent) => logins.includes(agent));
    });
    expect(astray).toEqual([]);
  });

  it("knows visitors who come back, none of them before the first visit", () => {
    const names = new Map<string, Set<string>>();
    for (const chat of chats) {
      if (chat.type !== "chat") continue;
      const { id, name, country, ip } = chat.visitor;
      expect(Number(/^S(\d+)\.[0-9a-f]{10}$/.exec(id)?.[1])).toBeLessThanOrEqual(chat.started_timestamp);
      names.set(id, (names.get(id) ?? new Set()).add(`${name} ${country} ${ip}`));
    }
    expect([...names.values()].every(({ size }) => size === 1)).toBe(true);
    expect(names.size).toBeLessThan(0.7 * chatsProper.length);
  });

  it("keeps chats light: lists that are alike are one", () => {
    const lists = (key: "agents" | "groups" | "tags") => new Set(sample.chats.slice(2).map((facts) => facts[key])).size;
    expect([lists("agents") < 70, lists("groups") < 20, lists("tags") < 40]).toEqual([true, true, true]);
    expect(sample.chats.slice(2).every(({ tags }) => Object.isFrozen(tags))).toBe(true);
  });

  it("shows all that can happen", () => {
    const proper = chats.filter((chat): chat is Chat => chat.type === "chat");
    const some = (fits: (chat: Chat) => unknown) => expect(proper.filter(fits).length).toBeGreaterThan(1);
    for (const rate of valuesOf("Chat", "rate")) some((chat) => chat.rate === rate);
    for (const engagement of valuesOf("Chat", "engagement")) some((chat) => chat.engagement === engagement);
    for (const type of ["message", "attachment", "event"])
      some(({ events = [] }) => events.some((event) => event.type === type));
    some(({ agents }) => agents.length > 1);
    some(({ group }) => group.length > 1);
    some(({ supervisors }) => supervisors.length > 0);
    some(({ queue }) => queue);
    some(({ visitor }) => visitor.email === undefined);
    some(({ referrer }) => referrer);
    some(({ custom_variables }) => custom_variables);
    some(({ integration_variables }) => integration_variables);
    some(({ postchat_survey }) => postchat_survey);
    some(({ goals = [] }) => goals.some(({ type }) => type === "sales_tracker"));
    some(({ goals = [] }) => goals.some(({ order }) => Object.keys(order).length === 0));
    some(({ goals = [] }) => goals.some(({ order }) => order.id === ""));
    for (const hidden of [
      chatsProper.filter(({ commented }) => commented),
      chatsProper.filter(({ greeting }) => greeting),
    ])
      expect(hidden.length).toBeGreaterThan(1);
    expect(chatsProper.some(({ responses }) => responses === 0)).toBe(true);
  });

  it("tells everything in the order in which it happened", () => {
    for (const chat of chats) {
      if (chat.type !== "chat") continue;
      const { events = [], messages = [] } = chat;
      const times = [chat.started_timestamp, ...events.map(({ timestamp }) => timestamp), chat.ended_timestamp ?? 0];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(events.filter(({ type }) => type === "message").map(({ type: _, ...message }) => message)).toEqual(
        messages,
      );
      for (const { timestamp = 0 } of chat.goals ?? []) expect(timestamp).toBeLessThanOrEqual(times.at(-1) ?? 0);
    }
  });

  it("is full of what programs trip over", () => {
    const text = [...chats.map(textOfChat), ...tickets.map(textOfTicket)].join("");
    for (const trap of [
      '"',
      "'",
      ",",
      ";",
      "\n",
      "\t",
      "<b>",
      "&amp;",
      "=sum(",
      "ß",
      "ł",
      "¿",
      "…",
      "大",
      "👩‍🔧",
      "\\",
    ])
      expect(text).toContain(trap);
    expect(text).not.toMatch(/undefined|\{\w+\}|NaN/);
  });
});

describe("tickets", () => {
  it("are as many as asked for, and those of the examples", () => {
    const count = (amount: number) => seedLicence({ ...OPTIONS, chats: 0, tickets: amount }).tickets.length;
    expect([count(0), count(1), count(40)]).toEqual([0, 1 + 2, 40 + 2]);
    expect(examplesOf("tickets.list")).toContainEqual({ tickets: tickets.slice(0, 2), total: 2, pages: 1 });
    expect(examplesOf("tickets.get")).toContainEqual(tickets.find(({ id }) => id === pathExample("ticket_id")));
  });

  it("show every state, source and form", () => {
    const some = (fits: (ticket: Ticket) => unknown) => expect(tickets.filter(fits).length).toBeGreaterThan(1);
    for (const status of valuesOf("Ticket", "status")) some((ticket) => ticket.status === status);
    for (const source of valuesOf("TicketSource", "type")) some((ticket) => ticket.source.type === source);
    for (const rate of valuesOf("Ticket", "rate")) some((ticket) => ticket.rate === rate);
    some(({ modified }) => typeof modified === "number");
    some(({ modified }) => typeof modified === "string");
    some(({ groups }) => groups.some((group) => typeof group === "number"));
    some(({ groups }) => groups.some((group) => typeof group === "object"));
    some(({ assignee }) => assignee === undefined);
    some(({ opened }) => opened.length > 1);
    some(({ events }) => events.some(({ type }) => type === "assignee_changed"));
    some(({ events }) => events.some((event) => event.type === "message" && event.is_private));
    some(({ requester }) => requester.name === undefined);
  });

  it("come from chats that are there, and after them", () => {
    const known = new Map(sample.chats.map((facts) => [facts.id, facts]));
    const fromChats = sample.tickets.filter(({ chat }) => chat !== undefined);
    expect(fromChats.length).toBeGreaterThan(20);
    for (const { chat = "", created } of fromChats)
      expect(known.get(chat)?.ended ?? Infinity).toBeLessThanOrEqual(created);
    for (const { requester, source } of tickets) {
      const chat = chats.find(({ id }) => id === source.id);
      if (chat?.type === "chat") expect(chat.visitor.email ?? requester.mail).toBe(requester.mail);
    }
  });

  it("are changed in the archive's years, by agents at work", () => {
    for (const { activity, created, modified } of sample.tickets.slice(2)) {
      expect([activity[0], activity.at(-1)]).toEqual([created, modified]);
      expect(created >= ARCHIVE_BEGINS && modified < ARCHIVE_ENDS).toBe(true);
      expect([...activity].sort((a, b) => a - b)).toEqual([...activity]);
    }
  });
});

describe("the log", () => {
  it("has shifts that begin by the clock of the licence's zone, in summer and in winter", () => {
    const hours = new Set(
      sample.log.shifts
        .filter(({ agent }) => agent === "chloe@example.com")
        .map(({ from }) => hourOf(from + 15 * 60, OPTIONS.timezone)),
    );
    expect(hours).toEqual(new Set([9]));
  });

  it("is in order, and shows more greetings than were taken up", () => {
    const { shifts, leavers, ignoredGreetings } = sample.log;
    for (const times of [
      shifts.map(({ from }) => from),
      leavers.map(({ at }) => at),
      ignoredGreetings.map(({ at }) => at),
    ])
      expect(times).toEqual([...times].sort((a, b) => a - b));
    const accepted = chatsProper.filter(({ greeting }) => greeting !== undefined).length;
    expect(ignoredGreetings.length).toBeGreaterThan(2 * accepted);
    expect(leavers.length).toBeGreaterThan(3);
    const greetings = new Set(sample.greetings.filter(({ active }) => active).map(({ id }) => id));
    for (const { greeting } of ignoredGreetings) expect(greetings).toContain(greeting);
  });
});

describe("facts and records", () => {
  const options = fc.record({
    seed: fc.integer(),
    chats: fc.integer({ min: 0, max: 40 }),
    tickets: fc.integer({ min: 0, max: 20 }),
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"),
    licence: fc.constant(1234567),
  });

  /** With what a record does not show. */
  const shown = (item: ChatItem, { started, commented, greeting }: ChatFacts): ChatFacts =>
    factsOfChat(item, { started }, { commented, ...(greeting !== undefined && { greeting }) });

  it("agree, whatever the seed", () => {
    fc.assert(
      fc.property(options, (option) => {
        const { chats, makeChat, chatText, tickets, makeTicket, ticketText } = seedLicence(option);
        for (const facts of chats) {
          const item = makeChat(facts);
          expect(shown(item, facts)).toEqual(facts);
          expect(chatText(facts)).toBe(textOfChat(item));
        }
        for (const facts of tickets) {
          const item = makeTicket(facts);
          expect(factsOfTicket(item)).toEqual(facts);
          expect(ticketText(facts)).toBe(textOfTicket(item));
        }
      }),
      { numRuns: 20 },
    );
  });

  it("agree in a whole archive", () => {
    sample.chats.forEach((facts, index) => {
      expect(shown(chats[index] as ChatItem, facts)).toEqual(facts);
    });
    sample.tickets.forEach((facts, index) => {
      expect(factsOfTicket(tickets[index] as Ticket)).toEqual(facts);
    });
  });

  it("follow changed facts", () => {
    for (const facts of chatsProper.slice(0, 5))
      expect(sample.makeChat({ ...facts, tags: ["new"] })).toEqual({ ...sample.makeChat(facts), tags: ["new"] });
    for (const facts of sample.tickets.slice(0, 6)) {
      const later = ARCHIVE_ENDS + 90_000_000;
      const changed = { ...facts, tags: ["new"], modified: later, activity: [...facts.activity, later] };
      const item = sample.makeTicket(changed);
      expect(factsOfTicket(item)).toEqual({ ...changed, ...(facts.status === "solved" && { solved: later }) });
      expect(item.events).toEqual(sample.makeTicket(facts).events);
    }
  });

  it("agree with the description, also where the seed does not know the facts", () => {
    const { ended: _, ...going } = {
      ...(chatsProper[3] as ChatFacts),
      id: "made by a test",
      agents: ["dora@example.com"],
    };
    const pending = sample.makeChat(going);
    expect(pending).toMatchObject({ pending: true, agents: [{ display_name: "dora" }] });
    const made = sample.makeTicket({ ...(sample.tickets[3] as TicketFacts), id: "?" });
    const records: [schema: string, records: unknown[]][] = [
      ["ChatItem", [...chats, pending]],
      ["Ticket", [...tickets, made]],
      ["Visitor", sample.visitors],
      ["Goal", sample.goals],
      ["Greeting", sample.greetings],
      ["CannedResponse", sample.cannedResponses],
      ["WebhookSubscription", sample.webhooks],
      ["Agent", sample.agents.map((agent) => ({ ...agent, groups: agent.groups.map((id) => ({ id, name: "" })) }))],
      ["Group", sample.groups.map((group) => ({ ...group, status: "offline" }))],
      ["Tag", sample.tags.map((tag) => ({ ...tag, count: { inChats: 0, inTickets: 0 } }))],
    ];
    const lists = records.map(([schema]) => [schema, { type: "array", items: schemaOf(schema) }]);
    expect(violations({ properties: Object.fromEntries(lists) }, Object.fromEntries(records))).toEqual([]);
  });

  it("name only what is set aside for examples", () => {
    const text = everything(sample);
    const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([whole, part]) => part ?? whole))];
    const hosts = found(/(?:\/\/|@)([\w-]+(?:\.[\w-]+)*)/g);
    const addresses = found(/\b\d+\.\d+\.\d+\.\d+\b/g);
    expect(hosts.length * addresses.length).toBeGreaterThan(1000);
    expect(hosts.filter((host) => !/(^|\.)example\.(com|net|org)$/.test(host))).toEqual([]);
    expect(addresses.filter((at) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(at))).toEqual([]);
    for (const { api_key } of sample.agents) expect(api_key).toMatch(/^made-up-api-key-of-[a-z]+$/);
  });
});

describe("the seed", () => {
  const small = { ...OPTIONS, chats: 120, tickets: 40 };
  const fingerprint = (options: SeedOptions): string =>
    createHash("sha256")
      .update(everything(seedLicence(options)))
      .digest("hex");

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("gives the same bytes again, and other bytes for another seed", () => {
    expect(fingerprint(small)).toBe(fingerprint(small));
    expect(fingerprint({ ...small, seed: 2 })).not.toBe(fingerprint(small));
  });

  it("does not look at the machine's time zone", () => {
    const here = fingerprint(small);
    for (const zone of ["Asia/Kolkata", "America/St_Johns", "Pacific/Apia"]) {
      vi.stubEnv("TZ", zone);
      expect(Intl.DateTimeFormat().resolvedOptions().timeZone.replace("Calcutta", "Kolkata")).toBe(zone);
      expect(fingerprint(small)).toBe(here);
    }
  });

  it("makes identifiers that lead back to their numbers, and none that is taken", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.stringMatching(/^[0-9A-Z]{5}$/), { maxLength: 3 }),
        (seed, amount, taken) => {
          const ids = createIdentifiers({ seed, kind: 0, amount, taken });
          const words = Array.from({ length: amount }, (_, index) => ids.word(index));
          expect(new Set([...words, ...taken]).size).toBe(amount + new Set(taken).size);
          words.forEach((made, index) => {
            expect(made).toMatch(/^[0-9A-Z]{5}$/);
            expect(ids.indexOf(made)).toBe(index);
            expect(ids.indexOf(ids.twoWords(index))).toBe(index);
          });
        },
      ),
      { numRuns: 30 },
    );
    // What the seed would say is taken.
    const first = (...taken: string[]) => createIdentifiers({ seed: 1, kind: 1, amount: 1, taken }).word(0);
    expect(first(first())).not.toBe(first());
  });
});

describe("speed", () => {
  /** Seconds of work, whatever else the machine does; of two attempts the better. */
  const work = (run: () => void): number => {
    const attempts = [0, 1].map(() => {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    return Math.min(...attempts);
  };

  it("has 10,000 chats and 2,000 tickets ready, searched and shown in no time", () => {
    const options = { ...OPTIONS, chats: 10_000, tickets: 2_000 };
    expect(work(() => seedLicence(options))).toBeLessThan(0.5);
    const { chats, chatText, makeChat } = seedLicence(options);
    expect(work(() => chats.filter((facts) => chatText(facts).includes("damaged parcel")))).toBeLessThan(0.3);
    expect(work(() => chats.slice(0, 3000).map(makeChat))).toBeLessThan(0.3);
  });
});
