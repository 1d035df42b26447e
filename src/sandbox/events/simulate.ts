// Events as they happen at LiveChat without a request: the licence changes as it would then, and whoever has subscribed is told.
import type { CannedResponse, Chat, Ticket, Visitor, WebhookPayload } from "../../../generated/models.js";
import { plainDate, textDate } from "../../calendar.js";
import { agentOnDuty, newChat, newTicket, storeChat, storeTicket } from "../data.js";
import {
  closing,
  exchange,
  makeCannedResponse,
  merged,
  messageEvent,
  type Overrides,
  visitorIn,
} from "../factories.js";
import type { Happening, Licence } from "../licence/licence.js";
import type { ChatFacts } from "../licence/records.js";
import type { Announced, Delivery } from "./deliver.js";
import type { CheckGiven } from "./given.js";

/** What came of a simulated event. */
export interface Simulated<Item> {
  /** The record as it stands after the event. */
  readonly record: Item;
  /** One for each subscription of the event. First attempts are over; later ones are told here, too. */
  readonly deliveries: readonly Delivery[];
}

/**
 * Lets happen what LiveChat sends webhooks about. Each changes the sandbox's data, delivers, and resolves when every receiver
 * has been tried once, whatever it answered. Fields that are left out are made up.
 *
 * Rejects with a RangeError for a record that is not there, or not in a state in which it could happen, and with a TypeError
 * for fields that the description does not allow. Then nothing has changed.
 */
export interface Simulate {
  /** A chat begins: the archive has it as pending, and its visitor is chatting. */
  chatStarted(chat?: Overrides<Chat>): Promise<Simulated<Chat>>;
  /**
   * A chat ends, after some words. `which` is its identifier, or its fields, with those to change. Without an identifier it is
   * the oldest chat that is going on, or a whole new one when none is.
   */
  chatEnded(which?: string | Overrides<Chat>): Promise<Simulated<Chat>>;
  /**
   * The tags of a chat change. Without an identifier it is the newest chat, or a new one when there is none; without tags
   * `follow-up` is added, or taken away.
   */
  chatChanged(which?: string | Partial<Pick<Chat, "id" | "tags">>): Promise<Simulated<Chat>>;
  /** A visitor enters the queue: somebody new, or whoever on the website has the identifier. */
  visitorQueued(visitor?: Overrides<Visitor>): Promise<Simulated<Visitor>>;
  /** A ticket is opened. */
  ticketCreated(ticket?: Overrides<Ticket>): Promise<Simulated<Ticket>>;
  /** A canned response is written; or, with the identifier of one that is there, modified. */
  cannedResponseChanged(which?: number | Overrides<CannedResponse>): Promise<Simulated<CannedResponse>>;
}

export interface SimulateParts {
  licence(): Licence;
  announce(happening: Happening): Announced;
  check: CheckGiven;
}

export function createSimulate({ licence: current, announce, check }: SimulateParts): Simulate {
  const told = async <Item>(record: Item, happening: Happening): Promise<Simulated<Item>> => {
    const { deliveries, attempted } = announce(happening);
    await attempted();
    return { record, deliveries };
  };

  return {
    chatStarted: async (given = {}) => {
      check("Chat", given);
      const licence = current();
      if (given.id !== undefined && licence.chats.get(given.id))
        throw new RangeError(`There is a chat ${given.id} already.`);
      const record = newChat(licence, { ...given, pending: true });
      const chat = storeChat(licence, record);
      startChatting(licence, record);
      return told(record, { event: "chat_started", chat });
    },

    chatEnded: async (which = {}) => {
      const given = typeof which === "string" ? { id: which } : which;
      check("Chat", given);
      const { pending, ...change } = given;
      const licence = current();
      const chatGoingOn = goingOn(licence, change.id);
      if (typeof which === "string" && !chatGoingOn) throw new RangeError(`There is no chat ${which}.`);
      const record = chatGoingOn ? ended(chatGoingOn, change, licence) : newChat(licence, change);
      const chat = storeChat(licence, record);
      stopChatting(licence, record);
      return told(record, { event: "chat_ended", chat });
    },

    chatChanged: async (which = {}) => {
      const given = typeof which === "string" ? { id: which } : which;
      check("Chat", given);
      const { id, tags } = given;
      const licence = current();
      const { id: chatId, tags: before } = taggable(licence, id);
      const chat = licence.chats.update(chatId, { tags: tags ?? toggled(before) });
      return told(chatOf(licence, chat), { event: "chat_changed", chat });
    },

    visitorQueued: async (given = {}) => {
      check("Visitor", given);
      const licence = current();
      const time = plainDate(licence.now(), licence.timezone);
      const present = licence.visitors.get(given.id ?? "") ?? newVisitor(licence, given);
      const visitor = merged(present, { state: "queued", queue_start_time: time, ...given });
      const record = licence.visitors.add(visitor);
      return told(record, { event: "visitor_queued", visitor: record });
    },

    ticketCreated: async (given = {}) => {
      check("Ticket", given);
      const licence = current();
      if (given.id !== undefined && licence.tickets.get(given.id))
        throw new RangeError(`There is a ticket ${given.id} already.`);
      const record = newTicket(licence, given);
      return told(record, { event: "ticket_created", ticket: storeTicket(licence, record) });
    },

    cannedResponseChanged: async (which = {}) => {
      const given = typeof which === "number" ? { id: which } : which;
      check("CannedResponse", given);
      const licence = current();
      const before = licence.cannedResponses.get(given.id ?? -1);
      if (typeof which === "number" && !before) throw new RangeError(`There is no canned response ${which}.`);
      const cannedResponse = before ? modified(licence, before, given) : written(licence, given);
      const record = licence.cannedResponses.add(cannedResponse);
      return told(record, { event: "canned_response_changed", cannedResponse: record });
    },
  };
}

const METHODS: Record<WebhookPayload["event_type"], keyof Simulate> = {
  chat_started: "chatStarted",
  chat_ended: "chatEnded",
  chat_changed: "chatChanged",
  visitor_queued: "visitorQueued",
  ticket_created: "ticketCreated",
  canned_response_changed: "cannedResponseChanged",
};

/** Simulates an event by its type, with what was sent as JSON. Undefined for a type that there is not. */
export function simulateByType(
  simulate: Simulate,
  type: string,
  given: unknown,
): Promise<Simulated<unknown>> | undefined {
  if (!Object.hasOwn(METHODS, type)) return undefined;
  // What is given can be anything: it is checked there.
  const method = simulate[METHODS[type as WebhookPayload["event_type"]]] as (
    given: unknown,
  ) => Promise<Simulated<unknown>>;
  return method(given);
}

/** The chat with the identifier, if there is one; without an identifier, the oldest that is going on. */
function goingOn(licence: Licence, id: string | undefined): Chat | undefined {
  const { chats } = licence;
  const isGoingOn = ({ missed, ended: end }: ChatFacts): boolean => !missed && end === undefined;
  const facts = id === undefined ? chats.facts.findLast(isGoingOn) : chats.get(id);
  if (facts && !isGoingOn(facts)) throw new RangeError(`The chat ${id} is not going on.`);
  return facts && chatOf(licence, facts);
}

function chatOf({ chats }: Licence, facts: ChatFacts): Chat {
  const item = chats.item(facts);
  if (item.type === "missed_chat") throw new RangeError(`${facts.id} is no chat, but a message left after hours.`);
  return item;
}

function ended({ pending, ...chat }: Chat, change: Overrides<Chat>, { now }: Licence): Chat {
  const { started_timestamp: start, messages: before = [], events = [], timezone } = chat;
  const { ended_timestamp: end = Math.max(now(), before.at(-1)?.timestamp ?? start) } = change;
  const messages = change.messages ?? [...before, ...exchange(chat, before.at(-1)?.timestamp ?? start, end)];
  const others = events.filter(({ type }) => type !== "message");
  const closed: Chat = {
    ...chat,
    messages,
    events: [...messages.map(messageEvent), ...others, closing(chat, end)].sort((a, b) => a.timestamp - b.timestamp),
    duration: end - start,
    ended: textDate(end, timezone),
    ended_timestamp: end,
  };
  return merged(closed, change);
}

/** The chat with the identifier; without one, the newest, or a new one when there is none. */
function taggable(licence: Licence, id: string | undefined): ChatFacts {
  const { chats } = licence;
  const facts = id === undefined ? chats.facts.find(({ missed }) => !missed) : chats.get(id);
  if (id !== undefined && (!facts || facts.missed)) throw new RangeError(`There is no chat ${id}.`);
  return facts ?? storeChat(licence, newChat(licence));
}

const TOGGLED_TAG = "follow-up";

function toggled(tags: readonly string[]): string[] {
  const others = tags.filter((tag) => tag !== TOGGLED_TAG);
  return others.length < tags.length ? others : [...tags, TOGGLED_TAG];
}

function newVisitor({ ids, now, timezone }: Licence, given: Overrides<Visitor>): Visitor {
  return visitorIn(timezone, { id: ids.visitor(now()), page_entered_ts: now(), ...given });
}

function startChatting(licence: Licence, chat: Chat): void {
  const { visitors, timezone } = licence;
  const { email, user_agent: browser, ...person } = chat.visitor;
  const page = { page_current: chat.chat_start_url, ...(chat.referrer !== undefined && { referrer: chat.referrer }) };
  const present =
    visitors.get(person.id) ?? newVisitor(licence, { ...person, ...page, ...(browser !== undefined && { browser }) });
  visitors.add({
    ...present,
    state: "chatting",
    group: chat.group[0] ?? 0,
    chats: present.chats + 1,
    chat_id: chat.id,
    chat_start_time: plainDate(chat.started_timestamp, timezone),
    chat_start_time_ts: chat.started_timestamp,
    queue_start_time: "",
    operators: chat.agents.map(({ email: id, display_name }) => ({ id, display_name })),
    ...(chat.prechat_survey && { prechat_survey: chat.prechat_survey }),
  });
}

/** Leaves alone a visitor who is in another chat by now. */
function stopChatting({ visitors }: Licence, { id, visitor }: Chat): void {
  const present = visitors.get(visitor.id);
  if (present?.chat_id !== id) return;
  const { chat, chat_start_time_ts, prechat_survey, ...others } = present;
  visitors.add({ ...others, state: "chat closed", chat_id: "", chat_start_time: "", operators: [] });
}

function written(licence: Licence, given: Overrides<CannedResponse>): CannedResponse {
  const { ids, cannedResponses, now } = licence;
  const id = ids.above(cannedResponses.spent);
  return makeCannedResponse({ id, creation_date: now(), created_by: loginOnDuty(licence), ...given });
}

function modified(licence: Licence, before: CannedResponse, given: Overrides<CannedResponse>): CannedResponse {
  return { ...before, modification_date: licence.now(), modified_by: loginOnDuty(licence), ...given };
}

function loginOnDuty(licence: Licence): string {
  return agentOnDuty(licence)?.login ?? "";
}
