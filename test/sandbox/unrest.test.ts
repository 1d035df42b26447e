import { createClient } from "livechat-openapi";
import { createSandbox, type Sandbox, type SandboxOptions } from "livechat-openapi/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { createFaults } from "../../src/sandbox/faults.js";
import { secondsOf } from "../../src/sandbox/licence/ticketFacts.js";
import { operations, webhooks } from "../support/description.js";

function setUp(options: SandboxOptions = {}) {
  const sandbox = createSandbox({ chats: 120, tickets: 120, ...options });
  const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch, retry: false });
  return { sandbox, livechat, faults: sandbox.faults };
}

const chatIds = (sandbox: Sandbox): string[] => [...sandbox.data.chats].map(({ id }) => id);
const ticketIds = (sandbox: Sandbox): string[] => [...sandbox.data.tickets].map(({ id }) => id);

/** Page after page as they come, without care. */
async function readPages(read: (page: number) => Promise<{ ids: string[]; pages: number }>): Promise<string[]> {
  const found: string[] = [];
  for (let number = 1, pages = 1; number <= pages; number += 1) {
    const page = await read(number);
    found.push(...page.ids);
    pages = page.pages;
  }
  return found;
}

describe("what happens to a list", () => {
  test("arriving records push the others on, so that a careless reader meets some twice", async () => {
    const { sandbox, livechat, faults } = setUp();
    const before = chatIds(sandbox);
    faults.always({ arriving: 2 }, { operation: "chats.list" });
    const read = await readPages(async (page) => {
      const { chats, pages } = await livechat.chats.list({ page, include_pending: true });
      return { ids: chats.map(({ id }) => id), pages };
    });
    expect(read.length).toBeGreaterThan(new Set(read).size);
    const after = chatIds(sandbox);
    expect(after.slice(-before.length)).toEqual(before);
    expect((after.length - before.length) % 2).toBe(0);
    expect(read.slice(2, 25)).toEqual(before.slice(0, 23));
  });

  test("vanishing records pull the others forward, so that a careless reader misses some", async () => {
    const { sandbox, livechat, faults } = setUp();
    faults.next({}, { operation: "chats.list" });
    faults.always({ vanishing: 1 }, { operation: "chats.list" });
    const before = chatIds(sandbox);
    const read = await readPages(async (page) => {
      const { chats, pages } = await livechat.chats.list({ page, include_pending: true });
      return { ids: chats.map(({ id }) => id), pages };
    });
    const gone = before.length - sandbox.data.chats.size;
    expect(gone).toBeGreaterThan(2);
    expect(chatIds(sandbox)).toEqual(before.slice(gone));
    const missed = chatIds(sandbox).filter((id) => !read.includes(id));
    expect(missed).toEqual([before[25], before[51], ...missed.slice(2)]);
  });

  test("moving tickets come to the front from the end", async () => {
    const { sandbox, livechat, faults } = setUp();
    const before = ticketIds(sandbox);
    faults.next({ moving: 2 }, { operation: "tickets.list" });
    const { tickets, total } = await livechat.tickets.list();
    const front = [before.at(-2), before.at(-1)];
    expect(tickets.map(({ id }) => id)).toEqual([...front, ...before.slice(0, 23)]);
    expect(total).toBe(before.length);
    const [first, , third] = tickets.map(({ modified }) => secondsOf(modified));
    expect(first).toBeGreaterThanOrEqual(third ?? Infinity);
    // In the other order, it is the same ones that move.
    faults.next({ moving: 1 }, { operation: "tickets.list" });
    const { tickets: oldest } = await livechat.tickets.list({ order: "asc" });
    expect(oldest[0]?.id).toBe(before.at(-4));
    expect(ticketIds(sandbox)[0]).toBe(before.at(-3));
  });

  test("all at once, and among what the request filters for", async () => {
    const { sandbox, livechat, faults } = setUp();
    const filter = { status: "open" as const, date_to: "2025-06-30" };
    const before = await livechat.tickets.list(filter);
    const others = new Set(ticketIds(sandbox));
    for (const { id } of await livechat.tickets.list(filter).toArray({ limit: 1000 })) others.delete(id);
    faults.next({ arriving: 3, vanishing: 1, moving: 2 }, { operation: "tickets.list" });
    const after = await livechat.tickets.list(filter);
    expect(after.total).toBe(before.total + 2);
    expect(sandbox.data.tickets.get(before.tickets[0]?.id ?? "")).toBeUndefined();
    expect([...others].every((id) => sandbox.data.tickets.get(id))).toBe(true);
    const twins = ticketIds(sandbox).filter((id) => !others.has(id) && !before.tickets.some((one) => one.id === id));
    expect(after.tickets.filter(({ id }) => twins.includes(id)).length).toBeGreaterThanOrEqual(3);
    expect(await livechat.tickets.list(filter)).toEqual(after);
  });

  test("more than are there, and a list without any", async () => {
    const { sandbox, livechat, faults } = setUp({ chats: 30 });
    faults.next({ vanishing: 1000 }, { operation: "chats.list" });
    expect((await livechat.chats.list({ include_pending: true })).total).toBe(0);
    expect(sandbox.data.chats.size).toBe(0);
    faults.next({ arriving: 5, vanishing: 1 }, { operation: "chats.list" });
    expect((await livechat.chats.list({ include_pending: true })).total).toBe(0);
    faults.next({ moving: 1000, vanishing: 1000 }, { operation: "tickets.list" });
    expect((await livechat.tickets.list()).total).toBe(0);
  });
});

describe("the client's paging", () => {
  test.each([{ arriving: 2 }, { vanishing: 1 }, { arriving: 1, vanishing: 3 }])(
    "loses nothing and doubles nothing of chats: %j",
    async (fault) => {
      const { sandbox, livechat, faults } = setUp();
      const before = chatIds(sandbox);
      faults.next({}, { operation: "chats.list" });
      faults.next(fault, { operation: "chats.list", times: 5 });
      const read: string[] = [];
      for await (const { id } of livechat.chats.list({ include_pending: true })) read.push(id);
      expect(new Set(read).size).toBe(read.length);
      const throughout = before.filter((id) => sandbox.data.chats.get(id));
      expect(throughout.filter((id) => !read.includes(id))).toEqual([]);
    },
  );

  test("loses nothing and doubles nothing of tickets that move, with four requests at once", async () => {
    const { sandbox, livechat, faults } = setUp();
    const before = ticketIds(sandbox);
    faults.next({ moving: 3 }, { operation: "tickets.list", times: 6 });
    const read: string[] = [];
    for await (const { id } of livechat.tickets.list({}, { concurrency: 4 })) read.push(id);
    expect(read.sort()).toEqual(before.sort());
  });
});

describe("which requests", () => {
  test("only those for a list, which without a filter is any list", async () => {
    const { sandbox, livechat, faults } = setUp();
    const [chats, tickets] = [sandbox.data.chats.size, sandbox.data.tickets.size];
    faults.next({ vanishing: 1 }, { times: 2 });
    faults.next({ moving: 1 });
    await livechat.agents.list();
    await livechat.chats.list();
    await livechat.chats.get(chatIds(sandbox)[3] ?? "");
    await livechat.tickets.list();
    expect([sandbox.data.chats.size, sandbox.data.tickets.size]).toEqual([chats - 1, tickets - 1]);
    const last = ticketIds(sandbox).at(-1);
    await livechat.chats.list();
    await livechat.tickets.list();
    expect(ticketIds(sandbox)[0]).toBe(last);
  });

  test("together with other parts, and when the answer is made up, but not when it is a refusal", async () => {
    const { sandbox, livechat, faults } = setUp();
    const size = sandbox.data.chats.size;
    faults.next({ arriving: 1, status: 418 }, { operation: "chats.list" });
    await expect(livechat.chats.list()).rejects.toMatchObject({ status: 418 });
    faults.next({ arriving: 1, headers: { "X-Made-Up": "yes" } }, { operation: "chats.list" });
    const { response } = await livechat.chats.list().withResponse();
    expect(response.headers.get("x-made-up")).toBe("yes");
    expect(sandbox.data.chats.size).toBe(size + 2);
    faults.always({ arriving: 1 });
    expect((await sandbox.fetch("http://sandbox.example.com/chats")).status).toBe(401);
    expect(sandbox.data.chats.size).toBe(size + 2);
  });

  test("over HTTP as in process", async () => {
    const { sandbox, faults } = setUp();
    const { url } = await sandbox.listen();
    onTestFinished(() => sandbox.close());
    const livechat = createClient({ auth: sandbox.credentials, baseUrl: url });
    faults.next({ vanishing: 2 }, { operation: "chats.list" });
    const before = sandbox.data.chats.size;
    expect((await livechat.chats.list({ include_pending: true })).total).toBe(before - 2);
  });
});

test("faults that cannot be", () => {
  const { faults } = setUp({ chats: 0 });
  for (const [fault, filter, named] of [
    [{ arriving: 1 }, { operation: "agents.list" }, "agents.list"],
    [{ moving: 1 }, { operation: "chats.list" }, "chats.list"],
    [{ vanishing: -1 }, {}, "vanishing"],
    [{ arriving: 0.5 }, {}, "arriving"],
    [{ moving: 1, drop: true }, {}, "drop"],
    [{ duplicates: 1 }, {}, "events.chatStarted"],
    [{ duplicates: 1 }, { operation: "chats.list" }, "events.chatStarted"],
    [{ duplicates: -1 }, { operation: "events.chatStarted" }, "duplicates"],
    [{ status: 503 }, { operation: "events.chatStarted" }, "status"],
    [{ arriving: 1 }, { operation: "events.chatStarted" }, "events.chatStarted"],
    [{ drop: true, latencyMs: 5 }, { operation: "events.chatStarted" }, "drop"],
  ] as const) {
    expect(() => faults.next(fault, filter)).toThrow(TypeError);
    expect(() => faults.always(fault, filter)).toThrow(named);
  }
  expect(() => createFaults(operations).next({ arriving: 1 })).toThrow("no records here");
  expect(() => createFaults(operations).next({ drop: true }, { operation: "events.chatStarted" })).toThrow(TypeError);
  expect(() => createFaults(operations, { webhooks }).next({}, { operation: "events.chatStarted" })).not.toThrow();
});
