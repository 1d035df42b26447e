// Chats as the API shows them, and what a search reads of them: made from the facts, and from what the seed says about
// the chat of that number.
import type { Chat, ChatEvent, ChatGoal, ChatItem, ChatMessage, MissedChat } from "../../../generated/models.js";
import { plainDate, textDate } from "../../calendar.js";
import { createRandom, type Random } from "../licence/random.js";
import type { ChatFacts, GoalFacts } from "../licence/records.js";
import { joined } from "../licence/text.js";
import { type Dialogue, dialogueOf, fillOf } from "./dialogue.js";
import type { Identifiers } from "./identifiers.js";
import type { Person } from "./people.js";
import { say } from "./phrases.js";
import { goals, nameOf, RETURNS, TELEPHONE_GOAL } from "./settings.js";
import { STREAM } from "./streams.js";

export interface ChatMaker {
  make(facts: ChatFacts): ChatItem;
  /** What `textOfChat` says of the record, without making it. */
  text(facts: ChatFacts): string;
}

/** What the parts of a record are made from. */
interface Parts {
  readonly facts: ChatFacts;
  readonly dialogue: Dialogue;
  /** For what neither facts nor dialogue say. */
  readonly random: Random;
  /** A time for people. */
  date(time: number): string;
}

export function createChatMaker(seed: number, timezone: string, { indexOf }: Identifiers): ChatMaker {
  const date = (time: number): string => textDate(time, timezone);
  return {
    make: (facts) => {
      const index = indexOf(facts.id);
      const dialogue = dialogueOf(seed, index);
      return facts.missed
        ? missedChat(facts, dialogue, plainDate(facts.started, timezone))
        : chat({ facts, dialogue, random: createRandom(seed, STREAM.chatForm, index), date }, timezone);
    },
    text: (facts) => {
      const dialogue = dialogueOf(seed, indexOf(facts.id));
      const { person, givesMail } = dialogue;
      return facts.missed
        ? joined([person.mail, noteOf(dialogue)])
        : joined([
            person.name,
            givesMail ? person.mail : undefined,
            ...facts.agents.map(nameOf),
            ...linesOf(facts, dialogue).map(({ text }) => text),
          ]);
    },
  };
}

function missedChat({ id }: ChatFacts, dialogue: Dialogue, time: string): MissedChat {
  return { type: "missed_chat", id, time, email: dialogue.person.mail, message: noteOf(dialogue) };
}

function noteOf(dialogue: Dialogue): string {
  return say(dialogue.note, fillOf(dialogue, ""));
}

const REFERRERS = [
  "https://search.example.org/?q=lamps",
  "https://search.example.org/?q=boots+%26+socks",
  "https://blog.example.net/2023/05/a-lamp-for-every-desk",
  "https://news.example.org/",
];

/** What is there only at times is added afterwards: to spread it into the literal is slow, and exports make every chat. */
function chat(parts: Parts, timezone: string): Chat {
  const { facts, dialogue, random, date } = parts;
  const { person, givesMail, conversation } = dialogue;
  const lines = linesOf(facts, dialogue);
  const messages = lines.map((line, index) => messageOf(line, index, parts));
  const record: Chat = {
    type: "chat",
    id: facts.id,
    visitor: {
      id: facts.visitor,
      name: person.name,
      ip: person.ip,
      city: facts.city,
      region: facts.region,
      country: facts.country,
      country_code: person.place.code,
      timezone: person.place.timezone,
      user_agent: person.browser,
    },
    agents: facts.agents.map(participant),
    supervisors: lines.filter(({ by }) => by === "supervisor").map(({ agent }) => participant(agent)),
    rate: facts.rate,
    chat_start_url: `https://shop.example.com/${conversation.page}`,
    group: [...facts.groups],
    prechat_survey: [
      { key: "Your name:", value: person.name, id: "176720000000000001" },
      { key: "Your e-mail:", value: givesMail ? person.mail : "", id: "176720000000000002" },
    ],
    tags: [...facts.tags],
    timezone,
    messages,
    events: eventsOf(messages, parts),
    engagement: facts.engagement,
    started: date(facts.started),
    started_timestamp: facts.started,
  };
  if (givesMail) record.visitor.email = person.mail;
  if (random.chance(0.6)) record.referrer = random.pick(REFERRERS);
  if (facts.rate !== "not_rated") record.postchat_survey = postchatSurvey(facts, random);
  if (random.chance(0.6)) record.custom_variables = customVariables(random);
  if (random.chance(0.02)) record.integration_variables = facebookVariables(person, random);
  if (facts.goals.length > 0) record.goals = facts.goals.map((goal) => goalOf(goal, parts));
  if (facts.waited !== undefined) record.queue = { duration: facts.waited };
  if (facts.ended === undefined) {
    record.pending = true;
  } else {
    record.duration = facts.ended - facts.started;
    record.ended = date(facts.ended);
    record.ended_timestamp = facts.ended;
  }
  return record;
}

function participant(login: string): Chat["agents"][number] {
  return { display_name: nameOf(login), email: login };
}

interface Spoken {
  readonly by: "agent" | "supervisor" | "visitor";
  /** The login; empty for visitors. */
  readonly agent: string;
  readonly text: string;
  /** Unix seconds. */
  readonly at: number;
}

/** Who may whisper, unless the chat is theirs. */
const SUPERVISORS = ["chloe@example.com", "ada@example.com"];

/** What is said, by whom: the second of two agents takes over in the middle. */
function linesOf({ agents, started }: ChatFacts, dialogue: Dialogue): Spoken[] {
  const { turns, whisper } = dialogue;
  const [first = "", second = first] = agents;
  const fill = fillOf(dialogue, nameOf(first));
  const fillLater = second === first ? fill : fillOf(dialogue, nameOf(second));
  const supervisor = whisper && SUPERVISORS.find((login) => !agents.includes(login));
  const lines: Spoken[] = [];
  turns.forEach(({ user_type, timestamp, phrase }, turn) => {
    const later = turn >= turns.length / 2;
    const agent = later ? second : first;
    const at = started + timestamp;
    lines.push({
      by: user_type,
      agent: user_type === "visitor" ? "" : agent,
      text: say(phrase, later ? fillLater : fill),
      at,
    });
    if (supervisor && whisper.turn === turn)
      lines.push({ by: "supervisor", agent: supervisor, text: say(whisper.phrase, fill), at: at + 2 });
  });
  return lines;
}

function messageOf({ by, agent, text, at }: Spoken, index: number, { facts, dialogue, date }: Parts): ChatMessage {
  const message: ChatMessage = {
    author_name: agent ? nameOf(agent) : dialogue.person.name,
    text,
    date: date(at),
    timestamp: at,
    user_type: by,
    event_id: `${facts.id}_${index + 1}`,
  };
  if (agent) message.agent_id = agent;
  return message;
}

/** The messages, and what else happens: files, another agent, the end. */
function eventsOf(messages: readonly ChatMessage[], parts: Parts): ChatEvent[] {
  const { agents, ended } = parts.facts;
  const [first = "", second] = agents;
  const takesOver = second === undefined ? -1 : messages.findIndex(({ agent_id }) => agent_id === second);
  const pictures = parts.dialogue.conversation.group === RETURNS ? 0.4 : 0.05;
  const withFile = parts.random.chance(pictures) ? parts.random.integer(0, messages.length - 1) : -1;
  const events: ChatEvent[] = [];
  messages.forEach((message, index) => {
    if (index === takesOver) events.push(handover(message, first, parts));
    events.push({ type: "message", ...message });
    if (index === withFile && message.user_type === "visitor") events.push(attachment(message, parts));
  });
  if (ended !== undefined) events.push(closing(ended, parts));
  return events;
}

/** The first agent hands the chat over just before the second one writes. */
function handover({ author_name, timestamp }: ChatMessage, first: string, { date }: Parts): ChatEvent {
  return {
    type: "event",
    author_name: nameOf(first),
    text: `${nameOf(first)} has handed the chat over to ${author_name}.`,
    date: date(timestamp - 1),
    timestamp: timestamp - 1,
    user_type: "agent",
    agent_id: first,
  };
}

const FILES = ["lamp.jpg", "box%20%28torn%29.jpg", "Quittung-M%C3%BCnchen.pdf", "IMG_2041.heic"];

/** The visitor sends files right after a message, before a supervisor whispers. */
function attachment({ author_name, timestamp }: ChatMessage, { facts, random, date }: Parts): ChatEvent {
  const names = random.chance(0.2) ? FILES : [random.pick(FILES)];
  return {
    type: "attachment",
    author_name,
    text: `${author_name} uploaded the attachment.`,
    date: date(timestamp + 1),
    timestamp: timestamp + 1,
    user_type: "visitor",
    files: names.map((name) => `https://files.example.com/chats/${facts.id}/${name}`),
  };
}

function closing(ended: number, { facts, dialogue, random, date }: Parts): ChatEvent {
  const agent = facts.agents.at(-1);
  const byAgent = agent !== undefined && random.chance(0.3);
  return {
    type: "event",
    event_type: "closed",
    text: byAgent ? `${nameOf(agent)} has closed the chat.` : `${dialogue.person.name} has left the chat.`,
    date: date(ended),
    timestamp: ended,
    user_type: byAgent ? "agent" : "visitor",
    ...(byAgent && { agent_id: agent }),
  };
}

const GOAL_NAMES = new Map(goals.map(({ id, name }) => [id, name]));

/** Sales and orders by telephone have an order; for the others there are two ways to say that they have none. */
function goalOf({ id, at, sale }: GoalFacts, { dialogue, random, date }: Parts): ChatGoal {
  const { product, order, person } = dialogue;
  const price = sale ? sale.value : product.cents / 100;
  const hasOrder = sale !== undefined || id === TELEPHONE_GOAL;
  const quantity = Math.max(1, Math.round((price * 100) / product.cents));
  const ordered = {
    id: order,
    description: `${quantity} × ${product.name}`,
    price: price.toFixed(2),
    currency: sale?.currency ?? person.place.currency,
  };
  const nothing = random.chance(0.5) ? {} : { id: "", description: "", price: "0", currency: "" };
  return {
    id,
    name: GOAL_NAMES.get(id) ?? `Goal ${id}`,
    ...(sale && { type: "sales_tracker" }),
    date: date(at),
    timestamp: at,
    order: hasOrder ? ordered : nothing,
  };
}

function postchatSurvey({ rate }: ChatFacts, random: Random): NonNullable<Chat["postchat_survey"]> {
  const answered = rate === "rated_good" ? "Yes" : random.pick(["No", 'Not really, "5 days" became 12', ""]);
  return [{ key: "Did we answer your question?", value: answered, id: "176720000000000003" }];
}

function customVariables(random: Random): NonNullable<Chat["custom_variables"]> {
  const variables = [
    { key: "cart_size", value: String(random.integer(0, 6)) },
    { key: "customer_no", value: `C-${random.integer(1000, 9999)}` },
    { key: "newsletter", value: random.pick(["yes", "no"]) },
  ];
  return variables.slice(random.integer(0, 2));
}

/** Of the few who have logged in with Facebook. */
function facebookVariables(person: Person, random: Random): NonNullable<Chat["integration_variables"]> {
  const values = {
    id: String(random.integer(100_000_000, 999_999_999)),
    name: person.name,
    first_name: person.first,
    locale: `${person.place.language}_${person.place.code}`,
    email: person.mail,
  };
  return Object.entries(values).map(([key, value]) => ({ key: `facebook.${key}`, value }));
}
