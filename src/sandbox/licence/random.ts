// Chance that repeats itself: the same seed gives the same numbers on every machine.

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Characters of the alphabet. */
  text(length: number, alphabet: string): string;
}

/** The numbers of a seed. `stream` tells apart what they are for, `index` the records that are made alike. */
export function createRandom(seed: number, stream = 0, index = 0): Random {
  return new Sequence(mix(mix(mix(seed | 0) ^ (stream + 0x9e3779b9)) ^ (index + 0x85157af5)));
}

/** A class, because one is made for every record, and functions of its own would cost it more than its numbers. */
class Sequence implements Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return (mix(this.state) >>> 0) / 2 ** 32;
  }

  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)] as T;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  text(length: number, alphabet: string): string {
    let text = "";
    while (text.length < length) text += alphabet[this.integer(0, alphabet.length - 1)];
    return text;
  }
}

/** Spreads the bits of a number over all 32. */
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
