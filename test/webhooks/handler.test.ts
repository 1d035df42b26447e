// Deliveries answered: what counts as handled, what comes again, and what the answers are.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { ArgumentError, createClient } from "livechat-openapi";
import {
  createWebhookHandler,
  type SeenEvents,
  seenInMemory,
  WebhookError,
  type WebhookEvent,
  type WebhookHandler,
  type WebhookHandlerOptions,
} from "livechat-openapi/webhooks";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { description } from "../support/description.js";
import { startRecorder } from "../support/recorder.js";
import { bodyOf, chatStarted, delivery, gate, payloads, TOKEN } from "./support.js";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A handler of chat_started whose failures are kept. */
function handlerOf(
  chat_started: (event: { license_id: string }) => unknown,
  options: Partial<WebhookHandlerOptions> = {},
): WebhookHandler & { errors: unknown[] } {
  const errors: unknown[] = [];
  const onError = (error: unknown): unknown => errors.push(error);
  return { ...createWebhookHandler({ tokens: TOKEN, on: { chat_started }, onError, ...options }), errors };
}

async function statusOf(handler: WebhookHandler, body?: string): Promise<number> {
  return (await handler.fetch(delivery(body))).status;
}

/** Serves a handler over HTTP until the test ends. */
async function listen(handler: WebhookHandler): Promise<string> {
  const server = createServer(handler.node);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("dispatch", () => {
  test("each type goes to its own function", async () => {
    const met: string[] = [];
    const on = Object.fromEntries(
      Object.keys(payloads).map((type) => [type, (event: WebhookEvent) => met.push(`${type} ${event.event_type}`)]),
    );
    const handler = createWebhookHandler({ tokens: TOKEN, on });
    for (const payload of Object.values(payloads)) expect(await statusOf(handler, JSON.stringify(payload))).toBe(200);
    expect(met).toEqual(Object.keys(payloads).map((type) => `${type} ${type}`));
  });

  test("a type that nobody asked for is answered 200", async () => {
    const handle = vi.fn();
    expect(await statusOf(handlerOf(handle), JSON.stringify(payloads["chat_ended"]))).toBe(200);
    expect(handle).not.toHaveBeenCalled();
  });

  test("an unknown type goes to onUnknown and is answered 200", async () => {
    const onUnknown = vi.fn();
    const handler = handlerOf(() => {}, { onUnknown });
    expect(await statusOf(handler, bodyOf({ event_type: "chat_rated", rating: 5 }))).toBe(200);
    expect(onUnknown).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ event_type: null, unknown_type: "chat_rated" }),
    );
    expect(onUnknown.mock.calls[0]?.[0].payload).toMatchObject({ rating: 5 });
    expect(handler.errors).toEqual([]);
  });

  test("without onUnknown its name is logged, and nothing else of it", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect(
      await statusOf(
        handlerOf(() => {}),
        bodyOf({ event_type: "chat\nrated" }),
      ),
    ).toBe(200);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"chat\\nrated"'));
    expect(warn.mock.calls.join()).not.toContain(TOKEN);
  });

  test("what disagrees with the description goes to onIssue and is handled", async () => {
    const onIssue = vi.fn();
    const handle = vi.fn();
    expect(await statusOf(handlerOf(handle, { onIssue }), bodyOf({ lc_version: 2 }))).toBe(200);
    expect(onIssue).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ pointer: "/lc_version", kind: "number" }),
    );
    expect(handle).toHaveBeenCalledOnce();
  });
});

describe("answers", () => {
  test.each([
    ["a wrong token", delivery(bodyOf({ token: "x" })), 401],
    ["no JSON", delivery("<html>"), 400],
    ["no payload", delivery(bodyOf({ visitor: 7 })), 400],
    ["too large a body", delivery(bodyOf({ lc_version: "x".repeat(9000) })), 413],
    ["GET", new Request("https://hooks.example.com/"), 405],
    ["PUT", delivery(bodyOf(), { method: "PUT" }), 405],
  ])("%s", async (_, request, status) => {
    const handle = vi.fn();
    const handler = handlerOf(handle, { maxBytes: 8000 });
    const response = await handler.fetch(request);
    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(status === 405 ? "POST" : null);
    expect(handle).not.toHaveBeenCalled();
    expect(handler.errors).toHaveLength(1);
    expect(handler.errors[0]).toBeInstanceOf(WebhookError);
    expect(handler.errors[0]).toMatchObject({ status });
  });

  test("JSON of another content type is taken", async () => {
    const request = delivery(bodyOf(), { headers: { "Content-Type": "text/plain" } });
    expect((await handlerOf(() => {}).fetch(request)).status).toBe(200);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no database");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no database"))],
  ])("a handler that %s is answered 500, tells onError once, and gets the event again", async (_, fail) => {
    const handle = vi.fn(fail);
    const onError = vi.fn();
    const handler = handlerOf(handle, { onError });
    const response = await handler.fetch(delivery());
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("database");
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ message: "no database" }),
      expect.objectContaining({ event_type: "chat_started" }),
    );
    handle.mockImplementation(async () => undefined as never);
    expect(await statusOf(handler)).toBe(200);
    expect(await statusOf(handler)).toBe(200);
    expect(handle).toHaveBeenCalledTimes(2);
  });

  test("by default failures go to console.error, refusals nowhere", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const handler = createWebhookHandler({
      tokens: TOKEN,
      on: { chat_started: () => Promise.reject(new Error("no database")) },
    });
    await handler.fetch(delivery(bodyOf({ token: "x" })));
    expect(error).not.toHaveBeenCalled();
    await handler.fetch(delivery());
    expect(error).toHaveBeenCalledOnce();
    expect(error.mock.calls[0]?.[1]).toMatchObject({ message: "no database" });
  });

  test("what onError throws changes nothing", async () => {
    const onError = (): never => {
      throw new Error("no log");
    };
    const handler = handlerOf(() => Promise.reject(new Error("no database")), { onError });
    expect(await statusOf(handler)).toBe(500);
    expect(await statusOf(handler, "{")).toBe(400);
  });

  test("a look-up that fails is answered 500", async () => {
    const handler = handlerOf(() => {}, { tokens: () => Promise.reject(new Error("no database")) });
    expect(await statusOf(handler)).toBe(500);
    expect(handler.errors).toMatchObject([{ message: "no database" }]);
  });
});

describe("duplicates", () => {
  test("after success are answered 200 and not handled", async () => {
    const handle = vi.fn();
    const handler = handlerOf(handle);
    for (let round = 0; round < 3; round++) expect(await statusOf(handler)).toBe(200);
    expect(handle).toHaveBeenCalledOnce();
  });

  test.each([
    [200, () => {}],
    [500, () => Promise.reject(new Error("no database"))],
  ] as const)("while the first runs wait for it and share its %i", async (status, end) => {
    const { opened, open } = gate();
    const handle = vi.fn(() => opened.then(end));
    // Without a token to check, everything up to the handler is done in the turns of the event loop that follow.
    const handler = handlerOf(handle, { tokens: false });
    let answered = 0;
    const answers = [1, 2, 3].map(() => statusOf(handler).finally(() => answered++));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect([answered, handle.mock.calls.length]).toEqual([0, 1]);
    open();
    expect(await Promise.all(answers)).toEqual([status, status, status]);
    expect(handle).toHaveBeenCalledOnce();
    expect(handler.errors).toHaveLength(status === 200 ? 0 : 1);
  });

  test("are known by their identifier, even where the rest of the body differs", async () => {
    const handle = vi.fn();
    const handler = handlerOf(handle);
    await statusOf(handler, bodyOf({ event_unique_id: "a" }));
    await statusOf(handler, bodyOf({ event_unique_id: "a", lc_version: "3" }));
    expect(handle).toHaveBeenCalledTimes(1);
    await statusOf(handler, bodyOf({ event_unique_id: "b" }));
    expect(handle).toHaveBeenCalledTimes(2);
  });

  test("are known within one licence and one type only", async () => {
    const handle = vi.fn();
    const handler = handlerOf(handle, { on: { chat_started: handle, chat_ended: handle } });
    const event_unique_id = "a";
    await statusOf(handler, bodyOf({ event_unique_id }));
    await statusOf(handler, bodyOf({ event_unique_id, license_id: "7654321" }));
    await statusOf(handler, JSON.stringify({ ...payloads["chat_ended"], event_unique_id }));
    expect(handle).toHaveBeenCalledTimes(3);
  });

  test.each([
    { what: "no identifier", id: undefined },
    { what: "an empty identifier", id: "" },
    { what: "one that is too long", id: "x".repeat(1000) },
  ])("with $what are known by their body", async ({ id }) => {
    const handle = vi.fn();
    const added: string[] = [];
    const seen = { has: (key: string) => added.includes(key), add: (key: string) => added.push(key) };
    const handler = handlerOf(handle, { seen });
    await statusOf(handler, bodyOf({ event_unique_id: id }));
    await statusOf(handler, bodyOf({ event_unique_id: id }));
    expect(handle).toHaveBeenCalledTimes(1);
    await statusOf(handler, bodyOf({ event_unique_id: id, lc_version: "3" }));
    expect(handle).toHaveBeenCalledTimes(2);
    for (const key of added) expect(key.length).toBeLessThanOrEqual(250);
  });

  test("of unknown types are known too", async () => {
    const onUnknown = vi.fn();
    const handler = handlerOf(() => {}, { onUnknown });
    for (const event_type of ["chat_rated", "chat_rated", "chat_moved"])
      await statusOf(handler, bodyOf({ event_type }));
    expect(onUnknown).toHaveBeenCalledTimes(2);
  });

  test("with a wrong token tell nothing of what was seen", async () => {
    const handler = handlerOf(() => {});
    await statusOf(handler);
    expect(await statusOf(handler, bodyOf({ token: "x" }))).toBe(401);
  });
});

describe("the store of seen events", () => {
  const storeOf = (parts: Partial<SeenEvents>): SeenEvents => ({
    has: async () => false,
    add: async () => {},
    ...parts,
  });

  test("can be the user's: asked before, told after success only", async () => {
    const keys = new Set<string>();
    const steps: string[] = [];
    const seen: SeenEvents = {
      async has(key) {
        steps.push("has");
        return keys.has(key);
      },
      async add(key) {
        steps.push("add");
        keys.add(key);
      },
    };
    let failing = true;
    const handle = async (): Promise<void> => {
      steps.push("handle");
      if (failing) throw new Error("no database");
    };
    const handler = handlerOf(handle, { seen });
    await statusOf(handler);
    expect(steps).toEqual(["has", "handle"]);
    failing = false;
    await statusOf(handler);
    // Another process with the same store.
    await statusOf(handlerOf(handle, { seen }));
    expect(steps.slice(2)).toEqual(["has", "handle", "add", "has"]);
  });

  test("that cannot be asked is a failure; one that cannot be told is reported only", async () => {
    const broken = (): Promise<never> => Promise.reject(new Error("no store"));
    const handle = vi.fn();
    const mute = handlerOf(handle, { seen: storeOf({ has: broken }) });
    expect(await statusOf(mute)).toBe(500);
    expect(handle).not.toHaveBeenCalled();
    const deaf = handlerOf(handle, { seen: storeOf({ add: broken }) });
    expect(await statusOf(deaf)).toBe(200);
    expect(handle).toHaveBeenCalledOnce();
    for (const { errors } of [mute, deaf]) expect(errors).toMatchObject([{ message: "no store" }]);
  });

  test("in memory keeps 10,000 events for 6 hours", async () => {
    vi.useFakeTimers();
    const seen = seenInMemory();
    seen.add("first");
    vi.advanceTimersByTime(6 * 3_600_000 - 1);
    expect(seen.has("first")).toBe(true);
    vi.advanceTimersByTime(1);
    expect(seen.has("first")).toBe(false);
    for (let index = 0; index < 10_001; index++) seen.add(`event ${index}`);
    expect(seen.has("event 0")).toBe(false);
    expect(seen.has("event 1")).toBe(true);
    expect(seen.has("event 10000")).toBe(true);
  });

  test("in memory takes other limits, and adding again renews", () => {
    vi.useFakeTimers();
    const seen = seenInMemory({ maxEvents: 2, lifetimeMs: 1000 });
    for (const key of ["a", "b", "a", "c"]) seen.add(key);
    expect(["a", "b", "c"].map((key) => seen.has(key))).toEqual([true, false, true]);
    vi.advanceTimersByTime(1000);
    expect(seen.has("c")).toBe(false);
    for (const unusable of [{ maxEvents: 0 }, { lifetimeMs: -1 }, { maxEvents: Number.NaN }])
      expect(() => seenInMemory(unusable)).toThrow(ArgumentError);
  });
});

describe('respond: "first"', () => {
  test("answers at once, hands the work to waitUntil, and settles when it is done", async () => {
    const { opened, open } = gate();
    const done: string[] = [];
    const works: Promise<unknown>[] = [];
    const handle = vi.fn(() => opened.then(() => done.push("handler")));
    const handler = handlerOf(handle, { respond: "first", waitUntil: (work) => works.push(work) });
    expect(await statusOf(handler)).toBe(200);
    expect(await statusOf(handler)).toBe(200);
    const settled = handler.settled().then(() => done.push("settled"));
    expect(done).toEqual([]);
    open();
    await settled;
    await Promise.all(works);
    expect(works.length).toBeGreaterThan(0);
    expect(done).toEqual(["handler", "settled"]);
    expect(handle).toHaveBeenCalledOnce();
  });

  test("a failure goes to onError, and the event does not count as seen", async () => {
    const works: Promise<unknown>[] = [];
    const handle = vi.fn(() => Promise.reject(new Error("no database")));
    const handler = handlerOf(handle, { respond: "first", waitUntil: (work) => works.push(work) });
    expect(await statusOf(handler)).toBe(200);
    await handler.settled();
    await Promise.all(works);
    expect(handler.errors).toMatchObject([{ message: "no database" }]);
    await statusOf(handler);
    await handler.settled();
    expect(handle).toHaveBeenCalledTimes(2);
  });

  test("refuses what is to be refused before answering", async () => {
    expect(
      await statusOf(
        handlerOf(() => {}, { respond: "first" }),
        bodyOf({ token: "x" }),
      ),
    ).toBe(401);
  });
});

describe("addDetails", () => {
  const details = { id: "web-shop", fields: [{ name: "Orders", value: 12 }], icon: "shop.example.com/icon.png" };

  test("is called with the event's visitor, licence and token, and without credentials", async () => {
    const recorder = await startRecorder({ body: '{"result":"ok"}' });
    const client = createClient({ auth: { accessToken: "made-up" }, baseUrl: recorder.url });
    const results: unknown[] = [];
    const handler = createWebhookHandler({
      tokens: TOKEN,
      client,
      on: {
        chat_started: async (event) => results.push(await event.addDetails(details)),
        visitor_queued: async (event) => results.push(await event.addDetails({ id: details.id, fields: [] })),
      },
    });
    expect(await statusOf(handler)).toBe(200);
    expect(await statusOf(handler, JSON.stringify(payloads["visitor_queued"]))).toBe(200);
    expect(results).toEqual([{ result: "ok" }, { result: "ok" }]);
    const [first, second] = recorder.requests;
    const { license_id, visitor } = chatStarted;
    expect(first?.target).toBe(`/visitors/${visitor?.id}/details`);
    expect(first?.headers.authorization).toBeUndefined();
    expect(JSON.parse(first?.body ?? "")).toEqual({ license_id, token: TOKEN, ...details });
    expect(JSON.parse(second?.body ?? "")).not.toHaveProperty("icon");
  });

  test("takes nothing from the caller in place of licence and token", async () => {
    const recorder = await startRecorder({ body: '{"result":"ok"}' });
    const client = createClient({ auth: { accessToken: "made-up" }, baseUrl: recorder.url });
    const more = { ...details, token: "x", license_id: "x" };
    await statusOf(createWebhookHandler({ tokens: TOKEN, client, on: { chat_started: (e) => e.addDetails(more) } }));
    expect(JSON.parse(recorder.requests[0]?.body ?? "")).toMatchObject({ token: TOKEN });
  });

  test("without a client, and without a visitor, says what is missing", async () => {
    const client = createClient({ auth: { accessToken: "made-up" } });
    const handle = (event: { addDetails(set: typeof details): unknown }): unknown => event.addDetails(details);
    const on = { chat_started: handle, ticket_created: handle };
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    await statusOf(createWebhookHandler({ tokens: TOKEN, on, onError }));
    const handler = createWebhookHandler({ tokens: TOKEN, on, onError, client });
    await statusOf(handler, bodyOf({ visitor: undefined }));
    await statusOf(handler, JSON.stringify(payloads["ticket_created"]));
    expect(errors).toMatchObject([
      { code: "argument", message: expect.stringContaining("no client") },
      { code: "argument", message: expect.stringContaining("chat_started has no visitor") },
      { code: "argument", message: expect.stringContaining("ticket_created has no visitor") },
    ]);
  });

  test("is not among what is stored of an event", async () => {
    const events: unknown[] = [];
    await statusOf(handlerOf((event) => events.push(event)));
    expect(events).toEqual([chatStarted]);
    expect(JSON.stringify(events[0])).toBe(bodyOf());
    expect({ ...(events[0] as object) }).not.toHaveProperty("addDetails");
  });
});

describe("over Node's http", () => {
  test("delivers, refuses and fails with the same answers", async () => {
    const handle = vi.fn();
    const handler = handlerOf(handle, { maxBytes: 8000 });
    const url = await listen(handler);
    const post = async (body: string): Promise<number> => (await fetch(url, { method: "POST", body })).status;
    expect(await post(bodyOf())).toBe(200);
    expect(await post(bodyOf())).toBe(200);
    expect(handle).toHaveBeenCalledExactlyOnceWith(chatStarted);
    expect(await post(bodyOf({ token: "x" }))).toBe(401);
    expect(await post("{")).toBe(400);
    expect(await post("")).toBe(400);
    handle.mockRejectedValueOnce(new Error("no database"));
    expect(await post(bodyOf({ event_unique_id: "other" }))).toBe(500);
    const refused = await fetch(url);
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("letters that fall between two packets arrive whole", async () => {
    const names: unknown[] = [];
    const url = await listen(handlerOf((event) => names.push((event as typeof chatStarted).visitor?.name)));
    const bytes = new TextEncoder().encode(bodyOf({ visitor: { id: "a", name: "M\u00efna \u{1f600}" } }));
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect((await fetch(url, init)).status).toBe(200);
    expect(names).toEqual(["M\u00efna \u{1f600}"]);
  });

  test("too large a body is answered 413, announced or streamed, and the connection is closed", async () => {
    const url = await listen(handlerOf(() => {}, { maxBytes: 8000 }));
    const chunks = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 50; index++) controller.enqueue(new Uint8Array(100_000));
        controller.close();
      },
    });
    for (const body of ["x".repeat(5_000_000), chunks]) {
      const response = await fetch(url, { method: "POST", body, duplex: "half" } as RequestInit);
      expect([response.status, response.headers.get("connection")]).toEqual([413, "close"]);
    }
  });

  test("a sender that goes away in the middle is a refusal, and nothing crashes", async () => {
    const handler = handlerOf(() => {});
    const url = await listen(handler);
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () =>
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"event`, () => socket.destroy()),
    );
    await vi.waitFor(() => expect(handler.errors).toMatchObject([{ code: "body" }]), { interval: 5 });
    expect((await fetch(url, { method: "POST", body: bodyOf() })).status).toBe(200);
  });

  test("a body that something else has read is a mistake of the program, answered 500", async () => {
    const handler = handlerOf(() => {});
    const server = createServer(async (request, response) => {
      for await (const _ of request);
      handler.node(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await fetch(url, { method: "POST", body: bodyOf() })).status).toBe(500);
    expect(handler.errors).toMatchObject([{ code: "argument", message: expect.stringContaining("read already") }]);
  });

  test('with respond: "first" the answer does not wait', async () => {
    const { opened, open } = gate();
    const handler = handlerOf(() => opened, { respond: "first" });
    const url = await listen(handler);
    expect((await fetch(url, { method: "POST", body: bodyOf() })).status).toBe(200);
    open();
    await handler.settled();
    expect(handler.errors).toEqual([]);
  });
});

test.each([
  { fault: "tokens", options: { tokens: undefined } },
  { fault: "tokens", options: { tokens: "" } },
  { fault: "on", options: { on: undefined } },
  { fault: "on.chat_begun", options: { on: { chat_begun: () => {} } } },
  { fault: "on.chat_started", options: { on: { chat_started: "x" } } },
  { fault: "respond", options: { respond: "later" } },
  { fault: "maxBytes", options: { maxBytes: 0 } },
])("$options is refused when the handler is made", ({ options, fault }) => {
  const make = (): unknown => createWebhookHandler({ tokens: TOKEN, on: {}, ...(options as object) });
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(fault);
});

test("where the description cannot be read, the handler says so when it is made", async () => {
  vi.resetModules();
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  const fresh = await import("../../src/webhooks/index.js");
  const options = { tokens: TOKEN, on: {} };
  expect(() => fresh.createWebhookHandler(options)).toThrow("openapi.json");
  for (const more of [{ validate: false }, { description }]) {
    const handler = fresh.createWebhookHandler({ ...options, ...more });
    expect(await statusOf(handler)).toBe(200);
  }
});
