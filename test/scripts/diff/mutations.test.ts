// Whatever single change is made to the real description is found, and taken at least as seriously as it is.
import fc from "fast-check";
import { expect, test } from "vitest";
import { VERDICTS, type Verdict } from "../../../scripts/diff/judge.js";
import { differences } from "../../../scripts/diff/tree.js";
import { comparison } from "../../support/comparison.js";
import { description } from "../../support/description.js";
import { independent, mutationsOf } from "../../support/mutations.js";

const compare = comparison();
const mutations = mutationsOf(description);

test("a description does not differ from itself", async () => {
  const side = { pointer: "", value: description };
  const again = structuredClone(description);
  expect(differences({ before: description, after: again }, side, { ...side, value: again })).toEqual([]);
  expect(await compare(description, again)).toEqual([]);
});

test("every change is found, and none is taken lightly", async () => {
  expect(mutations.length).toBeGreaterThan(3000);
  const sample = fc.array(fc.constantFrom(...mutations), { minLength: 60, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(sample, async (some) => {
      // Made together, since a comparison takes its time.
      const made = independent(description, some);
      const after = structuredClone(description);
      for (const { apply } of made) apply(after);
      const changes = await compare(description, after);
      for (const { name, place, api, client } of made) {
        const own = changes.filter(({ before, after }) =>
          [before, after].some((side) => side && isAt(side.pointer, place)),
        );
        const found = {
          name,
          api: worst(own.map((change) => change.api)),
          client: worst(own.map((change) => change.client)),
        };
        expect(own, name).not.toEqual([]);
        expect({ ...found, api: worst([found.api, api]), client: worst([found.client, client]) }).toEqual(found);
        // Nor is anything said to break that does not.
        expect([name, api === "breaking", client === "breaking"]).toEqual([
          name,
          found.api === "breaking",
          found.client === "breaking",
        ]);
      }
    }),
    { numRuns: 4 },
  );
});

function isAt(pointer: string, place: string): boolean {
  return `${pointer}/`.startsWith(`${place}/`);
}

function worst(verdicts: Verdict[]): Verdict {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? "none";
}
