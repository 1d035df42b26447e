// Form bodies and their bracketed names: `groups[]=1&requester[mail]=...` as the value that the JSON body would hold.

interface Node {
  [key: string]: Node | string;
}

/** The fields of a form as nested objects and arrays of text. */
export function parseFields(fields: Iterable<[string, string]>): unknown {
  const root: Node = Object.create(null) as Node;
  const sizes = new Map<Node, number>();
  for (const [name, value] of fields) insert(root, keysOf(name), value, sizes);
  return settle(root);
}

/** No field of the API lies nearly as deep. */
const DEEPEST = 64;

/** `rules[0][type]` is `rules`, `0`, `type`; an empty pair of brackets is the next free number. */
function keysOf(name: string): string[] {
  const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (first === undefined || rest === undefined) return [name];
  const keys = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] as string)];
  return keys.length > DEEPEST ? [name] : keys;
}

function insert(root: Node, keys: string[], value: string, sizes: Map<Node, number>): void {
  const last = keys.length - 1;
  keys.reduce((node, key, index) => {
    const size = sizes.get(node) ?? 0;
    const place = key === "" ? String(size) : key;
    if (!(place in node)) sizes.set(node, size + 1);
    if (index === last) {
      node[place] = value;
      return node;
    }
    if (typeof node[place] !== "object") node[place] = Object.create(null) as Node;
    return node[place] as Node;
  }, root);
}

/** Nodes whose keys are 0, 1, 2 ... become arrays. */
function settle(node: Node | string): unknown {
  if (typeof node === "string") return node;
  const entries = Object.entries(node).map(([key, value]) => [key, settle(value)] as const);
  const numbered = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
  return numbered
    ? entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
    : Object.fromEntries(entries);
}
