// The client over HTTP against the sandbox: what it promises on bad days, held against what the sandbox really has.
import { ApiError, type ClientOptions, createClient, type LiveChat } from "livechat-openapi";
import { createSandbox, type Sandbox, type SandboxOptions } from "livechat-openapi/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { failure } from "../support/faulty.js";

async function start(
  options: SandboxOptions = {},
  client: Partial<ClientOptions> = {},
): Promise<{ sandbox: Sandbox; livechat: LiveChat }> {
  const sandbox = createSandbox({ chats: 300, tickets: 300, ...options });
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  const livechat = createClient({ auth: sandbox.credentials, baseUrl: url, retry: { baseDelayMs: 1 }, ...client });
  return { sandbox, livechat };
}

const ids = (records: Iterable<{ id: string }>): string[] => [...records].map(({ id }) => id);

describe("lists in pages", () => {
  test.each([1, 4])("come whole through failures of every kind, %i pages under way", async (concurrency) => {
    const { sandbox, livechat } = await start({}, { retry: { baseDelayMs: 1, maxRetries: 4 } });
    const faults = [
      { status: 503 },
      { status: 429, retryAfter: 0 },
      { reset: "beforeHeaders" },
      { reset: "midBody" },
      { end: "midBody" },
      { html: "<h1>Busy</h1>", status: 502 },
    ] as const;
    for (const fault of faults) {
      sandbox.faults.next(fault, { operation: "chats.list" });
      sandbox.faults.next({}, { operation: "chats.list" });
    }
    const chats = await livechat.chats.list({ include_pending: true }, { concurrency }).toArray({ limit: 10_000 });
    expect(ids(chats)).toEqual(ids(sandbox.data.chats));
    expect(sandbox.faults.seen.requests).toBe(faults.length + Math.ceil(chats.length / 25));
  });

  test("hold each chat once while others arrive", async () => {
    const { sandbox, livechat } = await start();
    const before = ids(sandbox.data.chats);
    sandbox.faults.always({ arriving: 3 }, { operation: "chats.list" });
    const chats = await livechat.chats.list({ include_pending: true }).toArray({ limit: 10_000 });
    expect(ids(chats).filter((id) => before.includes(id))).toEqual(before);
    expect(new Set(ids(chats)).size).toBe(chats.length);
  });

  test("hold each ticket once while others change", async () => {
    const { sandbox, livechat } = await start();
    const before = ids(sandbox.data.tickets).sort();
    sandbox.faults.always({ moving: 2 }, { operation: "tickets.list" });
    const tickets = await livechat.tickets.list().toArray({ limit: 10_000 });
    expect(ids(tickets).sort()).toEqual(before);
  });
});

describe("what was not answered", () => {
  test("a creation that took effect is not repeated, and the error says that it may have", async () => {
    const { sandbox, livechat } = await start();
    const before = sandbox.data.groups.size;
    sandbox.faults.next({ reset: "beforeHeaders" }, { operation: "groups.create" });
    const create = livechat.groups.create({ name: "Returns", agents: [sandbox.credentials.login] });
    const error = await failure(create);
    expect(error).toMatchObject({ code: "connection", attempts: 1 });
    expect(error.message).toContain("may have taken effect");
    expect(sandbox.data.groups.size).toBe(before + 1);
  });

  test("a creation that was refused for its rate is repeated, and takes effect once", async () => {
    const { sandbox, livechat } = await start();
    const before = sandbox.data.groups.size;
    sandbox.faults.next({ status: 429, retryAfter: 0 }, { operation: "groups.create" });
    const { id } = await livechat.groups.create({ name: "Returns", agents: [sandbox.credentials.login] });
    expect(sandbox.data.groups.get(id)?.name).toBe("Returns");
    expect(sandbox.data.groups.size).toBe(before + 1);
  });
});

test("a refusal names what LiveChat expected, and shows no credential", async () => {
  const { livechat } = await start();
  const error = await failure<ApiError>(livechat.tickets.get("NOSUCH"));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: "api", status: 404, attempts: 1 });
  expect(error.message).toContain("NOSUCH");
  const stranger = await start({}, { auth: { login: "nobody@example.com", apiKey: "made-up-wrong-key" } });
  const refused = await failure<ApiError>(stranger.livechat.agents.list());
  expect(refused).toMatchObject({ code: "api", status: 401 });
  expect(JSON.stringify(refused) + refused.stack).not.toContain("made-up-wrong-key");
});
