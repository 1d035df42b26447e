// Agents: who belongs to the licence, who may change whom, and what each sees of the others.
import type { Agent } from "../../../generated/models.js";
import type { Licence } from "../licence/licence.js";
import type { AgentRecord } from "../licence/records.js";
import { forbidden } from "../refusals.js";
import type { Behaviour, Call } from "./behaviour.js";
import { filledIn, found, groupProblems, manages, mustManage, refuseFor } from "./demands.js";

type AgentCreate = Call<"agents.create">["body"];
type AgentUpdate = Call<"agents.update">["body"];

/** What everybody may change of themselves. */
const OWN_PROFILE: readonly string[] = [
  "name",
  "job_title",
  "status",
  "login_status",
  "notifications",
  "daily_summary",
  "password",
  "current_password",
] satisfies (keyof AgentUpdate)[];

const DEFAULT_AVATAR = "cdn.example.com/avatars/default.png";

const DEFAULT_NOTIFICATIONS: AgentRecord["notifications"] = {
  new_visitor: 1,
  returning_visitor: 1,
  queued_visitor: 1,
  visitor_is_typing: 0,
  new_goal: 1,
};

export const agents: Behaviour<"agents"> = {
  "agents.list": ({ query }, licence) =>
    [...licence.agents]
      .filter(({ status }) => query.status === undefined || status === query.status)
      .map(({ name, permission, avatar, login, status }) => ({ name, permission, avatar, login, status })),

  // The answer holds the new key, whoever asks: there is no other way to learn it.
  "agents.create": ({ body, caller }, licence) => {
    mustManage(caller);
    refuseFor(
      ...(licence.agents.has(body.login) ? [`login: ${body.login} is an agent already`] : []),
      ...groupsProblems(licence, body.groups),
    );
    const agent = licence.agents.add(newAgent(body, licence.ids.secret("made-up-api-key")));
    return { ...profile(agent, licence), api_key: agent.api_key };
  },

  "agents.get": ({ path, caller }, licence) => {
    const agent = agentOf(licence, path.login);
    return { ...profile(agent, licence), ...ownKey(agent, caller) };
  },

  "agents.update": ({ path, body, caller }, licence) => {
    mustBeAllowed(body, path.login, caller);
    const agent = agentOf(licence, path.login);
    if (body.permission !== undefined && agent.permission === "owner")
      throw forbidden(`permission: ${agent.login} is the owner, of whom a licence has exactly one`);
    refuseFor(...groupsProblems(licence, body.groups), ...passwordProblems(body, caller));
    return changed(licence.agents.update(agent.login, changesOf(agent, body, licence)), caller, licence);
  },

  "agents.delete": ({ path, caller }, licence) => {
    mustManage(caller);
    const { login, permission } = agentOf(licence, path.login);
    if (permission === "owner") throw forbidden(`${login} is the owner, who cannot be deleted`);
    if (login === caller.login) throw forbidden("Nobody can delete their own account");
    licence.agents.remove(login);
    return { result: `${login} removed successfully` };
  },

  "agents.resetApiKey": ({ path, caller }, licence) => {
    if (path.login !== caller.login) mustManage(caller);
    const { login } = agentOf(licence, path.login);
    const agent = licence.agents.update(login, { api_key: licence.ids.secret("made-up-api-key") });
    return changed(agent, caller, licence);
  },
};

function agentOf(licence: Licence, login: string): AgentRecord {
  return found(licence.agents.get(login), `agent ${login}`);
}

/** As `get` shows an agent, without the key. */
function profile(agent: AgentRecord, licence: Licence): Agent {
  const { api_key: _key, password: _password, work_scheduler: _hours, ...shown } = agent;
  return {
    ...shown,
    groups: [...licence.groups].filter(({ id }) => agent.groups.includes(id)).map(({ id, name }) => ({ id, name })),
  };
}

/** As a change answers: working hours are shown here, and nowhere else. */
function changed(agent: AgentRecord, caller: AgentRecord, licence: Licence): Agent {
  return {
    ...profile(agent, licence),
    ...(agent.work_scheduler && { work_scheduler: agent.work_scheduler }),
    ...ownKey(agent, caller),
  };
}

function ownKey({ login, api_key }: AgentRecord, caller: AgentRecord): Pick<Agent, "api_key"> {
  return login === caller.login ? { api_key } : {};
}

function newAgent(body: AgentCreate, apiKey: string): AgentRecord {
  const { login, name, login_status = "accepting chats", password, notifications, groups = [] } = body;
  return {
    login,
    name,
    login_status,
    permission: filledIn(body.permission),
    daily_summary: filledIn(body.daily_summary),
    job_title: filledIn(body.job_title),
    avatar: DEFAULT_AVATAR,
    notifications: notifications ? shownNotifications(notifications) : DEFAULT_NOTIFICATIONS,
    max_chats_count: filledIn(body.max_chats_count),
    groups: memberships(groups),
    status: "offline",
    last_logout: 0,
    api_key: apiKey,
    ...(password !== undefined && { password }),
  };
}

/** Creation demands `incoming_chat`, and no answer shows it. */
function shownNotifications(sent: NonNullable<AgentCreate["notifications"]>): AgentRecord["notifications"] {
  const { incoming_chat: _unshown, ...shown } = sent;
  return shown;
}

function changesOf(agent: AgentRecord, body: AgentUpdate, licence: Licence): Partial<AgentRecord> {
  const { current_password: _proof, status, groups, notifications, work_scheduler, ...plain } = body;
  return {
    ...plain,
    ...(groups && { groups: memberships(groups) }),
    ...(notifications && { notifications: { ...agent.notifications, ...notifications } }),
    ...(work_scheduler && { work_scheduler: { ...agent.work_scheduler, ...work_scheduler } }),
    // Nobody can be put to work who has not logged in.
    ...(status !== undefined && agent.status !== "offline" && { status }),
    ...(status === "offline" && agent.status !== "offline" && { last_logout: licence.now() }),
  };
}

/** Everybody belongs to group 0, so it is not kept. */
function memberships(groups: readonly number[]): number[] {
  return [...new Set(groups)].filter((group) => group !== 0);
}

function mustBeAllowed(body: AgentUpdate, login: string, caller: AgentRecord): void {
  if (login !== caller.login) mustManage(caller);
  if (manages(caller)) return;
  const others = Object.keys(body).filter((field) => !OWN_PROFILE.includes(field));
  if (others.length > 0)
    throw forbidden(`Only the owner and administrators may change ${others.join(", ")}; ${login} is neither`);
}

function groupsProblems(licence: Licence, groups: readonly number[] = []): string[] {
  return groups.flatMap((group, index) => groupProblems(licence, `groups.${index}`, group));
}

function passwordProblems({ password, current_password }: AgentUpdate, caller: AgentRecord): string[] {
  return password === undefined || current_password === caller.password
    ? []
    : [`current_password: is not the password of ${caller.login}, who makes the change`];
}
