// What LiveChat delivers about an event. It names and writes many things in another way than the answers of the API do.
import type {
  CannedResponse,
  Chat,
  Ticket,
  TicketEvent,
  Visitor,
  WebhookCannedResponse,
  WebhookChat,
  WebhookPayload,
  WebhookPreChatSurveyField,
  WebhookTicket,
  WebhookTicketEvent,
  WebhookVisitor,
} from "../../../generated/models.js";
import { isoDate } from "../../calendar.js";
import type { Happening, Licence } from "../licence/licence.js";
import type { ChatFacts, WebhookRecord } from "../licence/records.js";
import { secondsOf } from "../licence/ticketFacts.js";

/** Everything that deliveries can hold. A subscription chooses among what its event has. */
export interface EventData {
  chat?: WebhookChat;
  visitor?: WebhookVisitor;
  pre_chat_survey?: WebhookPreChatSurveyField[];
  ticket?: WebhookTicket;
  canned_response?: WebhookCannedResponse;
}

/** All the data of an event, as they are at the moment. */
export function eventData(happening: Happening, licence: Licence): EventData {
  switch (happening.event) {
    case "visitor_queued":
      return { visitor: webhookVisitor(happening.visitor) };
    case "ticket_created": {
      const groupName = (id: number): string => licence.groups.get(id)?.name ?? "";
      return { ticket: webhookTicket(licence.tickets.item(happening.ticket), groupName) };
    }
    case "canned_response_changed":
      return { canned_response: webhookCannedResponse(happening.cannedResponse) };
    default:
      return chatData(happening.event, happening.chat, licence);
  }
}

/** The payload for a subscription: of the data, those that it asks for. */
export function payloadFor(
  { event_type, data_types, token, licence }: WebhookRecord,
  event_unique_id: string,
  data: EventData,
): WebhookPayload {
  const wanted = Object.entries(data).filter(([type]) => data_types.includes(type));
  // The data are those of the event, which is the subscription's.
  return {
    event_type,
    event_unique_id,
    token,
    license_id: String(licence),
    lc_version: "2",
    ...Object.fromEntries(wanted),
  } as WebhookPayload;
}

function chatData(event: WebhookPayload["event_type"], facts: ChatFacts, licence: Licence): EventData {
  const item = licence.chats.item(facts);
  // A message left after hours has no visitor, and nobody has seen what is delivered about it.
  if (item.type === "missed_chat")
    return { chat: { id: facts.id, started_timestamp: facts.started, messages: [], tags: [...facts.tags] } };
  return {
    chat: webhookChat(item),
    visitor: webhookVisitorOfChat(item, licence.visitors.get(item.visitor.id)),
    ...(event !== "chat_changed" && { pre_chat_survey: webhookSurvey(item) }),
  };
}

export function webhookChat(chat: Chat): WebhookChat {
  const { messages = [], events = [], agents, tags = [], ended_timestamp, referrer } = chat;
  return {
    id: chat.id,
    started_timestamp: chat.started_timestamp,
    ...(ended_timestamp !== undefined && { ended_timestamp }),
    url: chat.chat_start_url,
    ...(referrer !== undefined && { referer: referrer }),
    messages: messages.map(({ user_type, author_name, agent_id, text, message_json = "", timestamp }) => ({
      user_type,
      author_name,
      ...(agent_id !== undefined && { agent_id }),
      text,
      json: message_json,
      timestamp,
    })),
    // Only empty ones have been seen.
    attachments: [],
    events: events.flatMap((event) =>
      event.type === "event"
        ? [
            {
              type: event.event_type ?? "closed",
              user_type: event.user_type,
              text: event.text,
              timestamp: event.timestamp,
            },
          ]
        : [],
    ),
    agents: agents.map(({ display_name, email }) => ({ name: display_name, login: email })),
    tags: [...tags],
    groups: [...chat.group],
  };
}

/** The visitor as far as the chat knows; `seen` is the same person on the website, if still there. */
export function webhookVisitorOfChat(
  { visitor, custom_variables, chat_start_url }: Chat,
  seen: Visitor | undefined,
): WebhookVisitor {
  const { id, name, email, country, city, timezone } = visitor;
  return {
    id,
    name,
    ...(email !== undefined && { email }),
    ...(custom_variables && { custom_variables }),
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
    ...(seen && { language: seen.language }),
    page_current: seen?.page_current ?? chat_start_url,
    ...(timezone !== undefined && { timezone }),
  };
}

export function webhookVisitor(visitor: Visitor): WebhookVisitor {
  const { id, name, country, city, language, page_current, timezone, custom_variables, prechat_survey = [] } = visitor;
  // The list of visitors knows an address only from the survey.
  const email = prechat_survey.find(({ value }) => value.includes("@"))?.value;
  return {
    id,
    name,
    ...(email !== undefined && { email }),
    ...(custom_variables && { custom_variables }),
    country,
    city,
    language,
    page_current,
    timezone,
  };
}

/** What kind of question it was shows only in the answer. */
export function webhookSurvey({ prechat_survey = [], visitor }: Chat): WebhookPreChatSurveyField[] {
  const typeOf = (answer: string): string => {
    if (answer === visitor.name) return "name";
    return answer !== "" && answer === visitor.email ? "email" : "question";
  };
  return prechat_survey.map(({ id, key, value }) => ({ id, type: typeOf(value), label: key, answer: value }));
}

export function webhookTicket(ticket: Ticket, groupName: (id: number) => string): WebhookTicket {
  const { id, status, subject, requester, assignee, groups, tags, source, events } = ticket;
  return {
    id,
    status,
    subject,
    requester,
    ...(assignee && { assignee }),
    groups: groups.map((group) => (typeof group === "number" ? { id: group, name: groupName(group) } : group)),
    tags: [...tags],
    source,
    events: events.map(webhookTicketEvent),
  };
}

function webhookTicketEvent(event: TicketEvent): WebhookTicketEvent {
  const date = isoDate(secondsOf(event.date));
  if (event.type !== "message") return { ...event, date };
  const { type, url } = event.source;
  return { ...event, date, source: { type, ...(url !== undefined && { url }) } };
}

export function webhookCannedResponse({
  id,
  group,
  text,
  tags,
  modification_date,
}: CannedResponse): WebhookCannedResponse {
  return { id, group, text, tags: [...tags], ...(modification_date !== undefined && { modification_date }) };
}
