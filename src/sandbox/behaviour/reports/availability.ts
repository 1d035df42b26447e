// The reports that measure time by the clock: when there was somebody to chat with, and when somebody chatted. They tell
// hours of each day, or minutes of each hour of a single day, so what several agents or chats fill together counts once.
import type { HoursOfDay, MinutesOfHour } from "../../../../generated/models.js";
import type { Licence } from "../../licence/licence.js";
import { type DateQuery, selectChats } from "../../licence/selection.js";
import type { Behaviour } from "../behaviour.js";
import { HOUR, MINUTE, rounded } from "./numbers.js";
import { isOneDay, periodsOf, report, withoutFirstDay } from "./periods.js";
import { coverage, type Span, spanOf } from "./spans.js";

export const timeReports: Pick<Behaviour<"reports">, "reports.availability" | "reports.chats.chattingTime"> = {
  "reports.availability": ({ query }, licence) => {
    const shifts = licence.log.shifts.filter(
      ({ agent }) => (query.agent === undefined || agent === query.agent) && isMember(agent, query.group, licence),
    );
    return timeReport(query, licence, shifts);
  },

  "reports.chats.chattingTime": ({ query }, licence) => {
    const chats = selectChats(withoutFirstDay(query), licence);
    return timeReport(query, licence, chats.map(spanOf));
  },
};

/** Group 0 has all agents. With an agent go the statistics. */
function isMember(login: string, group: number | undefined, { agents }: Licence): boolean {
  const agent = agents.get(login);
  return agent !== undefined && (!group || agent.groups.includes(group));
}

function timeReport(
  query: DateQuery,
  licence: Licence,
  spans: readonly Span[],
): Record<string, HoursOfDay | MinutesOfHour> {
  const periods = periodsOf({ ...query, group_by: "hour" }, licence);
  const secondsOf = coverage(periods, spans);
  return isOneDay(query, licence)
    ? report(periods, (period) => ({ minutes: rounded(secondsOf(period) / MINUTE) }))
    : report(periods, (period) => ({ hours: rounded(secondsOf(period) / HOUR) }));
}
