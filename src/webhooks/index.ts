// LiveChat's webhooks received: deliveries checked and turned into events, and events handled once. Field names come from
// the generated types.
export type { Finding, ValueKind } from "../validate/findings.js";
export type { EventActions, EventDetails } from "./details.js";
export { WebhookError, type WebhookErrorCode } from "./errors.js";
export {
  createWebhookHandler,
  type WebhookHandler,
  type WebhookHandlerOptions,
  type WebhookHandlers,
} from "./handler.js";
export type { NodeRequest, NodeResponse } from "./nodeTypes.js";
export {
  type ParseWebhookOptions,
  parseWebhook,
  type UnknownWebhook,
  type WebhookEvent,
  type WebhookIssue,
} from "./parse.js";
export { type SeenEvents, type SeenInMemoryOptions, seenInMemory } from "./seen.js";
export type { Tokens } from "./token.js";
