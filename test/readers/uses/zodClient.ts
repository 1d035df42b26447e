// A program on openapi-zod-client's client, which checks bodies and answers by zod.
import type { z } from "zod";
import { api, createApiClient, type schemas } from "./generated/client.js";

export type Agent = z.infer<typeof schemas.Agent>;
export type Chat = z.infer<typeof schemas.Chat>;
export type ChatItem = z.infer<typeof schemas.ChatItem>;
export type Goal = z.infer<typeof schemas.Goal>;
export type GoalCreate = z.input<typeof schemas.GoalCreate>;
export type GreetingRule = z.infer<typeof schemas.GreetingRule>;
export type GreetingRuleCreate = z.input<typeof schemas.GreetingRuleCreate>;

const headers = { "X-API-Version": "2" };

export const operations = api.api.length;

export async function send(baseUrl: string): Promise<void> {
  const auth = { username: "ada@example.com", password: "made-up-key" };
  const client = createApiClient(baseUrl, { axiosConfig: { auth }, validate: "request" });
  await client["chats.list"]({ headers, queries: { "tag[]": ["sales", "a&b"] } });
  await client["tickets.list"]({ headers, queries: { "requester[mail]": "mina+1@example.net" } });
  await client["goals.create"]({ name: "Paid", type: "url", url: "https://shop.example.com/thanks" }, { headers });
  await client["tags.delete"]({ group: 1 }, { headers, params: { tag: "before/after" } });
}

export function complaint(operation: string, part: "body" | "answer", value: unknown): string | undefined {
  const endpoint = api.api.find(({ alias }) => alias === operation);
  const body = endpoint?.parameters?.find(({ type }) => type === "Body");
  const schema: z.ZodType | undefined = part === "body" ? body?.schema : endpoint?.response;
  if (!schema) return "no schema";
  return schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join("/")} ${message}`)[0];
}
