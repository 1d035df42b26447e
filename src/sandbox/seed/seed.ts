// A plausible licence made from a number: the same seed gives the same records, to the byte, on every machine.
import type { ChatItem, Ticket } from "../../../generated/models.js";
import { refreshChat } from "../licence/chatFacts.js";
import type {
  ActivityLog,
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
} from "../licence/records.js";
import { textOfChat, textOfTicket } from "../licence/text.js";
import { refreshTicket } from "../licence/ticketFacts.js";
import { createChatMaker } from "./chatRecords.js";
import { seedChats } from "./chats.js";
import { archiveDays } from "./days.js";
import { type Example, exampleChats, exampleTickets } from "./examples.js";
import { createIdentifiers } from "./identifiers.js";
import { seedLog } from "./log.js";
import { createRoster } from "./roster.js";
import { agents, cannedResponses, goals, greetings, groups, tags, webhooks } from "./settings.js";
import { createTicketMaker } from "./ticketRecords.js";
import { seedTickets } from "./tickets.js";
import { currentVisitors } from "./visitors.js";

export interface SeedOptions {
  seed: number;
  /** How many chats, messages left after hours among them. */
  chats: number;
  tickets: number;
  /** The licence's time zone. */
  timezone: string;
  /** The licence's number. */
  licence: number;
}

export interface SeededLicence {
  /** The owner first. */
  agents: AgentRecord[];
  groups: GroupRecord[];
  cannedResponses: CannedResponseRecord[];
  goals: GoalRecord[];
  greetings: GreetingRecord[];
  tags: TagRecord[];
  visitors: VisitorRecord[];
  webhooks: WebhookRecord[];
  /** Newest first. */
  chats: ChatFacts[];
  makeChat(facts: ChatFacts): ChatItem;
  /** What a search reads of the chat, without making it. */
  chatText(facts: ChatFacts): string;
  tickets: TicketFacts[];
  makeTicket(facts: TicketFacts): Ticket;
  /** What a search reads of the ticket, without making it. */
  ticketText(facts: TicketFacts): string;
  log: ActivityLog;
}

/** Tells the identifiers of chats from those of tickets. */
const KIND = { chat: 0, ticket: 1 };

export function seedLicence({ seed, timezone, licence, ...amounts }: SeedOptions): SeededLicence {
  const days = archiveDays(timezone);
  const roster = createRoster(seed, days);
  const examples = { chats: exampleChats(timezone), tickets: exampleTickets() };
  const chatIds = createIdentifiers({ seed, kind: KIND.chat, amount: amounts.chats, taken: [] });
  const ticketIds = createIdentifiers({
    seed,
    kind: KIND.ticket,
    amount: amounts.tickets,
    taken: examples.tickets.map(({ item }) => item.id),
  });
  const chats = seedChats({ seed, amount: amounts.chats, days, roster, identifiers: chatIds });
  const tickets = seedTickets({ seed, amount: amounts.tickets, days, roster, identifiers: ticketIds, chats });
  const log = seedLog(seed, roster, chats);
  const chatMaker = withExamples(examples.chats, createChatMaker(seed, timezone, chatIds), refreshChat, textOfChat);
  const ticketMaker = withExamples(
    examples.tickets,
    createTicketMaker(seed, ticketIds, chatIds),
    refreshTicket,
    textOfTicket,
  );
  return {
    agents: [...agents],
    groups: [...groups],
    cannedResponses: [...cannedResponses],
    goals: [...goals],
    greetings: [...greetings],
    tags: [...tags],
    visitors: currentVisitors(timezone),
    webhooks: webhooks(licence),
    chats: [...(amounts.chats > 0 ? factsOf(examples.chats) : []), ...chats.reverse()],
    makeChat: chatMaker.make,
    chatText: chatMaker.text,
    tickets: [...(amounts.tickets > 0 ? factsOf(examples.tickets) : []), ...tickets.reverse()],
    makeTicket: ticketMaker.make,
    ticketText: ticketMaker.text,
    log,
  };
}

interface Maker<Facts, Item> {
  make(facts: Facts): Item;
  text(facts: Facts): string;
}

/** Makes what the seed says nothing about: the examples as they are written, or brought up to date. */
function withExamples<Facts extends { readonly id: string }, Item>(
  examples: readonly Example<Facts, Item>[],
  others: Maker<Facts, Item>,
  refresh: (item: Item, facts: Facts) => Item,
  textOf: (item: Item) => string,
): Maker<Facts, Item> {
  const byId = new Map(examples.map((example) => [example.facts.id, example]));
  return {
    make: (facts) => {
      const example = byId.get(facts.id);
      if (!example) return others.make(facts);
      return facts === example.facts ? example.item : refresh(example.item, facts);
    },
    text: (facts) => {
      const example = byId.get(facts.id);
      return example ? textOf(example.item) : others.text(facts);
    },
  };
}

function factsOf<Facts>(examples: readonly Example<Facts, unknown>[]): Facts[] {
  return examples.map(({ facts }) => facts);
}
