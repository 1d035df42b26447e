// Stretches of time laid over one another, and over periods.
import type { ChatFacts } from "../../licence/records.js";
import { type Period, placeOf } from "./periods.js";

/** Unix seconds, `to` not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How long a chat went on. What was left after hours took no time. */
export function spanOf({ started, ended = started }: ChatFacts): Span {
  return { from: started, to: ended };
}

export function overlaps(one: Span, other: Span): boolean {
  return one.from < other.to && one.to > other.from;
}

/** How many seconds of a period are covered, no matter by how many spans at once. */
export function coverage(periods: readonly Period[], spans: readonly Span[]): (period: Period) => number {
  const covered = new Map<Period, number>();
  for (const span of union(spans)) {
    for (let place = Math.max(0, placeOf(periods, span.from)); place < periods.length; place += 1) {
      const period = periods[place] as Period;
      if (period.from >= span.to) break;
      covered.set(period, (covered.get(period) ?? 0) + lengthWithin(period, span));
    }
  }
  return (period) => covered.get(period) ?? 0;
}

/** How many spans there are at once within the window, at most. One that ends as another begins is not there with it. */
export function peak(window: Span, spans: readonly Span[]): number {
  const within = spans.filter((span) => lengthWithin(window, span) > 0);
  const changes = [
    ...within.map(({ from }) => ({ at: Math.max(from, window.from), change: 1 })),
    ...within.map(({ to }) => ({ at: to, change: -1 })),
  ].sort((a, b) => a.at - b.at || a.change - b.change);
  let [now, most] = [0, 0];
  for (const { change } of changes) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}

function lengthWithin(window: Span, { from, to }: Span): number {
  return Math.max(0, Math.min(to, window.to) - Math.max(from, window.from));
}

/** The same stretches of time, apart from one another and in order. */
function union(spans: readonly Span[]): Span[] {
  const apart: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else apart.push({ from, to });
  }
  return apart;
}
