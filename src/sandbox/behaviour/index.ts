// The behaviour of all resources, by operation.
import type { Licence } from "../licence/licence.js";
import type { ReadRequest } from "../read.js";
import { agents } from "./agents.js";
import type { Call, Handler, OperationName } from "./behaviour.js";
import { cannedResponses } from "./cannedResponses.js";
import { chats } from "./chats.js";
import { goals } from "./goals.js";
import { greetings } from "./greetings.js";
import { groups } from "./groups.js";
import { reports } from "./reports/index.js";
import { status } from "./status.js";
import { tags } from "./tags.js";
import { tickets } from "./tickets.js";
import { visitors } from "./visitors.js";
import { webhooks } from "./webhooks.js";

type Behaviours = { [Id in OperationName]?: Handler<Id> };

const behaviours: Behaviours = {
  ...agents,
  ...cannedResponses,
  ...chats,
  ...goals,
  ...greetings,
  ...groups,
  ...reports,
  ...status,
  ...tags,
  ...tickets,
  ...visitors,
  ...webhooks,
};

/** The answer of an operation; undefined where none has been written for it. */
export function behave(
  operation: string,
  request: ReadRequest,
  caller: Call<OperationName>["caller"] | undefined,
  licence: Licence,
): { body: unknown } | undefined {
  // The reader has held the request against the description, from which the handler's types are made.
  const handler = behaviours[operation as OperationName] as ((call: unknown, licence: Licence) => unknown) | undefined;
  return handler && { body: handler({ ...request, caller }, licence) };
}
