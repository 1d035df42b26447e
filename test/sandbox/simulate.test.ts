import { createClient, type WebhookPayload } from "livechat-openapi";
import { createSandbox, type Sandbox } from "livechat-openapi/sandbox";
import { describe, expect, test } from "vitest";
import { description, events, violations } from "../support/description.js";

const NOW = 1790000000;

/** On a licence without chats and tickets, at a time of its own, with every event subscribed. */
function setUp({ chats = 0, answer = 200 } = {}) {
  const clock = { seconds: NOW };
  const told: WebhookPayload[] = [];
  const sandbox = createSandbox({
    chats,
    now: () => new Date(clock.seconds * 1000),
    timezone: "America/Phoenix",
    webhooks: {
      fetch: async (request) => {
        told.push((await request.json()) as WebhookPayload);
        return new Response(null, { status: answer });
      },
      retryDelaysMs: [],
    },
  });
  if (chats === 0) {
    for (const { id } of sandbox.data.chats) sandbox.data.chats.remove(id);
    for (const { id } of sandbox.data.visitors) sandbox.data.visitors.remove(id);
  }
  for (const event_type of events)
    sandbox.data.webhooks.add({
      id: event_type,
      licence: 1234567,
      event_type,
      data_types: ["chat", "visitor", "pre_chat_survey", "ticket", "canned_response"],
      url: "https://hooks.example.com/",
      verified: true,
      token: "made-up-token",
    });
  const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch });
  return { clock, told, sandbox, livechat };
}

const schemaOf = (name: string) => description.components.schemas[name] ?? { type: "null" };

describe("a chat", () => {
  test("starts: it is pending, and its visitor is chatting", async () => {
    const { sandbox, livechat, told } = setUp();
    const { record } = await sandbox.simulate.chatStarted({ tags: ["sales"], group: [2] });
    expect(violations(schemaOf("Chat"), record)).toEqual([]);
    expect(record).toMatchObject({
      pending: true,
      started_timestamp: NOW,
      tags: ["sales"],
      timezone: "America/Phoenix",
    });
    expect(record).not.toHaveProperty("ended_timestamp");
    expect((await livechat.chats.list()).total).toBe(0);
    expect((await livechat.chats.list({ include_pending: true })).chats).toEqual([record]);
    expect(await livechat.visitors.list({ state: "chatting" })).toEqual([
      expect.objectContaining({
        id: record.visitor.id,
        name: record.visitor.name,
        chat_id: record.id,
        chat_start_time: "2026-09-21 07:13:20",
        chat_start_time_ts: NOW,
        operators: record.agents.map(({ email, display_name }) => ({ id: email, display_name })),
        group: 2,
        chats: 1,
      }),
    ]);
    expect(told).toMatchObject([
      { event_type: "chat_started", chat: { id: record.id }, visitor: record.visitor.id && {} },
    ]);
  });

  test("ends, with words and a closing, and can be found as any other", async () => {
    const { sandbox, livechat, clock, told } = setUp();
    const { record: begun } = await sandbox.simulate.chatStarted();
    clock.seconds += 90;
    const { record } = await sandbox.simulate.chatEnded(begun.id);
    expect(violations(schemaOf("Chat"), record)).toEqual([]);
    expect(record).toMatchObject({ id: begun.id, duration: 90, ended_timestamp: NOW + 90, visitor: begun.visitor });
    expect(record).not.toHaveProperty("pending");
    expect(record.ended).toBe("Mon, 09/21/26 07:14:50 am");
    expect(record.messages?.map(({ user_type, timestamp }) => [user_type, timestamp - NOW])).toEqual([
      ["agent", 0],
      ["visitor", 30],
      ["agent", 60],
    ]);
    expect(record.events?.map(({ type, timestamp }) => [type, timestamp - NOW])).toEqual([
      ["message", 0],
      ["message", 30],
      ["message", 60],
      ["event", 90],
    ]);
    expect((await livechat.chats.list()).chats).toEqual([record]);
    expect(await livechat.chats.get(record.id)).toEqual(record);
    expect(await livechat.visitors.list()).toMatchObject([
      { id: record.visitor.id, state: "chat closed", chat_id: "", chat_start_time: "", operators: [] },
    ]);
    expect(told.at(-1)).toMatchObject({
      event_type: "chat_ended",
      chat: { id: record.id, ended_timestamp: NOW + 90, events: [{ type: "closed", timestamp: NOW + 90 }] },
    });
  });

  test("that ends is the one that is named, or the oldest, or a new one", async () => {
    const { sandbox, clock } = setUp();
    const begun: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      clock.seconds += 10;
      begun.push((await sandbox.simulate.chatStarted()).record.id);
    }
    const endings = [
      (await sandbox.simulate.chatEnded({ id: begun[1] as string, rate: "rated_good" })).record,
      (await sandbox.simulate.chatEnded({ tags: ["refund"] })).record,
      (await sandbox.simulate.chatEnded()).record,
    ];
    expect(endings.map(({ id, rate, tags }) => [id, rate, tags])).toEqual([
      [begun[1], "rated_good", []],
      [begun[0], "not_rated", ["refund"]],
      [begun[2], "not_rated", []],
    ]);
    const { record: fresh } = await sandbox.simulate.chatEnded({ rate: "rated_bad" });
    expect(begun).not.toContain(fresh.id);
    expect(fresh).toMatchObject({ rate: "rated_bad", ended_timestamp: clock.seconds });
    const { record: named } = await sandbox.simulate.chatEnded({ id: "MADEUPCHAT", pending: true });
    expect([named.id, named.pending, named.ended_timestamp]).toEqual(["MADEUPCHAT", undefined, clock.seconds]);
    expect(sandbox.data.chats.size).toBe(5);
  });

  test("keeps the messages that it is given", async () => {
    const { sandbox, clock } = setUp();
    const message = { author_name: "Jo", text: "Bye", date: "", timestamp: NOW + 5, user_type: "visitor" };
    const { record: begun } = await sandbox.simulate.chatStarted({ messages: [{ ...message, text: "Hi" }] });
    clock.seconds += 20;
    const { record } = await sandbox.simulate.chatEnded({ id: begun.id, messages: [message] });
    expect(record.messages).toEqual([message]);
    expect(record.events?.map(({ text }) => text)).toEqual(["Bye", expect.stringContaining("closed")]);
  });

  test("of somebody who is on the website", async () => {
    const { sandbox } = setUp();
    const { record: visitor } = await sandbox.simulate.visitorQueued({ name: "Jo", city: "Leeds", ip: "192.0.2.5" });
    const { record } = await sandbox.simulate.chatStarted({ visitor: { id: visitor.id } });
    expect(record.visitor).toEqual({
      id: visitor.id,
      name: "Jo",
      city: "Leeds",
      ip: "192.0.2.5",
      region: visitor.region,
      country: visitor.country,
      country_code: visitor.country_code,
      timezone: visitor.timezone,
    });
    expect([...sandbox.data.visitors]).toMatchObject([{ id: visitor.id, state: "chatting", queue_start_time: "" }]);
  });

  test("ends while its visitor is in another one by now", async () => {
    const { sandbox } = setUp();
    const { record: one } = await sandbox.simulate.chatStarted();
    const { record: other } = await sandbox.simulate.chatStarted({ visitor: { id: one.visitor.id } });
    await sandbox.simulate.chatEnded(one.id);
    expect([...sandbox.data.visitors]).toMatchObject([{ state: "chatting", chat_id: other.id, chats: 2 }]);
  });

  test("changes its tags: those given, or one that comes and goes", async () => {
    const { sandbox, livechat, told } = setUp();
    const { id } = sandbox.data.chats.add({ tags: ["sales"] });
    await sandbox.simulate.chatChanged();
    expect((await livechat.chats.get(id)) as unknown).toMatchObject({ tags: ["sales", "follow-up"] });
    await sandbox.simulate.chatChanged(id);
    await sandbox.simulate.chatChanged({ id, tags: ["refund"] });
    expect((await livechat.chats.list({ tag: ["refund"] })).total).toBe(1);
    expect(told.map((payload) => "chat" in payload && payload.chat?.tags)).toEqual([
      ["sales", "follow-up"],
      ["sales"],
      ["refund"],
    ]);
    sandbox.data.chats.remove(id);
    expect((await sandbox.simulate.chatChanged()).record.id).not.toBe(id);
  });

  test("of the seed can change", async () => {
    const { sandbox } = setUp({ chats: 20 });
    const { record } = await sandbox.simulate.chatChanged();
    expect(violations(schemaOf("Chat"), record)).toEqual([]);
    expect(sandbox.data.chats.get(record.id)).toEqual(record);
  });
});

test("a visitor waits in the queue, new or known", async () => {
  const { sandbox, livechat, told } = setUp();
  const { record } = await sandbox.simulate.visitorQueued({ name: "Jo", group: 2 });
  expect(violations(schemaOf("Visitor"), record)).toEqual([]);
  expect(await livechat.visitors.list({ state: "queued" })).toEqual([record]);
  expect(record).toMatchObject({ queue_start_time: "2026-09-21 07:13:20", page_entered_ts: NOW, group: 2 });
  sandbox.data.visitors.update(record.id, { state: "browsing", queue_start_time: "" });
  expect((await sandbox.simulate.visitorQueued({ id: record.id })).record).toEqual(record);
  expect(sandbox.data.visitors.size).toBe(1);
  expect(told).toMatchObject(Array(2).fill({ event_type: "visitor_queued", visitor: { id: record.id, name: "Jo" } }));
});

test("a ticket is opened, at the front of the list", async () => {
  const { sandbox, livechat, told } = setUp();
  const { record } = await sandbox.simulate.ticketCreated({ subject: "Broken", requester: { mail: "jo@example.net" } });
  expect(violations(schemaOf("Ticket"), record)).toEqual([]);
  expect((await livechat.tickets.list()).tickets[0]).toEqual(record);
  expect(record).toMatchObject({ date: "2026-09-21T14:13:20Z", modified: "2026-09-21T14:13:20Z" });
  expect(told).toMatchObject([{ ticket: { subject: "Broken", requester: { mail: "jo@example.net" } } }]);
});

test("a canned response is written or modified", async () => {
  const { sandbox, livechat, told } = setUp();
  const { record } = await sandbox.simulate.cannedResponseChanged({ text: "One", group: 1 });
  expect(violations(schemaOf("CannedResponse"), record)).toEqual([]);
  expect(record).toMatchObject({ creation_date: NOW, group: 1 });
  expect(record).not.toHaveProperty("modification_date");
  await sandbox.simulate.cannedResponseChanged(record.id);
  await sandbox.simulate.cannedResponseChanged({ id: record.id, text: "Two" });
  expect(await livechat.cannedResponses.get(record.id)).toMatchObject({ text: "Two", modification_date: NOW });
  expect(told.map((payload) => "canned_response" in payload && payload.canned_response?.text)).toEqual([
    "One",
    "One",
    "Two",
  ]);
});

test("receivers that fail are told in the deliveries, not thrown", async () => {
  const { sandbox } = setUp({ answer: 500 });
  const { deliveries } = await sandbox.simulate.ticketCreated();
  expect(deliveries).toMatchObject([{ event: "ticket_created", attempts: [{ status: 500 }] }]);
});

test("what cannot happen changes and tells nothing", async () => {
  const { sandbox, told } = setUp();
  const { id } = sandbox.data.chats.add();
  const { id: missed } = sandbox.data.chats.add({ type: "missed_chat" });
  const { id: ticket } = sandbox.data.tickets.add();
  const { simulate, data } = sandbox;
  const before = [...data.chats];
  for (const [attempt, error] of [
    [() => simulate.chatStarted({ id }), RangeError],
    [() => simulate.chatEnded(id), RangeError],
    [() => simulate.chatEnded(missed), RangeError],
    [() => simulate.chatEnded("NOBODYTHERE"), RangeError],
    [() => simulate.chatChanged("NOBODYTHERE"), RangeError],
    [() => simulate.chatChanged(missed), RangeError],
    [() => simulate.ticketCreated({ id: ticket }), RangeError],
    [() => simulate.cannedResponseChanged(-5), RangeError],
    [() => simulate.chatStarted({ rate: 5 as never }), TypeError],
    [() => simulate.visitorQueued({ group: -1 }), TypeError],
    [() => simulate.cannedResponseChanged({ text: null as never }), TypeError],
  ] as const)
    await expect(attempt()).rejects.toThrow(error);
  expect([...data.chats]).toEqual(before);
  expect(told).toEqual([]);
});

test("from outside, by the name of the webhook", async () => {
  const { sandbox, told } = setUp();
  const post = (event: string, details: unknown): Promise<Response> =>
    sandbox.fetch(`http://sandbox.example.com/_sandbox/simulate/${event}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(details),
    });
  for (const event of events) expect((await post(event, {})).status).toBe(200);
  expect(told.map(({ event_type }) => event_type)).toEqual(events);
  const { size } = sandbox.data.chats;
  for (const details of [
    { id: "MADEUPCHAT", tags: "sales" },
    null,
    5,
    [],
    { agents: "ada" },
    { agents: [{ email: "ada@example.com" }] },
    { visitor: null },
    { timezone: "Nowhere" },
    { started_timestamp: 1e20 },
  ])
    expect((await post("chat_started", details)).status).toBe(400);
  expect(sandbox.data.chats.size).toBe(size);
  expect((await post("constructor", {})).status).toBe(400);
});

test("after a reset everything happens to the new data", async () => {
  const { sandbox } = setUp();
  const { simulate }: { simulate: Sandbox["simulate"] } = sandbox;
  await simulate.chatStarted();
  sandbox.reset();
  const { record } = await simulate.chatEnded();
  expect(sandbox.data.chats.get(record.id)).toEqual(record);
  expect([...sandbox.data.chats].filter((chat) => chat.type === "chat" && chat.pending)).toEqual([]);
});
