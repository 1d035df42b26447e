// Deliveries as LiveChat makes them, from the examples of the description.
import type { ChatStartedPayload } from "livechat-openapi";
import { webhooks } from "../support/description.js";

export const TOKEN = "made-up-webhook-token";

/** The payload that the description shows for each type of event. */
export const payloads: Record<string, Record<string, unknown>> = Object.fromEntries(
  webhooks.map(({ path, body }) => [
    path,
    { ...(Object.values(body?.examples ?? {})[0]?.value as Record<string, unknown>), token: TOKEN },
  ]),
);

export const chatStarted = payloads["chat_started"] as unknown as ChatStartedPayload;

/** The body of a delivery of chat_started, with other fields. */
export function bodyOf(fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...chatStarted, ...fields });
}

export function delivery(body: BodyInit = bodyOf(), init: RequestInit = {}): Request {
  return new Request("https://hooks.example.com/livechat", { method: "POST", body, ...init });
}

/** A promise, and the function that ends it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
