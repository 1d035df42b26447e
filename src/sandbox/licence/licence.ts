// Everything that a LiveChat licence holds, as it stands at the moment.
import type { ChatItem, Ticket, WebhookPayload } from "../../../generated/models.js";
import { seedLicence } from "../seed/seed.js";
import { type Archive, createArchive } from "./archive.js";
import { refreshChat } from "./chatFacts.js";
import { type Collection, createCollection } from "./collection.js";
import { createIds, type Ids } from "./ids.js";
import type {
  ActivityLog,
  AgentRecord,
  CannedResponseRecord,
  ChatFacts,
  GoalRecord,
  GreetingRecord,
  GroupRecord,
  TagRecord,
  TicketFacts,
  TranscriptRecord,
  VisitorDetailsRecord,
  VisitorRecord,
  WebhookRecord,
} from "./records.js";
import { textOfChat, textOfTicket } from "./text.js";
import { refreshTicket } from "./ticketFacts.js";

/** What a new licence is made from. */
export interface LicenceOptions {
  seed: number;
  chats: number;
  tickets: number;
  timezone: string;
  recordLimit: number;
  /** The clock, in Unix seconds. */
  now(): number;
  /** Is told what LiveChat sends webhooks about. */
  announce(happening: Happening): void;
}

/** Something that LiveChat sends webhooks about. */
export type Happening =
  | { event: Extract<WebhookPayload["event_type"], `chat_${string}`>; chat: ChatFacts }
  | { event: "visitor_queued"; visitor: VisitorRecord }
  | { event: "ticket_created"; ticket: TicketFacts }
  | { event: "canned_response_changed"; cannedResponse: CannedResponseRecord };

export interface Licence {
  /** As subscriptions and webhooks name it. */
  readonly number: number;
  /** TZ database name; what is not asked for in another zone is told in this one. */
  readonly timezone: string;
  /** How many records a list shows at most. */
  readonly recordLimit: number;
  readonly ids: Ids;
  /** By login. */
  readonly agents: Collection<AgentRecord, string>;
  readonly groups: Collection<GroupRecord, number>;
  readonly cannedResponses: Collection<CannedResponseRecord, number>;
  readonly goals: Collection<GoalRecord, number>;
  readonly greetings: Collection<GreetingRecord, number>;
  /** By `tagKey`. */
  readonly tags: Collection<TagRecord, string>;
  readonly visitors: Collection<VisitorRecord, string>;
  /** By `detailsKey`. */
  readonly details: Collection<VisitorDetailsRecord, string>;
  readonly webhooks: Collection<WebhookRecord, string>;
  readonly chats: Archive<ChatFacts, ChatItem>;
  readonly tickets: Archive<TicketFacts, Ticket>;
  readonly log: ActivityLog;
  /** Oldest first. */
  readonly transcripts: TranscriptRecord[];
  /** Unix seconds. */
  now(): number;
  announce(happening: Happening): void;
}

const LICENCE_NUMBER = 1234567;

export function createLicence({ seed, now, announce, timezone, recordLimit, ...amounts }: LicenceOptions): Licence {
  const seeded = seedLicence({ seed, timezone, licence: LICENCE_NUMBER, ...amounts });
  return {
    number: LICENCE_NUMBER,
    timezone,
    recordLimit,
    ids: createIds(seed),
    agents: filled(({ login }) => login, seeded.agents),
    groups: filled(({ id }) => id, seeded.groups),
    cannedResponses: filled(({ id }) => id, seeded.cannedResponses),
    goals: filled(({ id }) => id, seeded.goals),
    greetings: filled(({ id }) => id, seeded.greetings),
    tags: filled(tagKey, seeded.tags),
    visitors: filled(({ id }) => id, seeded.visitors),
    details: createCollection<VisitorDetailsRecord, string>(detailsKey),
    webhooks: filled(({ id }) => id, seeded.webhooks),
    chats: createArchive(
      {
        order: "started",
        make: seeded.makeChat,
        refresh: refreshChat,
        text: (facts, item) => (item ? textOfChat(item) : seeded.chatText(facts)),
      },
      seeded.chats,
    ),
    tickets: createArchive(
      {
        order: "modified",
        make: seeded.makeTicket,
        refresh: refreshTicket,
        text: (facts, item) => (item ? textOfTicket(item) : seeded.ticketText(facts)),
      },
      seeded.tickets,
    ),
    log: seeded.log,
    transcripts: [],
    now,
    announce,
  };
}

/** A tag belongs to a group; two groups may have one of the same name. */
export function tagKey({ group, name }: Pick<TagRecord, "group" | "name">): string {
  return `${group}/${name}`;
}

/** Several programs can each show data of their own for one visitor. */
function detailsKey({ visitor, id }: Pick<VisitorDetailsRecord, "visitor" | "id">): string {
  return `${visitor} ${id}`;
}

function filled<T, Key extends string | number>(keyOf: (record: T) => Key, records: readonly T[]): Collection<T, Key> {
  const collection = createCollection(keyOf);
  for (const record of records) collection.add(record);
  return collection;
}
