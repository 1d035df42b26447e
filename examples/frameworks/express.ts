// Receives LiveChat's webhooks in an Express app: `npm ci --prefix examples/frameworks` once, then `npx tsx examples/frameworks/express.ts`.
//
// Needs LIVECHAT_WEBHOOK_TOKEN, the token of the subscription. Listens on PORT, 8080 by default.
import express from "express";
import { createWebhookHandler } from "livechat-openapi/webhooks";

const handler = createWebhookHandler({
  tokens: process.env["LIVECHAT_WEBHOOK_TOKEN"] ?? "",
  on: {
    chat_started: (event) => console.log(`Chat ${event.chat?.id} has started`),
    ticket_created: (event) => console.log(`Ticket ${event.ticket?.id}: ${event.ticket?.subject}`),
  },
});

const app = express();
// The handler reads the body itself, so its route stands before express.json(), which would leave nothing to read.
app.post("/livechat", handler.node);
app.use(express.json());
app.get("/", (_, response) => {
  response.json({ up: true });
});

const port = Number(process.env["PORT"] ?? 8080);
const server = app.listen(port, () => console.log(`Waiting for webhooks at http://127.0.0.1:${port}/livechat`));

process.once("SIGTERM", async () => {
  server.close();
  await handler.settled();
});
