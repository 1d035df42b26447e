// Details about the visitor of an event, added with the licence and the token that came with it.
import type { ResultMessage, VisitorDetails, WebhookPayload } from "../../generated/models.js";
import type { LiveChat } from "../client/createClient.js";
import { ArgumentError } from "../client/errors.js";

/** A set of data to show to agents beside the visitor of an event: its `id`, its `fields` and perhaps an `icon`. */
export interface EventDetails extends Omit<VisitorDetails, "license_id" | "token"> {}

/** What a handler can do with its event. */
export interface EventActions {
  /**
   * Shows data of yours beside the visitor, by `visitors.addDetails` of the `client` that the handler was made with. Licence
   * and token are the event's own. Subscribe with the data type `visitor`.
   *
   * Rejects with an ArgumentError when there is no client or the event has no visitor, and with the errors of the call.
   */
  addDetails(details: EventDetails): Promise<ResultMessage>;
}

/** The event with its actions, which are not among what is listed, logged or stored of it. */
export function withActions<Payload extends WebhookPayload>(
  payload: Payload,
  client: Pick<LiveChat, "visitors"> | undefined,
): Payload & EventActions {
  const addDetails = async ({ id, fields, icon }: EventDetails): Promise<ResultMessage> => {
    if (!client) throw new ArgumentError("addDetails: createWebhookHandler was given no client.", undefined);
    const visitor = visitorOf(payload);
    if (!visitor)
      throw new ArgumentError(
        `addDetails: the ${payload.event_type} has no visitor. Subscribe with the data type "visitor".`,
        undefined,
      );
    const { license_id, token } = payload;
    return await client.visitors.addDetails(visitor.id, {
      license_id,
      token,
      id,
      fields,
      ...(icon !== undefined && { icon }),
    });
  };
  return Object.defineProperty(payload, "addDetails", { value: addDetails, enumerable: false }) as Payload &
    EventActions;
}

function visitorOf(payload: WebhookPayload): { id: string } | undefined {
  return "visitor" in payload ? payload.visitor : undefined;
}
