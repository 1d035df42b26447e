// Made-up records for tests of whoever uses the API: whole, and agreeing with the description. Needs no sandbox. Nothing here
// is left to chance: the same call makes the same record.
import type {
  Agent,
  CannedResponse,
  Chat,
  ChatEvent,
  ChatMessage,
  Goal,
  GoalType,
  MissedChat,
  Ticket,
  Visitor,
  WebhookPayload,
} from "../../generated/models.js";
import { isoDate, plainDate, textDate } from "../calendar.js";
import {
  type EventData,
  webhookCannedResponse,
  webhookChat,
  webhookSurvey,
  webhookTicket,
  webhookVisitor,
  webhookVisitorOfChat,
} from "./events/payloads.js";

/** Any of the fields, at any depth. A list is given whole. */
export type Overrides<T> = T extends string | readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]?: Overrides<T[Key]> }
    : T;

/** The payload of one type of event. */
export type PayloadOf<Type extends WebhookPayload["event_type"]> = Extract<WebhookPayload, { event_type: Type }>;

/** 2026-01-01T00:00:00Z, when everything happens that is not told another time. */
const MOMENT = 1767225600;

/** How long a chat takes that is not told another end, in seconds. */
const CHAT_SECONDS = 600;

const VISITOR = {
  id: "S1767225600.1a2b3c4d5e",
  name: "Mina Park",
  ip: "203.0.113.7",
  city: "London",
  region: "England",
  country: "United Kingdom",
  country_code: "GB",
  timezone: "Europe/London",
};
const PAGE = "https://shop.example.com/cart";
const AGENT = { name: "Ada Moreno", login: "ada@example.com" };

/**
 * A chat of the archive, ten minutes long and ended; with `pending: true`, one that is still going on. Texts of times, duration,
 * messages and events follow from what is given: `makeChat({ started_timestamp, rate: "rated_good" })`.
 *
 * Every call gives the same identifiers, so give your own where a test needs several chats.
 */
export function makeChat(overrides: Overrides<Chat> = {}): Chat {
  const { duration = CHAT_SECONDS, timezone = "UTC", pending = false, ended_timestamp } = overrides;
  const start = overrides.started_timestamp ?? (ended_timestamp === undefined ? MOMENT : ended_timestamp - duration);
  const end = ended_timestamp ?? start + duration;
  const mail = overrides.visitor?.name === undefined ? { email: "mina@example.net" } : {};
  const visitor = merged<Chat["visitor"]>({ ...VISITOR, ...mail }, overrides.visitor ?? {});
  const agents = overrides.agents ?? [{ display_name: AGENT.name, email: AGENT.login }];
  const messages = overrides.messages ?? [
    greeting({ agents, timezone }, start),
    ...(pending ? [] : exchange({ agents, visitor, timezone }, start, end)),
  ];
  const chat: Chat = {
    type: "chat",
    id: "PQ7K2M9X4D",
    visitor,
    agents,
    supervisors: [],
    rate: "not_rated",
    ...(!pending && { duration: Math.max(0, end - start) }),
    chat_start_url: PAGE,
    group: [0],
    tags: [],
    timezone,
    messages,
    events: [...messages.map(messageEvent), ...(pending ? [] : [closing({ visitor, timezone }, end)])],
    engagement: "immediate_start",
    started: textDate(start, timezone),
    started_timestamp: start,
    ...(pending ? { pending } : { ended: textDate(end, timezone), ended_timestamp: end }),
  };
  return merged(chat, overrides);
}

/** A message left after hours, as the archive lists it among the chats. */
export function makeMissedChat(overrides: Overrides<MissedChat> = {}): MissedChat {
  return {
    type: "missed_chat",
    id: "QX3M8T5W1B",
    time: plainDate(MOMENT, "UTC"),
    email: "mina@example.net",
    message: "Do you ship to Norway?",
    ...overrides,
  };
}

/**
 * An open ticket with its first message, which nobody has taken. The message comes from the requester and the source that are
 * given, and all times follow from `date`.
 */
export function makeTicket(overrides: Overrides<Ticket> = {}): Ticket {
  const { date = isoDate(MOMENT) } = overrides;
  const requester = merged<Ticket["requester"]>(
    { mail: "mina@example.net", name: "Mina Park" },
    overrides.requester ?? {},
  );
  const source = merged<Ticket["source"]>({ type: "mail" }, overrides.source ?? {});
  const { mail, name } = requester;
  const events = overrides.events ?? [
    {
      type: "message",
      author: { id: mail, ...(name !== undefined && { name }), type: "client" },
      date,
      is_private: false,
      message: "The box was torn open when it came. What can I do?",
      source,
    },
  ];
  const ticket: Ticket = {
    id: "7XK2P",
    subject: "My parcel is damaged",
    status: "open",
    requester,
    groups: [{ id: 0, name: "All operators" }],
    tags: [],
    source,
    events,
    date,
    modified: events.at(-1)?.date ?? date,
    opened: [{ from: date }],
    firstResponse: {},
    rate: "not_rated",
  };
  return merged(ticket, overrides);
}

/** An agent who accepts chats. */
export function makeAgent(overrides: Overrides<Agent> = {}): Agent {
  const agent: Agent = {
    ...AGENT,
    login_status: "accepting chats",
    permission: "normal",
    daily_summary: 1,
    job_title: "Support Agent",
    avatar: "cdn.example.com/avatars/ada.png",
    notifications: { new_visitor: 0, returning_visitor: 0, queued_visitor: 1, visitor_is_typing: 0, new_goal: 0 },
    max_chats_count: 6,
    groups: [{ id: 1, name: "Sales" }],
    status: "accepting chats",
    last_logout: 0,
  };
  return merged(agent, overrides);
}

/** Somebody who looks around on the website. Times as text are in UTC, and follow from those in Unix seconds. */
export function makeVisitor(overrides: Overrides<Visitor> = {}): Visitor {
  return visitorIn("UTC", overrides);
}

/** The same with times as text in another zone. */
export function visitorIn(timezone: string, overrides: Overrides<Visitor>): Visitor {
  const { page_entered_ts: entered = MOMENT, page_current: page = PAGE, page_title: title = "Your cart" } = overrides;
  const { page_time_ts: turned = entered, last_visit_ts: came = entered } = overrides;
  const time = plainDate(entered, timezone);
  const visitor: Visitor = {
    ...VISITOR,
    state: "browsing",
    group: 0,
    host: "host-7.example.net",
    browser: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    language: "en",
    latitude: "51.5074",
    longitude: "-0.1278",
    page_current: page,
    page_address: page,
    page_title: title,
    page_entered: time,
    page_entered_ts: entered,
    page_time: plainDate(turned, timezone),
    page_time_ts: turned,
    page_views: 1,
    last_visit: plainDate(came, timezone),
    last_visit_ts: came,
    visits: 1,
    visit_path: [{ page, title, time, time_ts: entered, time_ref: entered, invitation: "" }],
    referrer: "",
    invitation: "",
    greetings_all: 0,
    greetings_accepted: 0,
    greetings_refused: 0,
    chats: 0,
    chat_id: "",
    chat_start_time: "",
    queue_start_time: "",
    operators: [],
  };
  return merged(visitor, overrides);
}

/** A canned response that has never been modified. */
export function makeCannedResponse(overrides: Overrides<CannedResponse> = {}): CannedResponse {
  return {
    id: 3121,
    group: 0,
    text: "Thank you for waiting.",
    creation_date: MOMENT,
    created_by: AGENT.login,
    tags: ["wait"],
    ...overrides,
  };
}

const GOALS: { [Type in GoalType]: Omit<Extract<Goal, { type: Type }>, "id" | "name" | "active"> } = {
  api: { type: "api" },
  custom_variable: { type: "custom_variable", custom_variable_name: "order", custom_variable_value: "confirmed" },
  sales_tracker: { type: "sales_tracker", sales_tracker_id: "made-up-sales-tracker-id", currency: "USD" },
  url: { type: "url", url: "https://shop.example.com/thanks", match_type: "substring" },
};

/** A goal in use, of the type that is asked for. */
export function makeGoal<Type extends GoalType>(
  type: Type,
  overrides?: Overrides<Omit<Extract<Goal, { type: Type }>, "type">>,
): Extract<Goal, { type: Type }> {
  const goal = { id: 1042, name: "Order confirmed", active: 1, ...GOALS[type] };
  // Which goal it is depends on a type that the compiler does not know here.
  return merged<unknown>(goal, overrides ?? {}) as Extract<Goal, { type: Type }>;
}

/**
 * What LiveChat delivers for an event, with every type of data that can be subscribed:
 * `makeWebhook("chat_ended", { chat: { tags: ["sales"] } })`. `parseWebhook` takes it with the token `made-up-webhook-token`.
 *
 * Every call gives the same `event_unique_id`, which the handler of `livechat-openapi/webhooks` takes for the same event
 * delivered again; give your own where a test needs several events.
 */
export function makeWebhook<Type extends WebhookPayload["event_type"]>(
  type: Type,
  overrides?: Overrides<Omit<PayloadOf<Type>, "event_type">>,
): PayloadOf<Type> {
  const payload = {
    event_type: type,
    event_unique_id: "made-up-event-id",
    token: "made-up-webhook-token",
    license_id: "1234567",
    lc_version: "2",
    ...dataOf(type),
  };
  // Which payload it is depends on a type that the compiler does not know here.
  return merged<unknown>(payload, overrides ?? {}) as PayloadOf<Type>;
}

function dataOf(type: WebhookPayload["event_type"]): EventData {
  switch (type) {
    case "visitor_queued":
      return { visitor: webhookVisitor(makeVisitor({ state: "queued" })) };
    case "ticket_created":
      return { ticket: webhookTicket(makeTicket(), () => "") };
    case "canned_response_changed":
      return { canned_response: webhookCannedResponse(makeCannedResponse({ modification_date: MOMENT })) };
    default: {
      const prechat_survey = [{ key: "Your name:", value: VISITOR.name, id: "176722000000001234" }];
      const chat = makeChat({ prechat_survey, ...(type === "chat_started" && { pending: true }) });
      const data = { chat: webhookChat(chat), visitor: webhookVisitorOfChat(chat, makeVisitor()) };
      return type === "chat_changed" ? data : { ...data, pre_chat_survey: webhookSurvey(chat) };
    }
  }
}

type ChatPart = Pick<Chat, "agents" | "visitor" | "timezone">;

function greeting({ agents, timezone }: Pick<ChatPart, "agents" | "timezone">, at: number): ChatMessage {
  const { display_name: author_name, email: agent_id } = agents[0] ?? { display_name: "Support", email: undefined };
  return {
    author_name,
    text: "Hello. How may I help?",
    date: textDate(at, timezone),
    timestamp: at,
    user_type: "agent",
    ...(agent_id !== undefined && { agent_id }),
  };
}

/** A question and its answer, somewhere between the two times. */
export function exchange(chat: ChatPart, from: number, to: number): ChatMessage[] {
  const { visitor, timezone } = chat;
  const step = Math.floor(Math.max(0, to - from) / 3);
  return [
    {
      author_name: visitor.name,
      text: "When will my parcel come?",
      date: textDate(from + step, timezone),
      timestamp: from + step,
      user_type: "visitor",
    },
    { ...greeting(chat, from + 2 * step), text: "It will come tomorrow." },
  ];
}

export function messageEvent(message: ChatMessage): ChatEvent {
  return { type: "message", ...message };
}

/** The visitor's leaving, which ends a chat. */
export function closing({ visitor, timezone }: Pick<ChatPart, "visitor" | "timezone">, at: number): ChatEvent {
  return {
    type: "event",
    event_type: "closed",
    text: `${visitor.name} closed the chat.`,
    date: textDate(at, timezone),
    timestamp: at,
    user_type: "visitor",
  };
}

/** A new record: objects are merged, and everything else is replaced. */
export function merged<T>(base: T, overrides: Overrides<NoInfer<T>>): T {
  if (!isObject(base) || !isObject(overrides)) return overrides as T;
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const entries = given.map(([key, value]) => [
    key,
    Object.hasOwn(base, key) ? merged<unknown>(base[key], value) : value,
  ]);
  return { ...base, ...Object.fromEntries(entries) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
