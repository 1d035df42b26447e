// The facts of the archive's chats: when they came, who took part, and what came of them.
import { answersOf } from "../licence/chatFacts.js";
import { createRandom, type Random } from "../licence/random.js";
import type { AgentRecord, ChatFacts, GoalFacts } from "../licence/records.js";
import { arrivals, type Day } from "./days.js";
import { type Dialogue, dialogueOf, personOfChat } from "./dialogue.js";
import type { Identifiers } from "./identifiers.js";
import type { Roster } from "./roster.js";
import {
  agents,
  DOLLAR_SALES_GOAL,
  EURO_SALES_GOAL,
  greetings,
  NEWSLETTER_GOAL,
  ORDER_GOAL,
  REGISTRATION_GOAL,
  SALES,
  TELEPHONE_GOAL,
  tagsIn,
} from "./settings.js";
import { NONE, shared } from "./shared.js";
import { STREAM } from "./streams.js";

export interface ChatsOptions {
  seed: number;
  amount: number;
  days: readonly Day[];
  roster: Roster;
  identifiers: Identifiers;
}

const WHOLE_LICENCE = shared([0]);

/** Oldest first. */
export function seedChats({ seed, amount, days, roster, identifiers }: ChatsOptions): ChatFacts[] {
  const times = arrivals(createRandom(seed, STREAM.chatArrivals), amount, days);
  const visitors: string[] = [];
  const chats: ChatFacts[] = [];
  times.forEach((started, index) => {
    const dialogue = dialogueOf(seed, index);
    // A newcomer has looked around for a while.
    if (index % 2 === 0) visitors.push(`S${started - 20 - ((index * 7919) % 1800)}.${dialogue.person.mark}`);
    const id = identifiers.twoWords(index);
    const visitor = visitors[personOfChat(seed, index)] ?? "";
    const present = roster.present(started);
    chats.push(
      present.length === 0
        ? missedChat(id, started)
        : chat(id, started, visitor, present, dialogue, createRandom(seed, STREAM.chatOutcome, index)),
    );
  });
  return chats;
}

function missedChat(id: string, started: number): ChatFacts {
  return {
    id,
    missed: true,
    started,
    ended: started,
    visitor: "",
    city: "",
    region: "",
    country: "",
    agents: NONE,
    groups: WHOLE_LICENCE,
    rate: "not_rated",
    commented: false,
    engagement: "immediate_start",
    tags: NONE,
    goals: NONE,
    responses: 0,
    responseSeconds: 0,
  };
}

function chat(
  id: string,
  started: number,
  visitor: string,
  present: readonly string[],
  dialogue: Dialogue,
  random: Random,
): ChatFacts {
  const { person, conversation, turns, seconds } = dialogue;
  const { agents, groups } = assign(conversation.group, present, random);
  const { firstResponse, responses, responseSeconds } = answersOf(turns);
  const rate = rating(conversation.mood, random);
  const engagement = engage(random);
  const facts: { -readonly [Key in keyof ChatFacts]: ChatFacts[Key] } = {
    id,
    missed: false,
    started,
    ended: started + seconds,
    visitor,
    city: person.place.city,
    region: person.place.region,
    country: person.place.country,
    agents,
    groups,
    rate,
    commented: rate !== "not_rated" && random.chance(0.3),
    engagement,
    tags: tagging(conversation.tags, groups, random),
    goals: reached(dialogue, started, random),
    responses,
    responseSeconds,
  };
  if (engagement === "auto_invite") facts.greeting = random.pick(greetingsOf(groups[0] ?? 0));
  // The more people are there, the fewer have to wait.
  if (random.chance(0.24 / present.length)) facts.waited = 5 + Math.floor(240 * random.next() ** 2);
  if (firstResponse !== undefined) facts.firstResponse = firstResponse;
  return facts;
}

/** One of the group who is there, or somebody else's help; now and then another one takes over. */
function assign(group: number, present: readonly string[], random: Random): Pick<ChatFacts, "agents" | "groups"> {
  const members = present.filter((login) => groupsOf(login).includes(group));
  const agent = random.pick(members.length > 0 ? members : present);
  const own = members.length > 0 ? group : (groupsOf(agent)[0] ?? 0);
  const others = present.filter((login) => login !== agent);
  if (others.length === 0 || !random.chance(0.05)) return { agents: shared([agent]), groups: shared([own]) };
  const second = random.pick(others);
  const theirs = groupsOf(second);
  return {
    agents: shared([agent, second]),
    groups: shared(theirs.includes(own) ? [own] : [own, theirs[0] ?? 0]),
  };
}

const MEMBERSHIPS = new Map(agents.map(({ login, groups }: AgentRecord) => [login, groups]));

function groupsOf(login: string): readonly number[] {
  return MEMBERSHIPS.get(login) ?? [];
}

const GREETINGS = new Map<number, number[]>();

/** The greetings that the group's visitors see. */
function greetingsOf(group: number): number[] {
  const known = GREETINGS.get(group);
  if (known) return known;
  const fitting = greetings.filter((greeting) => greeting.active && [0, group].includes(greeting.group));
  const ids = fitting.map(({ id }) => id);
  GREETINGS.set(group, ids);
  return ids;
}

function rating(mood: number, random: Random): ChatFacts["rate"] {
  if (!random.chance(0.4)) return "not_rated";
  return random.chance(0.3 + 0.7 * mood) ? "rated_good" : "rated_bad";
}

function engage(random: Random): ChatFacts["engagement"] {
  const chance = random.next();
  if (chance < 0.18) return "auto_invite";
  return chance < 0.22 ? "manual_invite" : "immediate_start";
}

function tagging(names: readonly string[], groups: readonly number[], random: Random): readonly string[] {
  if (random.chance(0.25)) return NONE;
  return shared(tagsIn(groups, random.chance(0.04) ? [...names, "vip"] : names));
}

function reached(
  { person, conversation, product, seconds }: Dialogue,
  started: number,
  random: Random,
): readonly GoalFacts[] {
  const within = (): number => started + random.integer(Math.floor(seconds / 2), seconds);
  const goals: GoalFacts[] = [];
  if (random.chance(conversation.sells)) {
    const { currency } = person.place;
    const id = currency === "USD" ? DOLLAR_SALES_GOAL : EURO_SALES_GOAL;
    const value = (product.cents * random.pick([1, 1, 1, 2, 3])) / 100;
    goals.push({ id, at: within(), sale: { currency, value } });
    if (random.chance(0.5)) goals.push({ id: ORDER_GOAL, at: within() });
  } else if (conversation.group === SALES && random.chance(0.02)) {
    goals.push({ id: TELEPHONE_GOAL, at: within() });
  }
  if (random.chance(conversation.page === "newsletter" ? 0.4 : 0.01))
    goals.push({ id: random.pick([NEWSLETTER_GOAL, REGISTRATION_GOAL]), at: within() });
  return goals.length === 0 ? NONE : goals;
}
