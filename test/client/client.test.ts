import { type ApiError, createClient, isLiveChatError, LiveChatError } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { operations } from "../support/description.js";
import { startRecorder } from "../support/recorder.js";

const auth = { login: "ada@example.com", apiKey: "made-up-key" };
const json = { "Content-Type": "application/json" };

describe("arguments", () => {
  test("flags take booleans, in the query and in a body", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    await livechat.chats.list({ tagged: false, has_goal: true });
    await livechat.agents.update("ada@example.com", {
      daily_summary: false,
      notifications: { new_visitor: true },
      work_scheduler: { monday: { enabled: true, start: "09:00", end: "17:00" } },
    });
    expect(server.requests[0]?.target).toBe("/chats?tagged=0&has_goal=1");
    expect(JSON.parse(server.requests[1]?.body ?? "")).toEqual({
      daily_summary: 0,
      notifications: { new_visitor: 1 },
      work_scheduler: { monday: { enabled: 1, start: "09:00", end: "17:00" } },
    });
  });

  test("a boolean that is no flag stays a boolean", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    await livechat.greetings.create({
      name: "Empty basket",
      active: true,
      rules: [{ type: "custom_variable", variable_name: "empty_basket", variable_value: true }],
    });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({ active: 1, rules: [{ variable_value: true }] });
  });

  test("the caller's own body is not changed", async () => {
    const server = await startRecorder();
    const body = { daily_summary: true };
    await createClient({ auth, baseUrl: server.url }).agents.update("ada@example.com", body);
    expect(body).toEqual({ daily_summary: true });
  });

  test("arrays repeat the bracketed name, nested names are bracketed, and what is undefined is left out", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    await livechat.chats.list({ tag: ["sales team", "a&b"], query: "50%", agent: undefined as never });
    await livechat.tickets.list({ requester: { mail: "mina+x@example.net" } });
    expect(server.requests[0]?.target).toBe("/chats?tag[]=sales%20team&tag[]=a%26b&query=50%25");
    expect(server.requests[1]?.target).toBe("/tickets?requester[mail]=mina%2Bx%40example.net");
  });

  test.each(["2026-1-31", "2026-02-30", "yesterday", new Date(0)])(
    "a day is checked before anything is sent: %s",
    async (day) => {
      const server = await startRecorder();
      const livechat = createClient({ auth, baseUrl: server.url });
      await expect(livechat.chats.list({ date_from: day as string })).rejects.toMatchObject({
        code: "argument",
        operation: "chats.list",
        message: expect.stringContaining("date_from"),
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  test("values that cannot be sent are refused by name", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    const circular: { name: string; self?: object } = { name: "Sales" };
    circular.self = circular;
    await expect(livechat.chats.list({ query: { a: 1 } as never })).rejects.toThrow("chats.list: query must be a text");
    await expect(livechat.chats.list({ tag: [{}] as never })).rejects.toThrow("chats.list: tag must be a text");
    expect(await failure(livechat.groups.update(3, circular as never))).toMatchObject({
      code: "argument",
      message: "groups.update: the body cannot be written as JSON.",
    });
    expect(server.requests).toHaveLength(0);
  });

  test("an unknown parameter is refused with the names that there are", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    await expect(livechat.agents.list({ state: "offline" } as never)).rejects.toThrow(
      "agents.list has no parameter state. It takes status.",
    );
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    ["", "is empty"],
    ["..", "another resource"],
    [".", "another resource"],
    ["%2E%2e", "another resource"],
    [undefined, "not undefined"],
    [null, "not null"],
    [{}, "not object"],
    [Number.NaN, "not number"],
    ["a\nb", "control characters"],
    ["\ud800", "surrogate"],
  ])("a path parameter %j is refused before anything is sent", async (value, fault) => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    await expect(livechat.tags.delete(value as string, { group: 1 })).rejects.toThrow(fault);
    await expect(
      livechat.raw.DELETE("/tags/{tag}", { params: { path: { tag: value as string } }, body: { group: 1 } }),
    ).rejects.toThrow(fault);
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    ["ada+x/y@example.com", "/agents/ada%2Bx%2Fy%40example.com"],
    ["50% & ?#é", "/agents/50%25%20%26%20%3F%23%C3%A9"],
    ["...", "/agents/..."],
  ])("a path parameter %s is one encoded segment", async (login, target) => {
    const server = await startRecorder();
    await createClient({ auth, baseUrl: server.url }).agents.get(login);
    expect(server.requests[0]?.target).toBe(target);
  });
});

describe("answers", () => {
  test("the body, and on request the response", async () => {
    const server = await startRecorder({ body: '{"status":"online"}', headers: { ...json, "X-Test": "here" } });
    const livechat = createClient({ auth, baseUrl: server.url, retry: false });
    expect(await livechat.status.get()).toEqual({ status: "online" });
    const { data, response } = await livechat.status.get({ group: 2 }).withResponse();
    expect(data.status).toBe("online");
    expect(response.status).toBe(200);
    expect(response.headers.get("x-test")).toBe("here");
  });

  test.each([
    [{ error: "no such agent" }, ["no such agent"]],
    [{ errors: ["a", "b"] }, ["a", "b"]],
    [{ error: ["a"], errors: "b" }, ["a", "b"]],
    [{ error: { message: "shape of another version" } }, []],
    ["text", []],
    [null, []],
  ])("an error body %j is told", async (body, messages) => {
    const server = await startRecorder({ status: 404, body: JSON.stringify(body), headers: json });
    const livechat = createClient({ auth, baseUrl: server.url, retry: false });
    const error = await failure<ApiError>(livechat.agents.get("nobody@example.com"));
    expect(error).toMatchObject({
      name: "ApiError",
      code: "api",
      status: 404,
      operation: "agents.get",
      messages,
      body,
    });
    expect(error.message).toMatch(/^agents\.get answered 404/);
    for (const message of messages) expect(error.message).toContain(message);
    expect(error.message).toContain("Check the identifier.");
  });

  test("an error without a body, and one in HTML", async () => {
    const server = await startRecorder({ status: 502, body: "" });
    const livechat = createClient({ auth, baseUrl: server.url, retry: false });
    expect(await failure<ApiError>(livechat.groups.list())).toMatchObject({
      status: 502,
      body: undefined,
      message: "groups.list answered 502.",
    });
    server.answer = { status: 503, body: "<html>Busy</html>", headers: { "Content-Type": "text/html" } };
    expect(await failure<ApiError>(livechat.groups.list())).toMatchObject({ status: 503, body: "<html>Busy</html>" });
  });

  test.each([
    ["<html>Sign in</html>", "body that is not JSON: <html>Sign in</html>"],
    ["", "body that is not JSON: (empty)"],
    ['{"status":', "body that is not JSON"],
  ])("a success whose body is %j is a parse error", async (body, message) => {
    const server = await startRecorder({ body });
    const error = await failure(createClient({ auth, baseUrl: server.url, retry: false }).status.get());
    expect(error).toMatchObject({ name: "ParseError", code: "parse", status: 200 });
    expect(error.message).toContain(message);
  });

  test("a redirect is not followed, and its target's host is named", async () => {
    const elsewhere = await startRecorder();
    const server = await startRecorder({ status: 302, headers: { Location: `${elsewhere.url}/secret?key=1` } });
    const error = await failure<ApiError>(createClient({ auth, baseUrl: server.url, retry: false }).agents.list());
    expect(error.status).toBe(302);
    expect(error.message).toContain(`It points to ${new URL(elsewhere.url).host}; redirects are not followed.`);
    expect(error.message).not.toContain("secret");
    expect(elsewhere.requests).toHaveLength(0);
  });

  test.each([
    [300, { Location: "/path?key=1" }, " It points to another path of the same host; redirects are not followed."],
    [399, { Location: "https://a.example.com" }, " It points to a.example.com; redirects are not followed."],
    [301, {}, ""],
    [404, { Location: "https://a.example.com" }, " Check the identifier."],
    [400, { Location: "https://a.example.com" }, ""],
  ])("%i with the headers %j says no more of them than the host of a redirect", async (status, headers, hint) => {
    const server = await startRecorder({ status, headers: headers as Record<string, string> });
    const error = await failure<ApiError>(createClient({ auth, baseUrl: server.url, retry: false }).agents.list());
    expect(error.message).toBe(`agents.list answered ${status}.${hint}`);
  });

  test("what an error quotes is cut after 80 characters, and on one line", async () => {
    const server = await startRecorder({ body: `\n  ${"x".repeat(60)}  \n  ${"y".repeat(60)}\n` });
    const livechat = createClient({ auth, baseUrl: server.url, retry: false });
    expect((await failure(livechat.status.get())).message).toMatch(/not JSON: x{60} y{19}\.\.\.\.$/);
    server.answer = { body: ` ${"x".repeat(80)} ` };
    expect((await failure(livechat.status.get())).message).toMatch(/not JSON: x{80}\.$/);
  });

  test("an error keeps the answer's headers, but for cookies", async () => {
    const server = await startRecorder({ status: 403, headers: { "X-Test": "here", "Set-Cookie": "session=1" } });
    const error = await failure<ApiError>(createClient({ auth, baseUrl: server.url }).agents.list());
    expect(error.headers.get("x-test")).toBe("here");
    expect(error.headers.has("set-cookie")).toBe(false);
    expect(error).toMatchObject({ rawBody: "", attempts: 1 });
    expect(error.message).toContain("Check that the agent's permission");
  });

  test("several messages are told as one sentence", async () => {
    const server = await startRecorder({ status: 400, body: '{"errors":["no name.","no group."]}' });
    const error = await failure<ApiError>(createClient({ auth, baseUrl: server.url }).agents.list());
    expect(error.message).toBe("agents.list answered 400: no name.; no group.");
  });

  test("no answer at all is a connection error that says why", async () => {
    const livechat = createClient({ auth, baseUrl: "http://127.0.0.1:1", retry: false });
    const error = await failure(livechat.agents.list());
    expect(error).toMatchObject({ code: "connection", operation: "agents.list" });
    expect(error.message).toMatch(/^agents\.list got no whole answer: .*(bad port|ECONNREFUSED)/);
    expect((await failure(livechat.raw.GET("/agents"))).message).toMatch(/^The call got no whole answer: /);
  });

  test("aborting ends the call with the signal's reason", async () => {
    const livechat = createClient({
      auth,
      fetch: (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
    });
    const controller = new AbortController();
    const call = failure(livechat.agents.list({}, { signal: controller.signal }));
    controller.abort(new Error("no longer wanted"));
    expect(await call).toMatchObject({
      code: "aborted",
      cause: expect.objectContaining({ message: "no longer wanted" }),
    });
  });

  test("a failure that is only asked for through withResponse() is reported there alone", async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listener);
    const server = await startRecorder({ status: 500 });
    await expect(
      createClient({ auth, baseUrl: server.url, retry: false }).agents.list().withResponse(),
    ).rejects.toThrow("500");
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
  });

  test("no error shows a credential", async () => {
    const { inspect } = await import("node:util");
    const server = await startRecorder({ status: 401, body: '{"error":"no"}' });
    const clients = [
      createClient({ auth, baseUrl: server.url, retry: false }),
      createClient({ auth: { accessToken: "made-up-token" }, baseUrl: server.url }),
      createClient({ auth, baseUrl: "http://127.0.0.1:1", retry: false }),
    ];
    for (const livechat of clients) {
      const error = await failure(livechat.agents.list());
      const shown = [
        error.message,
        String(error.stack),
        JSON.stringify(error),
        inspect(error, { depth: 10, showHidden: true }),
      ].join("\n");
      for (const secret of [
        "made-up-key",
        "made-up-token",
        Buffer.from("ada@example.com:made-up-key").toString("base64"),
      ])
        expect(shown).not.toContain(secret);
    }
  });
});

describe("around the methods", () => {
  test("a bearer token", async () => {
    const server = await startRecorder();
    await createClient({ auth: { accessToken: "made-up-token" }, baseUrl: server.url }).agents.list();
    expect(server.requests[0]?.headers.authorization).toBe("Bearer made-up-token");
  });

  test("headers of the client and of the call, and null to take one away", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: `${server.url}/`, headers: { "X-One": "1", "X-Two": "2" } });
    await livechat.agents.get("ada@example.com", { headers: { "X-Two": null, "X-Three": "3" } });
    expect(server.requests[0]?.headers).toMatchObject({ "x-one": "1", "x-three": "3", "x-api-version": "2" });
    expect(server.requests[0]?.headers).not.toHaveProperty("x-two");
  });

  test("raw sends what it is given, with credentials where the operation takes them, and throws for no status", async () => {
    const server = await startRecorder({ status: 404, body: '{"error":"gone"}' });
    const { raw } = createClient({ auth, baseUrl: server.url });
    const { error, response } = await raw.GET("/chats", { params: { query: { "tag[]": ["a", "b"], page: 2 } } });
    expect(error).toEqual({ error: "gone" });
    expect(response.status).toBe(404);
    expect(server.requests[0]).toMatchObject({
      target: "/chats?tag[]=a&tag[]=b&page=2",
      headers: { "x-api-version": "2", authorization: expect.stringMatching(/^Basic /) },
    });
    await raw.POST("/visitors/{visitor_id}/details", {
      params: { path: { visitor_id: "S1" } },
      body: { license_id: 1, token: "t", id: "crm", fields: [] },
    });
    expect(server.requests[1]?.headers).not.toHaveProperty("authorization");
  });

  test("the tree holds the operations and nothing else", () => {
    const { call: _, raw: __, ...resources } = createClient({ auth });
    const names = (node: object, path: string): string[] =>
      Object.entries(node).flatMap(([key, value]) =>
        typeof value === "function" ? [path + key] : names(value as object, `${path}${key}.`),
      );
    expect(names(resources, "").sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  test("call() knows every operation, and refuses another", async () => {
    const livechat = createClient({ auth, baseUrl: "http://127.0.0.1:1" });
    await expect(livechat.call("agents.fly" as "agents.list")).rejects.toThrow("There is no operation agents.fly.");
    await expect(livechat.call("constructor" as "agents.list")).rejects.toThrow("There is no operation constructor.");
  });

  test("errors are told apart by code, also those of another copy of the package", async () => {
    const livechat = createClient({ auth, baseUrl: "http://127.0.0.1:1" });
    const error = await failure(livechat.call("agents.fly" as "agents.list"));
    expect(isLiveChatError(error)).toBe(true);
    expect(isLiveChatError(Object.assign(new Error("other copy"), { code: "disk full", operation: undefined }))).toBe(
      false,
    );
    expect(isLiveChatError(Object.assign(new Error("other copy"), { code: "api", operation: "agents.list" }))).toBe(
      true,
    );
    expect(isLiveChatError(new Error("something else"))).toBe(false);
    expect(isLiveChatError(Object.assign(new Error("no operation"), { code: "api" }))).toBe(false);
    expect(isLiveChatError({ code: "api", operation: "agents.list" })).toBe(false);
    for (const thrown of [null, undefined, "api"]) expect(isLiveChatError(thrown)).toBe(false);
  });
});

describe("options", () => {
  test.each([
    [{}, "auth is missing"],
    [{ auth: {} }, "auth is missing"],
    [{ auth: { login: "ada@example.com" } }, "auth.apiKey must be a text"],
    [{ auth: { login: "", apiKey: "k" } }, "auth.login must be a text"],
    [{ auth: { login: "a:b", apiKey: "k" } }, "auth.login must not contain a colon"],
    [{ auth: { login: "a", apiKey: "k\nX-Evil: 1" } }, "auth.apiKey must not contain line breaks"],
    [{ auth: { accessToken: "\u65e5" } }, "auth.accessToken must consist of Latin-1 characters"],
    [{ auth: { accessToken: "t\r" } }, "auth.accessToken must not contain line breaks"],
    [{ auth: { login: "a", apiKey: "k", accessToken: "t" } }, "not both"],
    [{ auth: { login: "a", accessToken: "t" } }, "not both"],
    [{ auth: { apiKey: "k", accessToken: "t" } }, "not both"],
    [{ auth: { apiKey: "k" } }, "auth.login must be a text"],
    [{ auth: { login: "  ", apiKey: "k" } }, "auth.login must be a text"],
    [{ auth: { login: "a", apiKey: "k\u007f" } }, "auth.apiKey must not contain line breaks"],
    [{ auth, baseUrl: "https://user@api.example.com" }, "baseUrl must be an origin and a path"],
    [{ auth, baseUrl: "https://:word@api.example.com" }, "baseUrl must be an origin and a path"],
    [{ auth, baseUrl: "https://api.example.com?a=1" }, "baseUrl must be an origin and a path"],
    [{ auth, baseUrl: "https://api.example.com#a" }, "baseUrl must be an origin and a path"],
    [{ auth, baseUrl: 4010 }, "baseUrl is no URL"],
    [{ auth, baseUrl: "http://notlocalhost" }, "baseUrl must use https"],
    [{ auth, baseUrl: "ftp://127.0.0.1", dangerouslyAllowHttp: true }, "baseUrl must use https"],
    [undefined, "options are missing"],
    [null, "options are missing"],
    ["made-up-key", "options are missing"],
    [{ auth, baseUrl: "livechat" }, "baseUrl is no URL"],
    [{ auth, baseUrl: "http://api.example.com" }, "baseUrl must use https"],
    [{ auth, baseUrl: "http://127.0.0.1.example.com" }, "baseUrl must use https"],
    [{ auth, baseUrl: "https://user:word@api.example.com" }, "baseUrl must be an origin and a path"],
    [{ auth, baseUrl: "ftp://127.0.0.1" }, "baseUrl must use https"],
  ])("%j is refused at construction", (options, fault) => {
    expect(() => createClient(options as never)).toThrow(fault);
    expect(() => createClient(options as never)).toThrow(LiveChatError);
  });

  test.each([
    "https://proxy.example.com/livechat",
    "http://localhost:4010",
    "http://127.0.0.1:4010/",
    "http://[::1]:4010",
    "http://livechat.localhost:4010",
    "http://127.10.200.3",
  ])("%s is a base URL", (baseUrl) => {
    expect(() => createClient({ auth, baseUrl })).not.toThrow();
  });
});

async function failure<E extends Error = Error>(call: Promise<unknown>): Promise<E> {
  return call.then(
    () => {
      throw new Error("The call succeeded.");
    },
    (error: E) => error,
  );
}
