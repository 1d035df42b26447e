// What a licence holds: the records of the API where they can be kept as they are, and otherwise what its answers are
// derived from.
import type {
  Agent,
  CannedResponse,
  Chat,
  Goal,
  Greeting,
  Group,
  Tag,
  Ticket,
  Visitor,
  VisitorDetails,
  WebhookSubscription,
} from "../../../generated/models.js";

/** An agent. The names of the groups stand with the groups. */
export interface AgentRecord extends Omit<Agent, "groups" | "api_key"> {
  /** Identifiers of the groups that the agent belongs to, without 0. */
  groups: readonly number[];
  /** Made up; with the login it opens the API. */
  api_key: string;
  /** Missing until the agent has set one. */
  password?: string;
}

/** A group. Its members stand with the agents, and its status follows from theirs. */
export type GroupRecord = Omit<Group, "agents" | "status">;

/** A tag of a group. How often it is in use is counted when asked for. */
export type TagRecord = Omit<Tag, "count">;

/** A greeting, and the group whose visitors see it. */
export interface GreetingRecord extends Greeting {
  group: number;
  announcement: boolean;
}

export type CannedResponseRecord = CannedResponse;
export type GoalRecord = Goal;
export type VisitorRecord = Visitor;
export type WebhookRecord = WebhookSubscription;

/** A set of data that a program shows beside a visitor. */
export interface VisitorDetailsRecord extends Pick<VisitorDetails, "id" | "fields" | "icon"> {
  /** The visitor's identifier. */
  visitor: string;
}

/** What filters and reports need of a chat, or of a message left after hours. Times are Unix seconds. */
export interface ChatFacts {
  readonly id: string;
  /** Left after hours; it has no agents, no end and no visitor's identifier. */
  readonly missed: boolean;
  readonly started: number;
  /** Missing while the chat is going on. */
  readonly ended?: number;
  readonly visitor: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  /** Logins. */
  readonly agents: readonly string[];
  readonly groups: readonly number[];
  readonly rate: Chat["rate"];
  /** Whether the visitor wrote a comment beside the rating. */
  readonly commented: boolean;
  readonly engagement: Chat["engagement"];
  /** The greeting that led to it. */
  readonly greeting?: number;
  readonly tags: readonly string[];
  readonly goals: readonly GoalFacts[];
  /** Seconds in the queue; missing when there was no queue. */
  readonly waited?: number;
  /** Seconds until an agent's first answer; missing when none came. Welcome messages do not count. */
  readonly firstResponse?: number;
  /** How many times agents answered, and the seconds that it took altogether. */
  readonly responses: number;
  readonly responseSeconds: number;
}

export interface GoalFacts {
  readonly id: number;
  readonly at: number;
  /** Only for sales. */
  readonly sale?: { readonly currency: string; readonly value: number };
}

/** What filters and reports need of a ticket. Times are Unix seconds. */
export interface TicketFacts {
  readonly id: string;
  readonly status: Ticket["status"];
  readonly created: number;
  readonly modified: number;
  /** Whenever something happened to it, in order; begins with `created` and ends with `modified`. */
  readonly activity: readonly number[];
  /** The requester's address. */
  readonly requester: string;
  /** Login. */
  readonly assignee?: string;
  readonly groups: readonly number[];
  readonly tags: readonly string[];
  readonly source: Ticket["source"]["type"];
  /** The chat that it came from. */
  readonly chat?: string;
  /** When an agent first answered the requester. */
  readonly answered?: number;
  readonly solved?: number;
  readonly rate: NonNullable<Ticket["rate"]>;
}

/** A transcript that was mailed. */
export interface TranscriptRecord {
  /** The chat's identifier. */
  readonly chat: string;
  readonly to: string;
  /** Unix seconds. */
  readonly at: number;
}

/** What no list shows and reports are made of. Times are Unix seconds. */
export interface ActivityLog {
  /** When agents were there to chat, oldest first. */
  readonly shifts: readonly { readonly agent: string; readonly from: number; readonly to: number }[];
  /** Visitors who gave up waiting. */
  readonly leavers: readonly { readonly at: number; readonly waited: number; readonly group: number }[];
  /** Greetings that were shown and led to no chat. */
  readonly ignoredGreetings: readonly { readonly at: number; readonly greeting: number; readonly group: number }[];
}
