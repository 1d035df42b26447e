import fc from "fast-check";
import type { WebhookPayload } from "livechat-openapi";
import {
  makeAgent,
  makeCannedResponse,
  makeChat,
  makeGoal,
  makeMissedChat,
  makeTicket,
  makeVisitor,
  makeWebhook,
} from "livechat-openapi/sandbox";
import { createWebhookHandler, parseWebhook } from "livechat-openapi/webhooks";
import { describe, expect, test } from "vitest";
import { description, events, violations, webhooks } from "../support/description.js";

const GOAL_TYPES = ["api", "custom_variable", "sales_tracker", "url"] as const;

function faultsOf(schema: string, record: unknown): string[] {
  return violations(description.components.schemas[schema] ?? { type: "null" }, record);
}

function payloadFaults(payload: WebhookPayload): string[] {
  return violations(webhooks.find(({ path }) => path === payload.event_type)?.body?.schema ?? {}, payload);
}

/** Any number of the fields, each with any of its values. */
const some = <T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(fields, { requiredKeys: [] });

const text = fc.string({ maxLength: 20 });
const time = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
const mail = fc.constantFrom("jo@example.net", "ben@example.com");
const tags = fc.array(text, { maxLength: 3 });
const timezone = fc.constantFrom("UTC", "Europe/Berlin", "America/Phoenix", "Asia/Kathmandu", "Australia/Lord_Howe");
const visitor = some({ id: text, name: text, email: mail, city: text, region: text, country: text, timezone });
const message = fc.record({ author_name: text, text, date: text, timestamp: time, user_type: fc.constant("visitor") });

describe("whatever is given, the record agrees with the description and holds it", () => {
  test("chats", () => {
    const given = some({
      id: text,
      started_timestamp: time,
      ended_timestamp: time,
      duration: fc.nat(100_000),
      pending: fc.boolean(),
      timezone,
      visitor,
      agents: fc.array(fc.record({ display_name: text, email: mail }), { maxLength: 2 }),
      messages: fc.array(message, { maxLength: 3 }),
      tags,
      rate: fc.constantFrom("not_rated", "rated_good", "rated_bad"),
      referrer: text,
    });
    fc.assert(
      fc.property(given, (chosen) => {
        const chat = makeChat(chosen);
        expect(faultsOf("Chat", chat)).toEqual([]);
        expect(chat).toMatchObject(chosen);
      }),
      { numRuns: 100 },
    );
  });

  test("tickets", () => {
    const event = fc.record({
      type: fc.constant("message" as const),
      author: fc.record({ id: mail }),
      date: time,
      is_private: fc.boolean(),
      message: text,
      source: fc.constant({ type: "mail" }),
    });
    const given = some({
      id: text,
      subject: text,
      status: fc.constantFrom("open", "pending", "solved", "spam"),
      requester: some({ mail, name: text }),
      source: some({ type: fc.constantFrom("mail", "lc2"), url: fc.constant(null), id: text }),
      groups: fc.array(fc.nat(9), { maxLength: 2 }),
      date: fc.oneof(time, fc.constant("2025-05-05T05:05:05Z")),
      events: fc.array(event, { maxLength: 2 }),
      tags,
    });
    fc.assert(
      fc.property(given, (chosen) => {
        const ticket = makeTicket(chosen);
        expect(faultsOf("Ticket", ticket)).toEqual([]);
        expect(ticket).toMatchObject(chosen);
      }),
      { numRuns: 100 },
    );
  });

  test("visitors, agents, canned responses, goals and messages left after hours", () => {
    const givenVisitor = some({
      id: text,
      state: text,
      page_entered_ts: time,
      last_visit_ts: time,
      page_current: text,
    });
    const givenAgent = some({ login: mail, name: text, status: fc.constant("offline"), last_logout: time });
    const givenResponse = some({ id: fc.nat(), group: fc.nat(9), text, tags, modification_date: time });
    const given = fc.tuple(givenVisitor, givenAgent, givenResponse, some({ email: mail, message: text }));
    fc.assert(
      fc.property(given, fc.constantFrom(...GOAL_TYPES), text, ([person, agent, response, missed], type, name) => {
        for (const [schema, record, chosen] of [
          ["Visitor", makeVisitor(person), person],
          ["Agent", makeAgent(agent), agent],
          ["CannedResponse", makeCannedResponse(response), response],
          ["MissedChat", makeMissedChat(missed), missed],
          ["Goal", makeGoal(type, { name }), { type, name }],
        ] as const) {
          expect(faultsOf(schema, record)).toEqual([]);
          expect(record).toMatchObject(chosen);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("payloads", async () => {
    const given = fc.record({ token: fc.stringMatching(/^[a-z]{1,20}$/), event_unique_id: text, visitor, tags });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...events), given, async (type, { token, event_unique_id, visitor, tags }) => {
        const payload = makeWebhook(type, {
          token,
          event_unique_id,
          ...(type === "visitor_queued" && { visitor }),
          ...(type.startsWith("chat_") && { visitor, chat: { tags } }),
          ...(type === "ticket_created" && { ticket: { tags } }),
          ...(type === "canned_response_changed" && { canned_response: { tags } }),
        });
        expect(payloadFaults(payload)).toEqual([]);
        expect(await parseWebhook(JSON.stringify(payload), { tokens: token })).toEqual(payload);
        expect(JSON.stringify(payload)).toContain(JSON.stringify(type === "visitor_queued" ? type : tags));
      }),
      { numRuns: 100 },
    );
  });
});

describe("payloads", () => {
  test.each(events)("%s holds every type of data that can be subscribed, and nothing else", (type) => {
    const payload = makeWebhook(type);
    expect(payloadFaults(payload)).toEqual([]);
    expect(payload.event_type).toBe(type);
    const { event_type, event_unique_id, token, license_id, lc_version, ...data } = payload;
    expect([token, license_id, lc_version]).toEqual(["made-up-webhook-token", "1234567", "2"]);
    expect(Object.keys(data)).toEqual(
      {
        chat_started: ["chat", "visitor", "pre_chat_survey"],
        chat_ended: ["chat", "visitor", "pre_chat_survey"],
        chat_changed: ["chat", "visitor"],
        visitor_queued: ["visitor"],
        ticket_created: ["ticket"],
        canned_response_changed: ["canned_response"],
      }[type],
    );
  });

  test("go to a handler as they are", async () => {
    const ended: unknown[] = [];
    const handler = createWebhookHandler({
      tokens: "made-up-webhook-token",
      on: { chat_ended: ({ chat, visitor }) => ended.push(chat?.tags, visitor?.name, visitor?.email) },
    });
    const payload = makeWebhook("chat_ended", { chat: { tags: ["sales"] }, visitor: { name: "Jo" } });
    const { status } = await handler.fetch(
      new Request("https://hooks.example.com/", { method: "POST", body: JSON.stringify(payload) }),
    );
    expect([status, ended]).toEqual([200, [["sales"], "Jo", "mina@example.net"]]);
  });

  test("chats that have started have no end", () => {
    expect(makeWebhook("chat_started").chat?.ended_timestamp).toBeUndefined();
    expect(makeWebhook("chat_ended").chat?.ended_timestamp).toBe(1767226200);
  });
});

test("the same call makes the same record, and a new one", () => {
  for (const make of [makeChat, makeMissedChat, makeTicket, makeAgent, makeVisitor, makeCannedResponse]) {
    const [one, other] = [make(), make()];
    expect(one).toEqual(other);
    expect(one).not.toBe(other);
  }
  const changed = makeChat();
  changed.visitor.name = "Jo";
  changed.messages?.pop();
  expect(makeChat()).not.toEqual(changed);
  expect(makeWebhook("chat_ended").visitor?.name).toBe("Mina Park");
});

test("what is left out follows from what is given", () => {
  expect(makeChat({ started_timestamp: 1767225600, timezone: "Europe/Berlin", duration: 60 })).toMatchObject({
    started: "Thu, 01/01/26 01:00:00 am",
    ended: "Thu, 01/01/26 01:01:00 am",
    ended_timestamp: 1767225660,
  });
  expect(makeChat({ ended_timestamp: 1767225600 })).toMatchObject({ started_timestamp: 1767225000, duration: 600 });
  const pending = makeChat({ pending: true });
  for (const missing of ["ended", "ended_timestamp", "duration"]) expect(pending).not.toHaveProperty(missing);
  expect(makeChat({ visitor: { name: "Jo" } })).toMatchObject({
    visitor: { id: "S1767225600.1a2b3c4d5e", name: "Jo" },
    messages: [{}, { author_name: "Jo" }, {}],
    events: [{}, {}, {}, { event_type: "closed", text: "Jo closed the chat." }],
  });
  expect(makeChat({ visitor: { name: "Jo" } }).visitor.email).toBeUndefined();
  expect(makeChat({ agents: [] }).messages?.[0]).toMatchObject({ author_name: "Support", user_type: "agent" });

  expect(
    makeTicket({ date: 1767225600, requester: { mail: "jo@example.net" }, source: { type: "lc2" } }),
  ).toMatchObject({
    modified: 1767225600,
    opened: [{ from: 1767225600 }],
    events: [{ date: 1767225600, author: { id: "jo@example.net" }, source: { type: "lc2" } }],
  });
  expect(makeVisitor({ page_entered_ts: 1767225660, page_current: "https://shop.example.com/lamps" })).toMatchObject({
    page_entered: "2026-01-01 00:01:00",
    page_address: "https://shop.example.com/lamps",
    visit_path: [{ page: "https://shop.example.com/lamps", time_ts: 1767225660 }],
  });
});

test("fields that are undefined are taken as left out", () => {
  expect(makeChat({ tags: undefined, visitor: { name: undefined } } as never)).toEqual(makeChat());
});
