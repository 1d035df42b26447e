// Chats and tickets, of which there may be very many. What filters and reports need of each is kept as a few facts; the
// whole record is made when somebody wants to see it.

export interface Archive<Facts extends { readonly id: string }, Item> {
  readonly size: number;
  /** Newest first. */
  readonly facts: readonly Facts[];
  get(id: string): Facts | undefined;
  /** The whole record. */
  item(facts: Facts): Item;
  /** What a search for text reads of it, in lower case. */
  text(facts: Facts): string;
  /**
   * Those that fit, newest first. `key` names the filter: the answer is remembered by it until something changes, so that
   * page after page costs one search.
   */
  select(key: string, fits: (facts: Facts) => boolean): readonly Facts[];
  /**
   * Takes one in, in front of its equals; one with the same identifier gives way. With an item, that is the record;
   * otherwise it is made from the facts.
   */
  add(facts: Facts, item?: Item): Facts;
  /**
   * Replaces some facts of one that is there, and its record if another is given. It keeps its place, unless the change
   * holds what the order goes by: then it goes in front of its equals.
   */
  update(id: string, change: Partial<Facts>, item?: Item): Facts;
  remove(id: string): boolean;
}

export interface ArchiveOptions<Facts, Item, Key> {
  /** What the order goes by: the higher, the nearer to the front. Of equals, the one that came last is in front. */
  order: Key;
  /** Makes the record of facts that came without one. */
  make(facts: Facts): Item;
  /** Brings a record that was handed in up to date with its facts. */
  refresh(item: Item, facts: Facts): Item;
  /** What a search reads: of the record, where one was handed in, or else of what `make` would make. */
  text(facts: Facts, item: Item | undefined): string;
}

/** As many answers are remembered as a handful of readers can page through. */
const REMEMBERED = 64;

export function createArchive<
  Facts extends { readonly id: string } & Readonly<Record<Key, number>>,
  Item,
  Key extends string,
>(
  { order, make, refresh, text }: ArchiveOptions<Facts, Item, Key>,
  initial: readonly Facts[] = [],
): Archive<Facts, Item> {
  const ordered = [...initial].sort((a, b) => b[order] - a[order]);
  const byId = new Map(ordered.map((facts) => [facts.id, facts]));
  const items = new Map<string, Item>();
  const selections = new Map<string, readonly Facts[]>();

  /** The first place that is not nearer to the front than these facts belong. */
  const frontOf = (facts: Facts): number => {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ordered[middle] as Facts)[order] > facts[order]) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const placeOf = (present: Facts): number => ordered.indexOf(present, frontOf(present));
  const insert = (facts: Facts, place: number): void => {
    selections.clear();
    ordered.splice(place, 0, facts);
    byId.set(facts.id, facts);
  };
  /** Gives back the place that is free now. */
  const take = (present: Facts): number => {
    selections.clear();
    const place = placeOf(present);
    ordered.splice(place, 1);
    byId.delete(present.id);
    return place;
  };

  return {
    get size() {
      return ordered.length;
    },
    facts: ordered,
    get: (id) => byId.get(id),
    item: (facts) => {
      const item = items.get(facts.id);
      return item === undefined ? make(facts) : refresh(item, facts);
    },
    text: (facts) => text(facts, items.get(facts.id)),
    select: (key, fits) => {
      const known = selections.get(key);
      if (known) return known;
      const found = ordered.filter(fits);
      if (selections.size >= REMEMBERED) selections.delete(selections.keys().next().value as string);
      selections.set(key, found);
      return found;
    },
    add: (facts, item) => {
      const present = byId.get(facts.id);
      if (present) take(present);
      insert(facts, frontOf(facts));
      if (item === undefined) items.delete(facts.id);
      else items.set(facts.id, item);
      return facts;
    },
    update: (id, change, item) => {
      const present = byId.get(id);
      if (!present) throw new RangeError(`There is no record ${id}.`);
      const facts = { ...present, ...change };
      const place = take(present);
      insert(facts, order in change ? frontOf(facts) : place);
      if (item !== undefined) items.set(id, item);
      return facts;
    },
    remove: (id) => {
      const present = byId.get(id);
      if (present) take(present);
      items.delete(id);
      return present !== undefined;
    },
  };
}
