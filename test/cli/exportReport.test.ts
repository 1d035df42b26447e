// What an export says while it runs, on a terminal, in a log and to programs, at times that the test sets.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Progress } from "../../src/archive/index.js";
import { createReport, type ReportOptions } from "../../src/cli/exportReport.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A report, and what it has written since it was asked last. */
function record(options: Partial<ReportOptions>, columns = 80, isTTY = true) {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  const stream = { isTTY, columns, write };
  const report = createReport({
    kind: "chats",
    quiet: false,
    json: false,
    stream: stream as unknown as NodeJS.WriteStream,
    ...options,
  });
  const news = (): string => {
    const all = written;
    written = "";
    return all;
  };
  return { report, news };
}

const halfWay = {
  share: 0.5,
  records: 1234,
  rate: 99.6,
  window: "2016-01-01 to 2016-01-31",
} as unknown as Progress;

describe("on a terminal", () => {
  test("one line is written over ten times a second, and gives way to what is said", () => {
    const { report, news } = record({});
    report.progress({ ...halfWay, secondsLeft: 59.2 });
    expect(news()).toBe(
      `\r\u001b[K${"[##########----------] 50 %, 1,234 chats, 100/s, 60 s left, at 2016-01-01 to 2016-01-31".slice(0, 79)}`,
    );
    vi.advanceTimersByTime(99);
    report.progress(halfWay);
    expect(news()).toBe("");
    vi.advanceTimersByTime(1);
    report.progress({ ...halfWay, share: 1 });
    expect(news()).toContain("[####################] 99 %, ");
    report.note("A note.");
    expect(news()).toBe("\r\u001b[KA note.\n");
    report.failed("network", "It failed.");
    expect(news()).toBe("\r\u001b[KIt failed.\n");
  });

  test.each([
    [0.2, "1 s"],
    [60, "1 min"],
    [3541, "1 h 0 min"],
    [5400, "1 h 30 min"],
  ])("%d seconds are %s", (secondsLeft, expected) => {
    const { report, news } = record({}, 200);
    report.progress({ ...halfWay, secondsLeft });
    expect(news()).toContain(`100/s, ${expected} left, at `);
  });
});

test("in a log, a line stands every ten seconds", () => {
  const { report, news } = record({}, 80, false);
  report.progress(halfWay);
  expect(news()).toBe("50 %, 1,234 chats, 100/s, at 2016-01-01 to 2016-01-31\n");
  vi.advanceTimersByTime(9_999);
  report.progress(halfWay);
  expect(news()).toBe("");
  vi.advanceTimersByTime(1);
  report.progress(halfWay);
  expect(news()).not.toBe("");
});

test("quiet, only a failure is told", () => {
  const { report, news } = record({ quiet: true });
  report.progress(halfWay);
  report.note("A note.");
  expect(news()).toBe("");
  report.failed("network", "It failed.");
  expect(news()).toBe("It failed.\n");
});

test("programs get an object a line, of progress one a second", () => {
  const { report, news } = record({ json: true });
  report.progress(halfWay);
  report.progress(halfWay);
  report.note("A note.");
  report.failed("network", "It failed.");
  expect(
    news()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { event: "progress", ...halfWay },
    { event: "note", text: "A note." },
    { event: "error", code: "network", message: "It failed." },
  ]);
});
