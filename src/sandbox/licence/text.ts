// What a search for text looks through: names, addresses and what was written, in lower case.
import type { ChatItem, Ticket } from "../../../generated/models.js";

export function textOfChat(item: ChatItem): string {
  return item.type === "missed_chat"
    ? joined([item.email, item.message])
    : joined([
        item.visitor.name,
        item.visitor.email,
        ...item.agents.map(({ display_name }) => display_name),
        ...(item.messages ?? []).map(({ text }) => text),
      ]);
}

export function textOfTicket({ subject, requester, assignee, events }: Ticket): string {
  return joined([
    subject,
    requester.name,
    requester.mail,
    assignee?.name,
    ...events.map((event) => (event.type === "message" ? event.message : undefined)),
  ]);
}

/** Line by line, so that nothing is found that begins in one text and ends in the next. */
export function joined(texts: readonly (string | undefined)[]): string {
  return texts.join("\n").toLowerCase();
}
