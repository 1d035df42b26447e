import { createClient } from "livechat-openapi";
import { createSandbox, type Sandbox } from "livechat-openapi/sandbox";
import { describe, expect, test } from "vitest";
import { violations } from "../support/description.js";

const NOW = 1790000000;
const CHAT = { $ref: "#/components/schemas/ChatItem" };
const TICKET = { $ref: "#/components/schemas/Ticket" };

function setUp(chats = 30) {
  const clock = { seconds: NOW };
  const sandbox = createSandbox({ chats, now: () => new Date(clock.seconds * 1000), timezone: "Europe/Berlin" });
  const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch });
  return { clock, sandbox, data: sandbox.data, livechat };
}

describe("chats", () => {
  test("are those that the API shows, newest first", async () => {
    const { data, livechat } = setUp();
    const listed = await livechat.chats.list({ include_pending: true }).toArray({ limit: 1000 });
    expect([...data.chats]).toEqual(listed);
    expect(data.chats.size).toBe(listed.length);
    for (const chat of listed.slice(0, 3)) expect(data.chats.get(chat.id)).toEqual(chat);
    expect(data.chats.get("NOBODYTHERE")).toBeUndefined();
  });

  test("are made when it is their turn, without those that come and go meanwhile", () => {
    const { data } = setUp();
    const [first, second, third, fourth] = [...data.chats].filter(({ type }) => type === "chat").map(({ id }) => id);
    const met: unknown[] = [];
    for (const chat of data.chats) {
      if (chat.id === first) {
        data.chats.add();
        data.chats.update(second ?? "", { tags: ["made-up-tag"] });
        data.chats.remove(third ?? "");
      }
      if (chat.type === "chat") met.push(chat.id === second ? chat.tags : chat.id);
    }
    expect(met.slice(0, 3)).toEqual([first, ["made-up-tag"], fourth]);
  });

  test("can be removed one and all", () => {
    const { chats } = setUp().data;
    for (const { id } of chats) expect(chats.remove(id)).toBe(true);
    expect([chats.size, [...chats]]).toEqual([0, []]);
    expect(chats.remove("NOBODYTHERE")).toBe(false);
  });

  test("are added whole, and filters and reports know them", async () => {
    const { data, livechat } = setUp(0);
    const chat = data.chats.add({
      tags: ["made-up-tag"],
      rate: "rated_good",
      visitor: { city: "Brno" },
      queue: { duration: 40 },
      goals: [{ id: 71, name: "Order", timestamp: NOW - 5, order: {} }],
    });
    expect(violations(CHAT, chat)).toEqual([]);
    expect(chat).toMatchObject({ timezone: "Europe/Berlin", started_timestamp: NOW - 600, ended_timestamp: NOW });
    for (const query of [
      { tag: ["made-up-tag"] },
      { city: "brno" },
      { queued: true, has_goal: true, rate: "rated_good" as const },
    ])
      expect((await livechat.chats.list(query)).chats).toEqual([chat]);
    expect(
      await livechat.reports.chats.ratings({ date_from: "2026-09-21", date_to: "2026-09-21", group_by: "day" }),
    ).toEqual({
      "2026-09-21": expect.objectContaining({ good: 1, bad: 0 }),
    });
    expect(data.chats.add().id).not.toBe(chat.id);
  });

  test("of other times and kinds take their place", async () => {
    const { data, livechat } = setUp(0);
    for (const { id } of data.chats) data.chats.remove(id);
    const old = data.chats.add({ started_timestamp: NOW - 86_400, duration: 60 });
    const missed = data.chats.add({ type: "missed_chat", time: "2026-09-21 12:00:30", message: "Hello?" });
    const pending = data.chats.add({
      pending: true,
      agents: [{ display_name: "Ben Okafor", email: "ben@example.com" }],
    });
    expect(old).toMatchObject({ ended_timestamp: NOW - 86_340, duration: 60 });
    expect(violations(CHAT, missed)).toEqual([]);
    expect(pending).toMatchObject({ pending: true, started_timestamp: NOW });
    expect([...data.chats]).toEqual([pending, missed, old]);
    expect((await livechat.chats.list({ date_to: "2026-09-20" })).chats).toEqual([old]);
    expect((await livechat.chats.list({ date_from: "2026-09-21" })).chats).toEqual([missed]);
    // Noon and half a minute in Berlin.
    const later = data.chats.add({ started_timestamp: 1789984831 });
    const earlier = data.chats.add({ started_timestamp: 1789984829 });
    expect([...data.chats]).toEqual([pending, later, missed, earlier, old]);
  });

  test("are updated at any depth, seeded ones too, and stay what they were for whoever holds them", async () => {
    const { data, livechat } = setUp();
    const before = [...data.chats].find((chat) => chat.type === "chat" && chat.rate !== "rated_bad");
    if (before?.type !== "chat") throw new Error("There is no such chat.");
    const copy = structuredClone(before);
    const after = data.chats.update(before.id, { rate: "rated_bad", visitor: { city: "Brno" }, tags: ["made-up-tag"] });
    expect(after).toEqual({
      ...copy,
      rate: "rated_bad",
      visitor: { ...copy.visitor, city: "Brno" },
      tags: ["made-up-tag"],
    });
    expect(before).toEqual(copy);
    expect(await livechat.chats.get(before.id)).toEqual(after);
    expect((await livechat.chats.list({ rate: "rated_bad", city: "Brno" })).chats).toEqual([after]);
    // What the API changes afterwards shows, too.
    await livechat.chats.updateTags(before.id, { tag: ["later"] });
    expect(data.chats.get(before.id)).toEqual({ ...after, tags: ["later"] });
    expect(() => data.chats.update("NOBODYTHERE", {})).toThrow(RangeError);
  });

  test("keep what their records do not show", async () => {
    const { data, livechat } = setUp(300);
    const total = async (): Promise<number> => (await livechat.chats.list({ comment: true })).total;
    const commented = (await livechat.chats.list({ comment: true })).chats[0];
    expect(commented).toBeDefined();
    const before = await total();
    data.chats.update(commented?.id ?? "", { tags: [] });
    expect(await total()).toBe(before);
  });
});

describe("tickets", () => {
  test("are those that the API shows", async () => {
    const { data, livechat } = setUp();
    expect([...data.tickets]).toEqual(await livechat.tickets.list().toArray({ limit: 1000 }));
  });

  test("are added whole, with their times", async () => {
    const { data, livechat } = setUp();
    const ticket = data.tickets.add({ subject: "Broken", requester: { mail: "jo@example.net" }, status: "pending" });
    expect(violations(TICKET, ticket)).toEqual([]);
    expect((await livechat.tickets.list({ requester: { mail: "jo@example.net" } })).tickets).toEqual([ticket]);
    const old = data.tickets.add({ modified: "2021-01-01T00:00:00Z" });
    expect(old).toMatchObject({ date: "2021-01-01T00:00:00Z", modified: "2021-01-01T00:00:00Z" });
    expect([...data.tickets].at(-1)).toEqual(old);
  });

  test("move to the front when they change, unless they are told another time", async () => {
    const { data, livechat, clock } = setUp();
    const last = [...data.tickets].findLast(({ status }) => status === "open")?.id ?? "";
    const solved = data.tickets.update(last, { status: "solved" });
    expect(solved).toMatchObject({ status: "solved", modified: "2026-09-21T14:13:20Z" });
    expect((await livechat.tickets.list()).tickets[0]).toEqual(solved);

    const day = { date_from: "2026-09-21", date_to: "2026-09-21", group_by: "day" as const };
    const solvedThen = async () => (await livechat.reports.tickets.solvedTickets(day))["2026-09-21"]?.solved_tickets;
    expect(await solvedThen()).toBe(1);
    clock.seconds += 86_400;
    data.tickets.update(last, { tags: ["later"] });
    expect(await solvedThen()).toBe(1);
    data.tickets.update(last, { status: "open", modified: "2021-01-01T00:00:00Z" });
    expect(await solvedThen()).toBe(0);
    expect([...data.tickets][0]?.id).not.toBe(last);
  });
});

test("collections are what the API shows and takes", async () => {
  const { data, livechat } = setUp();
  expect([...data.agents].map(({ login }) => login)).toEqual((await livechat.agents.list()).map(({ login }) => login));
  data.groups.add({ id: 77, name: "Night shift", language: "en" });
  expect(await livechat.groups.get(77)).toMatchObject({ name: "Night shift" });
  const held = data.agents.get("ada@example.com");
  data.agents.update("ada@example.com", { status: "offline" });
  expect((await livechat.agents.get("ada@example.com")).status).toBe("offline");
  expect(held?.status).not.toBe("offline");
  const { id } = await livechat.goals.create({ name: "Checkout", type: "api" });
  expect(data.goals.get(id)).toMatchObject({ name: "Checkout" });
  data.goals.remove(id);
  await expect(livechat.goals.get(id)).rejects.toMatchObject({ status: 404 });
  const [{ id: hook } = { id: "" }] = (await livechat.webhooks.list()).events;
  expect(data.webhooks.has(hook)).toBe(true);
  expect([...data.tags].every(({ group, name }) => data.tags.has(`${group}/${name}`))).toBe(true);
  for (const name of ["cannedResponses", "greetings", "visitors"] satisfies (keyof Sandbox["data"])[])
    expect([...data[name]]).toHaveLength(data[name].size);
});

test("after a reset it is the new data", () => {
  const { data, sandbox } = setUp();
  const { id } = data.chats.add();
  data.agents.remove("ben@example.com");
  sandbox.reset();
  expect(data.chats.get(id)).toBeUndefined();
  expect(data.agents.has("ben@example.com")).toBe(true);
});
