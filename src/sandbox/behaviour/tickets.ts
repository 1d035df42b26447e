// Tickets: listed, opened and tagged.
import type { Ticket, TicketCreate, TicketGroup } from "../../../generated/models.js";
import { isoDate } from "../../calendar.js";
import type { Licence } from "../licence/licence.js";
import type { TicketFacts } from "../licence/records.js";
import { selectTickets } from "../licence/selection.js";
import { factsOfTicket } from "../licence/ticketFacts.js";
import type { Behaviour } from "./behaviour.js";
import { agentProblems, found, groupProblems, refuseFor } from "./demands.js";
import { pageOf } from "./page.js";

export const tickets: Behaviour<"tickets"> = {
  "tickets.list": ({ query: { page, order, ...filters } }, licence) => {
    const newestFirst = selectTickets(filters, licence);
    const { items, total, pages } = pageOf(order === "asc" ? [...newestFirst].reverse() : newestFirst, page);
    return { tickets: items.map((facts) => licence.tickets.item(facts)), total, pages };
  },

  "tickets.create": ({ body }, licence) => {
    const { assignee, group = [] } = body;
    refuseFor(
      ...(assignee ? agentProblems(licence, "assignee.id", assignee.id) : []),
      ...group.flatMap((id) => groupProblems(licence, "group", id)),
    );
    const ticket = ticketFrom(body, licence);
    const facts = licence.tickets.add(factsOfTicket(ticket), ticket);
    licence.announce({ event: "ticket_created", ticket: facts });
    return ticket;
  },

  "tickets.get": ({ path }, licence) => licence.tickets.item(ticketOf(path.ticket_id, licence)),

  // Names that are no tags of the licence are taken as well: no source says otherwise, and a deleted tag stays on tickets.
  "tickets.updateTags": ({ path, body: { tag } }, licence) => {
    const { id, modified, activity } = ticketOf(path.ticket_id, licence);
    // A clock that was put back does not take the ticket back in time.
    const now = Math.max(licence.now(), modified);
    const ticket = licence.tickets.update(id, {
      tags: [...new Set(tag)],
      modified: now,
      activity: now === modified ? activity : [...activity, now],
    });
    return { tickets: [licence.tickets.item(ticket)], total: 1, pages: 1 };
  },
};

function ticketOf(id: string, licence: Licence): TicketFacts {
  return found(licence.tickets.get(id), `ticket ${id}`);
}

function ticketFrom({ requester, message, subject, assignee, source, group }: TicketCreate, licence: Licence): Ticket {
  const agent = licence.agents.get(assignee?.id ?? "");
  const groups = groupsOf(licence, group);
  const [currentGroup] = groups;
  const { type = "lc2", url } = source ?? {};
  // Only the form stands on a page.
  const origin = { type, url: (type === "chat-window" && url) || null };
  const now = isoDate(licence.now());
  return {
    id: newId(licence),
    subject: subject ?? "(no subject)",
    status: "open",
    requester,
    ...(agent && { assignee: { id: agent.login, name: agent.name } }),
    groups,
    ...(currentGroup && { currentGroup }),
    tags: [],
    source: { ...origin, id: null },
    // That an agent has it from the beginning is no event: the samples show such tickets with their message alone.
    events: [
      {
        type: "message",
        author: { id: requester.mail, ...(requester.name !== undefined && { name: requester.name }), type: "client" },
        date: now,
        is_private: false,
        message,
        source: origin,
      },
    ],
    date: now,
    modified: now,
    opened: [{ from: now }],
    firstResponse: {},
    rate: "not_rated",
  };
}

/** An empty list is none: then the ticket goes to the group of all operators. */
function groupsOf(licence: Licence, ids: readonly number[] = []): TicketGroup[] {
  const wanted = new Set(ids.length > 0 ? ids : [0]);
  return [...wanted].map((id) => ({ id, name: licence.groups.get(id)?.name ?? "" }));
}

function newId({ ids, tickets }: Licence): string {
  let id = ids.ticket();
  while (tickets.get(id)) id = ids.ticket();
  return id;
}
