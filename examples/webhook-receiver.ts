// Receives LiveChat's webhooks over Node's http, and shows agents data of a shop beside each new chat.
//
// Needs LIVECHAT_WEBHOOK_TOKEN, the token of the subscriptions (several are joined by commas). Listens on PORT, 8080 by default.
import { createServer } from "node:http";
import { createClient } from "livechat-openapi";
import { createWebhookHandler } from "livechat-openapi/webhooks";

const livechat = createClient({
  auth: {
    login: process.env["LIVECHAT_LOGIN"] ?? "ada@example.com",
    apiKey: process.env["LIVECHAT_API_KEY"] ?? "made-up-api-key-of-ada",
  },
  baseUrl: process.env["LIVECHAT_BASE_URL"] ?? "http://127.0.0.1:4010",
});

const handler = createWebhookHandler({
  tokens: (process.env["LIVECHAT_WEBHOOK_TOKEN"] ?? "made-up-webhook-token").split(","),
  client: livechat,
  on: {
    async chat_started(event) {
      const email = event.visitor?.email;
      if (email === undefined) return;
      const orders = await countOrders(email);
      await event.addDetails({ id: "web-shop", fields: [{ name: "Orders", value: orders }] });
      console.log(`Chat ${event.chat?.id} has started; the visitor has ${orders} orders`);
    },
    chat_ended(event) {
      console.log(`Chat ${event.chat?.id} has ended after ${event.chat?.messages.length} messages`);
    },
  },
  onUnknown: (event) => console.log(`Something new: ${event.unknown_type}`),
  onError: (error) => console.error(error),
});

/** Stands for a look-up in the shop's own database. */
async function countOrders(email: string): Promise<number> {
  return email.endsWith("@example.net") ? 12 : 0;
}

const server = createServer(handler.node).listen(Number(process.env["PORT"] ?? 8080), "127.0.0.1", () => {
  console.log("Waiting for webhooks at", server.address());
});

process.once("SIGTERM", async () => {
  server.close();
  await handler.settled();
});
