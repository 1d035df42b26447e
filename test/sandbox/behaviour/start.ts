// A sandbox and the people who call it; and a licence with its handlers, without the requests around them.
import { type ClientOptions, createClient, isLiveChatError, type LiveChat } from "livechat-openapi";
import { createSandbox, type Sandbox } from "livechat-openapi/sandbox";
import type { Call, OperationName, Result } from "../../../src/sandbox/behaviour/behaviour.js";
import { behave } from "../../../src/sandbox/behaviour/index.js";
import { createLicence, type Happening, type Licence } from "../../../src/sandbox/licence/licence.js";

/** 15 January 2027. */
export const NOW = 1_800_000_000;

export interface Setting {
  sandbox: Sandbox;
  /** The client of somebody: `ada` is the owner, `chloe` an administrator, `ben` an agent. */
  as(first: string, options?: Partial<ClientOptions>): LiveChat;
  /** Sends what the client would not, as the owner. */
  send(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }>;
}

export function start(): Setting {
  const sandbox = createSandbox({ chats: 0, tickets: 0, now: () => new Date(NOW * 1000) });
  const { login, apiKey } = sandbox.credentials;
  return {
    sandbox,
    as: (first, options) =>
      createClient({
        auth: { login: `${first}@example.com`, apiKey: `made-up-api-key-of-${first}` },
        fetch: sandbox.fetch,
        ...options,
      }),
    send: async (path, init) => {
      const headers = { Authorization: `Basic ${btoa(`${login}:${apiKey}`)}`, "X-API-Version": "2", ...init?.headers };
      const response = await sandbox.fetch(`https://api.livechatinc.com${path}`, { ...init, headers });
      return { status: response.status, body: await response.json() };
    },
  };
}

/** How the API refuses a call: the status, and its messages in a line each. */
export async function refusal(call: PromiseLike<unknown>): Promise<string> {
  try {
    await call;
    return "nothing was refused";
  } catch (error) {
    if (isLiveChatError(error) && error.code === "api") return [error.status, ...error.messages].join("\n");
    throw error;
  }
}

export interface Inside {
  licence: Licence;
  /** What webhooks would be sent about. */
  announced: Happening[];
  /** Calls a handler with what the reader would hand to it. */
  call<Id extends OperationName>(
    operation: Id,
    request: Partial<Pick<Call<Id>, "path" | "query" | "body">>,
    caller?: string,
  ): Result<Id>;
}

export function inside(): Inside {
  const announced: Happening[] = [];
  const licence = createLicence({
    seed: 1,
    chats: 0,
    tickets: 0,
    timezone: "UTC",
    recordLimit: 25_000,
    now: () => NOW,
    announce: (happening) => announced.push(happening),
  });
  return {
    licence,
    announced,
    call: <Id extends OperationName>(
      operation: Id,
      request: Partial<Pick<Call<Id>, "path" | "query" | "body">>,
      caller = "ada",
    ) => {
      const agent = licence.agents.get(`${caller}@example.com`);
      const read = { path: {}, query: {}, body: undefined, ...(request as object) };
      return behave(operation, read, agent, licence)?.body as Result<Id>;
    },
  };
}

/** Everything that the licence holds. */
export function stateOf(licence: Licence): unknown {
  const { agents, groups, cannedResponses, goals, greetings, tags, visitors, details, webhooks, chats, tickets } =
    licence;
  const collections = { agents, groups, cannedResponses, goals, greetings, tags, visitors, details, webhooks };
  return structuredClone({
    ...Object.fromEntries(Object.entries(collections).map(([name, records]) => [name, [...records]])),
    chats: [...chats.facts],
    tickets: [...tickets.facts],
  });
}
