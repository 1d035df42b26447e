// Lists that many records have alike are kept once: an archive of a million chats knows a few dozen of them.

export const NONE: readonly never[] = Object.freeze([]);

/** A list, and by the next item those that begin with it. */
interface Node {
  list: readonly unknown[] | undefined;
  longer: Map<unknown, Node>;
}

const root: Node = { list: NONE, longer: new Map() };

/** The one list with these items, frozen. */
export function shared<T extends string | number>(items: readonly T[]): readonly T[] {
  let node = root;
  for (const item of items) {
    let next = node.longer.get(item);
    if (!next) {
      next = { list: undefined, longer: new Map() };
      node.longer.set(item, next);
    }
    node = next;
  }
  node.list ??= Object.freeze([...items]);
  return node.list as readonly T[];
}
