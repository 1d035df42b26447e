// The reports on tickets that count by period: each ticket in the period in which happened to it what the report is about.
import type { HoursAverage } from "../../../../generated/models.js";
import type { Licence } from "../../licence/licence.js";
import type { TicketFacts } from "../../licence/records.js";
import { hasOneTag, isInGroup } from "../../licence/selection.js";
import type { Behaviour } from "../behaviour.js";
import { average, count, HOUR, sumOf } from "./numbers.js";
import { type PeriodQuery, periodsOf, report, split } from "./periods.js";

type Counting = "newTickets" | "firstResponseTime" | "solvedTickets" | "resolutionTime" | "ticketSources" | "ratings";

export const ticketReports: Pick<Behaviour<"reports">, `reports.tickets.${Counting}`> = {
  "reports.tickets.newTickets": ({ query }, licence) =>
    byPeriod(query, licence, creationOf, (tickets) => ({ new_tickets: tickets.length })),

  // Sources without a place in the report, such as Facebook and agents by hand, are left out.
  "reports.tickets.ticketSources": ({ query }, licence) =>
    byPeriod(query, licence, creationOf, (tickets) => ({
      tickets_from_chat_window: count(tickets, ({ source }) => source === "chat-window"),
      tickets_from_mail: count(tickets, ({ source }) => source === "mail"),
      tickets_from_chat: count(tickets, ({ source }) => source === "lc2"),
    })),

  "reports.tickets.firstResponseTime": ({ query }, licence) =>
    byPeriod(query, licence, answerOf, (tickets) => hoursUntil(tickets, answerOf)),

  "reports.tickets.solvedTickets": ({ query }, licence) =>
    byPeriod(query, licence, solutionOf, (tickets) => ({ solved_tickets: tickets.length })),

  "reports.tickets.resolutionTime": ({ query }, licence) =>
    byPeriod(query, licence, solutionOf, (tickets) => hoursUntil(tickets, solutionOf)),

  "reports.tickets.ratings": ({ query }, licence) =>
    byPeriod(query, licence, ratingOf, (tickets) => ({
      good: count(tickets, ({ rate }) => rate === "rated_good"),
      bad: count(tickets, ({ rate }) => rate === "rated_bad"),
    })),
};

export interface TicketFilters {
  group?: number;
  agent?: string;
  "tag[]"?: string[];
}

/** The tickets of a group, an agent and tags, whenever they were. */
export function ticketsOf({ group, agent, "tag[]": tags }: TicketFilters, licence: Licence): TicketFacts[] {
  return licence.tickets.facts.filter(
    (ticket) =>
      isInGroup(ticket, group) && hasOneTag(ticket, tags) && (agent === undefined || ticket.assignee === agent),
  );
}

/** When a ticket counts as rated, since its time is not kept: at the solution, or else at the last change. */
export function ratingOf({ rate, solved, modified }: TicketFacts): number | undefined {
  return rate === "not_rated" ? undefined : (solved ?? modified);
}

type Moment = (ticket: TicketFacts) => number | undefined;

function creationOf({ created }: TicketFacts): number {
  return created;
}

function answerOf({ answered }: TicketFacts): number | undefined {
  return answered;
}

function solutionOf({ solved }: TicketFacts): number | undefined {
  return solved;
}

function byPeriod<Value>(
  query: PeriodQuery & TicketFilters,
  licence: Licence,
  moment: Moment,
  value: (tickets: readonly TicketFacts[]) => Value,
): Record<string, Value> {
  const periods = periodsOf(query, licence);
  const part = split(periods, ticketsOf(query, licence), moment);
  return report(periods, (period) => value(part(period)));
}

function hoursUntil(tickets: readonly TicketFacts[], moment: Moment): HoursAverage {
  const seconds = tickets.map((ticket) => (moment(ticket) ?? ticket.created) - ticket.created);
  return { count: tickets.length, hours: average(sumOf(seconds) / HOUR, tickets.length) };
}
