// Draws a week as a chart: how many chats there were each day, and how they were rated. Writes an SVG file.
//
// `npx tsx examples/weekly-report.ts 2025-06-04 report.svg` takes the week with that day; without it, the last whole one. Needs
// LIVECHAT_LOGIN and LIVECHAT_API_KEY. README.md says how to do without an account.
import { writeFile } from "node:fs/promises";
import { createClient } from "livechat-openapi";

interface Day {
  day: string;
  chats: number;
  good: number;
  bad: number;
}

const DAY_MS = 86_400_000;
const [dayInWeek = dayOf(Date.now() - 7 * DAY_MS), file = "weekly-report.svg"] = process.argv.slice(2);

const monday = mondayOf(dayInWeek);
const week = [0, 1, 2, 3, 4, 5, 6].map((number) => dayOf(monday + number * DAY_MS));
const range = { date_from: dayOf(monday), date_to: dayOf(monday + 6 * DAY_MS), group_by: "day" } as const;

const livechat = createClient.fromEnv();
const [totals, ratings] = await Promise.all([
  livechat.reports.chats.totalChats(range),
  livechat.reports.chats.ratings(range),
]);
// A report has an entry for each day, and an entry may lack what did not happen.
const days = week.map((day) => ({
  day,
  chats: totals[day]?.chats ?? 0,
  good: ratings[day]?.good ?? 0,
  bad: ratings[day]?.bad ?? 0,
}));
await writeFile(file, chart(days));
const sum = (key: "chats" | "good" | "bad") => days.reduce((total, day) => total + day[key], 0);
console.log(`${range.date_from} to ${range.date_to}:`);
console.log(`${sum("chats")} chats, ${sum("good")} rated good, ${sum("bad")} rated bad.`);

/** When the Monday of the week with this day begins. */
function mondayOf(day: string): number {
  const time = Date.parse(day);
  return time - ((new Date(time).getUTCDay() + 6) % 7) * DAY_MS;
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A column a day: good and bad ratings at its foot, chats without one above. */
function chart(days: Day[]): string {
  const highest = Math.max(1, ...days.map(({ chats }) => chats));
  const columns = days.map(({ day, chats, good, bad }, index) => {
    const unit = 200 / highest;
    const x = 40 + index * 80;
    const part = (colour: string, from: number, count: number) =>
      `<rect x="${x}" y="${240 - (from + count) * unit}" width="48" height="${count * unit}" fill="${colour}"/>`;
    const weekday = new Date(day).toLocaleDateString("en", { weekday: "short", timeZone: "UTC" });
    return `<g>
    <title>${day}: ${chats} chats, ${good} rated good, ${bad} rated bad</title>
    ${part("#2f9e44", 0, good)}${part("#e03131", good, bad)}${part("#adb5bd", good + bad, chats - good - bad)}
    <text x="${x + 24}" y="${232 - chats * unit}">${chats}</text>
    <text x="${x + 24}" y="260">${weekday}</text>
  </g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 608 300" font-family="sans-serif" font-size="14" text-anchor="middle">
  <rect width="608" height="300" fill="#ffffff"/>
  ${columns.join("\n  ")}
  <text x="304" y="285" fill="#495057">Chats by day: green was rated good, red bad, grey not at all</text>
</svg>
`;
}
