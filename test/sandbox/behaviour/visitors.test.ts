import type { VisitorsListParams } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { addChat, arrange, visitor } from "./records.js";
import { refusal, start } from "./start.js";

const MINA = "S1767225600.1a2b3c4d5e";
const DETAILS = {
  license_id: 1234567,
  token: "made-up-webhook-token",
  id: "web-shop",
  fields: [
    { name: "Orders", value: 12 },
    { name: "Customer", value: "Open in the shop", url: "https://shop.example.com/customers/7" },
  ],
  icon: "shop.example.com/icon.png",
};

describe("the list", () => {
  const states = ["chatting", "queued", "browsing", "invited", "refused invitation", "chat closed"] as const;

  test("holds everybody, or those in a state or in groups", async () => {
    const ben = start().as("ben");
    const all = await ben.visitors.list();
    const keeps = async (query: VisitorsListParams, fits: (visitor: (typeof all)[number]) => boolean) => {
      const listed = await ben.visitors.list(query);
      expect(listed).toEqual(all.filter(fits));
      return listed.length;
    };
    for (const state of states) expect(await keeps({ state }, (visitor) => visitor.state === state)).toBeGreaterThan(0);
    expect(await keeps({ group: [1, 2] }, ({ group }) => group === 1 || group === 2)).toBeGreaterThan(1);
    expect(await keeps({ group: [0] }, ({ group }) => group === 0)).toBeGreaterThan(0);
    expect(await keeps({ state: "chatting", group: [2] }, () => false)).toBe(0);
  });

  test("is a number with count=1", async () => {
    const { as, send } = start();
    expect(await send("/visitors?count=1")).toEqual({ status: 200, body: (await as("ada").visitors.list()).length });
    expect(await send("/visitors?count=1&state=chatting")).toEqual({ status: 200, body: 1 });
    expect(await send("/visitors?count=0&state=chatting")).toMatchObject({ body: [{ id: MINA }] });
    expect((await send("/visitors?state=online")).status).toBe(400);
  });
});

describe("details", () => {
  test.each(["json", "form"] as const)(
    "are taken with what a webhook carries, and no credentials (%s)",
    async (encoding) => {
      const { as } = start();
      const anybody = as("ada", { encoding, auth: { login: "anybody@example.com", apiKey: "none" } });
      expect(await anybody.visitors.addDetails(MINA, DETAILS)).toEqual({ result: "Visitor details added" });
      expect(await anybody.visitors.addDetails(MINA, { ...DETAILS, license_id: "1234567" })).toBeDefined();
    },
  );

  test("need the licence and the token of a subscription, as long as there is one", async () => {
    const { as } = start();
    const ada = as("ada");
    const refused = "400\ntoken: expected the token of one of the licence's webhooks, with its license_id";
    expect(await refusal(ada.visitors.addDetails(MINA, { ...DETAILS, token: "another" }))).toBe(refused);
    expect(await refusal(ada.visitors.addDetails(MINA, { ...DETAILS, license_id: 7 }))).toBe(refused);
    expect(await refusal(ada.visitors.addDetails("S1.unknown", { ...DETAILS, token: "another" }))).toBe(refused);
    const { events } = await ada.webhooks.create({
      event_type: "chat_started",
      data_types: ["chat"],
      url: "https://shop.example.com/",
    });
    const [{ token, id } = { token: "", id: "" }] = events;
    await ada.visitors.addDetails(MINA, { ...DETAILS, token });
    await ada.webhooks.delete(id);
    expect(await refusal(ada.visitors.addDetails(MINA, { ...DETAILS, token }))).toBe(refused);
  });

  test("need a visitor", async () => {
    const call = start().as("ada").visitors.addDetails("S1.unknown", DETAILS);
    expect(await refusal(call)).toBe("404\nThere is no visitor S1.unknown");
  });

  test("are kept by visitor and set, the last of a set alone", async () => {
    const { licence, livechat } = arrange();
    addChat(licence, "A", "2026-06-10T10:00:00Z", { visitor: visitor({ id: "S1.gone" }) });
    const add = (visitor: string, id: string, value: number) =>
      livechat.visitors.addDetails(visitor, { ...DETAILS, id, fields: [{ name: "Orders", value }] });
    await add(MINA, "web-shop", 1);
    await add(MINA, "crm", 2);
    await add("S1.gone", "web-shop", 3);
    await add(MINA, "web-shop", 4);
    expect([...licence.details].map(({ visitor, id, fields }) => [visitor, id, fields[0]?.value])).toEqual([
      [MINA, "web-shop", 4],
      [MINA, "crm", 2],
      ["S1.gone", "web-shop", 3],
    ]);
    // Neither the token nor the licence's number is kept.
    expect([...licence.details].flatMap(Object.keys)).not.toContain("token");
  });
});
