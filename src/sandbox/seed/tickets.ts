// The facts of the tickets: when they came and moved, who has them, and what became of them.
import { createRandom, type Random } from "../licence/random.js";
import type { ChatFacts, TicketFacts } from "../licence/records.js";
import { SPAM } from "./correspondence.js";
import { ARCHIVE_ENDS, arrivals, type Day } from "./days.js";
import { personOfChat } from "./dialogue.js";
import type { Identifiers } from "./identifiers.js";
import { personOf } from "./people.js";
import type { Roster } from "./roster.js";
import { agents, dispatcherFor, groups, tagsIn } from "./settings.js";
import { NONE, shared } from "./shared.js";
import { STREAM } from "./streams.js";
import { planOf, type Step, strangerOf } from "./ticketPlan.js";

export interface TicketsOptions {
  seed: number;
  amount: number;
  days: readonly Day[];
  roster: Roster;
  identifiers: Identifiers;
  /** Some tickets come from these; in the order of their numbers. */
  chats: readonly ChatFacts[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WHOLE_LICENCE = shared([0]);

export function seedTickets({ seed, amount, days, roster, identifiers, chats }: TicketsOptions): TicketFacts[] {
  const tickets: TicketFacts[] = [];
  arrivals(createRandom(seed, STREAM.ticketArrivals), amount, days).forEach((arrival, index) => {
    const random = createRandom(seed, STREAM.ticketOutcome, index);
    const from = random.integer(0, chats.length - 1);
    const chat = random.chance(0.2) ? chats[from] : undefined;
    const person = personOf(seed, chat ? personOfChat(seed, from) : strangerOf(seed, index));
    const { matter, steps } = planOf(seed, index, person);
    const created = chat ? after(chat, random) : arrival;
    const agent = random.pick(membersOf(matter.group, roster, created));
    const activity = when(steps, created, agent, roster, random);
    const done = steps.slice(0, activity.length);
    const modified = activity.at(-1) ?? created;
    const own = random.chance(0.1) ? WHOLE_LICENCE : shared([matter.group]);
    const status = matter === SPAM ? "spam" : statusOf(done, modified, random);
    const answer = done.findIndex(isAnswer);

    const facts: { -readonly [Key in keyof TicketFacts]: TicketFacts[Key] } = {
      id: identifiers.word(index),
      status,
      created,
      modified,
      activity,
      requester: person.mail,
      groups: own,
      tags: random.chance(0.3) ? NONE : shared(tagsIn(own, matter.tags)),
      source: chat ? "lc2" : random.pick(SOURCES),
      rate: status === "solved" ? rating(matter.mood, random) : "not_rated",
    };
    if (done.length > 1) facts.assignee = agent;
    if (chat) facts.chat = chat.id;
    if (answer >= 0) facts.answered = activity[answer] as number;
    if (status === "solved") facts.solved = modified;
    tickets.push(facts);
  });
  return tickets;
}

/** Some minutes after a chat, from which it came. */
function after({ started, ended = started }: ChatFacts, random: Random): number {
  return Math.min(ended + random.integer(20, 900), ARCHIVE_ENDS - 1);
}

function isAnswer(step: Step): boolean {
  return step.kind === "message" && step.by === "agent" && !step.isPrivate;
}

/** Those of the group who are there within days, or else anybody who is. After the last shift, the group. */
function membersOf(group: number, roster: Roster, time: number): readonly string[] {
  const isThere = (login: string): boolean => (roster.next(login, time) ?? Infinity) < time + 5 * DAY;
  const members = MEMBERS.get(group) ?? EVERYBODY;
  const there = members.filter(isThere);
  if (there.length > 0) return there;
  const others = EVERYBODY.filter(isThere);
  return others.length > 0 ? others : members;
}

const EVERYBODY = agents.map(({ login }) => login);
const MEMBERS = new Map(
  groups.slice(1).map(({ id }) => [id, agents.filter((agent) => agent.groups.includes(id)).map(({ login }) => login)]),
);

/** Agents write while they work, requesters at any time. What would lie after the archive does not happen. */
function when(steps: readonly Step[], created: number, agent: string, roster: Roster, random: Random): number[] {
  const times = [created];
  let time = created;
  for (const step of steps.slice(1)) {
    if (step.kind === "message" && step.by === "client") {
      time += 20 * MINUTE + Math.floor(3 * DAY * random.next() ** 2);
    } else {
      const author = step.kind === "passed" ? dispatcherFor(agent) : agent;
      const wanted = time + 1 + Math.floor(2 * HOUR * random.next() ** 2);
      const possible = roster.next(author, wanted) ?? ARCHIVE_ENDS;
      // Whoever comes to work begins with something else.
      time = possible === wanted ? wanted : possible + random.integer(1, 90) * MINUTE;
    }
    if (time >= ARCHIVE_ENDS) break;
    times.push(time);
  }
  return times;
}

/** The agent's answer ends most of them; those of the last weeks may still go on. */
function statusOf(done: readonly Step[], modified: number, random: Random): TicketFacts["status"] {
  const last = done.at(-1);
  if (last?.kind !== "message" || last.by === "client") return random.chance(0.85) ? "open" : "pending";
  const isRecent = modified > ARCHIVE_ENDS - 14 * DAY;
  if (!random.chance(isRecent ? 0.4 : 0.97)) return "pending";
  return "solved";
}

function rating(mood: number, random: Random): TicketFacts["rate"] {
  if (!random.chance(0.35)) return "not_rated";
  return random.chance(0.3 + 0.7 * mood) ? "rated_good" : "rated_bad";
}

/** Named as often as they are used. */
const SOURCES: readonly TicketFacts["source"][] = [
  ...Array<string>(9).fill("mail"),
  ...Array<string>(6).fill("chat-window"),
  ...Array<string>(2).fill("agent-app-manual"),
  "facebook",
  "facebook:conversation",
  "facebook:post",
  "lc2",
];
