// Tickets: what filters keep, in which order and on which page, and what becomes of new and changed ones.
import type { Ticket, TicketsListParams } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { isoDate } from "../../../src/calendar.js";
import { operations } from "../../support/description.js";
import { type Arranged, addTicket, arrange, idsOf, seconds } from "./records.js";
import { refusal, stateOf } from "./start.js";

const ben = { id: "ben@example.com", name: "Ben Okafor" };

/** One of each kind; the first listed changed last. */
function arrangeKinds(): Arranged {
  const arranged = arrange();
  const { licence } = arranged;
  addTicket(licence, "PLAIN", ["2026-06-01T10:00:00Z"]);
  addTicket(licence, "LONG", ["2026-05-01T10:00:00Z", "2026-06-02T10:00:00Z", "2026-06-11T10:00:00Z"], {
    assignee: ben,
    tags: ["refund"],
  });
  addTicket(licence, "SOLVED", ["2026-06-12T10:00:00Z"], {
    status: "solved",
    subject: "My LAMP is broken",
    groups: [2],
    source: { type: "lc2", url: null, id: "PQ7K2M9X4D" },
  });
  addTicket(licence, "SOCIAL", ["2026-06-13T10:00:00Z"], {
    status: "spam",
    requester: { mail: "noor@example.org" },
    groups: [{ id: 0, name: "All operators" }],
    source: { type: "facebook:post" },
  });
  return arranged;
}

const filters: [keyof TicketsListParams, TicketsListParams, string][] = [
  ["page", { page: 1 }, "SOCIAL SOLVED LONG PLAIN"],
  ["page", { page: 2 }, ""],
  ["date_from", { date_from: "2026-06-12" }, "SOCIAL SOLVED"],
  ["date_to", { date_to: "2026-05-31" }, "LONG"],
  ["date_to", { date_from: "2026-06-02", date_to: "2026-06-02" }, "LONG"],
  ["date_to", { date_from: "2026-06-03", date_to: "2026-06-10" }, ""],
  ["assigned", { assigned: 1 }, "LONG"],
  ["assigned", { assigned: false }, "SOCIAL SOLVED PLAIN"],
  ["order", { order: "desc" }, "SOCIAL SOLVED LONG PLAIN"],
  ["order", { order: "asc" }, "PLAIN LONG SOLVED SOCIAL"],
  ["status", { status: "solved" }, "SOLVED"],
  ["status", { status: "open" }, "LONG PLAIN"],
  ["assignee", { assignee: "ben@example.com" }, "LONG"],
  ["assignee", { assignee: "ada@example.com" }, ""],
  ["query", { query: "lamp" }, "SOLVED"],
  ["query", { query: "WHERE IS MY PARCEL" }, "SOCIAL SOLVED LONG PLAIN"],
  ["requester", { requester: { mail: "Noor@example.org" } }, "SOCIAL"],
  ["group", { group: 2 }, "SOLVED"],
  ["group", { group: 0 }, "SOCIAL"],
  ["source", { source: "mail" }, "LONG PLAIN"],
  ["source", { source: "facebook" }, "SOCIAL"],
  ["source_id", { source_id: "PQ7K2M9X4D" }, "SOLVED"],
  ["tag", { tag: "refund" }, "LONG"],
  ["tag", { tag: "Refund" }, ""],
  ["tagged", { tagged: 1 }, "LONG"],
  ["tagged", { tagged: 0 }, "SOCIAL SOLVED PLAIN"],
];

describe("a filter", () => {
  const { livechat: kinds } = arrangeKinds();

  test.each(filters)("%s: %o keeps %s", async (_, params, expected) => {
    const page = await kinds.tickets.list(params);
    expect(idsOf(page.tickets)).toBe(expected);
  });

  test("of every name in the description is tried above", () => {
    const described = operations
      .find(({ id }) => id === "tickets.list")
      ?.parameters.filter((parameter) => parameter.in === "query")
      .map(({ name }) => name.replace("[mail]", ""));
    expect([...new Set(filters.map(([name]) => name))].sort()).toEqual(described?.sort());
  });

  test("combines with others: a ticket has to fit them all", async () => {
    const page = await kinds.tickets.list({ status: "open", tagged: 0 });
    expect(page).toMatchObject({ total: 1, pages: 1 });
    expect(idsOf(page.tickets)).toBe("PLAIN");
  });
});

describe("the days of a query", () => {
  test("begin and end in the licence's zone, and end today unless another last day is given", async () => {
    const { licence, livechat } = arrange({ timezone: "Asia/Kathmandu" });
    addTicket(licence, "TODAY", ["2026-06-15T18:14:59Z"]);
    addTicket(licence, "TOMORROW", ["2026-06-15T18:15:00Z"]);
    expect(idsOf((await livechat.tickets.list()).tickets)).toBe("TODAY");
    expect(idsOf((await livechat.tickets.list({ date_to: "2026-06-16" })).tickets)).toBe("TOMORROW TODAY");
  });

  test("have to be in order", async () => {
    const { livechat } = arrange();
    expect(await refusal(livechat.tickets.list({ date_from: "2026-02-01", date_to: "2026-01-31" }))).toBe(
      "400\ndate_from: expected a day that is not after date_to (2026-01-31), got 2026-02-01",
    );
  });
});

describe("pages", () => {
  function arrangeMany(count: number): Arranged {
    const arranged = arrange({ recordLimit: 30 });
    const start = Date.UTC(2026, 0, 1);
    for (let number = 0; number < count; number += 1)
      addTicket(arranged.licence, `T${number}`, [new Date(start + number * 60_000).toISOString()]);
    return arranged;
  }

  test("hold 25 tickets, from either end, and know no limit of records", async () => {
    const { livechat } = arrangeMany(60);
    const last = await livechat.tickets.list({ page: 3 });
    expect(last).toMatchObject({ total: 60, pages: 3 });
    expect(idsOf(last.tickets)).toBe("T9 T8 T7 T6 T5 T4 T3 T2 T1 T0");
    expect((await livechat.tickets.list({ order: "asc", page: 2 })).tickets[0]?.id).toBe("T25");
    expect(await livechat.tickets.list({ page: 4 })).toEqual({ tickets: [], total: 60, pages: 3 });
  });

  test("give our client every ticket once while others arrive and those already read move to the front", async () => {
    const { licence, livechat, at } = arrangeMany(130);
    const before = licence.tickets.facts.map(({ id }) => id);
    const seen: string[] = [];
    for await (const { id } of livechat.tickets.list()) {
      seen.push(id);
      at(isoDate(seconds("2026-06-15T13:00:00Z") + seen.length));
      if (seen.length === 40)
        await livechat.tickets.create({ message: "Hello", requester: { mail: "mina@example.net" } });
      // One that was read, and one that was not.
      if (seen.length % 20 === 0) await livechat.tickets.updateTags(id, { tag: ["read"] });
      if (seen.length === 50) await livechat.tickets.updateTags("T3", { tag: ["early"] });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect([...seen].sort()).toEqual(expect.arrayContaining([...before].sort()));
  });
});

describe("a new ticket", () => {
  const form = {
    subject: "My parcel is damaged",
    message: "The box was torn open when it came. What can I do?",
    requester: { mail: "mina@example.net", name: "Mina Park" },
    assignee: { id: "ben@example.com" },
    source: { type: "chat-window", url: "https://shop.example.com/contact" },
    group: [2, 1],
  } as const;

  test("is answered bare, in the recorded form", async () => {
    const { livechat } = arrange();
    const now = "2026-06-15T12:00:00Z";
    const source = { type: "chat-window", url: "https://shop.example.com/contact" };
    const { id, ...ticket } = await livechat.tickets.create({ ...form, group: [...form.group] });
    expect(id).toMatch(/^[A-Z0-9]{5}$/);
    expect(ticket).toEqual({
      subject: "My parcel is damaged",
      status: "open",
      requester: { mail: "mina@example.net", name: "Mina Park" },
      assignee: ben,
      groups: [
        { id: 2, name: "Support" },
        { id: 1, name: "Sales" },
      ],
      currentGroup: { id: 2, name: "Support" },
      tags: [],
      source: { ...source, id: null },
      events: [
        {
          type: "message",
          author: { id: "mina@example.net", name: "Mina Park", type: "client" },
          date: now,
          is_private: false,
          message: "The box was torn open when it came. What can I do?",
          source,
        },
      ],
      date: now,
      modified: now,
      opened: [{ from: now }],
      firstResponse: {},
      rate: "not_rated",
    });
    expect(await livechat.tickets.get(id)).toEqual({ id, ...ticket });
  });

  test("needs no more than a message and an address", async () => {
    const { livechat } = arrange();
    const ticket = await livechat.tickets.create({ message: "Hello", requester: { mail: "mina@example.net" } });
    expect(ticket).toMatchObject({
      subject: "(no subject)",
      requester: { mail: "mina@example.net" },
      groups: [{ id: 0, name: "All operators" }],
      currentGroup: { id: 0, name: "All operators" },
      source: { type: "lc2", url: null, id: null },
    });
    expect(ticket).not.toHaveProperty("assignee");
    expect(ticket.events).toMatchObject([{ author: { id: "mina@example.net", type: "client" } }]);
  });

  test("comes from a page only when it comes from the form", async () => {
    const { livechat } = arrange();
    const { source } = await livechat.tickets.create({
      ...form,
      group: [],
      source: { type: "mail", url: "https://shop.example.com/contact" },
    });
    expect(source).toEqual({ type: "mail", url: null, id: null });
  });

  test("goes into each group once, and into that of all operators when the list is empty", async () => {
    const { livechat } = arrange();
    const groupsOf = async (group: number[]): Promise<Ticket["groups"]> =>
      (await livechat.tickets.create({ ...form, group })).groups;
    expect(await groupsOf([1, 1])).toEqual([{ id: 1, name: "Sales" }]);
    expect(await groupsOf([])).toEqual([{ id: 0, name: "All operators" }]);
  });

  test("is at the front of the list at once, found by its filters, and announced", async () => {
    const { licence, livechat, announced } = arrangeKinds();
    addTicket(licence, "SAME SECOND", ["2026-06-15T12:00:00Z"]);
    const { id } = await livechat.tickets.create({ ...form, group: [1] });
    expect((await livechat.tickets.list()).tickets.map((ticket) => ticket.id).slice(0, 2)).toEqual([id, "SAME SECOND"]);
    expect(
      idsOf((await livechat.tickets.list({ assignee: ben.id, source: "chat-window", query: "TORN OPEN" })).tickets),
    ).toBe(id);
    expect(announced).toEqual([{ event: "ticket_created", ticket: licence.tickets.get(id) }]);
  });

  test("has an identifier that no other ticket has", async () => {
    const { ids } = arrange().licence;
    const taken = [ids.ticket(), ids.ticket()];
    const { licence, livechat } = arrange();
    for (const id of taken) addTicket(licence, id, ["2026-06-01T10:00:00Z"]);
    const { id } = await livechat.tickets.create({ message: "Hello", requester: { mail: "mina@example.net" } });
    expect(taken).not.toContain(id);
  });

  test("can be sent as a form", async () => {
    const { send } = arrange();
    const { status, body } = await send("/tickets", {
      method: "POST",
      body: new URLSearchParams({ message: "Hello", "requester[mail]": "mina@example.net", "group[]": "1" }),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ groups: [{ id: 1, name: "Sales" }], requester: { mail: "mina@example.net" } });
  });

  test("is refused for strangers, with every reason, and nothing has changed", async () => {
    const { licence, livechat, announced } = arrangeKinds();
    const before = stateOf(licence);
    expect(
      await refusal(livechat.tickets.create({ ...form, assignee: { id: "nobody@example.com" }, group: [1, 98, 99] })),
    ).toBe(
      "400\nassignee.id: there is no agent nobody@example.com\ngroup: there is no group 98\ngroup: there is no group 99",
    );
    expect(stateOf(licence)).toEqual(before);
    expect(announced).toEqual([]);
  });

  test.each([
    [{ requester: { mail: "mina@example.net" } }, "message"],
    [{ message: "Hello" }, "requester"],
    [{ message: "Hello", requester: { mail: "nobody" } }, "requester.mail"],
    [{ message: "", requester: { mail: "mina@example.net" } }, "message"],
    [{ message: "Hello", requester: { mail: "mina@example.net" }, source: { type: "facebook" } }, "source.type"],
  ])("is refused for %o, by the name of what is wrong", async (body, field) => {
    const { licence, send } = arrange();
    const answer = await send("/tickets", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
    expect(licence.tickets.size).toBe(0);
  });
});

describe("one ticket", () => {
  test.each(["PLAIN", "LONG", "SOLVED", "SOCIAL"])("%s comes as the list has it", async (id) => {
    const { livechat } = arrangeKinds();
    const { tickets } = await livechat.tickets.list();
    expect(await livechat.tickets.get(id)).toEqual(tickets.find((ticket) => ticket.id === id));
  });

  test("that there is not is not found", async () => {
    const { livechat } = arrange();
    expect(await refusal(livechat.tickets.get("NONE"))).toBe("404\nThere is no ticket NONE");
    expect(await refusal(livechat.tickets.updateTags("NONE", { tag: [] }))).toBe("404\nThere is no ticket NONE");
  });
});

describe("tags", () => {
  test("are replaced as a whole, and the page with the ticket comes back", async () => {
    const { livechat } = arrangeKinds();
    const answer = await livechat.tickets.updateTags("LONG", { tag: ["sales", "no tag of the licence", "sales"] });
    expect(answer).toMatchObject({
      tickets: [{ id: "LONG", tags: ["sales", "no tag of the licence"], modified: "2026-06-15T12:00:00Z" }],
      total: 1,
      pages: 1,
    });
    expect(await livechat.tickets.get("LONG")).toEqual(answer.tickets[0]);
  });

  test("bring the ticket to the front, and their change counts as activity", async () => {
    const { livechat } = arrangeKinds();
    await livechat.tickets.updateTags("PLAIN", { tag: [] });
    await livechat.tickets.updateTags("LONG", { tag: [] });
    await livechat.tickets.updateTags("PLAIN", { tag: ["sales"] });
    expect(idsOf((await livechat.tickets.list()).tickets)).toBe("PLAIN LONG SOCIAL SOLVED");
    expect(idsOf((await livechat.tickets.list({ date_from: "2026-06-15" })).tickets)).toBe("PLAIN LONG");
    expect(idsOf((await livechat.tickets.list({ date_to: "2026-06-01" })).tickets)).toBe("PLAIN LONG");
  });

  test("do not take a ticket back in time when the clock was put back", async () => {
    const { licence, livechat, at } = arrangeKinds();
    at("2026-06-12T00:00:00Z");
    await livechat.tickets.updateTags("SOCIAL", { tag: ["sales"] });
    expect(licence.tickets.get("SOCIAL")?.activity).toEqual([Date.UTC(2026, 5, 13, 10) / 1000]);
    expect(await livechat.tickets.get("SOCIAL")).toMatchObject({ modified: "2026-06-13T10:00:00Z", tags: ["sales"] });
  });

  test("that are refused change nothing", async () => {
    const { licence, send } = arrangeKinds();
    const before = stateOf(licence);
    for (const body of [{}, { tag: "sales" }, { tag: [""] }]) {
      const { status } = await send("/tickets/LONG/tags", {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(status).toBe(400);
    }
    expect(stateOf(licence)).toEqual(before);
  });
});
