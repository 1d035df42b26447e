// 20 calls with our client, as built.
import { createClient } from "livechat-openapi";

const livechat = createClient({ auth: { login: "ada@example.com", apiKey: "made-up-key" } });

export async function calls() {
  const agents = await livechat.agents.list({ status: "offline" });
  const agent = await livechat.agents.get("ada@example.com");
  const created = await livechat.agents.create({ login: "ben@example.com", name: "Ben" });
  const updated = await livechat.agents.update("ben@example.com", { job_title: "Support" });
  const deleted = await livechat.agents.delete("ben@example.com");
  const chats = await livechat.chats.list({ date_from: "2026-01-01", tag: ["sales"] });
  const chat = await livechat.chats.get("PJ0MRSHTDG");
  const goals = await livechat.goals.list();
  const goal = await livechat.goals.create({ name: "Thanks", type: "url", url: "https://shop.example.com/thanks" });
  const groups = await livechat.groups.list();
  const group = await livechat.groups.get(1);
  const greetings = await livechat.greetings.list({ group: 1 });
  const responses = await livechat.cannedResponses.list();
  const response = await livechat.cannedResponses.create({ text: "Hello", tags: ["hi"] });
  const totals = await livechat.reports.chats.totalChats({ date_from: "2026-01-01", date_to: "2026-01-31" });
  const status = await livechat.status.get();
  const tags = await livechat.tags.list();
  const tickets = await livechat.tickets.list({ status: "open" });
  const ticket = await livechat.tickets.get("ABC12");
  const visitors = await livechat.visitors.list();
  return [
    agents[0]?.name,
    agent.login,
    created.login,
    updated.job_title,
    deleted.result,
    chats.total,
    chat.type,
    goals[0]?.name,
    goal.type,
    groups[0]?.name,
    group.id,
    greetings[0]?.id,
    responses[0]?.text,
    response.id,
    totals,
    status.status,
    tags[0]?.name,
    tickets.total,
    ticket.id,
    visitors[0]?.id,
  ];
}
