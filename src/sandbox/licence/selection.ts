// From the filters of a request to the records that fit them. Lists and reports both select here, so that their totals agree.
import type { operations } from "../../../generated/types.js";
import { dayOf, instantOf, isTimezone } from "../../calendar.js";
import { badRequest } from "../refusals.js";
import type { Licence } from "./licence.js";
import type { ChatFacts, GoalFacts, TicketFacts } from "./records.js";

type QueryOf<Id extends keyof operations> = NonNullable<operations[Id]["parameters"]["query"]>;

/** Whatever filters chats; the query of a report fits, too. */
export type ChatQuery = Omit<QueryOf<"chats.list">, "page">;

export type TicketQuery = Omit<QueryOf<"tickets.list">, "page" | "order">;

export type DateQuery = Pick<ChatQuery, "date_from" | "date_to" | "timezone">;

/** Unix seconds, `to` not included. Without a first day it begins at -Infinity. */
export interface Window {
  from: number;
  to: number;
}

type Surroundings = Pick<Licence, "timezone" | "now">;

/** From the beginning of the first day to the end of the last, which is today unless given. Throws a Refusal. */
export function windowOf(query: DateQuery, licence: Surroundings): Window {
  const { date_from: first, date_to: last } = query;
  const timezone = timezoneOf(query, licence);
  if (first !== undefined && last !== undefined && first > last)
    throw badRequest(`date_from: expected a day that is not after date_to (${last}), got ${first}`);
  return {
    from: first === undefined ? -Infinity : instantOf(first, timezone),
    to: instantOf(last ?? dayOf(licence.now(), timezone), timezone, 24),
  };
}

/** The zone in which days begin and end: the one asked for, or the licence's. Throws a Refusal. */
export function timezoneOf({ timezone }: Pick<DateQuery, "timezone">, licence: Surroundings): string {
  if (timezone !== undefined && !isTimezone(timezone))
    throw badRequest(`timezone: expected a name of the TZ database, such as America/Phoenix, got ${timezone}`);
  return timezone ?? licence.timezone;
}

/** The chats and messages left after hours that a query keeps, newest first. Throws a Refusal. */
export function selectChats(query: ChatQuery, licence: Licence): readonly ChatFacts[] {
  return licence.chats.select(keyOf(query, windowOf(query, licence)), chatFilter(query, licence));
}

/** The tickets that a query keeps, the one that changed last first. Throws a Refusal. */
export function selectTickets(query: TicketQuery, licence: Licence): readonly TicketFacts[] {
  return licence.tickets.select(keyOf(query, windowOf(query, licence)), ticketFilter(query, licence));
}

/** A chat belongs to the day on which it started. Of several tags one is enough. Throws a Refusal. */
function chatFilter(query: ChatQuery, licence: Licence): (chat: ChatFacts) => boolean {
  const { include_pending, group, tagged, agent, visitor_id, rate, comment, queued, goal, has_goal, has_sale } = query;
  const { from, to } = windowOf(query, licence);
  const tags = query["tag[]"];
  const trackers = trackersNamed(query.sale, licence);
  const [city, region, country, text] = [query.city, query.region, query.country, query.query].map(lowered);
  return (chat) =>
    chat.started >= from &&
    chat.started < to &&
    (include_pending === 1 || chat.ended !== undefined) &&
    isInGroup(chat, group) &&
    hasOneTag(chat, tags) &&
    agrees(tagged, chat.tags.length > 0) &&
    (agent === undefined || chat.agents.includes(agent)) &&
    (visitor_id === undefined || chat.visitor === visitor_id) &&
    (rate === undefined || isRated(chat.rate, rate)) &&
    agrees(comment, chat.commented) &&
    agrees(queued, chat.waited !== undefined) &&
    agrees(has_goal, chat.goals.length > 0) &&
    (goal === undefined || chat.goals.some(({ id }) => id === goal)) &&
    (has_sale === undefined || chat.goals.some(isSale) === (has_sale === 1)) &&
    (trackers === undefined || chat.goals.some((reached) => isSale(reached) && trackers.has(reached.id))) &&
    (city === undefined || chat.city.toLowerCase() === city) &&
    (region === undefined || chat.region.toLowerCase() === region) &&
    (country === undefined || chat.country.toLowerCase() === country) &&
    (text === undefined || licence.chats.text(chat).includes(text));
}

/** The dates match a ticket when anything happened to it between them. Throws a Refusal. */
function ticketFilter(query: TicketQuery, licence: Licence): (ticket: TicketFacts) => boolean {
  const { group, tagged, assigned, assignee, status, source, source_id } = query;
  const { from, to } = windowOf(query, licence);
  const tags = query.tag === undefined ? undefined : [query.tag];
  const [requester, text] = [query["requester[mail]"], query.query].map(lowered);
  return (ticket) =>
    ticket.activity.some((at) => at >= from && at < to) &&
    isInGroup(ticket, group) &&
    hasOneTag(ticket, tags) &&
    agrees(tagged, ticket.tags.length > 0) &&
    agrees(assigned, ticket.assignee !== undefined) &&
    (assignee === undefined || ticket.assignee === assignee) &&
    (status === undefined || ticket.status === status) &&
    (source === undefined || isSource(ticket.source, source)) &&
    (source_id === undefined || ticket.chat === source_id) &&
    (requester === undefined || ticket.requester.toLowerCase() === requester) &&
    (text === undefined || licence.tickets.text(ticket).includes(text));
}

/** Group 0 is a group like others here: it keeps what came to all operators, not everything. */
export function isInGroup({ groups }: { readonly groups: readonly number[] }, group: number | undefined): boolean {
  return group === undefined || groups.includes(group);
}

/** Of several tags one is enough. */
export function hasOneTag(
  { tags }: { readonly tags: readonly string[] },
  wanted: readonly string[] | undefined,
): boolean {
  return wanted === undefined || wanted.some((tag) => tags.includes(tag));
}

/** A flag with 0 keeps what the flag with 1 leaves out. */
function agrees(flag: 0 | 1 | undefined, value: boolean): boolean {
  return flag === undefined || value === (flag === 1);
}

function isRated(rate: ChatFacts["rate"], wanted: NonNullable<ChatQuery["rate"]>): boolean {
  return wanted === "rated" ? rate !== "not_rated" : rate === wanted;
}

/** `facebook` stands for its finer values, too. */
function isSource(source: TicketFacts["source"], wanted: string): boolean {
  return source === wanted || source.startsWith(`${wanted}:`);
}

function isSale({ sale }: GoalFacts): boolean {
  return sale !== undefined;
}

function lowered(text: string | undefined): string | undefined {
  return text?.toLowerCase();
}

/** The goals that a sales tracker's name means: its number, or the text by which the website reports a sale. */
function trackersNamed(sale: string | undefined, licence: Licence): ReadonlySet<number> | undefined {
  if (sale === undefined) return undefined;
  const named = [...licence.goals].filter((goal) => goal.type === "sales_tracker" && goal.sales_tracker_id === sale);
  return new Set([Number(sale), ...named.map(({ id }) => id)]);
}

/** Filters that keep the same have the same key, whichever days and zone their window was given by. */
function keyOf({ date_from, date_to, timezone, ...filters }: DateQuery, { from, to }: Window): string {
  return JSON.stringify({ from, to, ...filters });
}
