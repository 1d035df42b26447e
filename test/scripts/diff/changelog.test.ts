// The changelog's entry: how it is drafted, put in, and demanded.
import { expect, test } from "vitest";
import { draftOf, draftText, hasRelease, untold, withDraft } from "../../../scripts/diff/changelog.js";
import type { Change } from "../../../scripts/diff/changes.js";
import type { Verdict } from "../../../scripts/diff/judge.js";

interface Given extends Partial<Omit<Change, "place">> {
  subject: string;
  part?: string;
  keyword?: string;
}

function change(api: Verdict, client: Verdict, { subject, part = "", keyword, ...rest }: Given): Change {
  return {
    kind: "changed",
    operations: [],
    ...rest,
    api,
    client,
    place: { subject, part, ...(keyword && { keyword }) },
  };
}

const side = (value: unknown) => ({ pointer: "/somewhere", value });

const gone = change("breaking", "breaking", {
  subject: "Thing",
  part: ".colour",
  kind: "removed",
  operations: ["things.get"],
});
const stricter = change("breaking", "none", {
  subject: "things.list",
  part: "parameter size",
  keyword: "required",
  operations: ["things.list"],
  before: side(false),
  after: side(true),
});
const renamed = change("wording", "breaking", {
  subject: "things.all",
  keyword: "operationId",
  before: side("things.list"),
});
const come = change("additive", "additive", { subject: "things.make", kind: "added", operations: ["things.make"] });
const type = change("wording", "additive", { subject: "ThingMake", kind: "added" });
const old = change("additive", "additive", {
  subject: "things.drop",
  keyword: "deprecated",
  kind: "added",
  after: side(true),
});
const word = change("wording", "wording", { subject: "Thing", keyword: "description" });
const all = [gone, stricter, renamed, come, type, old, word];

const DRAFT = `### Added
- \`things.make\`.
- Types: \`ThingMake\`.

### Changed
- **Breaking for the API's users:** \`things.list\`, parameter \`size\`: \`required\` is \`true\`, was \`false\`.
- **Breaking for the client's users:** \`things.all\`: was called \`things.list\`.
- Wording of descriptions and examples.

### Deprecated
- \`things.drop\`.

### Removed
- **Breaking:** \`Thing.colour\`.`;

const HEAD = "# Changelog\n\nAll about it.\n\n";
const RELEASED = "## 0.1.0 - 2026-12-01\n\n### Added\n- `things.list`.\n";

test("a change is drafted where Keep a Changelog has it, and says whom it breaks", () => {
  expect(draftText(draftOf(all))).toBe(DRAFT);
  expect(draftText(draftOf([]))).toBe("");
});

test("the draft goes under what is unreleased, and into the sections that are there", () => {
  const changelog = `${HEAD}## Unreleased\n\n### Added\n- A cat.\n\n### Fixed\n- A dog.\n\n${RELEASED}`;
  const draft = draftOf([come, renamed]);
  expect(withDraft(changelog, draft)).toBe(
    `${HEAD}## Unreleased

### Added
- A cat.
- \`things.make\`.

### Changed
- **Breaking for the client's users:** \`things.all\`: was called \`things.list\`.

### Fixed
- A dog.

${RELEASED}`,
  );
});

test.each([
  [
    "nothing is unreleased",
    `${HEAD}${RELEASED}`,
    `${HEAD}## Unreleased\n\n### Added\n- \`things.make\`.\n\n${RELEASED}`,
  ],
  ["nothing is released", `${HEAD.trimEnd()}\n`, `${HEAD}## Unreleased\n\n### Added\n- \`things.make\`.\n`],
  [
    "the heading is a link",
    `${HEAD}## [Unreleased]\n\n${RELEASED}`,
    `${HEAD}## [Unreleased]\n\n### Added\n- \`things.make\`.\n\n${RELEASED}`,
  ],
])("the draft finds its place where %s", (_, before, after) => {
  expect(withDraft(before, draftOf([come])).trimEnd()).toBe(after.trimEnd());
});

test("what is told is not told twice, even in other words", () => {
  const once = withDraft(`${HEAD}## Unreleased\n\n${RELEASED}`, draftOf(all));
  expect(once).toContain(DRAFT);
  expect(withDraft(once, draftOf(all))).toBe(once);
  const better = once.replace("- **Breaking:** `Thing.colour`.", "- Things have lost\n  their `Thing.colour`, sadly.");
  expect(withDraft(better, draftOf(all))).toBe(better);
});

test("a long entry is broken into lines", () => {
  const types = Array.from({ length: 12 }, (_, index) =>
    change("wording", "additive", { subject: `SomeThing${index}`, kind: "added" }),
  );
  const lines = draftText(draftOf(types)).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(125);
  expect(lines.slice(1).map((line) => line.slice(0, 2))).toEqual(["- ", "  "]);
});

test("a changed description demands a line, and each breaking change one that names it", () => {
  const unreleased = (text: string): string => `${HEAD}## Unreleased\n\n${text}\n\n${RELEASED}`;
  expect(untold(unreleased(""), "0.1.0", [])).toEqual([]);
  expect(untold(unreleased(""), "0.1.0", [word])).toEqual(["any line: the description changed"]);
  expect(untold(unreleased("### Fixed\n- Typos."), "0.1.0", [word])).toEqual([]);
  const demanded = ["Thing.colour: gone"];
  expect(untold(unreleased("### Fixed\n- `Thing` has no colour."), "0.1.0", [gone])).toEqual(demanded);
  expect(untold(unreleased("### Removed\n- Thing has no colour."), "0.1.0", [gone])).toEqual(demanded);
  expect(untold(unreleased("### Removed\n- `Things` have no colour."), "0.1.0", [gone])).toEqual(demanded);
  for (const text of [
    "`Thing` has no colour",
    "no `Thing.colour`",
    "`things.get()` gives no colour",
    "less from `things`",
  ])
    expect(untold(unreleased(`### Removed\n- Since today:\n  ${text}.`), "0.1.0", [gone])).toEqual([]);
  expect(untold(unreleased(DRAFT), "0.1.0", all)).toEqual([]);
});

test("a release that is prepared but not tagged counts as unreleased", () => {
  const prepared = `${HEAD}## Unreleased\n\n## 0.2.0 - 2026-12-24\n\n### Removed\n- \`Thing.colour\`.\n\n${RELEASED}`;
  expect(untold(prepared, "0.1.0", [gone])).toEqual([]);
  expect(untold(prepared, "0.2.0", [gone])).toEqual(["Thing.colour: gone"]);
});

test("a heading with a number is a release", () => {
  expect(hasRelease(`${HEAD}## Unreleased\n`)).toBe(false);
  expect(hasRelease(`${HEAD}${RELEASED}`)).toBe(true);
});
