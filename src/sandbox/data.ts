// What a sandbox holds, for tests to arrange and to look at: typed, without requests, and without webhooks.
import type { Chat, ChatItem, MissedChat, Ticket } from "../../generated/models.js";
import { instantOf, isoDate, plainDate } from "../calendar.js";
import { makeChat, makeMissedChat, makeTicket, merged, type Overrides } from "./factories.js";
import type { Archive } from "./licence/archive.js";
import { factsOfChat } from "./licence/chatFacts.js";
import type { Collection } from "./licence/collection.js";
import type { Licence } from "./licence/licence.js";
import type {
  AgentRecord,
  CannedResponseRecord,
  ChatFacts,
  GoalRecord,
  GreetingRecord,
  GroupRecord,
  TagRecord,
  TicketFacts,
  VisitorRecord,
  WebhookRecord,
} from "./licence/records.js";
import { factsOfTicket } from "./licence/ticketFacts.js";

/** Records of which there may be very many, each made when it is asked for. */
export interface RecordStore<Item, Given = Overrides<Item>> extends Iterable<Item> {
  readonly size: number;
  get(id: string): Item | undefined;
  /** Newest first. Those that come meanwhile are left out, and so are those that go; a record is made when it is its turn. */
  [Symbol.iterator](): Iterator<Item>;
  /** Takes in a record and gives it whole: what is left out is made up. One with the same `id` is replaced. */
  add(record?: Given): Item;
  /**
   * Changes fields of a record, at any depth, and gives it whole. Fields that are not named stay as they are. Throws a
   * RangeError when the record is not there.
   */
  update(id: string, change: Overrides<Item>): Item;
  /** Whether it was there. */
  remove(id: string): boolean;
}

/**
 * What the sandbox holds. Changes take effect at once, and no webhook tells of them. After a reset it is the new data, so do
 * not keep a part of this across one.
 *
 * A record is replaced when it changes, never changed itself: one that you hold stays as it was.
 */
export interface Data {
  /** By login, the owner first. */
  readonly agents: Collection<AgentRecord, string>;
  /** By number; 0 is the whole licence. Who belongs to a group stands with the agents. */
  readonly groups: Collection<GroupRecord, number>;
  readonly cannedResponses: Collection<CannedResponseRecord, number>;
  readonly goals: Collection<GoalRecord, number>;
  readonly greetings: Collection<GreetingRecord, number>;
  /** By group and name, such as `1/sales`. */
  readonly tags: Collection<TagRecord, string>;
  /** Those who are on the website now. */
  readonly visitors: Collection<VisitorRecord, string>;
  /** The subscriptions. */
  readonly webhooks: Collection<WebhookRecord, string>;
  /**
   * The archive, with chats that are going on (`pending`) and messages left after hours (`type: "missed_chat"`). A new chat has
   * ended just now unless you say otherwise.
   */
  readonly chats: RecordStore<ChatItem, Overrides<Chat> | (Overrides<MissedChat> & Pick<MissedChat, "type">)>;
  /** Those that changed last come first. A change is one of now unless it says another time for `modified`. */
  readonly tickets: RecordStore<Ticket>;
}

export function createData(licence: () => Licence): Data {
  return {
    get agents() {
      return licence().agents;
    },
    get groups() {
      return licence().groups;
    },
    get cannedResponses() {
      return licence().cannedResponses;
    },
    get goals() {
      return licence().goals;
    },
    get greetings() {
      return licence().greetings;
    },
    get tags() {
      return licence().tags;
    },
    get visitors() {
      return licence().visitors;
    },
    get webhooks() {
      return licence().webhooks;
    },
    get chats() {
      return chatStore(licence());
    },
    get tickets() {
      return ticketStore(licence());
    },
  };
}

function chatStore(licence: Licence): Data["chats"] {
  return createStore(licence.chats, {
    make: (given = {}) => (given.type === "missed_chat" ? newMissedChat(licence, given) : newChat(licence, given)),
    change: merged,
    store: (item) => (item.type === "missed_chat" ? storeMissedChat(licence, item) : storeChat(licence, item)),
  });
}

function ticketStore(licence: Licence): Data["tickets"] {
  return createStore(licence.tickets, {
    make: (given) => newTicket(licence, given),
    change: (ticket, change) => merged(ticket, { modified: isoDate(licence.now()), ...change }),
    store: (ticket) => storeTicket(licence, ticket),
  });
}

interface StoreParts<Facts, Item, Given> {
  make(given: Given | undefined): Item;
  change(item: Item, change: Overrides<Item>): Item;
  store(item: Item): Facts;
}

function createStore<Facts extends { readonly id: string }, Item extends { id: string }, Given>(
  archive: Archive<Facts, Item>,
  { make, change, store }: StoreParts<Facts, Item, Given>,
): RecordStore<Item, Given> {
  return {
    get size() {
      return archive.size;
    },
    get: (id) => {
      const facts = archive.get(id);
      return facts && archive.item(facts);
    },
    *[Symbol.iterator]() {
      for (const { id } of [...archive.facts]) {
        const facts = archive.get(id);
        if (facts) yield archive.item(facts);
      }
    },
    add: (given) => archive.item(store(make(given))),
    update: (id, fields) => {
      const facts = archive.get(id);
      if (!facts) throw new RangeError(`There is no record ${id}.`);
      return archive.item(store({ ...change(archive.item(facts), fields), id }));
    },
    remove: archive.remove,
  };
}

/** One that no record has. */
export function newId(archive: { get(id: string): unknown }, next: () => string): string {
  let id = next();
  while (archive.get(id)) id = next();
  return id;
}

/** A whole chat of this licence. Without times, it has ended just now or, if it is pending, has just begun. */
export function newChat(licence: Licence, given: Overrides<Chat> = {}): Chat {
  const now = licence.now();
  const timed = given.started_timestamp !== undefined || given.ended_timestamp !== undefined;
  const agent = licence.agents.get(given.agents?.[0]?.email ?? "") ?? agentOnDuty(licence);
  return makeChat({
    id: newId(licence.chats, licence.ids.chat),
    timezone: licence.timezone,
    ...(!timed && (given.pending ? { started_timestamp: now } : { ended_timestamp: now })),
    agents: agent ? [{ display_name: agent.name, email: agent.login }] : [],
    group: [agent?.groups[0] ?? 0],
    ...given,
    visitor: { id: licence.ids.visitor(now), ...seenVisitor(licence, given.visitor?.id), ...given.visitor },
  });
}

/** Whoever accepts chats; if nobody does, the owner. */
export function agentOnDuty({ agents: [...agents] }: Licence): AgentRecord | undefined {
  return agents.find(({ status }) => status === "accepting chats") ?? agents[0];
}

/** What is known of somebody who is on the website. */
function seenVisitor({ visitors }: Licence, id = ""): Overrides<Chat["visitor"]> {
  const seen = visitors.get(id);
  if (!seen) return {};
  const { name, ip, city, region, country, country_code, timezone } = seen;
  return { name, ip, city, region, country, country_code, timezone };
}

function newMissedChat(licence: Licence, given: Overrides<MissedChat>): MissedChat {
  return makeMissedChat({
    id: newId(licence.chats, licence.ids.chat),
    time: plainDate(licence.now(), licence.timezone),
    ...given,
  });
}

/** A whole ticket of this licence, opened just now unless it is told another time. */
export function newTicket(licence: Licence, given: Overrides<Ticket> = {}): Ticket {
  const date = given.events?.[0]?.date ?? given.modified ?? isoDate(licence.now());
  const groups = [{ id: 0, name: licence.groups.get(0)?.name ?? "" }];
  return makeTicket({ id: newId(licence.tickets, licence.ids.ticket), date, groups, ...given });
}

/** Takes the chat in, in the place of one with its identifier. */
export function storeChat({ chats }: Licence, chat: Chat): ChatFacts {
  const present = chats.get(chat.id);
  const { commented = false, greeting } = present ?? {};
  const hidden = { commented, ...(greeting !== undefined && { greeting }) };
  return chats.add(factsOfChat(chat, { started: chat.started_timestamp }, hidden), chat);
}

function storeMissedChat({ chats, timezone, now }: Licence, chat: MissedChat): ChatFacts {
  const started = chat.time === undefined ? undefined : plainInstant(chat.time, timezone);
  return chats.add(factsOfChat(chat, { started: started ?? chats.get(chat.id)?.started ?? now() }), chat);
}

/** Takes the ticket in, in the place of one with its identifier. */
export function storeTicket({ tickets }: Licence, ticket: Ticket): TicketFacts {
  const facts = factsOfTicket(ticket);
  const { solved = facts.solved } = tickets.get(ticket.id) ?? {};
  return tickets.add({ ...facts, ...(facts.solved !== undefined && { solved }) }, ticket);
}

/** The opposite of `plainDate`; undefined for other texts. */
function plainInstant(text: string, timezone: string): number | undefined {
  const [, day, hour, minute, second] = /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  return instantOf(day, timezone, Number(hour)) + Number(minute) * 60 + Number(second);
}
