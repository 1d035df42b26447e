// The three years that the archive covers, day by day in the licence's time zone, and when in them people write.
import { dayOf, daysBetween, instantOf } from "../../calendar.js";
import type { Random } from "../licence/random.js";

/** 1 January 2023 and 1 January 2026 in UTC: the archive lies between. */
export const ARCHIVE_BEGINS = 1_672_531_200;
export const ARCHIVE_ENDS = 1_767_225_600;

const HOUR = 3600;

export interface Day {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Midnight, and the midnight after. */
  readonly from: number;
  readonly to: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** A day that begins before the archive or ends after it is left out. */
export function archiveDays(timezone: string): Day[] {
  const days = daysBetween(dayOf(ARCHIVE_BEGINS, timezone), dayOf(ARCHIVE_ENDS, timezone));
  const midnights = days.map((day) => instantOf(day, timezone));
  return days
    .slice(0, -1)
    .map((day, index) => ({
      day,
      from: midnights[index] as number,
      to: midnights[index + 1] as number,
      weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
    }))
    .filter(({ from, to }) => from >= ARCHIVE_BEGINS && to <= ARCHIVE_ENDS);
}

/** When the clock shows this hour. Clocks change in the small hours, so that later ones are counted from the day's end. */
export function atHour({ to }: Day, hour: number): number {
  return to - (24 - hour) * HOUR;
}

/** Nobody works on these days, wherever the shop is. */
export function isHoliday({ day }: Day): boolean {
  return /-(01-01|05-01|12-24|12-25|12-26)$/.test(day);
}

/** How busy the hours of a day are, beginning at midnight; the evenings are busier than the nights. */
const HOURS = [2, 1, 1, 1, 1, 1, 3, 10, 55, 90, 100, 95, 80, 85, 95, 100, 90, 75, 50, 35, 14, 9, 6, 4];
const ALL_HOURS = HOURS.reduce((sum, weight) => sum + weight, 0);
/** From Sunday to Saturday. */
const WEEKDAYS = [0.08, 1.2, 1.1, 1.05, 1, 0.9, 0.3];
/** From January to December: slow summers, and presents to buy. */
const MONTHS = [1.05, 0.95, 1, 0.95, 0.9, 0.85, 0.75, 0.75, 0.95, 1.05, 1.4, 1.6];

/** So many instants in order: more by day than by night, on weekdays, before Christmas, and more from year to year. */
export function arrivals(random: Random, amount: number, days: readonly Day[]): Int32Array {
  const busy = days.map((day) => busyness(day, random));
  const total = busy.reduce((sum, weight) => sum + weight, 0);
  const instants = new Int32Array(amount);
  let at = 0;
  let before = 0;
  for (let index = 0; index < amount; index += 1) {
    const reached = ((index + random.next()) / amount) * total;
    while (at < days.length - 1 && before + (busy[at] as number) < reached) {
      before += busy[at] as number;
      at += 1;
    }
    instants[index] = within(days[at] as Day, Math.min(1, (reached - before) / (busy[at] as number)));
  }
  return instants;
}

/** The moment up to which this share of a day's people have come. */
function within({ from, to }: Day, share: number): number {
  let left = share * ALL_HOURS;
  let hour = 0;
  while (hour < HOURS.length - 1 && left > (HOURS[hour] as number)) {
    left -= HOURS[hour] as number;
    hour += 1;
  }
  // Where clocks change, the hours of the day are a little shorter or longer.
  const passed = (hour + Math.min(1, left / (HOURS[hour] as number))) / HOURS.length;
  return Math.min(from + Math.floor(passed * (to - from)), to - 1);
}

function busyness(day: Day, random: Random): number {
  const season = MONTHS[Number(day.day.slice(5, 7)) - 1] as number;
  const growth = 1 + (0.7 * (day.from - ARCHIVE_BEGINS)) / (ARCHIVE_ENDS - ARCHIVE_BEGINS);
  const chance = 0.75 + 0.5 * random.next() + (random.chance(0.01) ? 1 : 0);
  return (WEEKDAYS[day.weekday] as number) * season * growth * chance * (isHoliday(day) ? 0.2 : 1);
}
