// The archive against the plainest thing that does the same: a list that is searched and sorted anew each time.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createArchive } from "../../src/sandbox/licence/archive.js";

interface Facts {
  readonly id: string;
  readonly at: number;
  readonly colour: string;
}

interface Item {
  id: string;
  colour: string;
  /** Whether it was handed in, or made from the facts. */
  made: boolean;
}

const facts = (id: string, at: number, colour = "red"): Facts => ({ id, at, colour });

function archiveOf(initial: readonly Facts[] = []) {
  return createArchive<Facts, Item, "at">(
    {
      order: "at",
      make: ({ id, colour }) => ({ id, colour, made: true }),
      refresh: (item, { colour }) => ({ ...item, colour }),
      text: ({ id }, item) => (item ? `handed in: ${item.id}` : `made: ${id}`),
    },
    initial,
  );
}

const ids = (found: readonly Facts[]): string => found.map(({ id }) => id).join("");

const id = fc.constantFrom(..."abcdefgh");
const at = fc.integer({ min: 0, max: 4 });
const colour = fc.constantFrom("red", "green");
const step = fc.oneof(
  fc.record({ kind: fc.constant("add"), id, at, colour, withItem: fc.boolean() }),
  fc.record({ kind: fc.constant("update"), id, colour, withItem: fc.boolean() }, { requiredKeys: ["kind", "id"] }),
  fc.record({ kind: fc.constant("move"), id, at }),
  fc.record({ kind: fc.constant("remove"), id }),
) as fc.Arbitrary<
  { id: string; withItem?: boolean } & (
    | { kind: "add"; at: number; colour: string }
    | { kind: "update"; colour?: string }
    | { kind: "move"; at: number }
    | { kind: "remove" }
  )
>;

/** In order; new ones and those that move go in front of their equals. */
function createModel(initial: readonly Facts[]) {
  let records = [...initial].sort((a, b) => b.at - a.at);
  const items = new Set<string>();
  const inFront = (one: Facts): void => {
    const others = records.filter((other) => other.id !== one.id);
    records = [...others.filter((other) => other.at > one.at), one, ...others.filter((other) => other.at <= one.at)];
  };
  return {
    records: () => records,
    handedIn: (one: Facts) => items.has(one.id),
    add: (one: Facts, withItem: boolean) => {
      inFront(one);
      if (withItem) items.add(one.id);
      else items.delete(one.id);
    },
    update: (name: string, change: Partial<Facts>, withItem: boolean) => {
      records = records.map((one) => (one.id === name ? { ...one, ...change } : one));
      const changed = records.find((one) => one.id === name);
      if (changed && change.at !== undefined) inFront(changed);
      if (withItem) items.add(name);
    },
    remove: (name: string) => {
      records = records.filter((one) => one.id !== name);
      items.delete(name);
    },
  };
}

test("it holds, orders and finds what a plain list does, whatever happens to it", () => {
  const initial = fc.uniqueArray(fc.record({ id, at, colour }), { selector: (one) => one.id });
  fc.assert(
    fc.property(initial, fc.array(step, { maxLength: 40 }), (seeded, steps) => {
      const archive = archiveOf(seeded);
      const model = createModel(seeded);
      for (const action of steps) {
        const item = action.withItem ? { id: action.id, colour: "handed in", made: false } : undefined;
        if (action.kind === "add") {
          const one = facts(action.id, action.at, action.colour);
          archive.add(one, item);
          model.add(one, action.withItem === true);
        } else if (action.kind === "remove") {
          expect(archive.remove(action.id)).toBe(model.records().some((one) => one.id === action.id));
          model.remove(action.id);
        } else if (archive.get(action.id)) {
          const { kind, id: _, withItem: __, ...change } = action;
          expect(archive.update(action.id, change, item)).toBe(archive.get(action.id));
          model.update(action.id, change, action.withItem === true);
        } else expect(() => archive.update(action.id, {})).toThrow(RangeError);

        expect(archive.facts).toEqual(model.records());
        expect(archive.size).toBe(model.records().length);
        expect(archive.select("green", (one) => one.colour === "green")).toEqual(
          model.records().filter((one) => one.colour === "green"),
        );
        for (const one of model.records()) {
          expect(archive.get(one.id)).toEqual(one);
          expect(archive.item(one)).toEqual({ id: one.id, colour: one.colour, made: !model.handedIn(one) });
          expect(archive.text(one)).toBe(`${model.handedIn(one) ? "handed in" : "made"}: ${one.id}`);
        }
      }
    }),
    { numRuns: 200 },
  );
});

describe("the order", () => {
  test("of equals is that of arrival, the last in front", () => {
    const archive = archiveOf([facts("a", 1), facts("b", 1), facts("c", 2)]);
    archive.add(facts("d", 1));
    archive.add(facts("e", 2));
    expect(ids(archive.facts)).toBe("ecdab");
  });

  test("stays when something else changes, also among equals", () => {
    const archive = archiveOf([facts("a", 1), facts("b", 1), facts("c", 1)]);
    archive.update("b", { colour: "green" });
    expect(ids(archive.facts)).toBe("abc");
  });

  test("puts what is set to the same time anew in front of its equals", () => {
    const archive = archiveOf([facts("a", 1), facts("b", 1), facts("c", 1)]);
    archive.update("c", { at: 1 });
    expect(ids(archive.facts)).toBe("cab");
  });
});

describe("a search", () => {
  test("is made once for a name, until something changes", () => {
    const archive = archiveOf([facts("a", 1), facts("b", 2)]);
    let looks = 0;
    const search = (): readonly Facts[] =>
      archive.select("all", () => {
        looks += 1;
        return true;
      });
    const found = search();
    expect(search()).toBe(found);
    expect(looks).toBe(2);
    archive.update("a", { colour: "green" });
    search();
    expect(looks).toBe(4);
  });

  test("that was made keeps its answer when the archive goes on", () => {
    const archive = archiveOf([facts("a", 1)]);
    const found = archive.select("all", () => true);
    archive.add(facts("b", 2));
    archive.remove("a");
    expect(ids(found)).toBe("a");
  });

  test("is forgotten when there are many others", () => {
    const archive = archiveOf([facts("a", 1)]);
    const first = archive.select("first", () => true);
    for (let other = 0; other < 64; other += 1) archive.select(`other ${other}`, () => false);
    expect(archive.select("first", () => true)).not.toBe(first);
  });
});
