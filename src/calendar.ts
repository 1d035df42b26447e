// Days and hours in the time zones of the TZ database, from and to Unix seconds. Stands alone: sandbox and archive both count in days.

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** Before this, no zone had changed its offset yet. */
const FIRST_CHANGE = Date.UTC(1800, 0, 1) / 1000;

interface Zone {
  format: Intl.DateTimeFormat;
  days: Map<number, Day>;
}

/** The offsets of a day of UTC, in seconds east: one up to the change, and one from then on. */
interface Day {
  before: number;
  change: number;
  after: number;
}

const zones = new Map<string, Zone>();

/** Offsets such as `+01:00` are no zones, although some runtimes take them for such. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Midnight of a `YYYY-MM-DD` in the zone, or a later hour; 24 is the end of the day. Where clocks show it twice, the first
 * time; where they skip it, the moment at which they do.
 */
export function instantOf(day: string, timezone: string, hour = 0): number {
  const zone = zoneOf(timezone);
  const local = Date.parse(`${day}T00:00:00Z`) / 1000 + hour * HOUR;
  // The offset in force is that of one side of the change, where there is one.
  const offsets = [local - DAY, local + DAY].map((near) => offsetAt(near, zone));
  const [early, late] = [local - Math.max(...offsets), local - Math.min(...offsets)];
  const shown = [early, late].find((instant) => instant + offsetAt(instant, zone) === local);
  return shown ?? changeBetween(early, late, zone);
}

/** The `YYYY-MM-DD` that the instant belongs to. */
export function dayOf(instant: number, timezone: string): string {
  return wallClock(instant, timezone).toISOString().slice(0, 10);
}

/** The hour of the day, 0 to 23. */
export function hourOf(instant: number, timezone: string): number {
  return wallClock(instant, timezone).getUTCHours();
}

/** The `YYYY-MM-DD` so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY * 1000).toISOString().slice(0, 10);
}

/** The days from the first to the last, both included. */
export function daysBetween(first: string, last: string): string[] {
  const count = Math.floor((Date.parse(last) - Date.parse(first)) / (DAY * 1000)) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(first, index));
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** As the archive writes times for people: `Thu, 01/01/26 01:00:00 am`. */
export function textDate(instant: number, timezone: string): string {
  const local = wallClock(instant, timezone);
  const hour = local.getUTCHours();
  const day = [local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCFullYear() % 100].map(twoDigits).join("/");
  const time = [hour % 12 || 12, local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(":");
  return `${WEEKDAYS[local.getUTCDay()]}, ${day} ${time} ${hour < 12 ? "am" : "pm"}`;
}

/** As the list of visitors writes times: `2026-01-31 13:00:00`. */
export function plainDate(instant: number, timezone: string): string {
  return wallClock(instant, timezone).toISOString().slice(0, 19).replace("T", " ");
}

/** As tickets write times: ISO 8601 in UTC. */
export function isoDate(instant: number): string {
  return `${new Date(instant * 1000).toISOString().slice(0, 19)}Z`;
}

/** What clocks in the zone show, as if it were UTC. */
function wallClock(instant: number, timezone: string): Date {
  return new Date((instant + offsetAt(instant, zoneOf(timezone))) * 1000);
}

function offsetAt(instant: number, zone: Zone): number {
  const index = Math.floor(Math.max(instant, FIRST_CHANGE) / DAY);
  let day = zone.days.get(index);
  if (!day) {
    const [start, end] = [index * DAY, (index + 1) * DAY];
    const [before, after] = [computedOffset(start, zone), computedOffset(end, zone)];
    day = { before, change: before === after ? end : changeBetween(start, end, zone), after };
    zone.days.set(index, day);
  }
  return instant < day.change ? day.before : day.after;
}

/** The first moment with another offset than at the beginning, to the second. */
function changeBetween(first: number, last: number, zone: Zone): number {
  const before = computedOffset(first, zone);
  let [low, high] = [first, last];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (computedOffset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

function computedOffset(instant: number, { format }: Zone): number {
  const parts = Object.fromEntries(
    format.formatToParts(instant * 1000).map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  const shown = new Date(0);
  shown.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  shown.setUTCHours(parts.hour, parts.minute, parts.second);
  return shown.getTime() / 1000 - instant;
}

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const zone = { format, days: new Map<number, Day>() };
  zones.set(name, zone);
  return zone;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
