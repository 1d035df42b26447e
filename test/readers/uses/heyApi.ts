// A program on hey-api's client.
import { client } from "./generated/client.gen.js";
import * as sdk from "./generated/sdk.gen.js";
import type { Webhooks } from "./generated/types.gen.js";

export type {
  Agent,
  Chat,
  ChatItem,
  Goal,
  GoalCreate,
  GreetingRule,
  GreetingRuleCreate,
} from "./generated/types.gen.js";

const headers = { "X-API-Version": "2" } as const;

export const operations = Object.values(sdk).length;

export async function send(baseUrl: string): Promise<void> {
  client.setConfig({ baseUrl, auth: ({ scheme }) => (scheme === "basic" ? "ada@example.com:made-up-key" : undefined) });
  await sdk.chatsList({ headers, query: { "tag[]": ["sales", "a&b"] } });
  await sdk.ticketsList({ headers, query: { "requester[mail]": "mina+1@example.net" } });
  await sdk.goalsCreate({ headers, body: { name: "Paid", type: "url", url: "https://shop.example.com/thanks" } });
  await sdk.tagsDelete({ headers, path: { tag: "before/after" }, body: { group: 1 } });
}

export const licenceOf = (webhook: Webhooks): string => webhook.body.license_id;
