// What the handlers of several resources demand of a request before they change anything.
import type { Licence } from "../licence/licence.js";
import type { AgentRecord } from "../licence/records.js";
import { badRequest, forbidden, notFound } from "../refusals.js";

/** Whether the agent is the owner or an administrator. */
export function manages({ permission }: AgentRecord): boolean {
  return permission !== "normal";
}

export function mustManage(caller: AgentRecord): void {
  if (!manages(caller)) throw forbidden(`Only the owner and administrators may do this; ${caller.login} is neither`);
}

/** What the path names. */
export function found<T>(record: T | undefined, name: string): T {
  if (record === undefined) throw notFound(`There is no ${name}`);
  return record;
}

/** Refuses the request when there are any; each names its field. */
export function refuseFor(...problems: string[]): void {
  if (problems.length > 0) throw badRequest(...problems);
}

/** A problem when there is no such group. */
export function groupProblems(licence: Licence, field: string, group: number): string[] {
  return licence.groups.has(group) ? [] : [`${field}: there is no group ${group}`];
}

/** A problem when nobody has this login. */
export function agentProblems(licence: Licence, field: string, login: string): string[] {
  return licence.agents.has(login) ? [] : [`${field}: there is no agent ${login}`];
}

/** A field that the description has a default for, which is filled in before a handler is called. */
export function filledIn<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A default of the description is missing.");
  return value;
}
