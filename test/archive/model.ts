// A small LiveChat for the archive's tests: what the lists do, by the plainest means. It is a `fetch` for the client.
import type { ChatsListParams, TicketsListParams } from "livechat-openapi";
import { createClient, type LiveChat } from "livechat-openapi";

const SIZE = 25;

export interface ModelChat {
  id: string;
  /** Unix seconds. */
  started: number;
  ended: number;
  missed?: boolean;
  tags?: string[];
  rate?: string;
  groups?: number[];
}

export interface ModelTicket {
  id: string;
  /** Whenever something happened to it, in order, in Unix seconds. */
  activity: number[];
  tags?: string[];
  status?: string;
  assigned?: boolean;
  groups?: number[];
}

/**
 * How a query ends at the record limit: `pages` counts all records and names the pages that it reaches, `empty` names all pages
 * and shows nothing on the later ones, `refused` answers those with 400, `capped` counts no further than it reaches.
 */
export type LimitStyle = "pages" | "empty" | "refused" | "capped";

export interface ModelOptions {
  chats?: ModelChat[];
  tickets?: ModelTicket[];
  limit?: number;
  style?: LimitStyle;
  /** In which tickets' days are told. */
  timezone?: string;
  /** By which of a chat's times it is found. */
  chatsBy?: "started" | "ended" | "both";
  groups?: number[];
  /** Happens before each answer. */
  before?: (model: Model, request: number) => void;
  /** Another answer, where there is to be one. */
  instead?: (request: number) => Response | undefined;
  /** Holds an answer back. */
  delay?: (request: number) => Promise<void>;
}

export interface Model {
  chats: ModelChat[];
  tickets: ModelTicket[];
  livechat: LiveChat;
  /** The queries, in the order in which they came. */
  queries: URLSearchParams[];
  /** Something happens to a ticket. */
  touch(ticket: ModelTicket, at: number): void;
}

export function createModel(options: ModelOptions): Model {
  const model: Model = {
    chats: [...(options.chats ?? [])],
    tickets: [...(options.tickets ?? [])],
    queries: [],
    livechat: createClient({
      auth: { accessToken: "made-up-token" },
      retry: false,
      fetch: async (url) => {
        const response = answer(model, options, new URL(url));
        await options.delay?.(model.queries.length);
        return response;
      },
    }),
    touch: (ticket, at) => {
      // Replaced, not changed: what was answered before stays as it was.
      const touched = { ...ticket, activity: [...ticket.activity, at] };
      model.tickets = model.tickets.map((one) => (one.id === ticket.id ? touched : one));
    },
  };
  return model;
}

function answer(model: Model, options: ModelOptions, { pathname, searchParams: query }: URL): Response {
  if (pathname === "/groups") return Response.json((options.groups ?? [0]).map((id) => ({ id, name: `Group ${id}` })));
  model.queries.push(query);
  options.before?.(model, model.queries.length);
  const other = options.instead?.(model.queries.length);
  if (other) return other;
  const chats = pathname === "/chats";
  const found = chats ? findChats(model.chats, options, query) : findTickets(model.tickets, options, query);
  const { limit = Number.POSITIVE_INFINITY, style = "pages" } = options;
  const reached = Math.min(found.length, limit);
  const total = style === "capped" ? reached : found.length;
  const pages = Math.ceil((style === "pages" ? reached : total) / SIZE);
  const page = Number(query.get("page") ?? 1);
  if (style === "refused" && (page - 1) * SIZE >= limit)
    return Response.json({ errors: ["page is too high"] }, { status: 400 });
  const items = found.slice((page - 1) * SIZE, Math.min(page * SIZE, reached));
  return Response.json({ total, pages, [chats ? "chats" : "tickets"]: items });
}

/** The names of parameters, held against the description. */
const CHATS = {
  from: "date_from",
  to: "date_to",
  timezone: "timezone",
  tagged: "tagged",
  rate: "rate",
  group: "group",
} as const satisfies Record<string, keyof ChatsListParams>;
const TICKETS = {
  from: "date_from",
  to: "date_to",
  tagged: "tagged",
  assigned: "assigned",
  status: "status",
  group: "group",
} as const satisfies Record<string, keyof TicketsListParams>;

function findChats(chats: ModelChat[], { chatsBy = "started" }: ModelOptions, query: URLSearchParams): object[] {
  const timezone = query.get(CHATS.timezone) ?? "UTC";
  return chats
    .filter((chat) => {
      const times = chatsBy === "both" ? [chat.started, chat.ended] : [chat[chatsBy]];
      return (
        isInRange(query, CHATS, times, timezone) &&
        isFlag(query.get(CHATS.tagged), (chat.tags ?? []).length > 0) &&
        isOneOf(query.get(CHATS.rate), [chat.rate ?? "not_rated"]) &&
        isOneOf(query.get(CHATS.group), (chat.groups ?? [0]).map(String))
      );
    })
    .sort((a, b) => b.started - a.started || (a.id < b.id ? -1 : 1))
    .map(({ id, started, ended, missed, tags = [], rate = "not_rated" }) =>
      missed
        ? { type: "missed_chat", id, time: "after hours", email: "mina@example.net", message: "Are you there?" }
        : {
            type: "chat",
            id,
            started_timestamp: started,
            ended_timestamp: ended,
            tags,
            rate,
            visitor: { id: `S${id}`, name: `Visitor "${id}"` },
            agents: [{ display_name: "Ben", email: "ben@example.com" }],
            group: [1],
          },
    );
}

function findTickets(tickets: ModelTicket[], { timezone = "UTC" }: ModelOptions, query: URLSearchParams): object[] {
  const modified = ({ activity }: ModelTicket): number => activity.at(-1) as number;
  return tickets
    .filter(
      (ticket) =>
        isInRange(query, TICKETS, ticket.activity, timezone) &&
        isFlag(query.get(TICKETS.tagged), (ticket.tags ?? []).length > 0) &&
        isFlag(query.get(TICKETS.assigned), ticket.assigned ?? false) &&
        isOneOf(query.get(TICKETS.status), [ticket.status ?? "open"]) &&
        isOneOf(query.get(TICKETS.group), (ticket.groups ?? [0]).map(String)),
    )
    .sort((a, b) => modified(b) - modified(a) || (a.id < b.id ? -1 : 1))
    .map((ticket) => ({
      id: ticket.id,
      subject: `=${ticket.id}`,
      // One of both forms that are known.
      modified: modified(ticket) % 2 ? modified(ticket) : new Date(modified(ticket) * 1000).toISOString(),
      status: ticket.status ?? "open",
      tags: ticket.tags ?? [],
      groups: ticket.groups ?? [0],
      requester: { mail: "mina@example.net" },
      source: { type: "mail" },
      events: [],
      opened: [],
      firstResponse: {},
    }));
}

function isInRange(
  query: URLSearchParams,
  names: { from: string; to: string },
  times: number[],
  timezone: string,
): boolean {
  const from = query.get(names.from) ?? "0000-00-00";
  const to = query.get(names.to) ?? "9999-99-99";
  return times.some((time) => {
    const day = localDay(time, timezone);
    return from <= day && day <= to;
  });
}

function isFlag(wanted: string | null, value: boolean): boolean {
  return wanted === null || (wanted === "1") === value;
}

function isOneOf(wanted: string | null, values: string[]): boolean {
  return wanted === null || values.includes(wanted);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const days = new Map<string, string>();

/** The day on the clocks of a time zone. */
export function localDay(seconds: number, timezone: string): string {
  const key = `${seconds} ${timezone}`;
  let day = days.get(key);
  if (day === undefined) {
    let format = formats.get(timezone);
    if (!format) {
      format = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" });
      formats.set(timezone, format);
    }
    day = format.format(seconds * 1000);
    days.set(key, day);
  }
  return day;
}
