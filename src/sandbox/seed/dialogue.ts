// What is said in a chat, and how many seconds into it: a function of the seed and the chat's number alone, so that the
// facts of a chat, its record and its text for searching agree.
import { createRandom, type Random } from "../licence/random.js";
import {
  CONVERSATIONS,
  type Conversation,
  type Line,
  NOTES,
  PRODUCTS,
  type Product,
  WELCOMES,
  WHISPERS,
} from "./conversations.js";
import { type Person, personOf } from "./people.js";
import { type Fill, inWay, type Phrase, WAYS } from "./phrases.js";
import { STREAM } from "./streams.js";

export interface Dialogue {
  readonly person: Person;
  /** Whether the person gives the e-mail address before the chat. */
  readonly givesMail: boolean;
  readonly conversation: Conversation;
  readonly product: Product;
  /** The order that it is about. */
  readonly order: string;
  readonly turns: readonly Turn[];
  /** How long it takes. */
  readonly seconds: number;
  /** What a supervisor whispers to the agent, if there is one. */
  readonly whisper: Whisper | undefined;
  /** What the visitor writes when nobody is there. */
  readonly note: Phrase;
}

/** Named as in a message, so that answers are timed alike. */
interface Turn {
  readonly user_type: Line["by"];
  /** Seconds since the beginning. */
  readonly timestamp: number;
  readonly phrase: Phrase;
}

interface Whisper {
  /** The turn that it follows. */
  readonly turn: number;
  readonly phrase: Phrase;
}

/**
 * The number of the person who has this chat. Every other one is somebody new, the rest are people from any time before;
 * the newcomer of chat 2n is number n.
 */
export function personOfChat(seed: number, index: number): number {
  return index % 2 === 0
    ? index / 2
    : Math.floor(createRandom(seed, STREAM.returningPerson, index).next() * ((index + 1) / 2));
}

export function dialogueOf(seed: number, index: number): Dialogue {
  const random = createRandom(seed, STREAM.conversation, index);
  const person = personOf(seed, personOfChat(seed, index));
  const { language } = person.place;
  const conversation = random.pick(CONVERSATIONS[language]);
  const product = random.pick(PRODUCTS);
  const order = `SO-${random.integer(10_000, 99_999)}`;
  const givesMail = random.chance(0.92);
  const note = random.pick(NOTES[language].ways);
  const lines = random.chance(0.85) ? [WELCOMES[language], ...conversation.lines] : conversation.lines;
  const turns = play(lines.slice(0, cut(lines, random)), random);
  const whisper = random.chance(0.04)
    ? { turn: random.integer(0, turns.length - 1), phrase: random.pick(WHISPERS.ways) }
    : undefined;
  const seconds = (turns.at(-1)?.timestamp ?? 0) + random.integer(10, 120);
  return { person, givesMail, conversation, product, order, turns, seconds, whisper, note };
}

/** How many lines are said: some visitors leave before they are answered, some in the middle. */
function cut(lines: readonly Line[], random: Random): number {
  const chance = random.next();
  const asked = lines.findIndex(({ by }) => by === "visitor") + 1;
  if (chance < 0.03) return asked;
  return chance < 0.1 ? random.integer(asked, lines.length) : lines.length;
}

function play(lines: readonly Line[], random: Random): Turn[] {
  const way = random.integer(0, WAYS - 1);
  let timestamp = -1;
  return lines.map(({ by, ways }) => {
    if (timestamp < 0) timestamp = 0;
    else timestamp += by === "agent" ? answerSeconds(random) : 4 + Math.floor(70 * random.next() ** 2);
    return { user_type: by, timestamp, phrase: inWay(way, ways) };
  });
}

/** Mostly quick; one in twenty takes minutes. */
function answerSeconds(random: Random): number {
  return 3 + Math.floor(90 * random.next() ** 3) + (random.chance(0.05) ? random.integer(60, 400) : 0);
}

/** What the places in the sentences are filled with. */
export function fillOf(
  { person, product, order }: Pick<Dialogue, "order" | "person" | "product">,
  agent: string,
): Fill {
  return {
    agent,
    city: person.place.city,
    country: person.place.country,
    first: person.first,
    mail: person.mail,
    name: person.name,
    order,
    price: `${product.price} ${person.place.currency}`,
    product: product.name,
  };
}
