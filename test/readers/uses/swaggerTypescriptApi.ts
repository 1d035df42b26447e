// A program on swagger-typescript-api's client.
import { Api } from "./generated/Api.js";

export type { Agent, Chat, ChatItem, Goal, GoalCreate, GreetingRule, GreetingRuleCreate } from "./generated/Api.js";

/** The operations stand below the first part of their paths. */
const SECTIONS = /^[a-z]+(?:Responses)?$/;

export const operations = Object.entries(new Api())
  .filter(([name, value]) => SECTIONS.test(name) && typeof value === "object" && value !== null)
  .flatMap(([, section]) => Object.values(section as object))
  .filter((value) => typeof value === "function").length;

export async function send(baseUrl: string): Promise<void> {
  const headers = { "X-API-Version": "2", Authorization: `Basic ${btoa("ada@example.com:made-up-key")}` };
  const api = new Api({ baseUrl, baseApiParams: { headers } });
  await api.chats.chatsList({ "tag[]": ["sales", "a&b"] });
  await api.tickets.ticketsList({ "requester[mail]": "mina+1@example.net" });
  await api.goals.goalsCreate({ name: "Paid", type: "url", url: "https://shop.example.com/thanks" });
  await api.tags.tagsDelete("before/after", { group: 1 });
}
