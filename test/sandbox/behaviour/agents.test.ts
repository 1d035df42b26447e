import type { AgentUpdate } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { NOW, refusal, start } from "./start.js";

const encodings = ["json", "form"] as const;

test("the list is short, and filtered by status it is shorter", async () => {
  const ada = start().as("ada");
  const all = await ada.agents.list();
  expect(all).toContainEqual({
    name: "Ada Moreno",
    permission: "owner",
    avatar: "cdn.example.com/avatars/ada.png",
    login: "ada@example.com",
    status: "accepting chats",
  });
  const statuses = ["accepting chats", "not accepting chats", "offline"] as const;
  const parts = await Promise.all(statuses.map((status) => ada.agents.list({ status })));
  expect(parts.map((part) => new Set(part.map(({ status }) => status)))).toEqual(
    statuses.map((status) => new Set([status])),
  );
  expect(parts.flat()).toHaveLength(all.length);
});

describe("a new agent", () => {
  test.each(encodings)("has the defaults, and is there from then on (%s)", async (encoding) => {
    const { as, sandbox } = start();
    const ada = as("ada", { encoding });
    const created = await ada.agents.create({ login: "ivy@example.com", name: "Ivy Lane", groups: [2, 1] });
    const { api_key, ...shown } = created;
    expect(shown).toEqual({
      login: "ivy@example.com",
      name: "Ivy Lane",
      login_status: "accepting chats",
      permission: "normal",
      daily_summary: 1,
      job_title: "Support Agent",
      avatar: "cdn.example.com/avatars/default.png",
      notifications: { new_visitor: 1, returning_visitor: 1, queued_visitor: 1, visitor_is_typing: 0, new_goal: 1 },
      max_chats_count: 6,
      groups: [
        { id: 1, name: "Sales" },
        { id: 2, name: "Support" },
      ],
      status: "offline",
      last_logout: 0,
    });
    expect(await ada.agents.get("ivy@example.com")).toEqual(shown);
    expect((await ada.agents.list()).at(-1)?.login).toBe("ivy@example.com");
    expect((await ada.groups.get(2)).agents).toContain("ivy@example.com");

    const ivy = as("ivy", { auth: { login: "ivy@example.com", apiKey: api_key ?? "" }, fetch: sandbox.fetch });
    expect(await ivy.agents.get("ivy@example.com")).toEqual(created);
  });

  test.each(encodings)("has what is asked for (%s)", async (encoding) => {
    const created = await start()
      .as("chloe", { encoding })
      .agents.create({
        login: "ivy@example.com",
        name: "Ivy Lane",
        permission: "administrator",
        job_title: "",
        login_status: "not accepting chats",
        daily_summary: 0,
        max_chats_count: 0,
        groups: [3, 0, 3],
        notifications: {
          new_visitor: 0,
          returning_visitor: 0,
          queued_visitor: 0,
          visitor_is_typing: 1,
          new_goal: 0,
          incoming_chat: 1,
        },
      });
    expect(created).toMatchObject({
      permission: "administrator",
      job_title: "",
      login_status: "not accepting chats",
      daily_summary: 0,
      max_chats_count: 0,
      groups: [{ id: 3, name: "Großhandel" }],
    });
    // `incoming_chat` is demanded, and shown nowhere.
    expect(created.notifications).toEqual({
      new_visitor: 0,
      returning_visitor: 0,
      queued_visitor: 0,
      visitor_is_typing: 1,
      new_goal: 0,
    });
  });

  test("needs a login of its own, groups that exist and a password long enough", async () => {
    const ada = start().as("ada");
    const ivy = { login: "ivy@example.com", name: "Ivy Lane" };
    expect(await refusal(ada.agents.create({ ...ivy, login: "ben@example.com", groups: [1, 77] }))).toBe(
      "400\nlogin: ben@example.com is an agent already\ngroups.1: there is no group 77",
    );
    expect(await refusal(ada.agents.create({ ...ivy, password: "four" }))).toContain("password");
    expect(await refusal(ada.agents.create({ ...ivy, login: "ivy" }))).toContain("login");
    expect(await refusal(start().as("ben").agents.create(ivy))).toMatch(/^403/);
  });
});

describe("the API key", () => {
  test("is seen by its agent alone", async () => {
    const { as } = start();
    expect((await as("ben").agents.get("ben@example.com")).api_key).toBe("made-up-api-key-of-ben");
    expect(await as("ada").agents.get("ben@example.com")).not.toHaveProperty("api_key");
    expect(await as("ada").agents.update("ben@example.com", { name: "Ben" })).not.toHaveProperty("api_key");
    expect(await as("ada").agents.update("ada@example.com", { name: "Ada" })).toHaveProperty("api_key");
  });

  test("is replaced at once", async () => {
    const { as, sandbox } = start();
    const answer = await as("ben").agents.resetApiKey("ben@example.com");
    expect(answer.api_key).toMatch(/^made-up-api-key-[0-9a-f]{32}$/);
    expect(await refusal(as("ben").agents.list())).toMatch(/^401/);
    const auth = { login: "ben@example.com", apiKey: answer.api_key ?? "" };
    expect(await as("ben", { auth, fetch: sandbox.fetch }).agents.get("ben@example.com")).toEqual(answer);
  });

  test("is replaced by its agent, the owner or an administrator", async () => {
    const { as } = start();
    expect(await refusal(as("diego").agents.resetApiKey("emi@example.com"))).toMatch(/^403/);
    expect((await as("emi").agents.get("emi@example.com")).api_key).toBe("made-up-api-key-of-emi");
    expect(await as("chloe").agents.resetApiKey("emi@example.com")).not.toHaveProperty("api_key");
    expect(await refusal(as("emi").agents.list())).toMatch(/^401/);
    expect(await refusal(as("ada").agents.resetApiKey("nobody@example.com"))).toMatch(/^404/);
  });
});

describe("an update", () => {
  test.each(encodings)("changes what is sent and nothing else (%s)", async (encoding) => {
    const { as } = start();
    const ada = as("ada", { encoding });
    const before = await ada.agents.get("diego@example.com");
    const change = { status: "not accepting chats", max_chats_count: 2 } as const;
    expect(await ada.agents.update("diego@example.com", change)).toEqual({ ...before, ...change });
    const moved = await ada.agents.update("diego@example.com", { groups: [0, 4], permission: "administrator" });
    expect(moved).toMatchObject({ groups: [{ id: 4, name: "Returns" }], permission: "administrator" });
    expect((await ada.groups.get(1)).agents).not.toContain("diego@example.com");
    expect(await ada.agents.get("diego@example.com")).toEqual(moved);
  });

  test("needs groups that exist, and somebody who does", async () => {
    const ada = start().as("ada");
    expect(await refusal(ada.agents.update("ben@example.com", { groups: [77] }))).toBe(
      "400\ngroups.0: there is no group 77",
    );
    expect(await refusal(ada.agents.update("nobody@example.com", { name: "X" }))).toMatch(/^404/);
  });

  test("keeps the settings of notifications that are left out", async () => {
    const ada = start().as("ada");
    const { notifications } = await ada.agents.update("ben@example.com", {
      notifications: { new_visitor: 0, visitor_is_typing: 1 },
    });
    expect(notifications).toEqual({
      new_visitor: 0,
      returning_visitor: 1,
      queued_visitor: 1,
      visitor_is_typing: 1,
      new_goal: 1,
    });
  });

  test.each(encodings)("shows working hours, day by day; `get` does not (%s)", async (encoding) => {
    const ada = start().as("ada", { encoding });
    const monday = { enabled: 1, start: "09:00", end: "17:00" } as const;
    const sunday = { enabled: 0, start: "11:00", end: "17:00" } as const;
    await ada.agents.update("ben@example.com", { work_scheduler: { monday, sunday } });
    const later = { ...monday, start: "10:00" } as const;
    const { work_scheduler } = await ada.agents.update("ben@example.com", { work_scheduler: { monday: later } });
    expect(work_scheduler).toEqual({ monday: later, sunday });
    expect(await ada.agents.resetApiKey("ben@example.com")).toHaveProperty("work_scheduler", work_scheduler);
    expect(await ada.agents.get("ben@example.com")).not.toHaveProperty("work_scheduler");
    expect(await ada.agents.update("emi@example.com", { name: "Emi" })).not.toHaveProperty("work_scheduler");
  });

  test("puts nobody to work who is offline, and notes when somebody leaves", async () => {
    const ada = start().as("ada");
    const ben = await ada.agents.get("ben@example.com");
    const offline = await ada.agents.update("ben@example.com", { status: "accepting chats", job_title: "Buyer" });
    expect(offline).toEqual({ ...ben, job_title: "Buyer" });
    const left = await ada.agents.update("emi@example.com", { status: "offline" });
    expect(left).toMatchObject({ status: "offline", last_logout: NOW });
    expect((await ada.agents.update("emi@example.com", { status: "accepting chats" })).status).toBe("offline");
  });
});

describe("somebody who is no administrator", () => {
  test("may change these of the own profile", async () => {
    const diego = start().as("diego");
    const change = {
      name: "Diego F.",
      job_title: "Seller",
      daily_summary: 0,
      login_status: "not accepting chats",
      status: "not accepting chats",
    } as const;
    expect(await diego.agents.update("diego@example.com", change)).toMatchObject(change);
  });

  test("may change nothing else, and nobody else", async () => {
    const diego = start().as("diego");
    const before = await diego.agents.list();
    const own: AgentUpdate = { name: "Diego the Great", max_chats_count: 99, permission: "administrator", groups: [1] };
    expect(await refusal(diego.agents.update("diego@example.com", own))).toBe(
      "403\nOnly the owner and administrators may change max_chats_count, permission, groups; diego@example.com is neither",
    );
    expect(await refusal(diego.agents.update("emi@example.com", { name: "Emi the Great" }))).toMatch(/^403/);
    expect(await refusal(diego.agents.delete("emi@example.com"))).toMatch(/^403/);
    expect(await diego.agents.list()).toEqual(before);
  });
});

describe("a password", () => {
  test("is changed with the caller's own current one, whoever's it is", async () => {
    const { as } = start();
    const change = { password: "another-made-up-one", current_password: "made-up-password-of-ada" };
    await as("ada").agents.update("ada@example.com", change);
    // From now on only the new one will do.
    const next = { password: "a-third-made-up-one" };
    const wrong = { ...next, current_password: "made-up-password-of-ada" };
    expect(await refusal(as("ada").agents.update("ben@example.com", wrong))).toBe(
      "400\ncurrent_password: is not the password of ada@example.com, who makes the change",
    );
    await as("ada").agents.update("ben@example.com", { ...next, current_password: "another-made-up-one" });
    const ben = { ...next, current_password: next.password };
    expect(await as("ben").agents.update("ben@example.com", ben)).not.toHaveProperty("password");
  });

  test("needs the current one beside it, which somebody who never set one has not", async () => {
    const { as } = start();
    const unproven = { password: "another-made-up-one" } as { password: string; current_password: string };
    expect(await refusal(as("ada").agents.update("ada@example.com", unproven))).toContain("current_password");
    const invented = { ...unproven, current_password: "undefined" };
    expect(await refusal(as("hugo").agents.update("hugo@example.com", invented))).toMatch(/^400/);
  });
});

describe("the owner", () => {
  test("is one: not to be created, demoted or deleted", async () => {
    const { as } = start();
    const owner = { login: "ivy@example.com", name: "Ivy", permission: "owner" as "normal" };
    expect(await refusal(as("ada").agents.create(owner))).toContain("permission");
    expect(await refusal(as("chloe").agents.update("ada@example.com", { permission: "normal" }))).toMatch(/^403/);
    expect(await refusal(as("chloe").agents.delete("ada@example.com"))).toMatch(/^403/);
    expect(await refusal(as("ada").agents.delete("ada@example.com"))).toMatch(/^403/);
    expect((await as("ada").agents.get("ada@example.com")).permission).toBe("owner");
  });
});

describe("a deleted agent", () => {
  test("is gone from the list, the groups and the door", async () => {
    const { as } = start();
    const ada = as("ada");
    expect(await ada.agents.delete("farid@example.com")).toEqual({ result: "farid@example.com removed successfully" });
    expect(await refusal(ada.agents.get("farid@example.com"))).toMatch(/^404/);
    expect((await ada.agents.list()).map(({ login }) => login)).not.toContain("farid@example.com");
    expect((await ada.groups.get(4)).agents).toEqual(["hugo@example.com"]);
    expect(await refusal(as("farid").agents.list())).toMatch(/^401/);
    expect(await refusal(ada.agents.delete("farid@example.com"))).toMatch(/^404/);
  });

  test("is not the one who deletes", async () => {
    const { as } = start();
    expect(await refusal(as("chloe").agents.delete("chloe@example.com"))).toMatch(/^403/);
    expect((await as("chloe").agents.get("chloe@example.com")).login).toBe("chloe@example.com");
  });
});
