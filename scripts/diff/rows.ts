// Where two descriptions differ, with what Redocly finds at the same place. Our own walk says where, for it misses nothing;
// Redocly follows references and knows what is sent and what is received, so it says what that breaks.
import type { Finding, Side } from "../description/redocly.js";
import { stepsOf } from "./place.js";
import {
  childPointer,
  type Descriptions,
  type Difference,
  differences,
  isRecord,
  isWithin,
  referenceOf,
} from "./tree.js";

export type Kind = "added" | "removed" | "renamed" | "changed";

export interface Row extends Difference {
  kind: Kind;
  findings: Finding[];
}

type Found = Omit<Row, "findings">;

export function rowsOf(descriptions: Descriptions, findings: Finding[]): Row[] {
  const renames = findings.filter(({ renamed }) => renamed);
  const [before, after] = [
    { pointer: "", value: descriptions.before },
    { pointer: "", value: descriptions.after },
  ];
  const found = between(descriptions, before, after, renames).flatMap(operationByOperation);
  return withLoose(
    found.map((row) => ({ ...row, findings: findings.filter((finding) => concerns(finding, row)) })),
    findings,
  );
}

/** Whether a reference leads elsewhere, or takes the place of something written out. */
export function isRedirected({ before, after }: Difference): boolean {
  return before !== undefined && after !== undefined && referenceOf(before) !== referenceOf(after);
}

/** A component that comes or goes. On the wire that means nothing: whatever refers to it is a row of its own. */
export function isWholeComponent({ before, after }: Difference): boolean {
  const [first, second, third] = stepsOf((after ?? before)?.pointer ?? "");
  return first?.keyword === "components" && second?.keyword !== "securitySchemes" && third === undefined;
}

/** What is gone in one place and new in another belongs together where Redocly recognises it under its new name. */
function between(descriptions: Descriptions, before: Side, after: Side, renames: Finding[]): Found[] {
  const found = differences(descriptions, before, after);
  const taken = new Set<Difference>();
  const rows = found.map((row): Found[] => {
    if (row.before && row.after) return [{ ...row, kind: "changed" }];
    const [key, inside] = [partnerOf(row, found, renames, ""), partnerOf(row, found, renames, "/name")];
    const partner = key ?? inside;
    if (!row.before || !partner?.after) return [{ ...row, kind: row.before ? "removed" : "added" }];
    taken.add(partner);
    const rest = between(descriptions, row.before, partner.after, renames);
    // What has its name inside, such as a parameter, shows the new one there.
    return key ? [{ before: row.before, after: partner.after, kind: "renamed" }, ...rest] : rest;
  });
  return rows.filter((_, index) => !taken.has(found[index] as Difference)).flat();
}

/** What is new where a row is gone, when Redocly finds that it is the same by another name; `tail` leads to the name. */
function partnerOf({ before, after }: Difference, found: Difference[], renames: Finding[], tail: string) {
  if (!before || after) return undefined;
  const rename = renames.find((finding) => finding.before?.pointer === `${before.pointer}${tail}`);
  return rename && found.find((other) => !other.before && `${other.after?.pointer}${tail}` === rename.after?.pointer);
}

/** A path that comes or goes is so many operations. */
function operationByOperation(row: Found): Found[] {
  const { before, after, kind } = row;
  const side = before && after ? undefined : (before ?? after);
  const [first, ...more] = side ? stepsOf(side.pointer) : [];
  const isPath = more.length === 0 && (first?.keyword === "paths" || first?.keyword === "webhooks");
  if (!side || !isPath || !isRecord(side.value)) return [row];
  return Object.entries(side.value)
    .filter(([key]) => key !== "parameters")
    .map(([method, value]) => {
      const place = { pointer: childPointer(side.pointer, method), value };
      return before ? { kind, before: place } : { kind, after: place };
    });
}

/** A new name is judged by itself: what else changed about the same thing has rows of its own. */
function concerns(finding: Finding, { before, after, kind }: Found): boolean {
  if (kind === "renamed") return finding.renamed === true && finding.before?.pointer === before?.pointer;
  return touches(finding.before, before) || touches(finding.after, after);
}

function touches(a: Side | undefined, b: Side | undefined): boolean {
  return a !== undefined && b !== undefined && (isWithin(a.pointer, b.pointer) || isWithin(b.pointer, a.pointer));
}

/** Where a reference leads elsewhere, Redocly compares what it led to with what it leads to; that belongs to the reference. */
function withLoose(rows: Row[], findings: Finding[]): Row[] {
  const explained = new Set(rows.filter((row) => !isWholeComponent(row)).flatMap((row) => row.findings));
  const loose = findings.filter((finding) => finding.breaking && !explained.has(finding));
  const redirected = rows.filter(isRedirected);
  for (const row of redirected) row.findings.push(...loose);
  return redirected.length > 0 ? rows : [...rows, ...loose.map(alone)];
}

function alone(finding: Finding): Row {
  const { before, after } = finding;
  return { ...(before && { before }), ...(after && { after }), kind: "changed", findings: [finding] };
}
