import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/sandbox/licence/random.js";

const numbers = (...where: Parameters<typeof createRandom>): number[] => {
  const random = createRandom(...where);
  return Array.from({ length: 8 }, () => random.next());
};

describe("createRandom", () => {
  it("repeats itself", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.nat(), (seed, stream, index) => {
        expect(numbers(seed, stream, index)).toEqual(numbers(seed, stream, index));
      }),
    );
  });

  it("gives the same numbers on every machine", () => {
    const random = createRandom(1, 2, 3);
    expect([random.integer(0, 999_999), random.text(8, "abcdef"), random.pick([10, 20, 30])]).toEqual([
      642878,
      "cbdfeaff",
      10,
    ]);
  });

  it("gives other numbers to another seed, stream or index", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(100), fc.nat(1_000_000), (seed, stream, index) => {
        const these = numbers(seed, stream, index);
        for (const others of [numbers(seed + 1, stream, index), numbers(seed, stream + 1, index)])
          expect(others).not.toEqual(these);
        expect(numbers(seed, stream, index + 1)).not.toEqual(these);
      }),
    );
  });

  it("has no favourites, within a record and from one to the next", () => {
    const within = createRandom(7);
    const counts = { within: Array(10).fill(0), across: Array(10).fill(0) };
    for (let index = 0; index < 20_000; index += 1) {
      counts.within[within.integer(0, 9)] += 1;
      counts.across[createRandom(7, 1, index).integer(0, 9)] += 1;
    }
    for (const count of [...counts.within, ...counts.across]) expect(Math.abs(count - 2000)).toBeLessThan(250);
  });

  it("keeps within bounds", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(20), (seed, least, span) => {
        const random = createRandom(seed);
        const value = random.integer(least, least + span);
        expect(value).toBeGreaterThanOrEqual(least);
        expect(value).toBeLessThanOrEqual(least + span);
        expect(random.chance(1)).toBe(true);
        expect(random.chance(0)).toBe(false);
        expect(random.text(5, "ab")).toMatch(/^[ab]{5}$/);
      }),
    );
  });
});
