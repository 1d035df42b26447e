// Licences that hold what a test says, and reports asked of them.
import { expect } from "vitest";
import type { Call, OperationName, Result } from "../../../src/sandbox/behaviour/behaviour.js";
import { behave } from "../../../src/sandbox/behaviour/index.js";
import { createLicence, type Licence } from "../../../src/sandbox/licence/licence.js";
import type { ActivityLog, ChatFacts, TicketFacts } from "../../../src/sandbox/licence/records.js";
import { operations, violations } from "../../support/description.js";

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ADA = "ada@example.com";
export const BEN = "ben@example.com";
export const CHLOE = "chloe@example.com";

export interface Holdings {
  chats?: Partial<ChatFacts>[];
  /** Chats that are going on. */
  pending?: Partial<ChatFacts>[];
  tickets?: Partial<TicketFacts>[];
  log?: Partial<ActivityLog>;
  timezone?: string;
  now?: string;
}

/** A licence that holds these records alone, on 31 March 2026. Ada sells, Ben and Chloe give support. */
export function licenceWith(holdings: Holdings): Licence {
  return refilled(someLicence(), holdings);
}

export function someLicence(): Licence {
  return createLicence({
    seed: 1,
    chats: 0,
    tickets: 0,
    timezone: "UTC",
    recordLimit: 100,
    now: () => 0,
    announce: () => {},
  });
}

/** The licence with other records, in place of those that it holds. */
export function refilled(
  licence: Licence,
  { chats = [], pending = [], tickets = [], log = {}, timezone = "UTC", now = "2026-03-31T12:00:00Z" }: Holdings,
): Licence {
  for (const { id } of [...licence.chats.facts]) licence.chats.remove(id);
  for (const { id } of [...licence.tickets.facts]) licence.tickets.remove(id);
  licence.agents.update(ADA, { groups: [1] });
  for (const login of [BEN, CHLOE]) licence.agents.update(login, { groups: [2] });
  for (const [index, facts] of chats.entries()) licence.chats.add(chat(index, facts));
  for (const [index, facts] of pending.entries()) {
    const { ended: _, ...goingOn } = chat(index, facts);
    licence.chats.add({ ...goingOn, id: `PENDING${index}` });
  }
  for (const [index, facts] of tickets.entries()) licence.tickets.add(ticket(index, facts));
  const nothing: ActivityLog = { shifts: [], leavers: [], ignoredGreetings: [] };
  return { ...licence, timezone, now: () => at(now), log: { ...nothing, ...log } };
}

function chat(index: number, { started = 0, ...facts }: Partial<ChatFacts>): ChatFacts {
  return {
    id: `CHAT${index}`,
    missed: false,
    started,
    ended: started + 10 * MINUTE,
    visitor: "S1.abc",
    city: "",
    region: "",
    country: "",
    agents: [ADA],
    groups: [1],
    rate: "not_rated",
    commented: false,
    engagement: "immediate_start",
    tags: [],
    goals: [],
    responses: 0,
    responseSeconds: 0,
    ...facts,
  };
}

function ticket(index: number, { created = 0, ...facts }: Partial<TicketFacts>): TicketFacts {
  const { answered = created, solved = answered } = facts;
  return {
    id: `TICK${index}`,
    status: "open",
    created,
    modified: Math.max(created, answered, solved),
    activity: [created, Math.max(created, answered, solved)],
    requester: "visitor@example.org",
    groups: [1],
    tags: [],
    source: "lc2",
    rate: "not_rated",
    ...facts,
  };
}

/** Unix seconds. */
export function at(time: string): number {
  return Date.parse(time) / 1000;
}

/** The answer of a report, which has to agree with the description. */
export function ask<Id extends Extract<OperationName, `reports.${string}` | "chats.list">>(
  licence: Licence,
  id: Id,
  query: Call<Id>["query"],
): Result<Id> {
  const body = behave(id, { path: {}, query, body: undefined }, licence.agents.get(ADA), licence)?.body;
  const schema = operations.find((operation) => operation.id === id)?.result?.schema;
  expect(violations(schema ?? {}, body)).toEqual([]);
  return body as Result<Id>;
}

/** One number of each period. */
export function column<Value>(report: Record<string, Value>, number: (value: Value) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(report).map(([key, value]) => [key, number(value)]));
}

export function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
