// The entry livechat-openapi/sandbox: what is public of the sandbox.

export type { OAuthApp } from "./accounts/accounts.js";
export type { Data, RecordStore } from "./data.js";
export type { Delivery, DeliveryOptions } from "./events/deliver.js";
export type { DeliveryAttempt } from "./events/send.js";
export type { Simulate, Simulated } from "./events/simulate.js";
export {
  makeAgent,
  makeCannedResponse,
  makeChat,
  makeGoal,
  makeMissedChat,
  makeTicket,
  makeVisitor,
  makeWebhook,
  type Overrides,
  type PayloadOf,
} from "./factories.js";
export type { FaultRule } from "./faultRules.js";
export type { Fault, FaultFilter, FaultPlace, Faults, FaultTurns, Traffic } from "./faults.js";
export type { ListenOptions } from "./http.js";
export type { Collection } from "./licence/collection.js";
export type {
  AgentRecord,
  CannedResponseRecord,
  GoalRecord,
  GreetingRecord,
  GroupRecord,
  TagRecord,
  VisitorRecord,
  WebhookRecord,
} from "./licence/records.js";
export { createSandbox, type Sandbox, type SandboxAccounts, type SandboxOptions } from "./sandbox.js";
