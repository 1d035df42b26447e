// The report on chats that went on at the same time.
import { addDays, dayOf, instantOf } from "../../../calendar.js";
import { selectChats } from "../../licence/selection.js";
import type { Behaviour, Call } from "../behaviour.js";
import { hoursOf } from "./periods.js";
import { overlaps, peak, spanOf } from "./spans.js";

type Weekday = Call<"reports.chats.agentsOccupancy">["query"]["weekday"];

const WEEKDAYS: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** As many as LiveChat's sample has. */
const WEEKS = 4;

export const occupancyReport: Pick<Behaviour<"reports">, "reports.chats.agentsOccupancy"> = {
  // Counts back from the newest chat, so that an archive that ended long ago is not all zeros.
  "reports.chats.agentsOccupancy": ({ query }, licence) => {
    const { timezone } = licence;
    const chats = selectChats({}, licence);
    const days = lastDays(query.weekday, dayOf(chats[0]?.started ?? licence.now(), timezone));
    return Object.fromEntries(
      days.flatMap((day) => {
        const whole = { from: instantOf(day, timezone), to: instantOf(day, timezone, 24) };
        const spans = chats.filter((chat) => overlaps(spanOf(chat), whole)).map(spanOf);
        return hoursOf(day, timezone).map((hour) => [`${day} ${hour.key}`, peak(hour, spans)]);
      }),
    );
  },
};

/** The last days of that name up to the given one, oldest first. */
function lastDays(weekday: Weekday, day: string): string[] {
  const since = (new Date(day).getUTCDay() - WEEKDAYS.indexOf(weekday) + 7) % 7;
  return Array.from({ length: WEEKS }, (_, index) => addDays(day, -since - 7 * (WEEKS - 1 - index)));
}
