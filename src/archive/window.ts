// Windows: the days, both included, that one query asks for. Days are texts, `YYYY-MM-DD`, which compare as they follow each other.
import { addDays, daysBetween } from "../calendar.js";

export interface Window {
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last day. */
  readonly to: string;
}

/** How messages name a window. */
export function windowName({ from, to }: Window): string {
  return from === to ? from : `${from} to ${to}`;
}

/** The earlier half, which is the longer where they differ, and the later; a single day has none. */
export function halves({ from, to }: Window): [Window, Window] | undefined {
  const days = daysBetween(from, to).length;
  if (days < 2) return undefined;
  const later = addDays(from, Math.ceil(days / 2));
  return [
    { from, to: addDays(later, -1) },
    { from: later, to },
  ];
}

/** The window cut where months begin. */
export function months({ from, to }: Window): Window[] {
  const windows: Window[] = [];
  for (let first = from; first <= to; ) {
    const next = `${addDays(`${first.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
    const last = addDays(next, -1);
    windows.push({ from: first, to: last < to ? last : to });
    first = next;
  }
  return windows;
}

/** Whether the text is a day of the calendar. */
export function isDay(text: unknown): text is string {
  return (
    typeof text === "string" &&
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
    addDays(text, 0) === text
  );
}
