import { describe, expect, test } from "vitest";
import { addChat, addTicket, arrange } from "./records.js";
import { NOW, refusal, start } from "./start.js";

test("the list is that of every group, or of one", async () => {
  const ada = start().as("ada");
  const all = await ada.tags.list();
  const names = all.map(({ name, group }) => `${group}/${name}`);
  // Two groups may have one of the same name.
  expect(names).toEqual(expect.arrayContaining(["1/refund", "4/refund", "2/vip", "3/vip"]));
  for (const group of [1, 2, 3, 4, 77])
    expect(await ada.tags.list({ group })).toEqual(all.filter((tag) => tag.group === group));
});

describe.each(["json", "form"] as const)("as %s", (encoding) => {
  test("a tag is created and deleted, for one group", async () => {
    const ada = start().as("ada", { encoding });
    const created = await ada.tags.create({ tag: "größe & co", author: "ben@example.com", group: 1 });
    expect(created).toEqual({
      name: "größe & co",
      author: "ben@example.com",
      creation_date: NOW,
      count: { inChats: 0, inTickets: 0 },
      group: 1,
    });
    const other = await ada.tags.create({ tag: "größe & co", author: "ada@example.com", group: 0 });
    expect(await ada.tags.list({ group: 1 })).toContainEqual(created);
    expect(await ada.tags.delete("größe & co", { group: 1 })).toEqual({ ok: true });
    expect(await ada.tags.list({ group: 1 })).not.toContainEqual(created);
    expect(await ada.tags.list({ group: 0 })).toEqual([other]);
    expect(await refusal(ada.tags.delete("größe & co", { group: 1 }))).toBe(
      "404\nThere is no tag größe & co of group 1",
    );
  });
});

test("what cannot be is refused", async () => {
  const { as, send } = start();
  const [ada, ben] = [as("ada"), as("ben")];
  const before = await ada.tags.list();
  expect(await refusal(ada.tags.create({ tag: "refund", author: "nobody@example.com", group: 1 }))).toBe(
    "400\ntag: group 1 has the tag refund already\nauthor: there is no agent nobody@example.com",
  );
  expect(await refusal(ada.tags.create({ tag: "new", author: "ada@example.com", group: 77 }))).toMatch(/^400\ngroup/);
  // Only the owner and administrators may; who is named as the author does not matter.
  expect(await refusal(ben.tags.create({ tag: "new", author: "ada@example.com", group: 1 }))).toMatch(/^403/);
  expect(await refusal(ben.tags.delete("refund", { group: 1 }))).toMatch(/^403/);
  // The body is easily lost on the way, and with it the group.
  expect((await send("/tags/refund", { method: "DELETE" })).status).toBe(400);
  expect(await ada.tags.list()).toEqual(before);
  await as("chloe").tags.create({ tag: "new", author: "ben@example.com", group: 1 });
});

describe("counts", () => {
  const GIFT = "gift & wrap";

  async function tagged() {
    const arranged = arrange();
    const { licence, livechat } = arranged;
    for (const group of [1, 2]) await livechat.tags.create({ tag: GIFT, author: "ada@example.com", group });
    const chat = (id: string, tags: string[], group: number[]) =>
      addChat(licence, id, "2026-06-10T10:00:00Z", { tags, group });
    const ticket = (id: string, tags: string[], groups: number[]) =>
      addTicket(licence, id, ["2026-06-10T10:00:00Z"], { tags, groups });
    const count = async (group: number) =>
      (await livechat.tags.list({ group })).find(({ name }) => name === GIFT)?.count;
    return { ...arranged, chat, ticket, count };
  }

  test("say how many chats and tickets of the group carry the tag", async () => {
    const { chat, ticket, count } = await tagged();
    expect(await count(1)).toEqual({ inChats: 0, inTickets: 0 });
    chat("A", [GIFT, "other", GIFT], [1]);
    chat("B", [GIFT], [1, 2]);
    chat("C", ["other"], [1]);
    ticket("D", [GIFT], [2]);
    expect(await count(1)).toEqual({ inChats: 2, inTickets: 0 });
    expect(await count(2)).toEqual({ inChats: 1, inTickets: 1 });
  });

  test("follow what happens to chats and tickets", async () => {
    const { chat, ticket, count, livechat } = await tagged();
    chat("A", [], [1]);
    ticket("D", [], [1]);
    await livechat.chats.updateTags("A", { tag: [GIFT] });
    expect(await count(1)).toEqual({ inChats: 1, inTickets: 0 });
    await livechat.tickets.updateTags("D", { tag: [GIFT] });
    await livechat.chats.updateTags("A", { tag: ["other"] });
    expect(await count(1)).toEqual({ inChats: 0, inTickets: 1 });
  });

  test("outlive the tag, as chats and tickets keep it", async () => {
    const { chat, ticket, count, livechat } = await tagged();
    chat("A", [GIFT], [1]);
    ticket("D", [GIFT], [1]);
    await livechat.tags.delete(GIFT, { group: 1 });
    expect(await livechat.chats.get("A")).toMatchObject({ tags: [GIFT] });
    expect(await livechat.tickets.get("D")).toMatchObject({ tags: [GIFT] });
    expect(await count(1)).toBeUndefined();
    const again = await livechat.tags.create({ tag: GIFT, author: "ada@example.com", group: 1 });
    expect(again.count).toEqual({ inChats: 1, inTickets: 1 });
  });
});
