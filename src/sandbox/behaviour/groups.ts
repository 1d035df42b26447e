// Groups: their members, which stand with the agents, and the status that follows from theirs.
import type { AgentStatus, Group } from "../../../generated/models.js";
import type { Licence } from "../licence/licence.js";
import type { AgentRecord, GroupRecord } from "../licence/records.js";
import { forbidden } from "../refusals.js";
import type { Behaviour } from "./behaviour.js";
import { agentProblems, filledIn, found, mustManage, refuseFor } from "./demands.js";

/** The whole licence. */
const EVERYBODY = 0;

export const groups: Behaviour<"groups"> = {
  "groups.list": (_, licence) => [...licence.groups].map((group) => shown(group, licence)),

  "groups.create": ({ body, caller }, licence) => {
    mustManage(caller);
    refuseFor(...membersProblems(licence, body.agents));
    const id = licence.ids.above(licence.groups.spent);
    const group = licence.groups.add({ id, name: body.name, language: filledIn(body.language) });
    setMembers(licence, id, body.agents);
    return shown(group, licence);
  },

  "groups.get": ({ path }, licence) => shown(groupOf(licence, path.group_id), licence),

  "groups.update": ({ path, body, caller }, licence) => {
    mustManage(caller);
    const { id } = changeable(licence, path.group_id);
    const { agents, ...plain } = body;
    refuseFor(...membersProblems(licence, agents));
    const group = licence.groups.update(id, plain);
    if (agents) setMembers(licence, id, agents);
    return shown(group, licence);
  },

  // What belongs to the group stays: no source says that it goes.
  "groups.delete": ({ path, caller }, licence) => {
    mustManage(caller);
    const { id } = changeable(licence, path.group_id);
    setMembers(licence, id, []);
    licence.groups.remove(id);
    return { result: "group removed successfully" };
  },
};

/** Accepting chats as soon as one member does, offline when all are. */
export function groupStatus(licence: Licence, group: number): AgentStatus {
  const statuses = membersOf(licence, group).map(({ status }) => status);
  if (statuses.includes("accepting chats")) return "accepting chats";
  return statuses.includes("not accepting chats") ? "not accepting chats" : "offline";
}

function shown(group: GroupRecord, licence: Licence): Group {
  return {
    ...group,
    ...(group.id !== EVERYBODY && { agents: membersOf(licence, group.id).map(({ login }) => login) }),
    status: groupStatus(licence, group.id),
  };
}

function membersOf(licence: Licence, group: number): AgentRecord[] {
  return [...licence.agents].filter(({ groups }) => group === EVERYBODY || groups.includes(group));
}

function setMembers(licence: Licence, group: number, logins: readonly string[]): void {
  for (const { login, groups } of [...licence.agents]) {
    const others = groups.filter((one) => one !== group);
    const wanted = logins.includes(login);
    if (wanted !== groups.includes(group))
      licence.agents.update(login, { groups: wanted ? [...others, group] : others });
  }
}

function groupOf(licence: Licence, id: number): GroupRecord {
  return found(licence.groups.get(id), `group ${id}`);
}

function changeable(licence: Licence, id: number): GroupRecord {
  const group = groupOf(licence, id);
  if (id === EVERYBODY) throw forbidden("Group 0 stands for the whole licence and can be neither changed nor deleted");
  return group;
}

function membersProblems(licence: Licence, logins: readonly string[] = []): string[] {
  return logins.flatMap((login, index) => agentProblems(licence, `agents.${index}`, login));
}
