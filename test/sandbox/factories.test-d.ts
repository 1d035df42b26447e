// What the compiler knows of made-up records, of a sandbox's data and of simulated events.
import type {
  Agent,
  CannedResponse,
  Chat,
  ChatEndedPayload,
  ChatItem,
  MissedChat,
  Ticket,
  TicketCreatedPayload,
  UrlGoal,
  Visitor,
  WebhookPayload,
} from "livechat-openapi";
import {
  type AgentRecord,
  type Delivery,
  makeAgent,
  makeCannedResponse,
  makeChat,
  makeGoal,
  makeMissedChat,
  makeTicket,
  makeVisitor,
  makeWebhook,
  type Sandbox,
  type Simulated,
} from "livechat-openapi/sandbox";
import { expectTypeOf, test } from "vitest";

declare const sandbox: Sandbox;

test("records have the types of the API", () => {
  expectTypeOf(makeChat()).toEqualTypeOf<Chat>();
  expectTypeOf(makeMissedChat()).toEqualTypeOf<MissedChat>();
  expectTypeOf(makeTicket()).toEqualTypeOf<Ticket>();
  expectTypeOf(makeAgent()).toEqualTypeOf<Agent>();
  expectTypeOf(makeVisitor()).toEqualTypeOf<Visitor>();
  expectTypeOf(makeCannedResponse()).toEqualTypeOf<CannedResponse>();
  expectTypeOf(makeGoal("url")).toEqualTypeOf<UrlGoal>();
});

test("fields can be given at any depth, lists only whole", () => {
  makeChat({ visitor: { city: "Leeds" }, rate: "rated_good", tags: [] });
  makeGoal("url", { url: "https://shop.example.com/" });
  // @ts-expect-error: no such field
  makeChat({ ratings: "rated_good" });
  // @ts-expect-error: no such field below another
  makeChat({ visitor: { town: "Leeds" } });
  // @ts-expect-error: an agent of a list is given whole
  makeChat({ agents: [{ email: "ada@example.com" }] });
  // @ts-expect-error: a goal of another type has that field
  makeGoal("api", { url: "https://shop.example.com/" });
});

test("the type of event decides about the payload", () => {
  expectTypeOf(makeWebhook("chat_ended")).toEqualTypeOf<ChatEndedPayload>();
  expectTypeOf(makeWebhook("ticket_created", { ticket: { subject: "Broken" } })).toEqualTypeOf<TicketCreatedPayload>();
  expectTypeOf<ReturnType<typeof makeWebhook>>().toEqualTypeOf<WebhookPayload>();
  // @ts-expect-error: no such event
  makeWebhook("chat_deactivated");
  // @ts-expect-error: another event has that data
  makeWebhook("visitor_queued", { chat: { tags: [] } });
  // @ts-expect-error: an event keeps its type
  makeWebhook("visitor_queued", { event_type: "chat_ended" });
});

test("a sandbox's data", () => {
  const { data } = sandbox;
  expectTypeOf(data.chats.get("PQ7K2M9X4D")).toEqualTypeOf<ChatItem | undefined>();
  expectTypeOf([...data.tickets]).toEqualTypeOf<Ticket[]>();
  expectTypeOf(data.agents.get("ada@example.com")).toEqualTypeOf<AgentRecord | undefined>();
  data.chats.add({ type: "missed_chat", message: "Hello?" });
  data.chats.update("QX3M8T5W1B", { message: "Hello?" });
  data.chats.update("PQ7K2M9X4D", { visitor: { city: "Leeds" } });
  // @ts-expect-error: a chat has no message
  data.chats.add({ message: "Hello?" });
  // @ts-expect-error: goals have numbers
  data.goals.get("1");
  // @ts-expect-error: read only
  data.chats.size = 0;
});

test("simulated events", () => {
  const { simulate } = sandbox;
  expectTypeOf(simulate.chatStarted).returns.resolves.toEqualTypeOf<Simulated<Chat>>();
  expectTypeOf(simulate.ticketCreated).returns.resolves.toEqualTypeOf<Simulated<Ticket>>();
  expectTypeOf<Simulated<Chat>["deliveries"]>().toEqualTypeOf<readonly Delivery[]>();
  simulate.chatEnded("PQ7K2M9X4D");
  simulate.chatEnded({ id: "PQ7K2M9X4D", rate: "rated_bad" });
  simulate.cannedResponseChanged(3121);
  // @ts-expect-error: canned responses have numbers
  simulate.cannedResponseChanged("3121");
  // @ts-expect-error: only the tags of a chat change
  simulate.chatChanged({ id: "PQ7K2M9X4D", rate: "rated_bad" });
});

test("deliveries can be read, not changed", () => {
  expectTypeOf(sandbox.deliveries).toEqualTypeOf<readonly Delivery[]>();
  expectTypeOf(sandbox.settled).returns.resolves.toEqualTypeOf<void>();
  const [delivery] = sandbox.deliveries;
  if (!delivery) return;
  expectTypeOf(delivery.payload).toEqualTypeOf<WebhookPayload>();
  // @ts-expect-error: read only
  delivery.state = "delivered";
  // @ts-expect-error: read only
  delivery.attempts.push({ status: 200 });
});
