// Records of one kind by their key, in the order in which they came. A record is never changed, only replaced, so that
// whoever holds one can rely on it.

export interface Collection<T, Key> extends Iterable<T> {
  readonly size: number;
  /** Every key that a record has had, those of removed records included. */
  readonly spent: Iterable<Key>;
  get(key: Key): T | undefined;
  has(key: Key): boolean;
  /** Takes the place of a record with the same key. */
  add(record: T): T;
  /** Replaces some fields of a record that is there. */
  update(key: Key, change: Partial<T>): T;
  remove(key: Key): boolean;
}

export function createCollection<T, Key extends string | number>(keyOf: (record: T) => Key): Collection<T, Key> {
  const records = new Map<Key, T>();
  const spent = new Set<Key>();
  const add = (record: T): T => {
    const key = keyOf(record);
    records.set(key, record);
    spent.add(key);
    return record;
  };
  return {
    get size() {
      return records.size;
    },
    spent,
    get: (key) => records.get(key),
    has: (key) => records.has(key),
    add,
    update: (key, change) => {
      const record = records.get(key);
      if (record === undefined) throw new RangeError(`There is no record ${key}.`);
      return add({ ...record, ...change });
    },
    remove: (key) => records.delete(key),
    [Symbol.iterator]: () => records.values(),
  };
}
