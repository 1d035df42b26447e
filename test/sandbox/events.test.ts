import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, type WebhookCreate, type WebhookPayload } from "livechat-openapi";
import { createSandbox, type Sandbox, type SandboxOptions } from "livechat-openapi/sandbox";
import { createWebhookHandler, type WebhookHandlerOptions } from "livechat-openapi/webhooks";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { resolve } from "../../src/description/document.js";
import { webhookTicket, webhookVisitor } from "../../src/sandbox/events/payloads.js";
import { createFaults } from "../../src/sandbox/faults.js";
import { description, events, operations, violations, webhooks } from "../support/description.js";
import { startRecorder } from "../support/recorder.js";

const HOOK = "https://hooks.example.com/livechat";

const DATA_TYPES: Record<WebhookCreate["event_type"], string[]> = {
  chat_started: ["chat", "visitor", "pre_chat_survey"],
  chat_ended: ["chat", "visitor", "pre_chat_survey"],
  chat_changed: ["chat", "visitor"],
  visitor_queued: ["visitor"],
  ticket_created: ["ticket"],
  canned_response_changed: ["canned_response"],
};

function setUp(options: SandboxOptions["webhooks"] = {}, others: SandboxOptions = {}) {
  const sandbox = createSandbox({ chats: 10, ...others, webhooks: options });
  onTestFinished(() => sandbox.close());
  const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch });
  /** For all the data that the event has, unless told otherwise. */
  const subscribe = async (subscription: Pick<WebhookCreate, "event_type"> & Partial<WebhookCreate>) => {
    const all = { data_types: DATA_TYPES[subscription.event_type], url: HOOK, ...subscription } as WebhookCreate;
    const [event] = (await livechat.webhooks.create(all)).events;
    if (!event) throw new Error("There is no subscription.");
    return event;
  };
  return { sandbox, livechat, subscribe };
}

/** A receiver in process: what it was sent, and what it answers, one after the other. */
function receiver(...answers: (Response | (() => Promise<Response>))[]) {
  const requests: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request.clone() as Request);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return typeof answer === "function" ? answer() : (answer ?? new Response()).clone();
  };
  return { fetch, requests, payloads: () => Promise.all(requests.map((one) => one.json() as Promise<WebhookPayload>)) };
}

/** Our own handler, over HTTP. */
async function startHandler(options: WebhookHandlerOptions): Promise<string> {
  const server = createServer(createWebhookHandler(options).node).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function schemaOf(event: string) {
  return webhooks.find(({ path }) => path === event)?.body?.schema ?? {};
}

const statuses = (sandbox: Sandbox): unknown[] =>
  sandbox.deliveries.map(({ attempts }) => attempts.map((one) => one.status));

afterEach(() => {
  vi.useRealTimers();
});

describe("what is delivered", () => {
  test("a POST to each subscription of the event, with its token and the data it asks for", async () => {
    const { url, requests } = await startRecorder();
    const { sandbox, subscribe } = setUp();
    const first = await subscribe({
      event_type: "chat_ended",
      data_types: ["chat", "pre_chat_survey"],
      url: `${url}/a?b=1`,
    });
    const second = await subscribe({ event_type: "chat_ended", data_types: ["visitor"], url: `${url}/c` });
    await subscribe({ event_type: "chat_started", data_types: ["chat"], url: `${url}/d` });
    const { record, deliveries } = await sandbox.simulate.chatEnded();
    expect(requests.map(({ method, target, headers }) => [method, target, headers["content-type"]]).sort()).toEqual([
      ["POST", "/a?b=1", "application/json"],
      ["POST", "/c", "application/json"],
    ]);
    const [one, other] = requests
      .sort((a, b) => a.target.localeCompare(b.target))
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(one).toEqual({
      event_type: "chat_ended",
      event_unique_id: expect.stringMatching(/./),
      token: first.token,
      license_id: "1234567",
      lc_version: "2",
      chat: expect.objectContaining({ id: record.id }),
      pre_chat_survey: [],
    });
    expect(other).toEqual({
      ...one,
      token: second.token,
      chat: undefined,
      pre_chat_survey: undefined,
      visitor: expect.objectContaining({ id: record.visitor.id }),
    });
    expect(deliveries.map(({ url, state, attempts, payload }) => [url, state, attempts, payload])).toEqual([
      [`${url}/a?b=1`, "delivered", [{ status: 200 }], one],
      [`${url}/c`, "delivered", [{ status: 200 }], JSON.parse(JSON.stringify(other))],
    ]);
    expect(sandbox.deliveries).toEqual(deliveries);
  });

  test.each(events)("%s agrees with the description", async (event) => {
    const { fetch, payloads } = receiver();
    const { sandbox } = setUp({ fetch });
    sandbox.data.webhooks.add({
      id: "made-up-id",
      licence: 1234567,
      event_type: event,
      data_types: ["chat", "visitor", "pre_chat_survey", "ticket", "canned_response"],
      url: HOOK,
      verified: true,
      token: "made-up-token",
    });
    const method = event.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    await sandbox.simulate[method as keyof Sandbox["simulate"]]();
    const [payload] = await payloads();
    expect(violations(schemaOf(event), payload)).toEqual([]);
    // Nothing beside what the description names for this event.
    const known = Object.keys(resolve(description, schemaOf(event)).properties ?? {});
    expect(known).toEqual(expect.arrayContaining(Object.keys(payload ?? {})));
  });

  test("every record that a sandbox begins with", async () => {
    const { fetch, payloads } = receiver();
    const { sandbox, subscribe, livechat } = setUp({ fetch }, { chats: 60 });
    await subscribe({ event_type: "chat_changed" });
    const chats = [...sandbox.data.chats].filter(({ type }) => type === "chat");
    for (const { id } of chats) await livechat.chats.updateTags(id, { tag: ["made-up-tag"] });
    await sandbox.settled();
    const sent = await payloads();
    expect(sent).toHaveLength(chats.length);
    expect(sent.flatMap((payload) => violations(schemaOf("chat_changed"), payload))).toEqual([]);
    expect(sent.every((payload) => "chat" in payload && payload.chat?.tags.join() === "made-up-tag")).toBe(true);

    const common = { token: "made-up-token", license_id: "1234567" };
    for (const ticket of sandbox.data.tickets) {
      const payload = { event_type: "ticket_created", ...common, ticket: webhookTicket(ticket, () => "Sales") };
      expect(violations(schemaOf("ticket_created"), payload)).toEqual([]);
    }
    for (const visitor of sandbox.data.visitors) {
      const payload = { event_type: "visitor_queued", ...common, visitor: webhookVisitor(visitor) };
      expect(violations(schemaOf("visitor_queued"), payload)).toEqual([]);
    }
  });

  test("records in the words of webhooks", async () => {
    const { fetch, payloads } = receiver();
    const { sandbox, subscribe } = setUp({ fetch });
    await subscribe({ event_type: "chat_started" });
    await subscribe({ event_type: "ticket_created" });
    await sandbox.simulate.chatStarted({
      id: "MADEUPCHAT",
      started_timestamp: 1767225600,
      referrer: "https://search.example.org/",
      agents: [{ display_name: "Ben Okafor", email: "ben@example.com" }],
      group: [1, 2],
      visitor: { id: "S1.a", name: "Jo", email: "jo@example.net", city: "Leeds" },
      custom_variables: [{ key: "cart_size", value: "3" }],
      prechat_survey: [
        { key: "Name:", value: "Jo", id: "1" },
        { key: "Mail:", value: "jo@example.net", id: "2" },
        { key: "Order:", value: "", id: "3" },
      ],
      messages: [
        { author_name: "Jo", text: "Hi", date: "", timestamp: 1767225601, user_type: "visitor", message_json: "{}" },
      ],
    });
    await sandbox.simulate.ticketCreated({
      id: "9QM4T",
      date: 1767225600,
      groups: [2, { id: 1, name: "Sales", inherited: true }],
      source: { type: "lc2", url: null, id: "MADEUPCHAT" },
      assignee: { id: "ben@example.com", name: "Ben Okafor" },
    });
    const [chat, ticket] = await payloads();
    expect(chat).toMatchObject({
      chat: {
        id: "MADEUPCHAT",
        started_timestamp: 1767225600,
        url: "https://shop.example.com/cart",
        referer: "https://search.example.org/",
        messages: [{ user_type: "visitor", author_name: "Jo", text: "Hi", json: "{}", timestamp: 1767225601 }],
        attachments: [],
        agents: [{ name: "Ben Okafor", login: "ben@example.com" }],
        tags: [],
        groups: [1, 2],
      },
      visitor: {
        id: "S1.a",
        name: "Jo",
        email: "jo@example.net",
        city: "Leeds",
        custom_variables: [{ key: "cart_size", value: "3" }],
        language: "en",
      },
      pre_chat_survey: [
        { id: "1", type: "name", label: "Name:", answer: "Jo" },
        { id: "2", type: "email", label: "Mail:", answer: "jo@example.net" },
        { id: "3", type: "question", label: "Order:", answer: "" },
      ],
    });
    expect(chat).not.toHaveProperty("chat.ended_timestamp");
    expect(ticket).toMatchObject({
      ticket: {
        id: "9QM4T",
        groups: [
          { id: 2, name: sandbox.data.groups.get(2)?.name },
          { id: 1, name: "Sales", inherited: true },
        ],
        source: { type: "lc2", url: null, id: "MADEUPCHAT" },
        assignee: { id: "ben@example.com", name: "Ben Okafor" },
        events: [{ type: "message", date: "2026-01-01T00:00:00Z", source: { type: "lc2", url: null } }],
      },
    });
    for (const missing of ["date", "modified", "opened", "firstResponse", "rate"])
      expect(ticket).not.toHaveProperty(["ticket", missing]);
  });

  test("user name and password in the address become HTTP Basic, and are told nowhere", async () => {
    const { url, requests } = await startRecorder();
    const { sandbox, subscribe } = setUp();
    await subscribe({
      event_type: "chat_started",
      data_types: ["chat"],
      url: `${url.replace("//", "//m%C3%BCller:p%40ss%25@")}/hook`,
    });
    const { deliveries } = await sandbox.simulate.chatStarted();
    expect(requests[0]?.target).toBe("/hook");
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from("müller:p@ss%").toString("base64")}`);
    expect(deliveries[0]?.url).toBe(`${url}/hook`);
    expect(JSON.stringify(deliveries)).not.toContain("ss%");
  });
});

describe("until it is received", () => {
  test("anything but 200 is tried again, with the same body; redirects lead nowhere", async () => {
    const recorder = await startRecorder();
    const answers = [500, 302, 204, 401, 200];
    const headers = { Location: `${recorder.url}/elsewhere` };
    Object.defineProperty(recorder, "answer", { get: () => ({ status: answers.shift() ?? 418, headers }) });
    const { sandbox, subscribe } = setUp({ retryDelaysMs: [0, 0, 0, 0, 0] });
    await subscribe({ event_type: "ticket_created", url: `${recorder.url}/hook` });
    const [delivery] = (await sandbox.simulate.ticketCreated()).deliveries;
    await sandbox.settled();
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 302, 204, 401, 200]);
    expect(delivery?.state).toBe("delivered");
    expect(recorder.requests.map(({ target, body }) => [target, body])).toEqual(
      Array(5).fill(["/hook", JSON.stringify(delivery?.payload)]),
    );
  });

  test("by default 10 times more, ever more slowly, within 6 hours", async () => {
    vi.useFakeTimers();
    const times: number[] = [];
    const { sandbox } = setUp({
      fetch: async () => {
        times.push(Date.now());
        return new Response(null, { status: 500 });
      },
    });
    sandbox.data.webhooks.add(subscription());
    const { deliveries } = await sandbox.simulate.chatStarted();
    const settled = sandbox.settled();
    await vi.runAllTimersAsync();
    await settled;
    expect(deliveries[0]).toMatchObject({ state: "failed", attempts: Array(11).fill({ status: 500 }) });
    const waits = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(waits).toEqual([...new Set(waits)].sort((a, b) => a - b));
    // Each attempt can take ten seconds more.
    expect((times.at(-1) as number) - (times[0] as number) + 11 * 10_000).toBeLessThanOrEqual(6 * 3_600_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("an answer after 10 seconds is none", async () => {
    vi.useFakeTimers();
    const { fetch, requests } = receiver(() => new Promise(() => {}), new Response());
    const { sandbox } = setUp({ fetch, retryDelaysMs: [500] });
    sandbox.data.webhooks.add(subscription());
    const simulated = sandbox.simulate.chatStarted();
    await vi.advanceTimersByTimeAsync(9999);
    expect(sandbox.deliveries[0]?.attempts).toEqual([]);
    expect(requests[0]?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await simulated).deliveries[0]?.attempts).toEqual([{ error: "No answer within 10000 ms" }]);
    expect(requests[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(sandbox.deliveries[0]).toMatchObject({ state: "delivered", attempts: [{}, { status: 200 }] });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a receiver that stalls is hung up on, also in the middle of its answer", async () => {
    let closed = 0;
    const server = createServer((request, response) => {
      request.socket.once("close", () => {
        closed += 1;
      });
      if (request.url === "/half") response.writeHead(200, { "Content-Length": 10 }).write("half");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { sandbox, subscribe } = setUp({ timeoutMs: 50, retryDelaysMs: [] });
    for (const path of ["/silent", "/half"]) await subscribe({ event_type: "chat_started", url: url + path });
    await sandbox.simulate.chatStarted();
    expect(sandbox.deliveries).toMatchObject(Array(2).fill({ state: "failed", attempts: [{ error: /50 ms/ }] }));
    await vi.waitUntil(() => closed === 2, { interval: 1 });
  });

  test("nobody there", async () => {
    const { sandbox } = setUp({ retryDelaysMs: [0] });
    sandbox.data.webhooks.add(subscription({ url: "http://127.0.0.1:1/" }));
    sandbox.data.webhooks.add(subscription({ id: "2", url: "ftp://127.0.0.1/" }));
    sandbox.data.webhooks.add(subscription({ id: "3", url: "http://999.999.999.999/" }));
    await sandbox.simulate.chatStarted();
    await sandbox.settled();
    const [refused, unknown, none] = sandbox.deliveries;
    expect(refused).toMatchObject({ state: "failed", attempts: [{}, {}] });
    expect(refused?.attempts[0]?.error).toMatch(/^fetch failed: ./);
    expect(unknown).toMatchObject({ state: "failed", attempts: [{ error: /scheme/ }, {}] });
    expect(none).toMatchObject({ state: "failed", attempts: [{ error: "This is no address" }] });
  });

  test("reset and close give up, and leave no timer", async () => {
    vi.useFakeTimers();
    const { fetch, requests } = receiver(new Response(null, { status: 500 }), () => new Promise(() => {}));
    const { sandbox } = setUp({ fetch });
    sandbox.data.webhooks.add(subscription());
    const [waiting] = (await sandbox.simulate.chatStarted()).deliveries;
    const underWay = sandbox.simulate.chatStarted();
    sandbox.reset();
    expect(sandbox.deliveries).toEqual([]);
    await sandbox.settled();
    expect(waiting).toMatchObject({ state: "failed", attempts: [{ status: 500 }] });
    expect((await underWay).deliveries[0]).toMatchObject({ state: "failed" });
    expect(requests.at(-1)?.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);

    sandbox.data.webhooks.add(subscription());
    const last = sandbox.simulate.chatStarted();
    await sandbox.close();
    await sandbox.settled();
    await last;
    expect(sandbox.deliveries).toMatchObject([{ state: "failed" }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("waiting keeps no process alive unless somebody waits for the end", async () => {
    const timers = vi.spyOn(globalThis, "setTimeout");
    onTestFinished(() => timers.mockRestore());
    const { sandbox, livechat, subscribe } = setUp({
      fetch: async () => new Response(null, { status: 500 }),
      retryDelaysMs: [600_000],
    });
    await subscribe({ event_type: "ticket_created" });
    await livechat.tickets.create({ message: "Help", requester: { mail: "mina@example.net" } });
    const wait = await vi.waitUntil(() => timers.mock.results[timers.mock.calls.findIndex(([, ms]) => ms === 600_000)]);
    const timer = wait.value as NodeJS.Timeout;
    expect(timer.hasRef()).toBe(false);
    const settled = sandbox.settled();
    expect(timer.hasRef()).toBe(true);
    await sandbox.close();
    await settled;
  });

  test("times that timers cannot take", () => {
    for (const webhooks of [{ timeoutMs: -1 }, { timeoutMs: 0.5 }, { retryDelaysMs: [1, 2 ** 31] }])
      expect(() => createSandbox({ chats: 0, webhooks })).toThrow(TypeError);
  });
});

test("of very many deliveries, the newest are kept", async () => {
  const { sandbox } = setUp({ fetch: receiver().fetch });
  for (let id = 0; id < 1001; id += 1)
    sandbox.data.webhooks.add(
      subscription({
        id: String(id),
        event_type: "canned_response_changed",
        data_types: ["canned_response"],
        url: "none",
      }),
    );
  for (let count = 0; count < 10; count += 1) await sandbox.simulate.cannedResponseChanged({ text: String(count) });
  expect(sandbox.deliveries).toHaveLength(10_000);
  expect(sandbox.deliveries.filter(({ payload }) => JSON.stringify(payload).includes('"text":"0"'))).toHaveLength(991);
});

test("what was delivered is no part of the data", async () => {
  const { sandbox } = setUp({ fetch: receiver().fetch });
  sandbox.data.webhooks.add(subscription({ event_type: "ticket_created", data_types: ["ticket"] }));
  const { record, deliveries } = await sandbox.simulate.ticketCreated();
  const payload = deliveries[0]?.payload;
  if (payload?.event_type !== "ticket_created" || !payload.ticket) throw new Error("There is no ticket.");
  payload.ticket.requester.name = "Somebody else";
  expect(sandbox.data.tickets.get(record.id)?.requester.name).toBe("Mina Park");
});

describe("to whom nothing is sent", () => {
  test("the samples that a sandbox begins with, before and after a reset, and addresses for examples", async () => {
    const { fetch, requests } = receiver();
    const { sandbox } = setUp({ fetch });
    expect(sandbox.data.webhooks.size).toBeGreaterThan(0);
    await sandbox.simulate.chatStarted();
    await sandbox.simulate.ticketCreated();
    sandbox.reset();
    await sandbox.simulate.chatStarted();
    expect([requests, sandbox.deliveries]).toEqual([[], []]);

    const real = setUp();
    await real.subscribe({ event_type: "chat_started" });
    await real.sandbox.simulate.chatStarted();
    expect(real.sandbox.deliveries).toMatchObject([{ state: "failed", attempts: [{ error: /hooks\.example\.com/ }] }]);
  });
});

describe("calls of the API", () => {
  test("tickets, tags of chats and canned responses are told to a handler, which calls back", async () => {
    const seen: string[] = [];
    const { sandbox, livechat, subscribe } = setUp();
    const tokens: string[] = [];
    const url = await startHandler({
      tokens: () => tokens,
      client: livechat,
      on: {
        ticket_created: ({ ticket }) => seen.push(`ticket ${ticket?.subject}`),
        chat_changed: async (event) => {
          await event.addDetails({ id: "web-shop", fields: [{ name: "Orders", value: 12 }] });
          seen.push(`tags ${event.chat?.tags}`);
        },
        canned_response_changed: ({ canned_response }) => seen.push(`text ${canned_response?.text}`),
      },
    });
    for (const event_type of ["ticket_created", "chat_changed", "canned_response_changed"] as const)
      tokens.push((await subscribe({ event_type, url })).token);
    const quiet = async (): Promise<void> => {
      await sandbox.settled();
      expect(sandbox.deliveries.every(({ state }) => state === "delivered")).toBe(true);
    };

    await livechat.tickets.create({ message: "Help", subject: "Broken", requester: { mail: "mina@example.net" } });
    await quiet();
    const { id: chat } = sandbox.data.chats.add();
    await livechat.chats.updateTags(chat, { tag: ["sales"] });
    await quiet();
    const { id } = await livechat.cannedResponses.create({ text: "One", tags: ["a"] });
    await quiet();
    await livechat.cannedResponses.update(id, { text: "Two" });
    await quiet();
    await livechat.cannedResponses.delete(id);
    await quiet();
    expect(seen).toEqual(["ticket Broken", "tags sales", "text One", "text Two", "text Two"]);
  });

  test("a deleted subscription is told nothing", async () => {
    const { fetch, requests } = receiver();
    const { sandbox, livechat, subscribe } = setUp({ fetch });
    const { id } = await subscribe({ event_type: "chat_started" });
    await livechat.webhooks.delete(id);
    await sandbox.simulate.chatStarted();
    expect(requests).toEqual([]);
  });
});

describe("deliveries that go wrong on command", () => {
  async function withHandler(options: SandboxOptions["webhooks"] = {}) {
    const handled: string[] = [];
    let token = "";
    const handler = createWebhookHandler({
      tokens: () => token,
      on: { chat_started: (event) => handled.push(String(event.chat?.id)) },
    });
    const bed = setUp({ fetch: handler.fetch, ...options });
    token = (await bed.subscribe({ event_type: "chat_started" })).token;
    return { ...bed, handled };
  }

  test("duplicates come at once, and a handler handles one of them", async () => {
    const { sandbox, handled } = await withHandler();
    sandbox.faults.next({ duplicates: 2 }, { operation: "events.chatStarted" });
    const { record } = await sandbox.simulate.chatStarted();
    await sandbox.simulate.chatStarted();
    expect(statuses(sandbox)).toEqual([[200, 200, 200], [200]]);
    expect(handled).toHaveLength(2);
    expect(handled[0]).toBe(record.id);
  });

  test("late ones arrive after those that came later", async () => {
    const { sandbox, handled } = await withHandler();
    vi.useFakeTimers();
    sandbox.faults.next({ latencyMs: 5000 }, { operation: "events.chatStarted" });
    const late = sandbox.simulate.chatStarted();
    const { record } = await sandbox.simulate.chatStarted();
    await vi.advanceTimersByTimeAsync(4999);
    expect(sandbox.deliveries[0]).toMatchObject({ state: "waiting", attempts: [] });
    await vi.advanceTimersByTimeAsync(1);
    expect(handled).toEqual([record.id, (await late).record.id]);
  });

  test("lost ones never arrive, and are not tried again", async () => {
    const { sandbox, handled } = await withHandler({ retryDelaysMs: [0, 0] });
    sandbox.faults.next({ drop: true }, { operation: "events.chatStarted" });
    await sandbox.simulate.chatStarted();
    await sandbox.settled();
    expect(sandbox.deliveries).toMatchObject([{ state: "failed", attempts: [{ error: /fault/ }] }]);
    expect(handled).toEqual([]);
  });

  test("a fault of deliveries stands in no other's way", () => {
    const faults = createFaults(operations, { webhooks });
    faults.next({ duplicates: 1 }, { operation: "events.chatStarted" });
    faults.next({ drop: true });
    expect(faults.takeDrop()).toBe(true);
    faults.always({ latencyMs: 5 });
    const request = new Request(HOOK, { method: "POST" });
    expect(faults.take(request)).toEqual({ latencyMs: 5 });
    expect(faults.takeDelivery("chat_started", request)).toEqual({ duplicates: 1 });
    expect(faults.takeDelivery("chat_started", request)).toBeUndefined();
  });

  test("a fault meets a delivery once, by its event, address and request; requests to the API never", async () => {
    const { fetch, requests } = receiver(new Response(null, { status: 500 }), new Response());
    const { sandbox, livechat, subscribe } = setUp({ fetch, retryDelaysMs: [0] });
    await subscribe({ event_type: "chat_started", url: `${HOOK}/a` });
    await subscribe({ event_type: "chat_started", url: `${HOOK}/b` });
    await subscribe({ event_type: "ticket_created" });
    const { faults } = sandbox;
    faults.always({ drop: true }, { operation: "events.chatStarted", path: /b$/ });
    faults.next({ duplicates: 1 }, { operation: "events.ticketCreated", when: ({ method }) => method === "POST" });
    faults.always({ status: 503 }, { operation: "agents.list" });
    await sandbox.simulate.chatStarted();
    await sandbox.simulate.ticketCreated();
    await sandbox.settled();
    expect(statuses(sandbox)).toEqual([[500, 200], [undefined], [200, 200]]);
    expect(requests).toHaveLength(4);
    expect((await sandbox.fetch(new Request("http://sandbox.example.com/agents"))).status).toBe(503);
    faults.clear();
    expect(await livechat.status.get()).toBeDefined();
    await sandbox.simulate.chatStarted();
    expect(statuses(sandbox).slice(-2)).toEqual([[200], [200]]);
  });
});

function subscription(change: Partial<Parameters<Sandbox["data"]["webhooks"]["add"]>[0]> = {}) {
  return {
    id: "made-up-id",
    licence: 1234567,
    event_type: "chat_started",
    data_types: ["chat"],
    url: HOOK,
    verified: true,
    token: "made-up-token",
    ...change,
  };
}
