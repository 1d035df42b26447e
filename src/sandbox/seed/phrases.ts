// Sentences with places to fill in, such as `{product}`. They are taken apart once, because an archive says each of them
// many thousand times.

type Slot = "agent" | "city" | "country" | "first" | "mail" | "name" | "order" | "price" | "product";

export type Fill = Readonly<Record<Slot, string>>;

export interface Phrase {
  readonly beginning: string;
  readonly rest: readonly (readonly [slot: Slot, text: string])[];
}

/**
 * How many ways there are to talk. One is chosen for a whole conversation, so that answers fit questions. No phrase has more
 * variants, nor a number of them that does not divide this one.
 */
export const WAYS = 12;

export function inWay(way: number, variants: readonly Phrase[]): Phrase {
  return variants[way % variants.length] as Phrase;
}

export function phrase(text: string): Phrase {
  const [beginning = "", ...pieces] = text.split(/\{(\w+)\}/);
  const rest: [Slot, string][] = [];
  for (let at = 0; at < pieces.length; at += 2) rest.push([pieces[at] as Slot, pieces[at + 1] as string]);
  return { beginning, rest };
}

export function say({ beginning, rest }: Phrase, fill: Fill): string {
  let text = beginning;
  for (const [slot, after] of rest) text += fill[slot] + after;
  return text;
}
