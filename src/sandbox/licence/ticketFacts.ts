// The facts of a ticket that was handed in as a record, and the record brought up to date with facts that have changed.
import type { Ticket, TicketGroupOrId, TicketTime } from "../../../generated/models.js";
import { isoDate } from "../../calendar.js";
import type { TicketFacts } from "./records.js";

export function factsOfTicket(ticket: Ticket): TicketFacts {
  const times = [
    ...(ticket.date === undefined ? [] : [ticket.date]),
    ...ticket.opened.map(({ from }) => from),
    ...ticket.events.map(({ date }) => date),
    ticket.modified,
  ].map(secondsOf);
  const activity = [...new Set(times)].sort((a, b) => a - b);
  const answer = ticket.events.find(
    (event) => event.type === "message" && event.author.type === "agent" && !event.is_private,
  );
  return {
    id: ticket.id,
    status: ticket.status,
    created: activity[0] as number,
    modified: activity.at(-1) as number,
    activity,
    requester: ticket.requester.mail,
    ...(ticket.assignee && { assignee: ticket.assignee.id }),
    groups: ticket.groups.map(groupId),
    tags: ticket.tags,
    source: ticket.source.type,
    ...(ticket.source.id && { chat: ticket.source.id }),
    ...(answer && { answered: secondsOf(answer.date) }),
    ...(ticket.status === "solved" && { solved: activity.at(-1) as number }),
    rate: ticket.rate ?? "not_rated",
  };
}

/** Only what the API or a moving record changes. */
export function refreshTicket(ticket: Ticket, { tags, modified }: TicketFacts): Ticket {
  return { ...ticket, tags: [...tags], modified: isoDate(modified) };
}

export function secondsOf(time: TicketTime): number {
  return typeof time === "number" ? time : Math.floor(Date.parse(time) / 1000);
}

function groupId(group: TicketGroupOrId): number {
  return typeof group === "number" ? group : group.id;
}
