// The columns of a CSV file: what people look for in a spreadsheet. Whoever needs all fields takes JSON. Records that are many
// years old may lack what newer ones have: a cell is then empty.
import type { ChatItem, Ticket, TicketTime } from "../../../generated/models.js";

export type Cell = string | number | readonly (string | number)[] | null | undefined;

/** A column's name, and what stands in it. */
export type Column<Item> = readonly [name: string, cell: (item: Item) => Cell];

export const chatColumns: readonly Column<ChatItem>[] = [
  ["id", ({ id }) => id],
  ["type", ({ type }) => type],
  ["started", (item) => (item.type === "chat" ? isoTime(item.started_timestamp) : item.time)],
  ["ended", (item) => (item.type === "chat" ? isoTime(item.ended_timestamp) : undefined)],
  ["duration", (item) => (item.type === "chat" ? item.duration : undefined)],
  ["visitor_id", (item) => (item.type === "chat" ? item.visitor?.id : undefined)],
  ["visitor_name", (item) => (item.type === "chat" ? item.visitor?.name : undefined)],
  ["visitor_email", (item) => (item.type === "chat" ? item.visitor?.email : item.email)],
  ["visitor_ip", (item) => (item.type === "chat" ? item.visitor?.ip : undefined)],
  ["city", (item) => (item.type === "chat" ? item.visitor?.city : undefined)],
  ["region", (item) => (item.type === "chat" ? item.visitor?.region : undefined)],
  ["country", (item) => (item.type === "chat" ? item.visitor?.country : undefined)],
  ["agents", (item) => (item.type === "chat" ? item.agents?.map(({ email }) => email) : undefined)],
  ["groups", (item) => (item.type === "chat" ? item.group : undefined)],
  ["rate", (item) => (item.type === "chat" ? item.rate : undefined)],
  ["tags", (item) => (item.type === "chat" ? item.tags : undefined)],
  ["engagement", (item) => (item.type === "chat" ? item.engagement : undefined)],
  ["queue_duration", (item) => (item.type === "chat" ? item.queue?.duration : undefined)],
  ["messages", (item) => (item.type === "chat" ? item.messages?.length : undefined)],
  ["chat_start_url", (item) => (item.type === "chat" ? item.chat_start_url : undefined)],
  ["referrer", (item) => (item.type === "chat" ? item.referrer : undefined)],
  ["message", (item) => (item.type === "chat" ? undefined : item.message)],
];

export const ticketColumns: readonly Column<Ticket>[] = [
  ["id", ({ id }) => id],
  ["subject", ({ subject }) => subject],
  ["status", ({ status }) => status],
  ["created", ({ date, opened }) => isoTime(date ?? opened?.[0]?.from)],
  ["modified", ({ modified }) => isoTime(modified)],
  ["requester_mail", ({ requester }) => requester?.mail],
  ["requester_name", ({ requester }) => requester?.name],
  ["assignee", ({ assignee }) => assignee?.id],
  ["groups", ({ groups }) => groups?.map((group) => (typeof group === "number" ? group : group.id))],
  ["tags", ({ tags }) => tags],
  ["rate", ({ rate }) => rate],
  ["source", ({ source }) => source?.type],
  ["source_url", ({ source }) => source?.url],
  ["source_id", ({ source }) => source?.id],
  ["messages", ({ events }) => events?.filter(({ type }) => type === "message").length],
];

/** Unix seconds as ISO 8601; a text, and what is no time, stays as it is. */
function isoTime(time: TicketTime | undefined): Cell {
  const date = new Date(typeof time === "number" ? time * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? time : date.toISOString().replace(".000Z", "Z");
}
