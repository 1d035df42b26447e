// Identifiers and secrets of new records. They follow from the seed, so that the same program meets the same ones.
import { createRandom } from "./random.js";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const HEXADECIMAL = "0123456789abcdef";

export interface Ids {
  /** Ten capitals and digits. */
  chat(): string;
  /** Five capitals and digits. */
  ticket(): string;
  /** As LiveChat's tracking code makes them. */
  visitor(now: number): string;
  /** The next number above all of these. */
  above(numbers: Iterable<number>): number;
  /** A made-up key, token or code, which says of itself what it is. */
  secret(prefix: string): string;
}

export function createIds(seed: number): Ids {
  const random = createRandom(seed, -1);
  return {
    chat: () => random.text(10, CAPITALS),
    ticket: () => random.text(5, CAPITALS),
    visitor: (now) => `S${now}.${random.text(10, HEXADECIMAL)}`,
    above: (numbers) => {
      let highest = 0;
      for (const number of numbers) highest = Math.max(highest, number);
      return highest + 1;
    },
    secret: (prefix) => `${prefix}-${random.text(32, HEXADECIMAL)}`,
  };
}
