// Calls the example API that `npm start` serves, with the typed client.
import { createClient } from "livechat-openapi";

const livechat = createClient({
  auth: { login: "ada@example.com", apiKey: "made-up-api-key-of-ada" },
  baseUrl: process.env["LIVECHAT_BASE_URL"] ?? "http://127.0.0.1:4010",
});

const agents = await livechat.agents.list();
for (const agent of agents) console.log(`${agent.name} <${agent.login}> is ${agent.status}`);

const page = await livechat.chats.list({ date_from: "2026-01-01", tag: ["sales"] });
console.log(`${page.total} chats on ${page.pages} page(s)`);

const greeting = await livechat.greetings.get(2411);
for (const rule of greeting.rules) {
  if (rule.type === "url_funnel") console.log(rule.urls.map(({ url }) => url).join(" -> "));
  else console.log(rule.type, rule.operator ?? "");
}
