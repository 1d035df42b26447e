// The chats and tickets of the description's examples. They lie in the first days after the archive.
import type { Chat, ChatItem, ChatMessage, Ticket } from "../../../generated/models.js";
import { isoDate, plainDate, textDate } from "../../calendar.js";
import { factsOfChat } from "../licence/chatFacts.js";
import type { ChatFacts, TicketFacts } from "../licence/records.js";
import { factsOfTicket } from "../licence/ticketFacts.js";
import { EURO_SALES_GOAL, EXAMPLES_BEGIN, NEWSLETTER_GOAL, SALES } from "./settings.js";

/** A record, and what it is kept as. */
export interface Example<Facts, Item> {
  readonly facts: Facts;
  readonly item: Item;
}

const BEN = { display_name: "Ben Okafor", email: "ben@example.com" };
const ADA = { display_name: "Ada Moreno", email: "ada@example.com" };

/** Newest first. */
export function exampleChats(timezone: string): Example<ChatFacts, ChatItem>[] {
  const left = EXAMPLES_BEGIN + 21.25 * 3600;
  const missed: ChatItem = {
    type: "missed_chat",
    id: "QX3M8T5W1B",
    time: plainDate(left, timezone),
    email: "mina@example.net",
    message: "Do you ship to Norway?",
  };
  const ended = exampleChat(timezone);
  return [
    { item: missed, facts: factsOfChat(missed, { started: left }) },
    { item: ended, facts: factsOfChat(ended, { started: EXAMPLES_BEGIN }, { commented: true }) },
  ];
}

function exampleChat(timezone: string): Chat {
  const when = (after: number) => ({
    date: textDate(EXAMPLES_BEGIN + after, timezone),
    timestamp: EXAMPLES_BEGIN + after,
  });
  const hello: ChatMessage = {
    author_name: BEN.display_name,
    text: "Good morning! How can I help?",
    ...when(0),
    user_type: "agent",
    agent_id: BEN.email,
  };
  const question: ChatMessage = {
    author_name: "Mina Park",
    text: "Is this lamp the same as the one in my picture?",
    ...when(40),
    user_type: "visitor",
  };
  const whisper: ChatMessage = {
    author_name: ADA.display_name,
    text: "Mind that the base has changed since last year.",
    ...when(120),
    user_type: "supervisor",
    agent_id: ADA.email,
  };
  const [began, sold, ended] = [when(0), when(500), when(600)];
  return {
    type: "chat",
    id: "PQ7K2M9X4D",
    visitor: {
      id: "S1767225600.1a2b3c4d5e",
      name: "Mina Park",
      email: "mina@example.net",
      ip: "203.0.113.7",
      city: "München",
      region: "Bayern",
      country: "Germany",
      country_code: "DE",
      timezone: "Europe/Berlin",
    },
    agents: [BEN],
    supervisors: [ADA],
    rate: "rated_good",
    duration: 600,
    chat_start_url: "https://shop.example.com/cart",
    referrer: "https://search.example.org/?q=lamps",
    group: [SALES],
    prechat_survey: [
      { key: "Your name:", value: "Mina Park", id: "176722000000001234" },
      { key: "Your e-mail:", value: "mina@example.net", id: "176722000000005678" },
    ],
    postchat_survey: [{ key: "Did we answer your question?", value: "Yes", id: "176722000000009012" }],
    custom_variables: [{ key: "cart_size", value: "3" }],
    goals: [
      {
        id: EURO_SALES_GOAL,
        name: "Order placed",
        type: "sales_tracker",
        ...sold,
        order: { id: "ORD-2041", description: "Two desk lamps", price: "89.90", currency: "EUR" },
      },
      {
        id: NEWSLETTER_GOAL,
        name: "Newsletter",
        ...sold,
        order: { id: "", description: "", price: "0", currency: "" },
      },
    ],
    queue: { duration: 20 },
    tags: ["sales", "delivery"],
    timezone,
    messages: [hello, question, whisper],
    events: [
      { type: "message", ...hello },
      { type: "message", ...question },
      {
        type: "attachment",
        author_name: "Mina Park",
        text: "Mina Park uploaded the attachment.",
        ...when(65),
        user_type: "visitor",
        files: ["https://files.example.com/chats/lamp.jpg"],
      },
      { type: "message", ...whisper },
      { type: "event", event_type: "closed", text: "Mina Park has left the chat.", ...ended, user_type: "visitor" },
    ],
    engagement: "immediate_start",
    started: began.date,
    started_timestamp: began.timestamp,
    ended: ended.date,
    ended_timestamp: ended.timestamp,
  };
}

/** Newest first. */
export function exampleTickets(): Example<TicketFacts, Ticket>[] {
  return [damagedParcel(), noSubject()].map((item) => ({ item, facts: factsOfTicket(item) }));
}

const MINA = { id: "mina@example.net", name: "Mina Park", type: "client" };

function damagedParcel(): Ticket {
  return {
    id: "7XK2P",
    subject: "My parcel is damaged",
    status: "open",
    requester: { mail: MINA.id, name: MINA.name },
    assignee: { id: "chloe@example.com", name: "Chloe Lindqvist" },
    groups: [SALES],
    tags: ["refund"],
    source: { type: "mail" },
    events: [
      {
        type: "message",
        author: MINA,
        date: EXAMPLES_BEGIN,
        is_private: false,
        message: "The box was torn open when it came. What can I do?",
        source: { type: "mail" },
      },
      {
        type: "assignee_changed",
        author: { id: BEN.email, name: BEN.display_name },
        to: { id: "chloe@example.com", name: "Chloe Lindqvist" },
        date: EXAMPLES_BEGIN + 3600,
      },
      {
        type: "message",
        author: { id: BEN.email, name: BEN.display_name, type: "agent" },
        date: EXAMPLES_BEGIN + 3660,
        is_private: true,
        message: "Chloe, this is your customer from last week.",
        source: { type: "lc2" },
      },
    ],
    modified: EXAMPLES_BEGIN + 3660,
    opened: [{ from: EXAMPLES_BEGIN }],
    firstResponse: {},
  };
}

function noSubject(): Ticket {
  const date = isoDate(EXAMPLES_BEGIN + 1800);
  return {
    id: "4RW8B",
    subject: "(no subject)",
    status: "pending",
    requester: { mail: MINA.id, name: MINA.name, ip: "203.0.113.7" },
    groups: [{ id: 0, name: "All operators" }],
    currentGroup: { id: 0, name: "All operators" },
    tags: [],
    source: { type: "lc2", url: null, id: "PQ7K2M9X4D" },
    events: [
      {
        type: "message",
        author: MINA,
        date,
        is_private: false,
        message: "When do you open again after the holidays?",
        source: { type: "lc2", url: null },
      },
    ],
    date,
    modified: date,
    opened: [{ from: date }],
    firstResponse: {},
    rate: "not_rated",
  };
}
