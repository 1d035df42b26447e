import { describe, expect, test } from "vitest";
import { arrange } from "./records.js";
import { NOW, refusal, start } from "./start.js";

test("the list is that of one group, and of group 0 unless asked for another", async () => {
  const ada = start().as("ada");
  for (const group of [0, 1, 3]) {
    const listed = await ada.cannedResponses.list({ group });
    expect(new Set(listed.map((response) => response.group))).toEqual(new Set([group]));
  }
  expect(await ada.cannedResponses.list()).toEqual(await ada.cannedResponses.list({ group: 0 }));
  expect(await ada.cannedResponses.list({ group: 77 })).toEqual([]);
});

describe.each(["json", "form"] as const)("as %s", (encoding) => {
  test("one is created by any agent, changed by another, and deleted", async () => {
    const { as } = start();
    const [ben, diego] = [as("ben", { encoding }), as("diego", { encoding })];
    const created = await ben.cannedResponses.create({ text: "Bye!\n& thanks", tags: ["bye", "thanks", "ciao"] });
    expect(created).toEqual({
      id: 3123,
      group: 0,
      text: "Bye!\n& thanks",
      creation_date: NOW,
      created_by: "ben@example.com",
      tags: expect.arrayContaining(["bye", "thanks", "ciao"]),
    });
    // They come back in another order, as from LiveChat.
    expect(created.tags).not.toEqual(["bye", "thanks", "ciao"]);
    expect(await ben.cannedResponses.get(3123)).toEqual(created);
    expect((await ben.cannedResponses.list()).at(-1)).toEqual(created);

    const changed = await diego.cannedResponses.update(3123, { tags: ["bye"] });
    expect(changed).toEqual({
      ...created,
      tags: ["bye"],
      modification_date: NOW,
      modified_by: "diego@example.com",
    });
    expect(await diego.cannedResponses.update(3123, { text: "Bye!" })).toEqual({ ...changed, text: "Bye!" });

    expect(await ben.cannedResponses.delete(3123)).toEqual({ result: "Canned response removed successfully" });
    expect(await refusal(ben.cannedResponses.get(3123))).toMatch(/^404/);
    expect((await ben.cannedResponses.create({ text: "Hi", tags: ["hi"], group: 2 })).id).toBe(3124);
  });
});

test("an update that sends nothing is no modification", async () => {
  const ada = start().as("ada");
  const before = await ada.cannedResponses.get(3121);
  expect(await ada.cannedResponses.update(3121, {})).toEqual(before);
  expect(await ada.cannedResponses.get(3121)).not.toHaveProperty("modified_by");
});

test("what cannot be is refused", async () => {
  const ada = start().as("ada");
  expect(await refusal(ada.cannedResponses.create({ text: "Hi", tags: ["hi"], group: 77 }))).toBe(
    "400\ngroup: there is no group 77",
  );
  for (const call of [ada.cannedResponses.get(77), ada.cannedResponses.update(77, {}), ada.cannedResponses.delete(77)])
    expect(await refusal(call)).toBe("404\nThere is no canned response 77");
});

test("webhooks are told of each change, and of nothing else", async () => {
  const { livechat, announced } = arrange();
  const created = await livechat.cannedResponses.create({ text: "Hi", tags: ["hi"] });
  await livechat.cannedResponses.update(created.id, {});
  const changed = await livechat.cannedResponses.update(created.id, { text: "Hello" });
  await livechat.cannedResponses.delete(created.id);
  await refusal(livechat.cannedResponses.delete(created.id));
  await refusal(livechat.cannedResponses.create({ text: "Hi", tags: ["hi"], group: 77 }));
  expect(announced).toEqual(
    [created, changed, changed].map((cannedResponse) => ({ event: "canned_response_changed", cannedResponse })),
  );
});
