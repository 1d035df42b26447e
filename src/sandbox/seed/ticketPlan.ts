// What happens to a ticket and what is written in it, but not when: a function of the seed and the ticket's number, and of
// the person who asks.
import { createRandom, type Random } from "../licence/random.js";
import { PRODUCTS, type Product } from "./conversations.js";
import { CLOSINGS, MATTERS, type Matter, SPAM, TICKET_NOTES } from "./correspondence.js";
import type { Person } from "./people.js";
import { inWay, type Phrase, WAYS } from "./phrases.js";
import { STREAM } from "./streams.js";

export interface TicketPlan {
  readonly matter: Matter;
  readonly subject: Phrase;
  readonly product: Product;
  readonly order: string;
  /** In order, beginning with the question. */
  readonly steps: readonly Step[];
}

export type Step =
  /** The requester, or the agent who has the ticket, writes; what is private only agents see. */
  | { readonly kind: "message"; readonly by: "agent" | "client"; readonly isPrivate: boolean; readonly phrase: Phrase }
  /** An agent takes the ticket. */
  | { readonly kind: "taken" }
  /** Whoever hands out tickets gives it to the agent who has it in the end. */
  | { readonly kind: "passed" };

/** The number of the person who asks, unless the ticket comes from a chat. */
export function strangerOf(seed: number, index: number): number {
  return createRandom(seed, STREAM.ticketOrigin, index).integer(0, 2 * index + 1);
}

export function planOf(seed: number, index: number, { place }: Person): TicketPlan {
  const random = createRandom(seed, STREAM.ticket, index);
  const matter = random.chance(0.04) ? SPAM : random.pick(MATTERS[place.language]);
  const way = random.integer(0, WAYS - 1);
  return {
    matter,
    subject: inWay(way, matter.subjects),
    product: random.pick(PRODUCTS),
    order: `SO-${random.integer(10_000, 99_999)}`,
    steps: stepsOf(matter, CLOSINGS[place.language], way, random),
  };
}

function stepsOf(matter: Matter, closings: readonly Phrase[], way: number, random: Random): Step[] {
  const write = (by: "agent" | "client", ways: readonly Phrase[], isPrivate = false): Step => ({
    kind: "message",
    by,
    isPrivate,
    phrase: inWay(way, ways),
  });
  const steps = [write("client", matter.question)];
  if (matter === SPAM || random.chance(0.04)) return steps;
  if (random.chance(0.12)) steps.push({ kind: "passed" });
  else if (random.chance(0.6)) steps.push({ kind: "taken" });
  if (random.chance(0.15)) steps.push(write("agent", TICKET_NOTES, true));
  if (random.chance(0.03)) return steps;
  steps.push(write("agent", matter.answer));
  if (random.chance(0.4)) {
    steps.push(write("client", matter.reply));
    if (random.chance(0.8)) steps.push(write("agent", closings));
  }
  return steps;
}
