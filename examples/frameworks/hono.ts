// Receives LiveChat's webhooks in a Hono app: `npm ci --prefix examples/frameworks` once, then `npx tsx examples/frameworks/hono.ts`.
//
// Needs LIVECHAT_WEBHOOK_TOKEN, the token of the subscription. Listens on PORT, 8080 by default. This is for Node; Bun, Deno and
// workers need nothing of @hono/node-server, but `export default app`.
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createWebhookHandler } from "livechat-openapi/webhooks";

const handler = createWebhookHandler({
  tokens: process.env["LIVECHAT_WEBHOOK_TOKEN"] ?? "",
  on: {
    chat_started: (event) => console.log(`Chat ${event.chat?.id} has started`),
    ticket_created: (event) => console.log(`Ticket ${event.ticket?.id}: ${event.ticket?.subject}`),
  },
});

const app = new Hono();
app.post("/livechat", (context) => handler.fetch(context.req.raw));
app.get("/", (context) => context.json({ up: true }));

const port = Number(process.env["PORT"] ?? 8080);
const server = serve({ fetch: app.fetch, port }, () =>
  console.log(`Waiting for webhooks at http://127.0.0.1:${port}/livechat`),
);

process.once("SIGTERM", async () => {
  server.close();
  await handler.settled();
});
