// Shows agents what a shop knows about a visitor, beside each chat that starts. It subscribes to `chat_started` by itself, once, and
// takes the token from there: `npx tsx examples/visitor-details.ts`.
//
// Needs LIVECHAT_LOGIN, LIVECHAT_API_KEY, and PUBLIC_URL, at which LiveChat reaches this program. Listens on PORT, 8080 by default.
// README.md says how to do without an account; PUBLIC_URL is left out then. This lets a chat start:
//   curl http://127.0.0.1:4010/_sandbox/simulate/chat_started --json '{ "visitor": { "email": "mina@example.net" } }'
import { createServer } from "node:http";
import { createClient, type WebhookSubscription } from "livechat-openapi";
import { createWebhookHandler } from "livechat-openapi/webhooks";

const port = Number(process.env["PORT"] ?? 8080);
const livechat = createClient.fromEnv();
const subscription = await subscribe(process.env["PUBLIC_URL"] ?? `http://127.0.0.1:${port}/livechat`);

const handler = createWebhookHandler({
  tokens: subscription.token,
  client: livechat,
  on: {
    async chat_started(event) {
      const email = event.visitor?.email;
      const customer = email === undefined ? undefined : await findCustomer(email);
      if (!customer) return;
      const { since, orders, lastOrder } = customer;
      await event.addDetails({
        id: "web-shop",
        fields: [
          { name: "Customer since", value: since },
          { name: "Orders", value: orders },
          { name: "Last order", value: lastOrder, url: `https://shop.example.com/orders/${lastOrder}` },
        ],
      });
      console.log(`Details of visitor ${event.visitor?.id} added`);
    },
  },
  onError: (error) => console.error(error),
});

const server = createServer(handler.node).listen(port, () => console.log(`Events come from ${subscription.url}`));

process.once("SIGTERM", async () => {
  server.close();
  await handler.settled();
});

/** The subscription of an earlier run, or a new one: with two of them, each event would come twice. */
async function subscribe(url: string): Promise<WebhookSubscription> {
  const present = await livechat.webhooks.list();
  const earlier = present.events.find((one) => one.event_type === "chat_started" && one.url === url);
  if (earlier) return earlier;
  const { events } = await livechat.webhooks.create({
    event_type: "chat_started",
    data_types: ["chat", "visitor"],
    url,
  });
  const [created] = events;
  if (!created) throw new Error("LiveChat has made no subscription.");
  return created;
}

interface Customer {
  since: string;
  orders: number;
  lastOrder: string;
}

/** Stands for a look-up in the shop's own database. */
async function findCustomer(email: string): Promise<Customer | undefined> {
  return email.endsWith("@example.net") ? { since: "March 2024", orders: 12, lastOrder: "A-1047" } : undefined;
}
