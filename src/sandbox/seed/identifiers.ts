// Identifiers that are numbers in disguise: the one of record 17 leads back to 17, and no two are alike.
import { createRandom } from "../licence/random.js";
import { STREAM } from "./streams.js";

/** How many words of five capitals and digits there are. */
const WORDS = 36 ** 5;

/** Multiplied by the one, modulo WORDS, all numbers below WORDS change places; multiplied by the other, they go back. */
const SHUFFLE = 37_370_149;
const UNSHUFFLE = 2_869_933;

export interface Identifiers {
  /** Five capitals and digits. */
  word(index: number): string;
  /** Ten of them. */
  twoWords(index: number): string;
  /** The record that has this one; for anybody else's, some number. */
  indexOf(id: string): number;
}

export interface IdentifierOptions {
  seed: number;
  /** Tells records apart that could have the same numbers. */
  kind: number;
  /** How many are wanted. */
  amount: number;
  /** Words that none of these may be. */
  taken: readonly string[];
}

export function createIdentifiers({ seed, kind, amount, taken }: IdentifierOptions): Identifiers {
  const random = createRandom(seed, STREAM.identifiers, kind);
  let shift = 0;
  const indexOf = (id: string): number => {
    const shuffled = Number.parseInt(id.slice(-5), 36) || 0;
    return (((shuffled + WORDS - shift) % WORDS) * UNSHUFFLE) % WORDS;
  };
  do shift = random.integer(0, WORDS - 1);
  while (taken.some((id) => indexOf(id) < amount));

  const word = (index: number): string => inDisguise(((index * SHUFFLE) % WORDS) + shift);
  return {
    word,
    twoWords: (index) => inDisguise(createRandom(seed, STREAM.identifiers, index).integer(0, WORDS - 1)) + word(index),
    indexOf,
  };
}

function inDisguise(number: number): string {
  return (number % WORDS).toString(36).toUpperCase().padStart(5, "0");
}
