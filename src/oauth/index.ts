// Published as livechat-openapi/oauth: tokens for apps that act for other people. Independent of the client, so that a login
// page loads none of it.
export {
  isOAuthError,
  type LiveChatOAuthCode,
  OAuthError,
  type OAuthErrorCode,
} from "./errors.js";
export { createOAuth, type LoginStart, type OAuth, type OAuthCallOptions, type OAuthOptions } from "./oauth.js";
export { type OAuthTokenSource, type TokenSourceOptions, tokenSource } from "./tokenSource.js";
export type { TokenInfo, Tokens } from "./tokens.js";
