// Days and hours of time zones, held against the runtime's own formatting and against changes of the clocks that are known.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dayOf,
  daysBetween,
  hourOf,
  instantOf,
  isoDate,
  isTimezone,
  plainDate,
  textDate,
} from "../src/calendar.js";

const HOUR = 3600;

const seconds = (iso: string): number => Date.parse(iso) / 1000;

const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const moments = (from: string, to: string) => fc.integer({ min: seconds(from), max: seconds(to) });

function lengthOf(day: string, timezone: string): number {
  return (instantOf(day, timezone, 24) - instantOf(day, timezone)) / HOUR;
}

describe("an instant on the clocks of a zone", () => {
  test("is what the runtime shows", () => {
    const formats = new Map<string, Intl.DateTimeFormat>();
    const shown = (instant: number, timeZone: string): string => {
      const format =
        formats.get(timeZone) ??
        new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
      formats.set(timeZone, format);
      return format.format(instant * 1000);
    };
    fc.assert(
      fc.property(zones, moments("1950-01-01T00:00:00Z", "2100-01-01T00:00:00Z"), (zone, instant) => {
        expect(plainDate(instant, zone)).toBe(shown(instant, zone));
        expect(`${dayOf(instant, zone)} ${hourOf(instant, zone)}`).toBe(
          shown(instant, zone)
            .slice(0, 13)
            .replace(/ 0(\d)/, " $1"),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("is right to the second around a change, also where that is not at a full hour", () => {
    // Until 2011 Newfoundland changed its clocks a minute after midnight.
    const change = seconds("2010-03-14T03:31:00Z");
    expect(plainDate(change - 1, "America/St_Johns")).toBe("2010-03-14 00:00:59");
    expect(plainDate(change, "America/St_Johns")).toBe("2010-03-14 01:01:00");
  });

  test("belongs to the day and the hour that begin before it and end after it", () => {
    fc.assert(
      fc.property(zones, moments("2012-01-01T00:00:00Z", "2050-01-01T00:00:00Z"), (zone, instant) => {
        const day = dayOf(instant, zone);
        expect(instantOf(day, zone)).toBeLessThanOrEqual(instant);
        expect(instantOf(day, zone, 24)).toBeGreaterThan(instant);
        expect(instantOf(day, zone, hourOf(instant, zone))).toBeLessThanOrEqual(instant);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a day of a zone", () => {
  test("begins with a moment of its own, after one of the day before", () => {
    fc.assert(
      fc.property(zones, moments("2012-01-01T00:00:00Z", "2050-01-01T00:00:00Z"), (zone, instant) => {
        const day = dayOf(instant, "UTC");
        expect(dayOf(instantOf(day, zone), zone)).toBe(day);
        expect(dayOf(instantOf(day, zone) - 1, zone)).toBe(addDays(day, -1));
        expect(instantOf(addDays(day, 1), zone)).toBe(instantOf(day, zone, 24));
      }),
      { numRuns: 300 },
    );
  });

  test("has hours that never run backwards", () => {
    fc.assert(
      fc.property(zones, moments("1970-01-01T00:00:00Z", "2050-01-01T00:00:00Z"), (zone, instant) => {
        const day = dayOf(instant, zone);
        const hours = Array.from({ length: 25 }, (_, hour) => instantOf(day, zone, hour));
        expect(hours).toEqual([...hours].sort((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-10-25", "Europe/Berlin", 25],
    ["2026-10-04", "Australia/Lord_Howe", 23.5],
    ["2026-04-05", "Australia/Lord_Howe", 24.5],
    ["2018-11-04", "America/Sao_Paulo", 23],
    ["2018-02-17", "America/Sao_Paulo", 25],
    ["2026-11-04", "America/Sao_Paulo", 24],
    ["2011-12-30", "Pacific/Apia", 0],
    ["2026-03-29", "Antarctica/Troll", 22],
    ["2026-03-29", "UTC", 24],
  ])("%s in %s has %s hours", (day, zone, hours) => {
    expect(lengthOf(day, zone)).toBe(hours);
  });

  test.each([
    ["2026-01-01", "Asia/Kathmandu", "2025-12-31T18:15:00Z"],
    ["2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00Z"],
    ["2026-01-01", "Pacific/Niue", "2026-01-01T11:00:00Z"],
    // Midnight was skipped: clocks went from 00:00 to 01:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"],
    // Clocks went back from 01:00 to 00:00, so that midnight came twice.
    ["2026-10-25", "Atlantic/Azores", "2026-10-25T00:00:00Z"],
    // 1919-03-30 began at half past midnight.
    ["1919-03-31", "America/Toronto", "1919-03-31T04:30:00Z"],
  ])("%s in %s begins at %s", (day, zone, iso) => {
    expect(isoDate(instantOf(day, zone))).toBe(iso);
  });

  test("a skipped hour is the moment at which it is skipped, however much is skipped", () => {
    expect(isoDate(instantOf("2026-03-08", "America/New_York", 2))).toBe("2026-03-08T07:00:00Z");
    expect(isoDate(instantOf("2026-10-04", "Australia/Lord_Howe", 2))).toBe("2026-10-03T15:30:00Z");
    // Clocks go from 01:00 to 03:00.
    expect(isoDate(instantOf("2026-03-29", "Antarctica/Troll", 2))).toBe("2026-03-29T01:00:00Z");
  });

  test("far from today still has a beginning and an end", () => {
    for (const zone of ["UTC", "Asia/Kathmandu", "America/New_York"]) {
      for (const day of ["0000-01-01", "0001-01-01", "9999-12-31"]) {
        expect(lengthOf(day, zone), `${day} in ${zone}`).toBe(24);
      }
    }
  });
});

test("days are counted over the ends of months and years", () => {
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(daysBetween("2025-12-30", "2026-01-02")).toEqual(["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"]);
  expect(daysBetween("2026-01-01", "2026-01-01")).toEqual(["2026-01-01"]);
  expect(daysBetween("2026-01-02", "2026-01-01")).toEqual([]);
});

test("zones are those of the TZ database", () => {
  for (const name of ["UTC", "America/Argentina/Buenos_Aires", "Asia/Calcutta"]) expect(isTimezone(name)).toBe(true);
  for (const name of ["", "Mars/Olympus", "+01:00", "America/", "Europe/Berlin "]) expect(isTimezone(name)).toBe(false);
});

test.each([
  ["2026-01-28T10:40:53Z", "Europe/Berlin", "Wed, 01/28/26 11:40:53 am", "2026-01-28 11:40:53"],
  ["2026-01-01T00:00:00Z", "UTC", "Thu, 01/01/26 12:00:00 am", "2026-01-01 00:00:00"],
  ["2026-01-01T12:00:00Z", "UTC", "Thu, 01/01/26 12:00:00 pm", "2026-01-01 12:00:00"],
  ["2009-12-31T23:05:09Z", "Asia/Kathmandu", "Fri, 01/01/10 04:50:09 am", "2010-01-01 04:50:09"],
])("%s in %s is written %s, and %s", (iso, zone, text, plain) => {
  expect(isoDate(seconds(iso))).toBe(iso);
  expect(textDate(seconds(iso), zone)).toBe(text);
  expect(plainDate(seconds(iso), zone)).toBe(plain);
});
