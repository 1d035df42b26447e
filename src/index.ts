// The main entry: the client, its errors, and the types of the API.
export type { Methods, OperationId, Resources } from "../generated/client.js";
export type * from "../generated/models.js";
export type { components, operations, paths, webhooks } from "../generated/types.js";
export type { BasicCredentials, BearerCredentials, Credentials, TokenContext, TokenSource } from "./client/auth.js";
export type { ApiPromise, ApiResult, CallOptions } from "./client/call.js";
export {
  type CreateClient,
  createClient,
  type DerivedOptions,
  type LiveChat,
  type RawClient,
} from "./client/createClient.js";
export {
  AbortedError,
  ApiError,
  ArgumentError,
  ConnectionError,
  isLiveChatError,
  LiveChatError,
  type LiveChatErrorCode,
  ParseError,
  TimeoutError,
} from "./client/errors.js";
export type { Hooks, Logger, LogLevel, RequestEvent, ResponseEvent, RetryEvent } from "./client/observe.js";
export type { CallSettings, ClientOptions, Fetch, RetryOptions, Validation } from "./client/options.js";
export type { PageOptions, PagePromise } from "./client/page.js";
