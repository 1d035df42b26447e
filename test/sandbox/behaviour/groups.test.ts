import fc from "fast-check";
import type { AgentStatus, Group } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { type Inside, inside, refusal, start } from "./start.js";

const encodings = ["json", "form"] as const;

test("group 0 is the whole licence, and shows no members", async () => {
  const ada = start().as("ada");
  const all = await ada.groups.list();
  expect(all[0]).toEqual({ id: 0, name: "All operators", language: "en", status: "accepting chats" });
  for (const group of all.slice(1)) expect(group).toEqual(await ada.groups.get(group.id));
  expect(all.find(({ id }) => id === 4)).toEqual({
    id: 4,
    name: "Returns",
    language: "en",
    agents: ["farid@example.com", "hugo@example.com"],
    status: "offline",
  });
});

test("the status follows from the members'", async () => {
  const ada = start().as("ada");
  const statusOf = async (id: number) => (await ada.groups.get(id)).status;
  expect(await Promise.all([0, 1, 3, 4].map(statusOf))).toEqual([
    "accepting chats",
    "accepting chats",
    "not accepting chats",
    "offline",
  ]);
  await ada.agents.update("greta@example.com", { status: "accepting chats" });
  expect(await statusOf(3)).toBe("accepting chats");
  await ada.agents.update("greta@example.com", { status: "offline" });
  expect(await statusOf(3)).toBe("offline");
  await ada.agents.update("chloe@example.com", { status: "not accepting chats" });
  await ada.groups.update(3, { agents: ["greta@example.com", "chloe@example.com"] });
  expect(await statusOf(3)).toBe("not accepting chats");
  await ada.groups.update(3, { agents: [] });
  expect(await statusOf(3)).toBe("offline");
});

describe.each(encodings)("as %s", (encoding) => {
  test("a group is created, changed and deleted", async () => {
    const ada = start().as("ada", { encoding });
    const created = await ada.groups.create({ name: "Night shift", agents: ["farid@example.com", "emi@example.com"] });
    expect(created).toEqual({
      id: 5,
      name: "Night shift",
      language: "en",
      agents: ["emi@example.com", "farid@example.com"],
      status: "accepting chats",
    });
    expect((await ada.agents.get("emi@example.com")).groups).toContainEqual({ id: 5, name: "Night shift" });

    const changed = await ada.groups.update(5, { language: "de", agents: ["farid@example.com"] });
    expect(changed).toEqual({ ...created, language: "de", agents: ["farid@example.com"], status: "offline" });
    expect((await ada.agents.get("emi@example.com")).groups).toEqual([{ id: 1, name: "Sales" }]);

    await ada.groups.update(5, { name: "Late shift" });
    expect((await ada.agents.get("farid@example.com")).groups).toContainEqual({ id: 5, name: "Late shift" });

    expect(await ada.groups.delete(5)).toEqual({ result: "group removed successfully" });
    expect(await refusal(ada.groups.get(5))).toMatch(/^404/);
    expect((await ada.agents.get("farid@example.com")).groups.map(({ id }) => id)).toEqual([2, 4]);
    // A number is not given twice: what belonged to the old group does not turn up in the new one.
    expect((await ada.groups.create({ name: "Day shift", agents: ["emi@example.com"] })).id).toBe(6);
  });
});

test("members have to be agents, group 0 stays, and only the owner and administrators may change groups", async () => {
  const { as } = start();
  const ada = as("ada");
  const before = await ada.groups.list();
  const agents = ["ada@example.com", "nobody@example.com"];
  expect(await refusal(ada.groups.create({ name: "Ghosts", agents }))).toBe(
    "400\nagents.1: there is no agent nobody@example.com",
  );
  expect(await refusal(ada.groups.update(1, { name: "Ghosts", agents }))).toMatch(/^400/);
  expect(await refusal(ada.groups.update(0, { name: "Nobody" }))).toMatch(/^403/);
  expect(await refusal(ada.groups.delete(0))).toMatch(/^403/);
  expect(await refusal(ada.groups.update(77, { name: "Nobody" }))).toMatch(/^404/);
  expect(await refusal(ada.groups.delete(77))).toMatch(/^404/);
  const ben = as("ben");
  expect(await refusal(ben.groups.create({ name: "Mine", agents: ["ben@example.com"] }))).toMatch(/^403/);
  expect(await refusal(ben.groups.update(1, { agents: ["ben@example.com"] }))).toMatch(/^403/);
  expect(await refusal(ben.groups.delete(1))).toMatch(/^403/);
  expect(await ben.groups.list()).toEqual(before);
});

const LOGINS = ["ada", "ben", "chloe", "diego", "emi"].map((first) => `${first}@example.com`);
const logins = fc.subarray(LOGINS);
const pick = fc.nat(7);

/** Whatever changes memberships, from either side. */
const step = fc.oneof(
  logins.map(
    (agents) =>
      ({ call }: Inside) =>
        void call("groups.create", { body: { name: "New", agents, language: "en" } }),
  ),
  fc.tuple(pick, logins).map(([index, agents]) => ({ call }: Inside) => {
    const group = nth(call("groups.list", {}).slice(1), index);
    if (group) call("groups.update", { path: { group_id: group.id }, body: { agents } });
  }),
  pick.map((index) => ({ call }: Inside) => {
    const group = nth(call("groups.list", {}).slice(1), index);
    if (group) call("groups.delete", { path: { group_id: group.id } });
  }),
  fc.tuple(fc.constantFrom(...LOGINS), pick, pick).map(([login, first, second]) => ({ call }: Inside) => {
    const all = call("groups.list", {});
    const groups = [nth(all, first), nth(all, second)].flatMap((group) => (group ? [group.id] : []));
    call("agents.update", { path: { login }, body: { groups } });
  }),
  fc
    .tuple(
      fc.constantFrom(...LOGINS),
      fc.constantFrom<AgentStatus>("accepting chats", "not accepting chats", "offline"),
    )
    .map(
      ([login, status]) =>
        ({ licence }: Inside) =>
          void licence.agents.update(login, { status }),
    ),
);

function nth(groups: readonly Group[], index: number): Group | undefined {
  return groups[index % Math.max(1, groups.length)];
}

test("groups and agents always agree on who belongs where, and the status on what the members do", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 16 }), (steps) => {
      const setting = inside();
      for (const each of steps) each(setting);
      const { call, licence } = setting;
      const agents = [...licence.agents].map(({ login }) => call("agents.get", { path: { login } }));
      for (const group of call("groups.list", {})) {
        const members = agents.filter(({ groups }) => group.id === 0 || groups.some(({ id }) => id === group.id));
        if (group.id !== 0) expect(group.agents).toEqual(members.map(({ login }) => login));
        const best = ["accepting chats", "not accepting chats"].find((one) =>
          members.some(({ status }) => status === one),
        );
        expect(group.status).toBe(best ?? "offline");
      }
      for (const { groups } of licence.agents) for (const id of groups) expect(licence.groups.has(id)).toBe(true);
    }),
    { numRuns: 25 },
  );
});
