// A program on orval's client, which is made of functions over axios.
import * as client from "./generated/client.js";

export type { Agent, Chat, ChatItem, Goal, GoalCreate, GreetingRule, GreetingRuleCreate } from "./generated/client.js";

export const operations = Object.values(client).filter((value) => typeof value === "function").length;

export async function send(baseURL: string): Promise<void> {
  const auth = { username: "ada@example.com", password: "made-up-key" };
  const options = { baseURL, auth, headers: { "X-API-Version": "2" } };
  await client.chatsList({ "tag[]": ["sales", "a&b"] }, options);
  await client.ticketsList({ "requester[mail]": "mina+1@example.net" }, options);
  await client.goalsCreate({ name: "Paid", type: "url", url: "https://shop.example.com/thanks" }, options);
  await client.tagsDelete("before/after", { group: 1 }, options);
}
