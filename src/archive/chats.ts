// How chats, and messages left after hours, are asked for.
import type { ChatItem, ChatsListParams } from "../../generated/models.js";
import { addDays, dayOf } from "../calendar.js";
import type { LiveChat } from "../client/createClient.js";
import { groupDimension } from "./groups.js";
import type { Dimension, Source } from "./source.js";

/** The filters of `chats.list`, but for those that the export sets itself. */
export type ChatFilters = Omit<ChatsListParams, "date_from" | "date_to" | "timezone" | "page">;

export function chatSource(
  livechat: LiveChat,
  filters: ChatFilters,
  timezone: string,
): Source<ChatItem, ChatsListParams> {
  const dimensions: Dimension<ChatsListParams>[] = [
    { name: "tagged", values: "one", parts: () => [{ tagged: 0 }, { tagged: 1 }] },
    {
      name: "rate",
      values: "one at most",
      parts: () => [{ rate: "not_rated" }, { rate: "rated_good" }, { rate: "rated_bad" }],
    },
    groupDimension(livechat),
  ];
  const query = (from: string, to: string): ChatsListParams => ({
    ...filters,
    date_from: from,
    date_to: to,
    timezone,
  });
  return {
    kind: "chats",
    query: ({ from, to }) => query(from, to),
    queriesOfDay: (day) => [query(day, day)],
    fetch: async (filter, page, signal) => {
      const { chats, total, pages } = await livechat.chats.list({ ...filter, page }, { signal });
      return { items: chats, total, pages };
    },
    reachesAll: async ({ from, to }, _query, { items, total }, fetch) => {
      const times = items.flatMap((item) => (item.type === "chat" ? [item.started_timestamp] : []));
      if (times.length === 0) return undefined;
      const day = dayOf(Math.min(...times), timezone);
      if (day < from || day >= to) return undefined;
      // What a query does not reach is older than that, or of the same day.
      const parts = await Promise.all([fetch(query(from, day), 1), fetch(query(addDays(day, 1), to), 1)]);
      const totals = parts.map((part) => part.total);
      return totals.includes(total) ? undefined : totals.reduce((sum, one) => sum + one, 0) <= total;
    },
    dimensions: dimensions.filter(({ name }) => !(name in filters)),
    moment: () => undefined,
    // By which of its times a chat is found is not documented. Were it both, one that goes on past midnight came twice.
    returnsUntil: (item) => (item.type === "chat" ? (item.ended_timestamp ?? item.started_timestamp) : 0),
  };
}
