// What the compiler knows of the client, the models and the raw client.
import {
  type Agent,
  type AgentSummary,
  type ApiError,
  type ApiPromise,
  type CallOptions,
  type ChatItem,
  type ChatPage,
  type ClientOptions,
  createClient,
  type Goal,
  type GoalCreate,
  type GreetingRule,
  isLiveChatError,
  type LiveChat,
  type PagePromise,
  type ParseError,
  type Ticket,
  type TicketEvent,
  type TicketPage,
  type TimeoutError,
  type Visitor,
  type WebhookPayload,
  type webhooks,
} from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
import { describe, expectTypeOf, test } from "vitest";

declare const livechat: LiveChat;

describe("methods", () => {
  test("give what the description says", () => {
    expectTypeOf(livechat.agents.list()).toEqualTypeOf<ApiPromise<AgentSummary[]>>();
    expectTypeOf(livechat.agents.get("ada@example.com")).resolves.toEqualTypeOf<Agent>();
    expectTypeOf(livechat.chats.list({ page: 2 })).toEqualTypeOf<PagePromise<ChatPage, ChatItem>>();
    expectTypeOf(livechat.chats.list({ page: 2 })).resolves.toEqualTypeOf<ChatPage>();
    expectTypeOf(livechat.chats.get("PQ7K2M9X4D")).resolves.toEqualTypeOf<ChatItem>();
    expectTypeOf(livechat.tickets.updateTags("7XK2P", { tag: ["sales"] })).resolves.toEqualTypeOf<TicketPage>();
    expectTypeOf(livechat.visitors.list()).resolves.toEqualTypeOf<Visitor[]>();
    expectTypeOf(livechat.agents.list().withResponse()).resolves.toEqualTypeOf<{
      data: AgentSummary[];
      response: Response;
    }>();
  });

  test("take what the description says", () => {
    expectTypeOf(livechat.chats.list)
      .parameter(0)
      .toExtend<{ tag?: string[]; date_from?: string; tagged?: 0 | 1 | boolean } | undefined>();
    expectTypeOf(livechat.tickets.list).parameter(0).toExtend<{ requester?: { mail?: string } } | undefined>();
    livechat.agents.update("ada@example.com", { daily_summary: true, max_chats_count: 3 });
    livechat.reports.chats.agentsOccupancy({ weekday: "mon" });
    // @ts-expect-error the weekday is required
    livechat.reports.chats.agentsOccupancy();
    // @ts-expect-error a path parameter comes first
    livechat.agents.get();
    // @ts-expect-error a group's number is a number
    livechat.groups.get("3");
    // @ts-expect-error there is no such field
    livechat.agents.update("ada@example.com", { max_chat_count: 3 });
    // @ts-expect-error tags are a list
    livechat.chats.list({ tag: "sales" });
    // @ts-expect-error count is left out of the typed client
    livechat.visitors.list({ count: 1 });
    // @ts-expect-error the name is required
    livechat.groups.create({ agents: ["ada@example.com"] });
  });

  test("are called by name with the same types", () => {
    expectTypeOf(livechat.call("agents.get", "ada@example.com")).toEqualTypeOf<ApiPromise<Agent>>();
    // @ts-expect-error there is no such operation
    livechat.call("agents.fly");
    // @ts-expect-error the arguments are those of the method
    livechat.call("agents.get", 3);
  });

  test("the raw client keeps wire names, and leaves the version header to the client", async () => {
    const { data } = await livechat.raw.GET("/chats", { params: { query: { "tag[]": ["sales"] } } });
    expectTypeOf(data?.total).toEqualTypeOf<number | undefined>();
    // @ts-expect-error there is no such path
    livechat.raw.GET("/nowhere");
  });

  test("credentials are one kind or the other", () => {
    createClient({ auth: { accessToken: "t" } });
    // @ts-expect-error the API key is missing
    createClient({ auth: { login: "ada@example.com" } });
    // @ts-expect-error auth is missing
    createClient({});
  });
});

describe("pages", () => {
  test("give items, pages, and items in an array", async () => {
    const list = livechat.tickets.list({ status: "open" }, { concurrency: 4 });
    for await (const ticket of list) expectTypeOf(ticket).toEqualTypeOf<Ticket>();
    for await (const page of list.byPage()) expectTypeOf(page).toEqualTypeOf<TicketPage>();
    expectTypeOf(list.toArray({ limit: 5 })).resolves.toEqualTypeOf<Ticket[]>();
    // @ts-expect-error the limit is required
    list.toArray();
    // @ts-expect-error only lists in pages take it
    livechat.agents.list({}, { concurrency: 4 });
  });
});

describe("options", () => {
  test("of a client", () => {
    expectTypeOf<ClientOptions>().toExtend<{
      retry?: false | { maxRetries?: number; baseDelayMs?: number; maxDelayMs?: number; maxRetryAfterMs?: number };
      timeoutMs?: number;
      totalTimeoutMs?: number;
      maxConcurrency?: number;
      maxResponseBytes?: number;
      encoding?: "json" | "form";
      logLevel?: "off" | "error" | "warn" | "info" | "debug";
    }>();
    createClient({ auth: { accessToken: async ({ rejected }) => rejected ?? "t" }, fetch: globalThis.fetch });
    createClient({ auth: { accessToken: "t" }, fetch: createSandbox().fetch, logger: console });
    createClient.fromEnv({ timeoutMs: 5 });
    // @ts-expect-error a log-in and a token contradict each other
    createClient({ auth: { login: "a", apiKey: "k", accessToken: "t" } });
    // @ts-expect-error there is no such option
    createClient({ auth: { accessToken: "t" }, timeout: 5 });
  });

  test("of a derived client leave out what is shared", () => {
    expectTypeOf(livechat.withOptions({ timeoutMs: 5 })).toEqualTypeOf<LiveChat>();
    // @ts-expect-error credentials are shared
    livechat.withOptions({ auth: { accessToken: "t" } });
  });

  test("of a call", () => {
    expectTypeOf<CallOptions>().toExtend<{
      signal?: AbortSignal;
      headers?: Record<string, string | null>;
      timeoutMs?: number;
    }>();
    // @ts-expect-error concurrency of a client is no option of a call
    livechat.agents.list({}, { maxConcurrency: 3 });
  });
});

describe("unions", () => {
  test("goals narrow by type", () => {
    const url = (goal: Goal): string | undefined => (goal.type === "url" ? goal.url : undefined);
    expectTypeOf(url).returns.toEqualTypeOf<string | undefined>();
    expectTypeOf<Goal["type"]>().toEqualTypeOf<"custom_variable" | "url" | "api" | "sales_tracker">();
    // @ts-expect-error a page goal needs an address
    const incomplete: GoalCreate = { name: "Thanks", type: "url" };
    void incomplete;
  });

  test("rules, items of the archive and events narrow by type", () => {
    expectTypeOf<Extract<GreetingRule, { type: "url_funnel" }>["urls"]>().toBeArray();
    expectTypeOf<Extract<ChatItem, { type: "chat" }>["agents"]>().toBeArray();
    expectTypeOf<TicketEvent["type"]>().toEqualTypeOf<"message" | "assignee_changed">();
  });

  test("webhook payloads narrow by event type, one for each webhook", () => {
    expectTypeOf<WebhookPayload["event_type"]>().toEqualTypeOf<keyof webhooks>();
    const license = (payload: WebhookPayload): string => payload.license_id;
    expectTypeOf(license).returns.toBeString();
  });

  test("errors narrow by code", () => {
    const error: unknown = undefined;
    if (isLiveChatError(error) && error.code === "api") expectTypeOf(error).toEqualTypeOf<ApiError>();
    if (isLiveChatError(error) && error.code === "timeout") expectTypeOf(error).toEqualTypeOf<TimeoutError>();
    if (isLiveChatError(error) && error.code === "parse") expectTypeOf(error).toEqualTypeOf<ParseError>();
  });
});

test("values that may grow keep those known today, and any other text", () => {
  expectTypeOf<string>().toExtend<Agent["status"]>();
  const known: Agent["status"] = "accepting chats";
  void known;
});
