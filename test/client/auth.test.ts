// Sources of access tokens, credentials from the environment, and clients derived from others.
import { createClient, type TokenContext } from "livechat-openapi";
import { afterEach, describe, expect, test, vi } from "vitest";
import { failure, startFaulty } from "../support/faulty.js";
import { startRecorder } from "../support/recorder.js";

/** A server that takes one token only, and says which tokens it was shown. */
async function startGuarded(valid: () => string): Promise<{ url: string; shown: string[] }> {
  const shown: string[] = [];
  const { url } = await startFaulty(async (request) => {
    const token = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
    shown.push(token);
    return token === valid() ? Response.json([]) : Response.json({ error: `bad token ${token}` }, { status: 401 });
  });
  return { url, shown };
}

describe("a source of tokens", () => {
  test("is asked before each request", async () => {
    const { url, shown } = await startGuarded(() => "token-one");
    const source = vi.fn(async () => "token-one");
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: url });
    await livechat.agents.list();
    await livechat.groups.list();
    expect(source).toHaveBeenCalledTimes(2);
    expect(shown).toEqual(["token-one", "token-one"]);
  });

  test("is asked once by calls at the same time, and once more for all of them after a 401", async () => {
    const { url, shown } = await startGuarded(() => "token-two");
    const asked: TokenContext[] = [];
    const source = async (context: TokenContext): Promise<string> => {
      asked.push(context);
      await Promise.resolve();
      return context.rejected ? "token-two" : "token-one";
    };
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: url });
    await Promise.all([
      livechat.agents.list(),
      livechat.groups.list(),
      livechat.goals.list(),
      livechat.webhooks.list(),
    ]);
    expect(asked).toEqual([{}, { rejected: "token-one" }]);
    expect(shown.sort()).toEqual([...Array(4).fill("token-one"), ...Array(4).fill("token-two")]);
  });

  test("that has no other token leaves the 401, without showing the token", async () => {
    const { url, shown } = await startGuarded(() => "another");
    const livechat = createClient({ auth: { accessToken: () => "token-one" }, baseUrl: url });
    const error = await failure(livechat.agents.list());
    expect(error).toMatchObject({ code: "api", status: 401, attempts: 1, messages: ["bad token [redacted]"] });
    expect(error.message).toContain("Check the log-in and the API key, or the access token.");
    expect(shown).toEqual(["token-one"]);
  });

  test("that gives another bad token is asked once a call", async () => {
    const { url, shown } = await startGuarded(() => "another");
    let count = 0;
    const livechat = createClient({ auth: { accessToken: () => `token-${++count}` }, baseUrl: url });
    expect(await failure(livechat.agents.list())).toMatchObject({ status: 401, attempts: 2 });
    expect(shown).toHaveLength(2);
  });

  test("that fails makes the call fail, and the next call asks again", async () => {
    const { url } = await startGuarded(() => "token-one");
    const source = vi.fn().mockRejectedValueOnce(new Error("the vault is closed")).mockResolvedValue("token-one");
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: url });
    expect(await failure(livechat.agents.list())).toEqual(new Error("the vault is closed"));
    expect(await livechat.agents.list()).toEqual([]);
    expect(source).toHaveBeenCalledTimes(2);
  });

  test("that fails to replace a refused token is asked again by the next call", async () => {
    const { url } = await startGuarded(() => "token-two");
    const asked: TokenContext[] = [];
    const source = async (context: TokenContext): Promise<string> => {
      asked.push(context);
      if (!context.rejected) return "token-one";
      if (asked.length === 2) throw new Error("the vault is closed");
      return "token-two";
    };
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: url });
    expect(await failure(livechat.agents.list())).toEqual(new Error("the vault is closed"));
    expect(await livechat.agents.list()).toEqual([]);
    expect(asked).toEqual([{}, { rejected: "token-one" }, {}, { rejected: "token-one" }]);
  });

  test("an answer that repeats an older token does not show it either", async () => {
    const server = await startRecorder({ status: 400, body: '{"error":"not token-one, not token-two"}' });
    const source = vi.fn().mockReturnValueOnce("token-one").mockReturnValue("token-two");
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: server.url });
    expect(await failure(livechat.agents.list())).toMatchObject({ messages: ["not [redacted], not token-two"] });
    for (let call = 0; call < 5; call++)
      expect(await failure(livechat.agents.list())).toMatchObject({ messages: ["not [redacted], not [redacted]"] });
  });

  test.each(["", "a\nb", "\u65e5", 3])("that gives %j is told so", async (token) => {
    const livechat = createClient({ auth: { accessToken: () => token as string }, baseUrl: "http://127.0.0.1:4010" });
    expect(await failure(livechat.agents.list())).toMatchObject({
      code: "argument",
      message: expect.stringContaining("auth.accessToken"),
    });
  });

  test("is not waited for longer than the call may take", async () => {
    const livechat = createClient({
      auth: { accessToken: () => new Promise(() => {}) },
      baseUrl: "http://127.0.0.1:4010",
    });
    expect(await failure(livechat.agents.list({}, { totalTimeoutMs: 20 }))).toMatchObject({
      code: "timeout",
      limit: "totalTimeoutMs",
      attempts: 0,
    });
  });
});

test("an Authorization header of the caller goes before the client's", async () => {
  const server = await startRecorder();
  await createClient({ auth: { accessToken: "t" }, baseUrl: server.url }).agents.list(
    {},
    { headers: { Authorization: "Bearer mine" } },
  );
  expect(server.requests[0]?.headers.authorization).toBe("Bearer mine");
});

describe("fromEnv()", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("reads log-in, key and address", async () => {
    const server = await startRecorder();
    vi.stubEnv("LIVECHAT_LOGIN", "ada@example.com");
    vi.stubEnv("LIVECHAT_API_KEY", "made-up-key");
    vi.stubEnv("LIVECHAT_BASE_URL", server.url);
    await createClient.fromEnv().agents.list();
    expect(server.requests[0]?.headers.authorization).toMatch(/^Basic /);
  });

  test("prefers a token, and options before the environment", async () => {
    const server = await startRecorder();
    vi.stubEnv("LIVECHAT_ACCESS_TOKEN", "made-up-token");
    vi.stubEnv("LIVECHAT_LOGIN", "ada@example.com");
    vi.stubEnv("LIVECHAT_API_KEY", "made-up-key");
    vi.stubEnv("LIVECHAT_BASE_URL", "https://elsewhere.example.com");
    await createClient.fromEnv({ baseUrl: server.url }).agents.list();
    expect(server.requests[0]?.headers.authorization).toBe("Bearer made-up-token");
  });

  test.each(["LIVECHAT_LOGIN", "LIVECHAT_API_KEY"])("needs more than %s", (name) => {
    vi.stubEnv(name, "made-up");
    expect(() => createClient.fromEnv()).toThrow("set LIVECHAT_ACCESS_TOKEN, or");
  });

  test("does without an environment where there is none, as in some workers", () => {
    const { process } = globalThis;
    vi.stubGlobal("process", undefined);
    try {
      expect(() => createClient.fromEnv({ auth: { accessToken: "made-up-token" } })).not.toThrow();
    } finally {
      globalThis.process = process;
    }
  });

  test("names the variables that are missing", () => {
    for (const name of ["LIVECHAT_ACCESS_TOKEN", "LIVECHAT_LOGIN", "LIVECHAT_API_KEY"]) vi.stubEnv(name, "");
    expect(() => createClient.fromEnv()).toThrow("set LIVECHAT_ACCESS_TOKEN, or LIVECHAT_LOGIN and LIVECHAT_API_KEY");
  });
});

describe("withOptions()", () => {
  test("changes options and shares credentials", async () => {
    const server = await startRecorder({ status: 503, body: "" });
    const livechat = createClient({
      auth: { accessToken: "made-up-token" },
      baseUrl: server.url,
      headers: { "X-One": "1" },
      retry: { maxRetries: 1, baseDelayMs: 1 },
    });
    const other = livechat.withOptions({ headers: { "X-Two": "2" }, retry: false });
    expect(await failure(other.agents.list())).toMatchObject({ attempts: 1 });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: "Bearer made-up-token",
      "x-one": "1",
      "x-two": "2",
    });
    expect(await failure(livechat.agents.list())).toMatchObject({ attempts: 2 });
  });

  test("changes those parts of retry that it names", async () => {
    const server = await startRecorder({ status: 503 });
    const livechat = createClient({
      auth: { accessToken: "made-up-token" },
      baseUrl: server.url,
      retry: { maxRetries: 1, baseDelayMs: 1 },
    });
    expect(await failure(livechat.withOptions({ retry: { maxDelayMs: 5 } }).agents.list())).toMatchObject({
      attempts: 2,
    });
    expect(await failure(livechat.withOptions({ retry: { maxRetries: 2 } }).agents.list())).toMatchObject({
      attempts: 3,
    });
  });

  test.each(["auth", "baseUrl", "maxConcurrency", "dangerouslyAllowHttp", "dangerouslyAllowBrowser"])(
    "refuses %s, which is shared",
    (name) => {
      const livechat = createClient({ auth: { accessToken: "made-up-token" } });
      expect(() => livechat.withOptions({ [name]: 1 } as never)).toThrow(`${name} is shared`);
    },
  );
});
