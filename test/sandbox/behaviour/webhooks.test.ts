import type { WebhookCreate } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { refusal, start } from "./start.js";

describe.each(["json", "form"] as const)("as %s", (encoding) => {
  test("a subscription is created, listed and deleted", async () => {
    const ada = start().as("ada", { encoding });
    const before = await ada.webhooks.list();
    const body = {
      event_type: "chat_ended",
      data_types: ["chat", "pre_chat_survey"],
      url: "https://user:secret@shop.example.com/livechat?a=1&b=2",
    } as const;
    const created = await ada.webhooks.create({ ...body, data_types: [...body.data_types] });
    expect(created).toEqual({
      events: [
        {
          ...body,
          licence: 1234567,
          verified: true,
          token: expect.stringMatching(/^made-up-webhook-token-[0-9a-f]{32}$/),
          id: expect.stringMatching(/^made-up-webhook-id-[0-9a-f]{32}$/),
        },
      ],
    });
    expect(await ada.webhooks.list()).toEqual({ events: [...before.events, ...created.events] });
    const id = created.events[0]?.id ?? "";
    expect(await ada.webhooks.delete(id)).toEqual({ result: "Push notification removed successfully" });
    expect(await ada.webhooks.list()).toEqual(before);
    expect(await refusal(ada.webhooks.delete(id))).toBe(`404\nThere is no webhook ${id}`);
  });
});

test("two subscriptions to the same are two, each with its own token", async () => {
  const ada = start().as("ada");
  const body: WebhookCreate = { event_type: "ticket_created", data_types: ["ticket"], url: "https://a.example.com/" };
  const [first, second] = [await ada.webhooks.create(body), await ada.webhooks.create(body)];
  expect(first.events[0]?.id).not.toBe(second.events[0]?.id);
  expect(first.events[0]?.token).not.toBe(second.events[0]?.token);
});

test("what cannot be is refused", async () => {
  const { as, send } = start();
  const [ada, ben] = [as("ada"), as("ben")];
  const before = await ada.webhooks.list();
  const url = "https://shop.example.com/livechat";
  for (const body of [
    { event_type: "ticket_created", data_types: ["chat"], url },
    { event_type: "chat_changed", data_types: ["pre_chat_survey"], url },
    { event_type: "visitor_queued", data_types: [], url },
    { event_type: "chat_closed", data_types: ["chat"], url },
    { event_type: "chat_started", data_types: ["chat"], url: "no address" },
    { event_type: "chat_started", data_types: ["chat"] },
  ]) {
    const headers = { "Content-Type": "application/json" };
    expect((await send("/webhooks", { method: "POST", headers, body: JSON.stringify(body) })).status).toBe(400);
  }
  const body: WebhookCreate = { event_type: "chat_started", data_types: ["chat"], url };
  expect(await refusal(ben.webhooks.create(body))).toMatch(/^403/);
  expect(await refusal(ben.webhooks.delete("made-up-webhook-id"))).toMatch(/^403/);
  expect(await ben.webhooks.list()).toEqual(before);
});
