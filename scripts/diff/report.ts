// The comparison as people read it, and as programs do.
import type { Base, NoBase } from "./base.js";
import { type Change, classOf } from "./changes.js";
import type { Verdict } from "./judge.js";
import { placeText, whatText } from "./words.js";

/** The classes of changes that are shown, with what they are for whom. */
const TITLES = [
  ["breaking", "Breaking"],
  ["additive", "Additive"],
  ["wording", "Wording"],
] as const satisfies [Verdict, string][];

export function tableText({ name }: Base, changes: Change[]): string {
  if (changes.length === 0) return `The description says what it said in ${name}.`;
  const groups = TITLES.map(([verdict, title]) => ({
    title,
    rows: changes.filter((change) => classOf(change) === verdict),
  }));
  const counts = groups.map(({ title, rows }) => `${rows.length} ${title.toLowerCase()}`).join(", ");
  return [`Compared with ${name}: ${counts}.`, ...groups.filter(({ rows }) => rows.length > 0).map(groupText)].join(
    "\n\n",
  );
}

function groupText({ title, rows }: { title: string; rows: Change[] }): string {
  const width = Math.max(...rows.map((change) => placeText(change).length));
  const lines = rows.map((change) =>
    ["", change.api.padEnd(8), change.client.padEnd(8), placeText(change).padEnd(width), whatText(change)].join("  "),
  );
  return [title, ["", "API".padEnd(8), "client".padEnd(8), "place"].join("  "), ...lines].join("\n");
}

/** For programs: `place` and `what` are for people, the pointers lead to where the change is. */
export function jsonText(base: Base | NoBase, changes: Change[]): string {
  const described = changes.map((change) => ({
    class: classOf(change),
    api: change.api,
    client: change.client,
    kind: change.kind,
    place: placeText(change),
    what: whatText(change),
    operations: change.operations,
    before: change.before?.pointer,
    after: change.after?.pointer,
  }));
  const compared = "reason" in base ? { base: null, reason: base.reason } : { base: base.name };
  return JSON.stringify({ ...compared, changes: described }, null, 2);
}
