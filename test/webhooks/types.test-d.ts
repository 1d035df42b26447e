// What the compiler knows of webhooks.
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type {
  ChatStartedPayload,
  LiveChat,
  ResultMessage,
  TicketCreatedPayload,
  VisitorDetailsField,
  WebhookPayload,
} from "livechat-openapi";
import {
  createWebhookHandler,
  type EventActions,
  type EventDetails,
  parseWebhook,
  type SeenEvents,
  seenInMemory,
  type Tokens,
  type UnknownWebhook,
  WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookHandler,
} from "livechat-openapi/webhooks";
import { expectTypeOf, test } from "vitest";

declare const livechat: LiveChat;
declare const event: WebhookEvent;

test("events narrow by event_type, known and unknown", () => {
  expectTypeOf<WebhookEvent>().toEqualTypeOf<WebhookPayload | UnknownWebhook>();
  if (event.event_type === "chat_started") expectTypeOf(event).toEqualTypeOf<ChatStartedPayload>();
  else if (event.event_type === "ticket_created") expectTypeOf(event).toEqualTypeOf<TicketCreatedPayload>();
  else if (event.event_type === null) expectTypeOf(event).toEqualTypeOf<UnknownWebhook>();
  else
    expectTypeOf(event.event_type).toEqualTypeOf<
      Exclude<WebhookPayload["event_type"], "chat_started" | "ticket_created">
    >();
  expectTypeOf(event.license_id).toBeString();
});

test("parseWebhook takes bodies and requests, and wants tokens", () => {
  expectTypeOf(parseWebhook).parameter(0).toEqualTypeOf<string | Uint8Array | ArrayBuffer | Request>();
  expectTypeOf(parseWebhook).returns.resolves.toEqualTypeOf<WebhookEvent>();
  expectTypeOf<(licence: string, type: string) => Promise<string | undefined>>().toExtend<Tokens>();
  expectTypeOf<string[] | string | false>().toExtend<Tokens>();
  // @ts-expect-error tokens are required
  parseWebhook("", {});
  // @ts-expect-error true is no token
  parseWebhook("", { tokens: true });
});

test("handlers are given the payload of their type, and addDetails", () => {
  const handler = createWebhookHandler({
    tokens: ["a", "b"],
    client: livechat,
    on: {
      chat_started(started) {
        expectTypeOf(started).toEqualTypeOf<ChatStartedPayload & EventActions>();
        return started.addDetails({ id: "web-shop", fields: [{ name: "Orders", value: 12 }] });
      },
      async ticket_created(created) {
        expectTypeOf(created.ticket).toEqualTypeOf<TicketCreatedPayload["ticket"]>();
      },
    },
    onUnknown: (unknown) => expectTypeOf(unknown).toEqualTypeOf<UnknownWebhook>(),
    onError(error, of) {
      expectTypeOf(error).toBeUnknown();
      expectTypeOf(of).toEqualTypeOf<WebhookEvent | undefined>();
    },
  });
  expectTypeOf(handler).toEqualTypeOf<WebhookHandler>();
  expectTypeOf(handler.fetch).toEqualTypeOf<(request: Request) => Promise<Response>>();
  expectTypeOf<[IncomingMessage, ServerResponse]>().toExtend<Parameters<WebhookHandler["node"]>>();
  expectTypeOf(handler.settled).returns.resolves.toBeVoid();
  createServer(handler.node);
  // @ts-expect-error there is no such event
  createWebhookHandler({ tokens: "a", on: { chat_begun() {} } });
  // @ts-expect-error on is required
  createWebhookHandler({ tokens: "a" });
});

test("details are those of the API without licence and token", () => {
  expectTypeOf<EventDetails>().toEqualTypeOf<{ id: string; fields: VisitorDetailsField[]; icon?: string }>();
  expectTypeOf<EventActions["addDetails"]>().toEqualTypeOf<(details: EventDetails) => Promise<ResultMessage>>();
});

test("stores may answer at once or later", () => {
  expectTypeOf(seenInMemory({ maxEvents: 10, lifetimeMs: 1000 })).toEqualTypeOf<SeenEvents>();
  expectTypeOf<{ has(key: string): Promise<boolean>; add(key: string): Promise<void> }>().toExtend<SeenEvents>();
  expectTypeOf<Set<string>>().toExtend<SeenEvents>();
});

test("errors have a code and a status", () => {
  expectTypeOf<WebhookErrorCode>().toEqualTypeOf<"method" | "size" | "body" | "payload" | "token">();
  expectTypeOf(new WebhookError("token", "x").status).toBeNumber();
});
