// The facts of a chat that was handed in as a record, and the record brought up to date with facts that have changed.
import type { Chat, ChatItem, ChatMessage } from "../../../generated/models.js";
import type { ChatFacts, GoalFacts } from "./records.js";

/** What a record does not show. */
export type HiddenChatFacts = Partial<Pick<ChatFacts, "commented" | "greeting">>;

/** `started` stands in for a missed chat, whose time has no documented form, and `groups` for what it does not name. */
export function factsOfChat(item: ChatItem, missed: { started: number }, hidden: HiddenChatFacts = {}): ChatFacts {
  return item.type === "missed_chat"
    ? {
        id: item.id,
        missed: true,
        started: missed.started,
        ended: missed.started,
        visitor: "",
        city: "",
        region: "",
        country: "",
        agents: [],
        groups: [0],
        rate: "not_rated",
        commented: false,
        engagement: "immediate_start",
        tags: [],
        goals: [],
        responses: 0,
        responseSeconds: 0,
      }
    : {
        id: item.id,
        missed: false,
        started: item.started_timestamp,
        ...(item.ended_timestamp !== undefined && { ended: item.ended_timestamp }),
        visitor: item.visitor.id,
        city: item.visitor.city ?? "",
        region: item.visitor.region ?? "",
        country: item.visitor.country ?? "",
        agents: item.agents.map(({ email }) => email),
        groups: item.group,
        rate: item.rate,
        commented: false,
        engagement: item.engagement,
        tags: item.tags ?? [],
        goals: goalFacts(item),
        ...(item.queue && { waited: item.queue.duration }),
        ...answersOf(item.messages ?? []),
        ...hidden,
      };
}

/** Only what the API or a simulated event can change. */
export function refreshChat(item: ChatItem, { tags }: ChatFacts): ChatItem {
  return item.type === "missed_chat" ? item : { ...item, tags: [...tags] };
}

function goalFacts({ goals = [], started_timestamp }: Chat): GoalFacts[] {
  return goals.map(({ id, timestamp = started_timestamp, type, order }) => ({
    id,
    at: timestamp,
    ...(type === "sales_tracker" && { sale: { currency: order.currency ?? "", value: Number(order.price ?? 0) } }),
  }));
}

/**
 * How soon agents answered. An answer is the first message of an agent after one or more of the visitor; its time counts from
 * the first of those. So a welcome message is none.
 */
export function answersOf(
  messages: readonly Pick<ChatMessage, "user_type" | "timestamp">[],
): Pick<ChatFacts, "firstResponse" | "responses" | "responseSeconds"> {
  let asked: number | undefined;
  const times: number[] = [];
  for (const { user_type, timestamp } of messages) {
    if (user_type === "visitor") asked ??= timestamp;
    if (user_type === "agent" && asked !== undefined) {
      times.push(timestamp - asked);
      asked = undefined;
    }
  }
  const [firstResponse] = times;
  return {
    ...(firstResponse !== undefined && { firstResponse }),
    responses: times.length,
    responseSeconds: times.reduce((sum, seconds) => sum + seconds, 0),
  };
}
