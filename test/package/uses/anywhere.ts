// What needs neither Node nor its types: calls, log-in, validation and webhooks.
import { type AgentSummary, createClient, isLiveChatError, LiveChatError } from "livechat-openapi";
import { createOAuth, isOAuthError, type Tokens, tokenSource } from "livechat-openapi/oauth";
import { ValidationError, validator } from "livechat-openapi/validate";
import { createWebhookHandler } from "livechat-openapi/webhooks";

const ADA: AgentSummary = {
  name: "Ada",
  login: "ada@example.com",
  permission: "owner",
  status: "offline",
  avatar: "https://example.com/ada.png",
};

const TOKENS: Tokens = { accessToken: "made-up-token", expiresAt: 4_102_444_800_000, scopes: [] };

/** Uses each of these entries, and tells what came of it. Without a description, the one that the package ships is read from disk. */
export async function useAnywhere(description?: object): Promise<string> {
  const given = description === undefined ? {} : { description };
  const answers: Record<string, unknown> = {
    "/agents": [ADA],
    "/groups": [{ id: "not a number" }],
  };
  const oauth = createOAuth({ clientId: "made-up-client", redirectUri: "https://app.example.com/callback" });
  const livechat = createClient({
    auth: { accessToken: tokenSource({ oauth, tokens: TOKENS, onChange() {} }) },
    fetch: async (url) => {
      const body = answers[new URL(url).pathname];
      return new Response(JSON.stringify(body ?? { error: "not found" }), { status: body === undefined ? 404 : 200 });
    },
    validate: validator(given),
  });
  const handler = createWebhookHandler({ tokens: "made-up-token", on: { chat_started() {} }, ...given });
  const delivery = new Request("https://hooks.example.com/", { method: "POST", body: "{}" });

  const agents: string[] = (await livechat.agents.list()).map(({ login }) => login);
  const wrong = await livechat.groups.list().catch((error: unknown) => error);
  const missing = await livechat.tags.list().catch((error: unknown) => error);
  const { url, codeVerifier } = await oauth.authorizationUrl();
  return [
    agents.join(),
    wrong instanceof ValidationError && wrong instanceof LiveChatError,
    isLiveChatError(missing) && missing.code === "api" && missing.status,
    url.includes("made-up-client") && codeVerifier.length > 40 && !isOAuthError(missing),
    (await handler.fetch(delivery)).status,
  ].join(" ");
}

/** What it tells where everything works. */
export const EXPECTED = "ada@example.com true 404 true 400";
