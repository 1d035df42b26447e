// What no list shows and reports are made of: shifts, visitors who gave up waiting, greetings that led to nothing.
import { createRandom } from "../licence/random.js";
import type { ActivityLog, ChatFacts } from "../licence/records.js";
import { ARCHIVE_BEGINS, ARCHIVE_ENDS } from "./days.js";
import type { Roster } from "./roster.js";
import { STREAM } from "./streams.js";

const HOUR = 3600;

/** Where some waited, others gave up; and for each greeting that led to a chat, several others had been shown. */
export function seedLog(seed: number, { shifts }: Roster, chats: readonly ChatFacts[]): ActivityLog {
  const random = createRandom(seed, STREAM.log);
  const near = (time: number): number => clamp(time + random.integer(-HOUR, HOUR));
  const leavers: ActivityLog["leavers"][number][] = [];
  const ignoredGreetings: ActivityLog["ignoredGreetings"][number][] = [];
  for (const { started, groups, greeting, waited } of chats) {
    const [group = 0] = groups;
    if (waited !== undefined && random.chance(0.3))
      leavers.push({ at: near(started), waited: waited + random.integer(10, 300), group });
    if (greeting !== undefined)
      for (let shown = random.integer(1, 9); shown > 0; shown -= 1)
        ignoredGreetings.push({ at: near(started), greeting, group });
  }
  return {
    shifts,
    leavers: leavers.sort((a, b) => a.at - b.at),
    ignoredGreetings: ignoredGreetings.sort((a, b) => a.at - b.at),
  };
}

function clamp(time: number): number {
  return Math.min(Math.max(time, ARCHIVE_BEGINS), ARCHIVE_ENDS - 1);
}
