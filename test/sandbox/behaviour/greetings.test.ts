import type { GreetingCreate } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { refusal, start } from "./start.js";

const RULE = { type: "visits_number", value: 3 } as const;

test("the list is that of every group, or of one", async () => {
  const ada = start().as("ada");
  const all = await ada.greetings.list();
  const parts = await Promise.all([0, 1, 2, 3, 4].map((group) => ada.greetings.list({ group })));
  expect(
    parts
      .flat()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(all.map(({ id }) => id).sort());
  expect(parts[1]?.map(({ id }) => id)).toContain(2411);
  expect(parts[4]).toEqual([]);
  for (const greeting of all) expect(await ada.greetings.get(greeting.id)).toEqual(greeting);
});

describe.each(["json", "form"] as const)("as %s", (encoding) => {
  test("a new greeting shows a rule of each kind with a number, as text, and in another order", async () => {
    const ada = start().as("ada", { encoding });
    const created = await ada.greetings.create({
      name: "Every kind",
      group: 1,
      rules: [
        { type: "visit_time_page", value: 20, operator: "greater_than" },
        { type: "custom_variable", variable_name: "cart", variable_value: true },
        { type: "url_funnel", urls: [{ url: "shop.example.com/a b" }, { url: "cart", operator: "contains" }] },
        { type: "ads_traffic" },
        { type: "ads_traffic", variable_name: "google", variable_value: "spring", operator: "contains" },
      ],
      properties: { "greeting-message_text": "Good to see you & yours!" },
    });
    expect(created).toEqual({
      id: 2462,
      active: true,
      name: "Every kind",
      rules: expect.any(Array),
      properties: { active: "1", "greeting-message_text": "Good to see you & yours!" },
    });
    const and = { id: expect.any(Number), condition: "and" };
    const expected = [
      { ...and, type: "visit_time_page", value: "20", operator: "greater_than" },
      { ...and, type: "custom_variable", variable_name: "cart", variable_value: "true", operator: "equals" },
      {
        ...and,
        type: "url_funnel",
        urls: [
          { url: "shop.example.com/a b", operator: "equals" },
          { url: "cart", operator: "contains" },
        ],
      },
      { ...and, type: "ads_traffic", operator: "equals" },
      { ...and, type: "ads_traffic", variable_name: "google", variable_value: "spring", operator: "contains" },
    ];
    expect(created.rules).toHaveLength(expected.length);
    expect(created.rules).toEqual(expect.arrayContaining(expected));
    expect(created.rules.map(({ type }) => type)).not.toEqual(expected.map(({ type }) => type));
    const numbers = (await ada.greetings.list()).flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await ada.greetings.list({ group: 1 })).toContainEqual(created);
    expect(await ada.greetings.list({ group: 2 })).not.toContainEqual(created);
  });

  test("each part of a greeting is changed alone", async () => {
    const ada = start().as("ada", { encoding });
    const before = await ada.greetings.get(2411);
    const off = await ada.greetings.update(2411, { active: 0 });
    expect(off).toEqual({ ...before, active: false, properties: { ...before.properties, active: "0" } });
    const told = await ada.greetings.update(2411, { properties: { "greeting-message_text": "Hey" } });
    expect(told).toEqual({ ...off, properties: { active: "0", "greeting-message_text": "Hey" } });
    const named = await ada.greetings.update(2411, { name: "Hey" });
    expect(named).toEqual({ ...told, name: "Hey" });
    const ruled = await ada.greetings.update(2411, { rules: [{ type: "search_keyword", value: 7 }] });
    expect(ruled).toEqual({
      ...named,
      rules: [{ id: expect.any(Number), type: "search_keyword", value: "7", operator: "equals", condition: "and" }],
    });
    expect(ruled.rules[0]?.id).not.toBe(before.rules[0]?.id);
    const on = await ada.greetings.update(2411, { active: 1 });
    expect(on).toMatchObject({ active: true, properties: { active: "1" } });
    expect(await ada.greetings.get(2411)).toEqual(on);
    expect(await ada.greetings.list({ group: 1 })).toContainEqual(on);
  });

  test("without a text there is one, and without a group it is everybody's", async () => {
    const ada = start().as("ada", { encoding });
    const created = await ada.greetings.create({ name: "Plain", active: 0, rules: [RULE] });
    expect(created).toMatchObject({ active: false, properties: { active: "0" } });
    expect(created.properties["greeting-message_text"]).toMatch(/products/);
    expect(await ada.greetings.list({ group: 0 })).toContainEqual(created);
  });
});

test("there are ten announcements at most", async () => {
  const ada = start().as("ada");
  const announcement: GreetingCreate = { name: "News", subtype: "announcement", rules: [RULE] };
  // Two of the greetings that are there at first are announcements.
  for (let count = 2; count < 10; count += 1) await ada.greetings.create(announcement);
  const before = await ada.greetings.list();
  expect(await refusal(ada.greetings.create(announcement))).toMatch(/^400\nsubtype/);
  expect(await ada.greetings.list()).toEqual(before);
  const { id } = await ada.greetings.create({ ...announcement, subtype: undefined } as unknown as GreetingCreate);
  expect(await ada.greetings.delete(id)).toEqual({ ok: true });
  await ada.greetings.delete(before.at(-1)?.id ?? 0);
  expect((await ada.greetings.create(announcement)).id).toBe(id + 1);
});

test("what cannot be is refused", async () => {
  const { as } = start();
  const [ada, ben] = [as("ada"), as("ben")];
  const before = await ada.greetings.list();
  expect(await refusal(ada.greetings.create({ name: "Ghosts", rules: [RULE], group: 77 }))).toBe(
    "400\ngroup: there is no group 77",
  );
  expect(await refusal(ben.greetings.create({ name: "Mine", rules: [RULE] }))).toMatch(/^403/);
  expect(await refusal(ben.greetings.update(2411, { active: 0 }))).toMatch(/^403/);
  expect(await refusal(ben.greetings.delete(2411))).toMatch(/^403/);
  expect(await refusal(ada.greetings.get(77))).toBe("404\nThere is no greeting 77");
  expect(await refusal(ada.greetings.update(77, { active: 0 }))).toMatch(/^404/);
  expect(await refusal(ada.greetings.delete(77))).toMatch(/^404/);
  expect(await ben.greetings.list()).toEqual(before);
});
