// The same 20 calls with openapi-fetch over the description's types.
import createClient from "openapi-fetch";
import type { paths } from "../../../generated/types.js";

const client = createClient<paths>({ baseUrl: "https://api.example.com" });

export async function calls() {
  const agents = await client.GET("/agents", { params: { query: { status: "offline" } } });
  const agent = await client.GET("/agents/{login}", { params: { path: { login: "ada@example.com" } } });
  const created = await client.POST("/agents", { body: { login: "ben@example.com", name: "Ben" } });
  const updated = await client.PUT("/agents/{login}", {
    params: { path: { login: "ben@example.com" } },
    body: { job_title: "Support" },
  });
  const deleted = await client.DELETE("/agents/{login}", { params: { path: { login: "ben@example.com" } } });
  const chats = await client.GET("/chats", { params: { query: { date_from: "2026-01-01", "tag[]": ["sales"] } } });
  const chat = await client.GET("/chats/{chat_id}", { params: { path: { chat_id: "PJ0MRSHTDG" } } });
  const goals = await client.GET("/goals");
  const goal = await client.POST("/goals", {
    body: { name: "Thanks", type: "url", url: "https://shop.example.com/thanks" },
  });
  const groups = await client.GET("/groups");
  const group = await client.GET("/groups/{group_id}", { params: { path: { group_id: 1 } } });
  const greetings = await client.GET("/greetings", { params: { query: { group: 1 } } });
  const responses = await client.GET("/canned_responses");
  const response = await client.POST("/canned_responses", { body: { text: "Hello", tags: ["hi"] } });
  const totals = await client.GET("/reports/chats/total_chats", {
    params: { query: { date_from: "2026-01-01", date_to: "2026-01-31" } },
  });
  const status = await client.GET("/status");
  const tags = await client.GET("/tags");
  const tickets = await client.GET("/tickets", { params: { query: { status: "open" } } });
  const ticket = await client.GET("/tickets/{ticket_id}", { params: { path: { ticket_id: "ABC12" } } });
  const visitors = await client.GET("/visitors");
  return [
    agents.data?.[0]?.name,
    agent.data?.login,
    created.data?.login,
    updated.data?.job_title,
    deleted.data?.result,
    chats.data?.total,
    chat.data?.type,
    goals.data?.[0]?.name,
    goal.data?.type,
    groups.data?.[0]?.name,
    group.data?.id,
    greetings.data?.[0]?.id,
    responses.data?.[0]?.text,
    response.data?.id,
    totals.data,
    status.data?.status,
    tags.data?.[0]?.name,
    tickets.data?.total,
    ticket.data?.id,
    visitors.data,
  ];
}
