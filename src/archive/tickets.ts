// How tickets are asked for. A query finds a ticket when anything happened to it on one of the days, so that it comes in many
// windows; it belongs to the one in which it was last modified. In which time zone the API tells days apart is not documented,
// and no parameter sets it: a window's query takes in every day that the window can touch, wherever on Earth the days are told.
import type { Ticket, TicketsListParams, TicketTime } from "../../generated/models.js";
import { addDays, dayOf, daysBetween, instantOf } from "../calendar.js";
import type { LiveChat } from "../client/createClient.js";
import { groupDimension } from "./groups.js";
import type { Dimension, Source } from "./source.js";
import type { Window } from "./window.js";

/** The filters of `tickets.list`, but for those that the export sets itself. */
export type TicketFilters = Omit<TicketsListParams, "date_from" | "date_to" | "page" | "order">;

const HOUR = 3600;

/** Clocks differ from UTC by -12 to +14 hours. */
const [WESTERNMOST, EASTERNMOST] = [-12 * HOUR, 14 * HOUR];

/** `today` in the time zone: on it, the last day to ask for is left open. */
export function ticketSource(
  livechat: LiveChat,
  filters: TicketFilters,
  timezone: string,
  today: string,
): Source<Ticket, TicketsListParams> {
  const dimensions: Dimension<TicketsListParams>[] = [
    { name: "assigned", values: "one", parts: () => [{ assigned: 0 }, { assigned: 1 }] },
    { name: "tagged", values: "one", parts: () => [{ tagged: 0 }, { tagged: 1 }] },
    {
      name: "status",
      values: "one at most",
      parts: () => [{ status: "open" }, { status: "pending" }, { status: "solved" }, { status: "spam" }],
    },
    groupDimension(livechat),
  ];
  const query = ({ from, to }: Window): TicketsListParams => ({
    ...filters,
    date_from: from,
    // Whether a day that has not come yet can be asked for is not documented.
    ...(to < today && { date_to: to }),
  });
  const touched = ({ from, to }: Window): Window => ({
    from: dayOf(instantOf(from, timezone) + WESTERNMOST, "UTC"),
    to: dayOf(instantOf(addDays(to, 1), timezone) - 1 + EASTERNMOST, "UTC"),
  });
  return {
    kind: "tickets",
    query: (window) => query(touched(window)),
    queriesOfDay: (day) => {
      const { from, to } = touched({ from: day, to: day });
      const open = from > today ? from : today;
      return daysBetween(from, to < open ? to : open).map((one) => query({ from: one, to: one }));
    },
    fetch: async (filter, page, signal) => {
      const { tickets, total, pages } = await livechat.tickets.list({ ...filter, page }, { signal });
      return { items: tickets, total, pages };
    },
    reachesAll: async (_window, filter, { items }, fetch) => {
      const [oldest] = (await fetch({ ...filter, order: "asc" }, 1)).items;
      const last = items.at(-1);
      if (oldest?.id === last?.id) return true;
      return oldest && last && secondsOf(oldest.modified) < secondsOf(last.modified) ? false : undefined;
    },
    dimensions: dimensions.filter(({ name }) => !(name in filters)),
    moment: ({ modified }) => secondsOf(modified),
    // The query of a window may begin a day and the whole width of the time zones before it.
    returnsUntil: ({ modified }) => secondsOf(modified) + 24 * HOUR + EASTERNMOST - WESTERNMOST,
  };
}

/** A number is Unix seconds; a text is ISO 8601, in UTC unless it names a zone. */
function secondsOf(time: TicketTime): number {
  if (typeof time === "number") return time;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(time);
  return Math.floor(Date.parse(zoned ? time : `${time.replace(" ", "T")}Z`) / 1000);
}
