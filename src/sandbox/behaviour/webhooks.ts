// Subscriptions to events. Delivering is not done here.
import type { Behaviour } from "./behaviour.js";
import { found, mustManage } from "./demands.js";

export const webhooks: Behaviour<"webhooks"> = {
  "webhooks.list": (_, licence) => ({ events: [...licence.webhooks] }),

  "webhooks.create": ({ body, caller }, licence) => {
    mustManage(caller);
    const webhook = licence.webhooks.add({
      licence: licence.number,
      event_type: body.event_type,
      data_types: [...body.data_types],
      url: body.url,
      verified: true,
      token: licence.ids.secret("made-up-webhook-token"),
      id: licence.ids.secret("made-up-webhook-id"),
    });
    return { events: [webhook] };
  },

  "webhooks.delete": ({ path, caller }, licence) => {
    mustManage(caller);
    licence.webhooks.remove(found(licence.webhooks.get(path.webhook_id), `webhook ${path.webhook_id}`).id);
    return { result: "Push notification removed successfully" };
  },
};
