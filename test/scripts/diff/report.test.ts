// The comparison in print: for people, and for programs.
import { expect, test } from "vitest";
import type { Change } from "../../../scripts/diff/changes.js";
import { jsonText, tableText } from "../../../scripts/diff/report.js";
import { description } from "../../support/description.js";

const base = { name: "v0.1.0", description };
const changes: Change[] = [
  {
    kind: "removed",
    before: { pointer: "/components/schemas/Thing/properties/colour", value: { type: "string" } },
    place: { subject: "Thing", part: ".colour" },
    api: "additive",
    client: "breaking",
    operations: ["things.make"],
  },
  {
    kind: "changed",
    before: { pointer: "/paths/~1things/get/summary", value: "List" },
    after: { pointer: "/paths/~1things/get/summary", value: "List things" },
    place: { subject: "things.list", part: "", keyword: "summary" },
    api: "wording",
    client: "wording",
    operations: ["things.list"],
  },
];

test("people get a table, the worst first, with what it is for whom", () => {
  expect(tableText(base, changes)).toBe(`Compared with v0.1.0: 1 breaking, 0 additive, 1 wording.

Breaking
  API       client    place
  additive  breaking  Thing.colour  gone

Wording
  API       client    place
  wording   wording   things.list  \`summary\` is \`List things\`, was \`List\``);
  expect(tableText(base, [])).toBe("The description says what it said in v0.1.0.");
});

test("programs get the classes, the texts and the places", () => {
  const [gone, reworded] = changes;
  expect(JSON.parse(jsonText(base, changes))).toEqual({
    base: "v0.1.0",
    changes: [
      {
        class: "breaking",
        api: "additive",
        client: "breaking",
        kind: "removed",
        place: "Thing.colour",
        what: "gone",
        operations: ["things.make"],
        before: gone?.before?.pointer,
      },
      {
        class: "wording",
        api: "wording",
        client: "wording",
        kind: "changed",
        place: "things.list",
        what: "`summary` is `List things`, was `List`",
        operations: ["things.list"],
        before: reworded?.before?.pointer,
        after: reworded?.after?.pointer,
      },
    ],
  });
  expect(JSON.parse(jsonText({ reason: "Nothing is released." }, []))).toEqual({
    base: null,
    reason: "Nothing is released.",
    changes: [],
  });
});
