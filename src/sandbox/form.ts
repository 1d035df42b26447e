// Form bodies and their bracketed names: `groups[]=1&requester[mail]=...` as the value that the JSON body would hold.

type Node = { [key: string]: Node | string };

/** The fields of a form as nested objects and arrays of text. */
export function parseFields(fields: Iterable<[string, string]>): unknown {
  const root: Node = Object.create(null) as Node;
  for (const [name, value] of fields) insert(root, keysOf(name), value);
  return settle(root);
}

/** `rules[0][type]` is `rules`, `0`, `type`; an empty pair of brackets is the next free number. */
function keysOf(name: string): string[] {
  const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (first === undefined || rest === undefined) return [name];
  return [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] as string)];
}

function insert(root: Node, keys: string[], value: string): void {
  const last = keys.length - 1;
  keys.reduce((node, key, index) => {
    const place = key === "" ? String(Object.keys(node).length) : key;
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
