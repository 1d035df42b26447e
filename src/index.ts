// The main entry: the client, its errors, and the types of the API.
export type { Methods, OperationId, Resources } from "../generated/client.js";
export type * from "../generated/models.js";
export type { components, operations, paths, webhooks } from "../generated/types.js";
export type { ApiPromise, ApiResult, CallOptions } from "./client/call.js";
export { createClient, type LiveChat, type RawClient } from "./client/createClient.js";
export {
  AbortedError,
  ApiError,
  ArgumentError,
  ConnectionError,
  isLiveChatError,
  LiveChatError,
  type LiveChatErrorCode,
  ParseError,
} from "./client/errors.js";
export type { BasicCredentials, BearerCredentials, ClientOptions, Credentials } from "./client/options.js";
