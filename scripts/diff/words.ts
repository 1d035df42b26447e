// Changes in words: what the table, the changelog and the messages say of them.
import type { Change } from "./changes.js";
import { stepsOf } from "./place.js";
import { isRecord } from "./tree.js";

/** `Agent.name`, or `agents.list, parameter status`. */
export function placeText({ place: { subject, part } }: Change): string {
  if (part === "") return subject;
  return /^[.[ ]/.test(part) ? `${subject}${part}` : `${subject}, ${part}`;
}

/** The same for Markdown, with the names in backticks. */
export function placeMarkdown({ place: { subject, part } }: Change): string {
  const [, kind = "", name = subject] = /^(.* )?(\S+)$/.exec(subject) ?? [];
  if (/^[.[]/.test(part)) return `${kind}\`${name}${part}\``;
  const rest = part.trim().replace(/(parameter|variant) (\S+)/g, "$1 `$2`");
  return [`${kind}\`${name}\``, rest].filter((text) => text !== "").join(", ");
}

/** What the thing was called before, if it is called otherwise now. */
export function oldName({ place: { keyword, part }, kind, before }: Change): string | undefined {
  if (kind === "renamed") return stepsOf(before?.pointer ?? "").at(-1)?.name;
  const isName = keyword === "operationId" || (keyword === "name" && part.includes("parameter"));
  return isName && kind === "changed" ? String(before?.value) : undefined;
}

/** What is different, after the name of the place. Names and values stand in backticks. */
export function whatText(change: Change): string {
  const { place, kind, before, after } = change;
  const { keyword } = place;
  const old = oldName(change);
  if (old !== undefined) return `was called ${code(old)}`;
  if (keyword === undefined) return nodeText(change);
  if (keyword === "required" && (Array.isArray(before?.value) || Array.isArray(after?.value)))
    return listText(before?.value, after?.value, "now required", "now optional");
  if (kind === "removed") return `no ${code(keyword)} any more`;
  if (keyword !== "type" && Array.isArray(before?.value) && Array.isArray(after?.value))
    return `${code(keyword)}: ${listText(before.value, after.value, "new", "gone")}`;
  if (isLong(before?.value) || isLong(after?.value))
    return `${code(keyword)} ${kind === "added" ? "is new" : "changed"}`;
  const was = kind === "added" ? "" : `, was ${code(before?.value)}`;
  return `${code(keyword)} is ${code(after?.value)}${was}`;
}

function nodeText({ kind, before, after }: Change): string {
  if (kind === "removed") return "gone";
  if (kind === "added") return isRecord(after?.value) && after.value["required"] === true ? "new and required" : "new";
  const [old, now] = [typeText(before?.value), typeText(after?.value)];
  return isLong(old) || isLong(now) ? "changed" : `${code(now)} in the place of ${code(old)}`;
}

function listText(before: unknown, after: unknown, gained: string, lost: string): string {
  const [old, now] = [listed(before), listed(after)];
  const parts = [
    [gained, now.filter((value) => !old.includes(value))],
    [lost, old.filter((value) => !now.includes(value))],
  ] as const;
  return parts
    .filter(([, values]) => values.length > 0)
    .map(([word, values]) => `${values.map(code).join(", ")} ${word}`)
    .join("; ");
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function typeText(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { $ref, type } = value;
  return typeof $ref === "string" ? $ref.split("/").at(-1) : (type ?? value);
}

function isLong(value: unknown): boolean {
  return isRecord(value) || code(value).length > 40;
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
