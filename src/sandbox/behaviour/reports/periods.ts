// The periods of a report, and what falls into each. Knows dates, and neither chats nor tickets.
import type { components } from "../../../../generated/types.js";
import { addDays, dayOf, daysBetween, instantOf } from "../../../calendar.js";
import type { Licence } from "../../licence/licence.js";
import { type DateQuery, timezoneOf, windowOf } from "../../licence/selection.js";

export type PeriodQuery = DateQuery & { group_by?: components["parameters"]["ReportGroupBy"] };

/** Part of a report's range. Hours that the clocks skip are empty, and hours that they repeat last longer. */
export interface Period {
  /** `09:00`, `2026-01-31` or `2026-01`. */
  readonly key: string;
  /** Unix seconds, `to` not included. */
  readonly from: number;
  readonly to: number;
  /** The first and the last day counted; only months tell. */
  readonly days: { begin?: string; end?: string };
}

/** Oldest first, without a gap. Hours are told of one single day; of several, days take their place. Throws a Refusal. */
export function periodsOf(query: PeriodQuery, licence: Licence): Period[] {
  const range = rangeOf(query, licence);
  const { group_by = "hour" } = query;
  if (group_by === "month") return months(range);
  return group_by === "hour" && range.isOneDay ? hoursOf(range.first, range.timezone) : days(range);
}

/** Whether the query asks for one single day. */
export function isOneDay(query: DateQuery, licence: Licence): boolean {
  return rangeOf(query, licence).isOneDay;
}

/** The query from the beginning of time on: what began before the first day may reach into the range. */
export function withoutFirstDay<Query extends DateQuery>({ date_from, ...rest }: Query): Omit<Query, "date_from"> {
  return rest;
}

/** The hours of the day as clocks show them. */
export function hoursOf(day: string, timezone: string): Period[] {
  return Array.from({ length: 24 }, (_, hour) => ({
    key: `${String(hour).padStart(2, "0")}:00`,
    from: instantOf(day, timezone, hour),
    to: instantOf(day, timezone, hour + 1),
    days: {},
  }));
}

/** Hands out the items of each period, in their order. An item without a moment belongs to none. */
export function split<T>(
  periods: readonly Period[],
  items: Iterable<T>,
  momentOf: (item: T) => number | undefined,
): (period: Period) => readonly T[] {
  const parts = new Map<Period, T[]>(periods.map((period) => [period, []]));
  for (const item of items) {
    const moment = momentOf(item);
    const period = moment === undefined ? undefined : periods[placeOf(periods, moment)];
    if (period && moment !== undefined && moment < period.to) parts.get(period)?.push(item);
  }
  return (period) => parts.get(period) ?? [];
}

/** The last period that begins at the moment or before; -1 where there is none. */
export function placeOf(periods: readonly Period[], moment: number): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((periods[middle] as Period).from <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The report: a value for each period. */
export function report<Value>(
  periods: readonly Period[],
  value: (period: Period) => Value,
): Record<string, Period["days"] & Value> {
  return Object.fromEntries(periods.map((period) => [period.key, { ...period.days, ...value(period) }]));
}

interface Range {
  first: string;
  last: string;
  timezone: string;
  isOneDay: boolean;
}

/** Ten years. A longer range is cut down to the days in which the licence can hold something, so that it has an end. */
const LONGEST_DAYS = 3660;

function rangeOf(query: DateQuery, licence: Licence): Range {
  windowOf(query, licence);
  const timezone = timezoneOf(query, licence);
  const { date_from, date_to: last = dayOf(licence.now(), timezone) } = query;
  if (date_from === last) return { first: last, last, timezone, isOneDay: true };
  const life = lifeOf(licence);
  const [oldest, newest] = [dayOf(life.from, timezone), dayOf(life.to, timezone)];
  const first = date_from ?? oldest;
  if ((Date.parse(last) - Date.parse(first)) / 86_400_000 < LONGEST_DAYS)
    return { first, last, timezone, isOneDay: false };
  return {
    first: first > oldest ? first : oldest,
    last: last < newest ? last : newest,
    timezone,
    isOneDay: false,
  };
}

/** The first and the last moment that anything is known of; the last is now, unless records lie ahead. */
function lifeOf({ chats, tickets, log, now }: Licence): { from: number; to: number } {
  const life = { from: now(), to: now() };
  const include = (from = life.from, to = from): void => {
    life.from = Math.min(life.from, from);
    life.to = Math.max(life.to, to);
  };
  include(chats.facts.at(-1)?.started, chats.facts[0]?.started);
  for (const { created, modified } of tickets.facts) include(created, modified);
  include(log.shifts[0]?.from);
  return life;
}

function days({ first, last, timezone }: Range): Period[] {
  return daysBetween(first, last).map((day) => ({
    key: day,
    from: instantOf(day, timezone),
    to: instantOf(day, timezone, 24),
    days: {},
  }));
}

function months({ first, last, timezone }: Range): Period[] {
  const begins = daysBetween(first, last).filter((day) => day === first || day.endsWith("-01"));
  return begins.map((begin, index) => {
    const next = begins[index + 1];
    const end = next === undefined ? last : addDays(next, -1);
    return {
      key: begin.slice(0, 7),
      from: instantOf(begin, timezone),
      to: instantOf(end, timezone, 24),
      days: { begin, end },
    };
  });
}
