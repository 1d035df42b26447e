// Chats and tickets of a test's own, behind the sandbox's whole way from a request to its answer.
import { type Chat, createClient, type LiveChat, type Ticket } from "livechat-openapi";
import { isoDate } from "../../../src/calendar.js";
import { createAnswer } from "../../../src/sandbox/answer.js";
import { behave } from "../../../src/sandbox/behaviour/index.js";
import { factsOfChat, type HiddenChatFacts } from "../../../src/sandbox/licence/chatFacts.js";
import {
  createLicence,
  type Happening,
  type Licence,
  type LicenceOptions,
} from "../../../src/sandbox/licence/licence.js";
import { factsOfTicket } from "../../../src/sandbox/licence/ticketFacts.js";
import { description } from "../../support/description.js";

export interface Arranged {
  licence: Licence;
  /** The owner's client. */
  livechat: LiveChat;
  /** What webhooks would be sent about. */
  announced: Happening[];
  /** Sends what the client would not. */
  send(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }>;
  /** Sets the clock. */
  at(iso: string): void;
}

/** A licence without chats and tickets; its clock stands at noon of 15 June 2026, UTC. */
export function arrange(options: Partial<LicenceOptions> = {}): Arranged {
  let now = seconds("2026-06-15T12:00:00Z");
  const announced: Happening[] = [];
  const licence = createLicence({
    seed: 1,
    chats: 0,
    tickets: 0,
    timezone: "UTC",
    recordLimit: 25_000,
    now: () => now,
    announce: (happening) => announced.push(happening),
    ...options,
  });
  for (const { id } of [...licence.chats.facts]) licence.chats.remove(id);
  for (const { id } of [...licence.tickets.facts]) licence.tickets.remove(id);
  const [owner] = licence.agents;
  const answer = createAnswer({
    description,
    identify: () => owner,
    behave: (operation, request, caller) => behave(operation, request, caller, licence),
    checkAnswers: true,
  });
  const livechat = createClient({
    auth: { accessToken: "made-up-token" },
    fetch: (input, init) => answer(new Request(input, init)),
    retry: false,
  });
  return {
    licence,
    livechat,
    announced,
    send: async (path, init) => {
      const headers = { "X-API-Version": "2", ...init?.headers };
      const response = await answer(new Request(`https://api.livechatinc.com${path}`, { ...init, headers }));
      return { status: response.status, body: await response.json() };
    },
    at: (iso) => {
      now = seconds(iso);
    },
  };
}

export function seconds(iso: string): number {
  return Date.parse(iso) / 1000;
}

/** Takes in a chat that ended ten minutes after it started; `undefined` leaves a field out. */
export function addChat(
  licence: Licence,
  id: string,
  started: string,
  fields: Partial<Chat> = {},
  hidden: HiddenChatFacts = {},
): void {
  const start = seconds(started);
  const chat: Chat = {
    type: "chat",
    id,
    visitor: visitor(),
    agents: [{ display_name: "Ben Okafor", email: "ben@example.com" }],
    supervisors: [],
    rate: "not_rated",
    chat_start_url: "https://shop.example.com/",
    group: [1],
    tags: [],
    timezone: licence.timezone,
    messages: [],
    events: [],
    engagement: "immediate_start",
    started,
    started_timestamp: start,
    ended_timestamp: start + 600,
    ...fields,
  };
  licence.chats.add(factsOfChat(chat, { started: start }, hidden), chat);
}

/** A chat that is still going on. */
export function addPendingChat(licence: Licence, id: string, started: string): void {
  addChat(licence, id, started);
  const { ended, ...facts } = licence.chats.get(id) ?? never();
  const { ended_timestamp, ...chat } = licence.chats.item(facts) as Chat;
  licence.chats.add(facts, { ...chat, pending: true });
}

/** A message left after hours. */
export function addMissedChat(licence: Licence, id: string, left: string, message = "Do you ship to Norway?"): void {
  const item = { type: "missed_chat", id, time: left, email: "mina@example.net", message } as const;
  licence.chats.add(factsOfChat(item, { started: seconds(left) }), item);
}

export function visitor(fields: Partial<Chat["visitor"]> = {}): Chat["visitor"] {
  return {
    id: "S1.a",
    name: "Mina Park",
    ip: "203.0.113.7",
    city: "",
    region: "",
    country: "",
    country_code: "",
    timezone: "Europe/Berlin",
    ...fields,
  };
}

/** Takes in a ticket with a message at each of the times. */
export function addTicket(
  licence: Licence,
  id: string,
  [opened, ...later]: [string, ...string[]],
  fields: Partial<Ticket> = {},
): void {
  const ticket: Ticket = {
    id,
    subject: "(no subject)",
    status: "open",
    requester: { mail: "mina@example.net" },
    groups: [{ id: 1, name: "Sales" }],
    tags: [],
    source: { type: "mail" },
    events: [opened, ...later].map((date) => ({
      type: "message",
      author: { id: "mina@example.net", type: "client" },
      date,
      is_private: false,
      message: "Where is my parcel?",
      source: { type: "mail" },
    })),
    date: opened,
    modified: isoDate(Math.max(...[opened, ...later].map(seconds))),
    opened: [{ from: opened }],
    firstResponse: {},
    ...fields,
  };
  licence.tickets.add(factsOfTicket(ticket), ticket);
}

/** The identifiers of a list's items, in one text. */
export function idsOf(items: readonly { id: string }[]): string {
  return items.map(({ id }) => id).join(" ");
}

function never(): never {
  throw new Error("There is no such record.");
}
