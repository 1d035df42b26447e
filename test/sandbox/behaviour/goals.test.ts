import type { Chat, ChatsListParams, GoalSuccess, GoalType } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { addChat, arrange, idsOf, seconds, visitor } from "./records.js";
import { refusal, start } from "./start.js";

const VISITOR = "S1800000000.0123456789";

test("the list is short, and filtered by type it is shorter", async () => {
  const ada = start().as("ada");
  const all = await ada.goals.list();
  expect(all).toContainEqual({ id: 1042, name: "Order confirmed", active: 1, type: "url" });
  const types = ["custom_variable", "url", "api", "sales_tracker"] as const satisfies readonly GoalType[];
  const parts = await Promise.all(types.map((type) => ada.goals.list({ type })));
  expect(parts.map((part) => new Set(part.map(({ type }) => type)))).toEqual(types.map((type) => new Set([type])));
  expect(parts.flat()).toHaveLength(all.length);
});

describe.each(["json", "form"] as const)("as %s", (encoding) => {
  test.each([
    [{ name: "Call", type: "api" }, {}],
    [{ name: "Thanks", type: "url", url: "https://shop.example.com/?a=1&b=2" }, { match_type: "substring" }],
    [{ name: "Thanks", type: "url", url: "/thanks", match_type: "exact", active: 0 }, {}],
    [{ name: "Letter", type: "custom_variable", custom_variable_name: "letter", custom_variable_value: "" }, {}],
    [
      {
        name: "Sales",
        type: "sales_tracker",
        value_type: "set",
        value: "49.90",
        currency: "USD",
        sales_tracker_id: "made-up",
      },
      {},
    ],
  ] as const)("%j is created as it is, with what is left out added", async (goal, added) => {
    const ada = start().as("ada", { encoding });
    const created = await ada.goals.create(goal);
    expect(created).toEqual({ id: 1044, active: 1, ...goal, ...added });
    expect(await ada.goals.get(1044)).toEqual(created);
  });

  test("a goal is paused, renamed and deleted", async () => {
    const ada = start().as("ada", { encoding });
    const before = await ada.goals.get(1042);
    const paused = await ada.goals.update(1042, { name: "Paused", active: 0 });
    expect(paused).toEqual({ ...before, name: "Paused", active: 0 });
    expect((await ada.goals.list()).find(({ id }) => id === 1042)).toMatchObject({ name: "Paused", active: 0 });
    expect(await ada.goals.delete(1042)).toEqual({ result: "goal removed successfully" });
    expect(await refusal(ada.goals.get(1042))).toBe("404\nThere is no goal 1042");
  });

  test("a goal takes another type, and keeps nothing of the first", async () => {
    const ada = start().as("ada", { encoding });
    const letter = { custom_variable_name: "letter", custom_variable_value: "yes" };
    const common = { id: 1042, name: "Order confirmed", active: 1 };
    expect(await ada.goals.update(1042, { type: "custom_variable", ...letter })).toEqual({
      ...common,
      type: "custom_variable",
      ...letter,
    });
    expect(await ada.goals.update(1042, { type: "api" })).toEqual({ ...common, type: "api" });
    expect(await ada.goals.update(1042, { type: "url", url: "/thanks" })).toEqual({
      ...common,
      type: "url",
      url: "/thanks",
      match_type: "substring",
    });
    expect(await ada.goals.update(1042, { type: "sales_tracker" })).toEqual({
      ...common,
      type: "sales_tracker",
      sales_tracker_id: expect.stringMatching(/./),
    });
  });
});

test("the type's own fields go without it, too", async () => {
  const ada = start().as("ada");
  const before = await ada.goals.get(1042);
  expect(await ada.goals.update(1042, { url: "/thanks" })).toEqual({ ...before, url: "/thanks" });
  // Sent again with its type, a goal keeps what is left out.
  expect(await ada.goals.update(1042, { type: "url", url: "/done" })).toMatchObject({ match_type: "exact" });
  const shop = await ada.goals.get(1043);
  expect(await ada.goals.update(1043, { order_field_name: "number", active: 0 })).toEqual({
    ...shop,
    order_field_name: "number",
    active: 0,
  });
});

test("an update takes what the type needs, and nothing that it lacks", async () => {
  const ada = start().as("ada");
  const before = await Promise.all([1041, 1042, 1043].map((id) => ada.goals.get(id)));
  expect(await refusal(ada.goals.update(1042, { type: "custom_variable" }))).toContain("custom_variable_name");
  expect(await refusal(ada.goals.update(1041, { type: "url" }))).toContain("url");
  expect(await refusal(ada.goals.update(1042, { type: "url" }))).toContain("url");
  expect(await refusal(ada.goals.update(1041, { name: "Other", url: "/thanks" }))).toBe(
    "400\nurl: a goal of the type custom_variable takes only name, active, type, custom_variable_name, custom_variable_value",
  );
  expect(await refusal(ada.goals.update(1042, { type: "api", url: "/thanks" }))).toMatch(/^400\nurl/);
  // A sale's value and currency are chosen at creation.
  expect(await refusal(ada.goals.update(1043, { currency: "EUR" } as object))).toMatch(/^400\ncurrency/);
  expect(await Promise.all([1041, 1042, 1043].map((id) => ada.goals.get(id)))).toEqual(before);
});

test("what cannot be is refused", async () => {
  const { as } = start();
  const [ada, ben] = [as("ada"), as("ben")];
  const before = await ada.goals.list();
  expect(await refusal(ben.goals.create({ name: "Mine", type: "api" }))).toMatch(/^403/);
  expect(await refusal(ben.goals.update(1042, { active: 0 }))).toMatch(/^403/);
  expect(await refusal(ben.goals.delete(1042))).toMatch(/^403/);
  expect(await refusal(ada.goals.update(77, { active: 0 }))).toMatch(/^404/);
  expect(await refusal(ada.goals.delete(77))).toMatch(/^404/);
  expect(await refusal(ada.goals.markAsSuccessful(77, { visitor_id: VISITOR }))).toMatch(/^404/);
  expect(await refusal(ada.goals.markAsSuccessful(1042, { visitor_id: "S1.unknown" }))).toBe(
    "400\nvisitor_id: there is no visitor S1.unknown",
  );
  expect(await refusal(ada.goals.markAsSuccessful(1042, { visitor_id: VISITOR, order_price: "239,80" }))).toMatch(
    /^400\norder_price/,
  );
  expect(await ada.goals.list()).toEqual(before);
});

describe("a success", () => {
  const NOON = seconds("2026-06-15T12:00:00Z");

  /** A licence where the visitor has chatted twice, and somebody else after that. */
  function chatted() {
    const arranged = arrange();
    addChat(arranged.licence, "OLDER", "2026-06-10T10:00:00Z", { visitor: visitor({ id: VISITOR }) });
    addChat(arranged.licence, "NEWER", "2026-06-11T10:00:00Z", { visitor: visitor({ id: VISITOR }) });
    addChat(arranged.licence, "OTHER", "2026-06-12T10:00:00Z", { visitor: visitor({ id: "S1.other" }) });
    const { livechat } = arranged;
    const mark = (goal: number, order: Omit<GoalSuccess, "visitor_id"> = {}) =>
      livechat.goals.markAsSuccessful(goal, { visitor_id: VISITOR, ...order });
    const goalsOf = async (id: string) => ((await livechat.chats.get(id)) as Chat).goals;
    const ids = async (query: ChatsListParams) => idsOf((await livechat.chats.list(query)).chats);
    return { ...arranged, mark, goalsOf, ids };
  }

  test("goes to the visitor's newest chat, where the list finds it", async () => {
    const { mark, goalsOf, ids, licence } = chatted();
    expect(await mark(12)).toEqual({ result: "goal marked as successful" });
    expect(await goalsOf("NEWER")).toEqual([
      { id: 12, name: "Order by telephone", date: "Mon, 06/15/26 12:00:00 pm", timestamp: NOON, order: {} },
    ]);
    expect(await goalsOf("OLDER")).toBeUndefined();
    expect(await goalsOf("OTHER")).toBeUndefined();
    expect(await ids({ goal: 12 })).toBe("NEWER");
    expect(await ids({ has_goal: true })).toBe("NEWER");
    expect(await ids({ has_sale: true })).toBe("");
    // From here reports count it.
    expect(licence.chats.get("NEWER")?.goals).toEqual([{ id: 12, at: NOON }]);
  });

  test("keeps its order, and what is not known of it is empty", async () => {
    const { mark, goalsOf } = chatted();
    await mark(12, { order_id: "SO-1", order_description: "Boots", order_price: "239.80", order_currency: "EUR" });
    await mark(1042, { order_id: "SO-2" });
    expect((await goalsOf("NEWER"))?.map(({ id, order }) => ({ id, order }))).toEqual([
      { id: 12, order: { id: "SO-1", description: "Boots", price: "239.80", currency: "EUR" } },
      { id: 1042, order: { id: "SO-2", description: "", price: "0", currency: "" } },
    ]);
  });

  test("of a sales tracker is a sale", async () => {
    const { mark, goalsOf, ids, licence, livechat } = chatted();
    await mark(1043, { order_price: "20.5" });
    expect(await goalsOf("NEWER")).toMatchObject([
      { type: "sales_tracker", order: { id: "", price: "20.5", currency: "USD" } },
    ]);
    expect(await ids({ has_sale: true })).toBe("NEWER");
    const { id } = await livechat.goals.create({
      name: "Ten each",
      type: "sales_tracker",
      value_type: "set",
      value: 10,
      currency: "PLN",
    });
    await mark(id);
    await mark(id, { order_price: "3", order_currency: "EUR" });
    expect(licence.chats.get("NEWER")?.goals.map(({ sale }) => sale)).toEqual([
      { currency: "USD", value: 20.5 },
      { currency: "PLN", value: 10 },
      { currency: "EUR", value: 3 },
    ]);
  });

  test("outlives its goal, and the tags of the chat outlive it", async () => {
    const { mark, goalsOf, ids, livechat } = chatted();
    await livechat.chats.updateTags("NEWER", { tag: ["sales"] });
    await mark(12);
    await livechat.goals.delete(12);
    expect(await ids({ goal: 12, tag: ["sales"] })).toBe("NEWER");
    await livechat.chats.updateTags("NEWER", { tag: ["refund"] });
    expect(await goalsOf("NEWER")).toMatchObject([{ id: 12, name: "Order by telephone" }]);
  });

  test("of a visitor who is on the website and has never chatted is taken, too", async () => {
    const { livechat } = arrange();
    const [visitor] = await livechat.visitors.list({ state: "browsing" });
    expect(await livechat.goals.markAsSuccessful(12, { visitor_id: visitor?.id ?? "" })).toEqual({
      result: "goal marked as successful",
    });
  });
});
