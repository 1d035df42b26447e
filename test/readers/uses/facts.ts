// What a program may expect of generated types. A line marked "refused" must not compile, all others must.
import type { Agent, Chat, ChatItem, Goal, GoalCreate, GreetingRule, GreetingRuleCreate } from "./use.js";

/** The variants of a union that the description knows; the others, for types still to come, have any text as `type`. */
type Known<T> = T extends { type: infer Type } ? (string extends Type ? never : T) : never;

export const login = (agent: Agent): string => agent.login;
export const chatId = (chat: Chat): string => chat.id;
export const number = (agent: Agent): number => agent.login; // refused
export const noText = (chat: Chat): number => chat.id; // refused

export const goal: GoalCreate = { name: "Paid", type: "url", url: "https://shop.example.com/thanks" };
export const noUrl: GoalCreate = { name: "Paid", type: "url" }; // refused
export const newType: GoalCreate = { name: "Paid", type: "another_type" }; // refused
export const anyUrl = (created: GoalCreate): string => created.url; // refused

export function detailOf(created: GoalCreate): string {
  if (created.type === "url") return created.url;
  if (created.type === "custom_variable") return created.custom_variable_name;
  return created.name;
}

export function funnelOf(rule: GreetingRuleCreate): string[] {
  return rule.type === "url_funnel" ? rule.urls.map(({ url }) => url) : [];
}

export const urlOf = (met: Known<Goal>): string => (met.type === "url" ? met.url : "");
export const startOf = (item: Known<ChatItem>): string => (item.type === "chat" ? item.started : "");
export const funnelUrls = (rule: Known<GreetingRule>): unknown[] => (rule.type === "url_funnel" ? rule.urls : []);
export const unknownToo = (met: Goal): string => (met.type === "url" ? met.url : ""); // refused
