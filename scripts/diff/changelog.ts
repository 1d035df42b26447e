// CHANGELOG.md: what changes are called there, whether they are told, and how a draft gets in. It knows Keep a Changelog's format,
// and nothing of the description.
import { type Change, classOf } from "./changes.js";
import { oldName, placeMarkdown, placeText, whatText } from "./words.js";

const SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"] as const;

type Section = (typeof SECTIONS)[number];

/** Entries by section, each without its dash. */
export type Draft = Partial<Record<Section, string[]>>;

interface Entry {
  section: string;
  text: string;
}

const UNRELEASED = /^## \[?Unreleased\]?/i;
const RELEASE = /^## \[?v?(\d[^\]\s]*)/;

const WIDTH = 125;

/** What the changes would be called. */
export function draftOf(changes: Change[]): Draft {
  const draft: Draft = {};
  const add = (section: Section, text: string): void => {
    draft[section] = [...(draft[section] ?? []), text];
  };
  for (const change of changes) {
    const section = sectionOf(change);
    if (section) add(section, entryOf(change, section));
  }
  const types = changes.filter(isNewType);
  if (types.length > 0) add("Added", `Types: ${types.map(placeMarkdown).join(", ")}.`);
  if (changes.some((change) => classOf(change) === "wording")) add("Changed", "Wording of descriptions and examples.");
  return draft;
}

/** The draft as it would stand in the file. */
export function draftText(draft: Draft): string {
  return SECTIONS.flatMap((section) => {
    const entries = draft[section];
    return entries ? [`### ${section}`, ...entries.map(formatted), ""] : [];
  })
    .join("\n")
    .trimEnd();
}

/** The changelog with the draft under `## Unreleased`, save what is told there already. */
export function withDraft(changelog: string, draft: Draft): string {
  const told = entriesSince(changelog, undefined);
  const { above, blocks, below } = split(changelog.split("\n"));
  for (const section of SECTIONS) {
    const entries = (draft[section] ?? []).filter((text) => !told.some((entry) => says(entry, { section, text })));
    if (entries.length > 0) blockOf(blocks, section).push(...entries.map(formatted), "");
  }
  return [...above, ...blocks.flat(), ...below].join("\n");
}

/** What the changelog lacks: a line for each breaking change, and any line at all; `version` is the last that is released. */
export function untold(changelog: string, version: string | undefined, changes: Change[]): string[] {
  if (changes.length === 0) return [];
  const entries = entriesSince(changelog, version);
  const missing = changes
    .filter((change) => classOf(change) === "breaking")
    .filter(
      (change) => !entries.some(({ section, text }) => /^(Changed|Removed)$/.test(section) && names(text, change)),
    )
    .map((change) => `${placeText(change)}: ${whatText(change)}`);
  return missing.length > 0 || entries.length > 0 ? missing : ["any line: the description changed"];
}

/** Whether the changelog has a released version. */
export function hasRelease(changelog: string): boolean {
  return changelog.split("\n").some((line) => RELEASE.test(line));
}

function sectionOf(change: Change): Section | undefined {
  const { kind, place } = change;
  const verdict = classOf(change);
  if ((verdict !== "breaking" && verdict !== "additive") || isNewType(change)) return undefined;
  if (place.keyword === "deprecated" && kind === "added") return "Deprecated";
  if (kind === "removed" && place.keyword === undefined) return "Removed";
  return kind === "added" && place.keyword === undefined && verdict === "additive" ? "Added" : "Changed";
}

function entryOf(change: Change, section: Section): string {
  const what = section === "Changed" ? `: ${whatText(change)}` : "";
  return `${emphasis(change)}${placeMarkdown(change)}${what}.`;
}

function emphasis({ api, client }: Change): string {
  if (api !== "breaking" && client !== "breaking") return "";
  if (api === client) return "**Breaking:** ";
  return api === "breaking" ? "**Breaking for the API's users:** " : "**Breaking for the client's users:** ";
}

/** Types come with what uses them. */
function isNewType({ kind, api, client }: Change): boolean {
  return kind === "added" && api === "wording" && client === "additive";
}

/** Everything above the heading of a version; only what is unreleased when there is no such heading. */
function entriesSince(changelog: string, version: string | undefined): Entry[] {
  const lines = changelog.split("\n");
  const start = lines.findIndex((line) => UNRELEASED.test(line));
  if (start < 0) return [];
  const ends = [
    lines.findIndex((line) => version !== undefined && RELEASE.exec(line)?.[1] === version),
    lines.findIndex((line, index) => index > start && line.startsWith("## ")),
  ];
  const part = lines.slice(
    start + 1,
    ends.find((end) => end >= 0),
  );
  const entries: Entry[] = [];
  let section = "";
  for (const line of part) {
    const heading = /^### (.*)/.exec(line)?.[1];
    const last = entries.at(-1);
    if (heading) section = heading.trim();
    else if (/^[-*] /.test(line)) entries.push({ section, text: line.slice(2) });
    else if (last && /^\s+\S/.test(line)) last.text += ` ${line.trim()}`;
  }
  return entries;
}

/** An entry tells of a change when it names, in backticks, the thing or an operation that the change belongs to. */
function names(text: string, change: Change): boolean {
  const wanted = [...change.operations, ...change.place.subject.split(" "), oldName(change)].filter(
    (name) => name !== undefined,
  );
  return spansOf(text).some((span) => wanted.some((name) => isBelow(span, name) || isBelow(name, span)));
}

function isBelow(name: string, parent: string): boolean {
  return name === parent || name.startsWith(`${parent}.`) || name.startsWith(`${parent}[`);
}

/** An entry that holds all the names of a drafted one says the same, however it is put. */
function says(entry: Entry, drafted: Entry): boolean {
  const spans = spansOf(drafted.text);
  if (entry.section !== drafted.section) return false;
  return spans.length > 0 ? spans.every((span) => entry.text.includes(`\`${span}\``)) : entry.text === drafted.text;
}

function spansOf(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replace(/\(.*\)$/, ""));
}

/** An entry of one or more lines, none wider than the rest of the file. */
function formatted(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length + 3 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return `- ${lines.join("\n  ")}`;
}

/** What is unreleased, in blocks that begin with their heading, and what stands above and below. */
function split(lines: string[]): { above: string[]; blocks: string[][]; below: string[] } {
  const found = lines.findIndex((line) => UNRELEASED.test(line));
  const first = lines.findIndex((line) => line.startsWith("## "));
  if (found < 0) {
    const end = first < 0 ? lines.length : first;
    return { above: lines.slice(0, end), blocks: [["## Unreleased", ""]], below: lines.slice(end) };
  }
  const next = lines.findIndex((line, index) => index > found && line.startsWith("## "));
  const end = next < 0 ? lines.length : next;
  const blocks: string[][] = [];
  for (const line of lines.slice(found, end)) {
    if (blocks.length === 0 || line.startsWith("### ")) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  return { above: lines.slice(0, found), blocks, below: lines.slice(end) };
}

/** A section's block, without blank lines at its end; a new one goes where Keep a Changelog's order has it. */
function blockOf(blocks: string[][], section: Section): string[] {
  const later = SECTIONS.slice(SECTIONS.indexOf(section) + 1).map((name) => `### ${name}`);
  const place = blocks.findIndex(([heading = ""]) => later.includes(heading.trim()));
  const block = blocks.find(([heading]) => heading?.trim() === `### ${section}`) ?? [`### ${section}`];
  if (!blocks.includes(block)) blocks.splice(place < 0 ? blocks.length : place, 0, block);
  while (block.at(-1)?.trim() === "") block.pop();
  return block;
}
