// What is refused, what is limited, how bodies are written, and what is told of all that.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type ClientOptions, createClient, type LiveChat, type RequestEvent } from "livechat-openapi";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { formEncode } from "../../src/client/body.js";
import { fillPath } from "../../src/client/path.js";
import { parseFields } from "../../src/sandbox/form.js";
import { failure, startFaulty } from "../support/faulty.js";
import { startRecorder } from "../support/recorder.js";

const auth = { login: "ada@example.com", apiKey: "made-up-key" };

describe("options", () => {
  test.each([
    [{ timeout: 5 }, "timeout is no option"],
    [{ timeoutMs: -1 }, "timeoutMs must be a number of 0 or more"],
    [{ timeoutMs: "5" }, "timeoutMs must be a number"],
    [{ totalTimeoutMs: Number.NaN }, "totalTimeoutMs must be a number"],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, "timeoutMs must be a number of milliseconds up to 2147483647"],
    [{ retry: { maxRetryAfterMs: 1e12 } }, "retry.maxRetryAfterMs must be a number of milliseconds up to"],
    [{ maxResponseBytes: 0 }, "maxResponseBytes must be a number of 1 or more"],
    [{ maxConcurrency: 0 }, "maxConcurrency must be a number of 1 or more"],
    [{ retry: { maxRetry: 1 } }, "retry.maxRetry is no option"],
    [{ retry: { maxRetries: -1 } }, "retry.maxRetries must be a number of 0 or more"],
    [{ retry: { baseDelayMs: 2 ** 31 } }, "retry.baseDelayMs must be a number of milliseconds up to 2147483647"],
    [{ encoding: "xml" }, 'encoding must be "json" or "form"'],
    [{ logLevel: "loud" }, "logLevel must be off, error, warn, info or debug"],
    [
      { headers: { "X-Evil": "a\r\nX-More: b" } },
      "headers.X-Evil must be a text of Latin-1 characters without line breaks",
    ],
    [{ headers: { "X-Name": "\u65e5" } }, "headers.X-Name must be a text of Latin-1 characters"],
    [{ headers: { "X Evil": "a" } }, 'headers["X Evil"] is no name of a header'],
  ])("%j is refused at construction", (options, fault) => {
    expect(() => createClient({ auth, ...options } as unknown as ClientOptions)).toThrow(fault);
  });

  test("of a call are checked before anything is sent", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    for (const [options, fault] of [
      [{ timeout: 5 }, "agents.list: timeout is no option"],
      [{ headers: { "X-Evil": "a\nb" } }, "headers.X-Evil must be a text"],
      [{ retry: { maxRetries: "many" } }, "retry.maxRetries must be a number"],
    ] as const) {
      expect(await failure(livechat.agents.list({}, options as never))).toMatchObject({
        code: "argument",
        message: expect.stringContaining(fault),
      });
    }
    expect(server.requests).toHaveLength(0);
  });

  test("plain http to another machine needs to be allowed by name", () => {
    expect(() => createClient({ auth, baseUrl: "http://livechat.example.com" })).toThrow("baseUrl must use https");
    expect(() =>
      createClient({ auth, baseUrl: "http://livechat.example.com", dangerouslyAllowHttp: true }),
    ).not.toThrow();
  });

  describe("in a web page", () => {
    afterEach(() => void vi.unstubAllGlobals());

    test("a client is refused, unless it is allowed by name", () => {
      vi.stubGlobal("document", {});
      expect(() => createClient({ auth })).toThrow("dangerouslyAllowBrowser");
      expect(() => createClient({ auth, dangerouslyAllowBrowser: true })).not.toThrow();
    });
  });
});

describe("maxResponseBytes", () => {
  test.each([false, true])("ends a larger answer as an error, and hangs up (chunked: %s)", async (chunked) => {
    const { url, faults } = await startFaulty();
    faults.always({ bytes: 5_000_000, chunked });
    const error = await failure(createClient({ auth, baseUrl: url, maxResponseBytes: 1_000 }).agents.list());
    expect(error).toMatchObject({
      code: "parse",
      status: 200,
      attempts: 1,
      message: expect.stringContaining("larger than maxResponseBytes, which is 1000"),
    });
    await faults.until((seen) => seen.hungUp === 1);
  });

  test("lets an answer of just that size through, compressed ones measured as they unpack", async () => {
    const body = JSON.stringify("é".repeat(500));
    const bytes = Buffer.byteLength(body);
    const { url } = await startFaulty(async (request) =>
      request.url.endsWith("/status")
        ? new Response(gzipSync(body), { headers: { "Content-Encoding": "gzip" } })
        : new Response(body),
    );
    const livechat = createClient({ auth, baseUrl: url, maxResponseBytes: bytes });
    expect(await livechat.agents.list()).toBe("é".repeat(500));
    expect(await livechat.status.get()).toBe("é".repeat(500));
    expect(await failure(livechat.status.get({}, { maxResponseBytes: bytes - 1 }))).toMatchObject({ code: "parse" });
    expect(await failure(livechat.agents.list({}, { maxResponseBytes: bytes - 1 }))).toMatchObject({ code: "parse" });
  });
});

describe("an answer", () => {
  /** A client of a server that sends these parts, one chunk each. */
  async function answering(headers: Record<string, string>, ...parts: Buffer[]): Promise<LiveChat> {
    const server = createServer((_, response) => {
      response.writeHead(200, headers);
      for (const part of parts) response.write(part);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    return createClient({ auth, baseUrl: `http://127.0.0.1:${port}`, maxResponseBytes: 1_000 });
  }

  test("that is packed is measured as it unpacks, whatever length is stated", async () => {
    const packed = gzipSync(JSON.stringify("x".repeat(5_000)));
    expect(packed.length).toBeLessThan(1_000);
    const headers = { "Content-Encoding": "gzip", "Content-Length": String(packed.length) };
    const livechat = await answering(headers, packed);
    expect(await failure(livechat.agents.list())).toMatchObject({ code: "parse", status: 200, body: "" });
  });

  test("of a stated length may be as long as that, and no longer", async () => {
    for (const [length, code] of [
      [1_000, undefined],
      [1_001, "parse"],
    ] as const) {
      const body = Buffer.from(JSON.stringify("x".repeat(length - 2)));
      const livechat = await answering({ "Content-Length": String(length) }, body);
      const outcome: unknown = await livechat.agents.list().catch((error: { code: string }) => error.code);
      expect(outcome).toBe(code ?? "x".repeat(length - 2));
    }
  });

  test("may be cut in the middle of a character", async () => {
    const body = Buffer.from('"é日"');
    const livechat = await answering({}, ...[...body].map((byte) => Buffer.from([byte])));
    expect(await livechat.agents.list()).toBe("é日");
  });

  test("may have no body at all, which raw takes and a method does not", async () => {
    const server = await startRecorder({ status: 204 });
    const livechat = createClient({ auth, baseUrl: server.url });
    const { response } = await livechat.raw.GET("/agents");
    expect(response.status).toBe(204);
    expect(await failure(livechat.agents.list())).toMatchObject({
      code: "parse",
      status: 204,
      message: expect.stringContaining("(empty)"),
    });
  });
});

describe("encoding", () => {
  test("as a form sends bracketed names, for a client or for one call", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url, encoding: "form" });
    await livechat.greetings.create({
      name: "Empty & sad",
      active: true,
      rules: [{ type: "url_funnel", urls: [{ url: "shop" }, { url: "cart", operator: "contains" }] }],
    });
    await livechat.agents.update("ada@example.com", { groups: [1, 2], notifications: { new_visitor: false } });
    await livechat.agents.update("ada@example.com", { groups: [1] }, { encoding: "json" });
    expect(server.requests[0]).toMatchObject({ headers: { "content-type": "application/x-www-form-urlencoded" } });
    expect(decodeURIComponent(server.requests[0]?.body ?? "")).toBe(
      "name=Empty & sad&active=1&rules[0][type]=url_funnel&rules[0][urls][0][url]=shop&rules[0][urls][1][url]=cart&rules[0][urls][1][operator]=contains",
    );
    expect(decodeURIComponent(server.requests[1]?.body ?? "")).toBe(
      "groups[]=1&groups[]=2&notifications[new_visitor]=0",
    );
    expect(server.requests[2]).toMatchObject({
      headers: { "content-type": "application/json" },
      body: '{"groups":[1]}',
    });
  });

  test("as a form sends null as nothing, and leaves out what is undefined", () => {
    expect(formEncode({ name: "Sales", note: null, gone: undefined, "a b": [true, { c: 0 }] })).toBe(
      "name=Sales&note=&a%20b%5B%5D=true&a%20b%5B1%5D%5Bc%5D=0",
    );
    expect(formEncode({ tags: [null, "a"] })).toBe("tags%5B%5D=&tags%5B%5D=a");
    expect(formEncode(undefined)).toBe("");
  });

  const key = fc.stringMatching(/^[a-z][\w-]{0,8}$/);
  const leaf = fc.string({ unit: "grapheme", minLength: 1 });
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(leaf, { minLength: 1, maxLength: 3 }),
      fc.array(tie("record"), { minLength: 1, maxLength: 3 }),
      tie("record"),
    ),
    record: fc.dictionary(key, tie("node"), { minKeys: 1, maxKeys: 4 }),
  })).record;

  test("a form read back is what was written", () => {
    fc.assert(
      fc.property(value, (body) => {
        expect(JSON.parse(JSON.stringify(parseFields(new URLSearchParams(formEncode(body)))))).toEqual(
          JSON.parse(JSON.stringify(body)),
        );
      }),
    );
  });
});

describe("on the wire", () => {
  test("any text survives as a path parameter, as one segment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(!/^(\.|%2e){1,2}$/i.test(text) && !/\p{Cc}/u.test(text));
        const { pathname } = new URL(`https://api.example.com${fillPath("/tags/{tag}", { tag: text })}`);
        expect(pathname.split("/")).toHaveLength(3);
        expect(decodeURIComponent(pathname.slice("/tags/".length))).toBe(text);
      }),
    );
  });

  test("any text survives in the query, also in arrays", async () => {
    const sent: string[] = [];
    const livechat = createClient({
      auth,
      baseUrl: "http://127.0.0.1:4010",
      fetch: async (url) => {
        sent.push(url);
        return Response.json({});
      },
    });
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(texts, async (tag) => {
        await livechat.chats.list({ tag, query: tag[0] as string });
        const { searchParams } = new URL(sent.pop() as string);
        expect(searchParams.getAll("tag[]")).toEqual(tag.map((text) => wellFormed(text)));
        expect(searchParams.get("query")).toBe(wellFormed(tag[0] as string));
      }),
    );
  });
});

describe("hooks and log", () => {
  test("tell of every attempt under one id, and show no credential", async () => {
    const { url, faults } = await startFaulty();
    faults.next({ status: 503 });
    const told: [string, RequestEvent][] = [];
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const livechat = createClient({
      auth,
      baseUrl: url,
      retry: { baseDelayMs: 1 },
      hooks: {
        onRequest: (event) => told.push(["request", event]),
        onResponse: (event) => told.push(["response", event]),
        onRetry: (event) => told.push(["retry", event]),
      },
      logger: { debug: log, info: log, warn: log, error: log },
      logLevel: "debug",
    });
    await livechat.agents.list({ status: "offline" });
    expect(told.map(([kind, { attempt }]) => [kind, attempt])).toEqual([
      ["request", 1],
      ["response", 1],
      ["retry", 1],
      ["request", 2],
      ["response", 2],
    ]);
    expect(new Set(told.map(([, { id }]) => id)).size).toBe(1);
    expect(told[0]?.[1]).toMatchObject({
      operation: "agents.list",
      method: "GET",
      url: `${url}/agents?status=offline`,
    });
    expect(told[1]?.[1]).toMatchObject({ status: 503, elapsedMs: expect.any(Number) });
    expect(told[2]?.[1]).toMatchObject({ reason: "status 503", delayMs: expect.any(Number) });
    expect(lines).toHaveLength(5);
    expect(lines.join("\n")).not.toMatch(/made-up-key|Basic|offline/);
    await livechat.agents.list();
    expect(told.at(-1)?.[1].id).not.toBe(told[0]?.[1].id);
  });

  test("the log says what happened to each attempt, as loud as it was asked to be", async () => {
    const { url, faults } = await startFaulty();
    const said = async (logLevel: "debug" | "info" | "off" | undefined): Promise<string[]> => {
      const lines: string[] = [];
      const log = (level: string) => (line: string) => void lines.push(`${level} ${line}`);
      const logger = { debug: log("debug"), info: log("info"), warn: log("warn"), error: log("error") };
      const retry = { baseDelayMs: 1 };
      const livechat = createClient({ auth, baseUrl: url, retry, logger, ...(logLevel && { logLevel }) });
      faults.next({ status: 503 });
      await livechat.agents.list({ status: "offline" });
      await livechat.raw.GET("/agents", { params: { query: { status: "offline" } } });
      return lines.map((line) => line.replaceAll(/\[\w+-\w+\]/g, "[id]").replaceAll(/\d+ ms/g, "n ms"));
    };
    expect(await said("debug")).toEqual([
      "debug livechat: [id] agents.list sent",
      "debug livechat: [id] agents.list answered 503 after n ms",
      "info livechat: [id] agents.list failed (status 503); again in n ms",
      "debug livechat: [id] agents.list, attempt 2 sent",
      "debug livechat: [id] agents.list, attempt 2 answered 200 after n ms",
      `debug livechat: [id] GET ${url}/agents sent`,
      `debug livechat: [id] GET ${url}/agents answered 200 after n ms`,
    ]);
    expect(await said("info")).toEqual(["info livechat: [id] agents.list failed (status 503); again in n ms"]);
    expect(await said(undefined)).toEqual([]);
    expect(await said("off")).toEqual([]);
  });

  test("of a derived client are its own, or else those that it comes from", async () => {
    const server = await startRecorder({ body: "[]" });
    const [first, second] = [vi.fn(), vi.fn()];
    const livechat = createClient({ auth, baseUrl: server.url, hooks: { onRequest: first } });
    await livechat.withOptions({ timeoutMs: 1000 }).agents.list();
    await livechat.withOptions({ hooks: { onRequest: second } }).agents.list();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(first.mock.calls[0]?.[0].id).not.toBe(second.mock.calls[0]?.[0].id);
  });

  test("that fail are logged, and do not reach the call", async () => {
    const server = await startRecorder({ body: "[]" });
    const error = vi.fn();
    const fail = (): never => {
      throw new Error("hook broke");
    };
    const livechat = createClient({
      auth,
      baseUrl: server.url,
      hooks: { onRequest: fail, onResponse: fail },
      logger: { ...console, error },
    });
    expect(await livechat.agents.list()).toEqual([]);
    expect(error).toHaveBeenCalledTimes(2);
    expect(error).toHaveBeenCalledWith("livechat: a hook failed: hook broke");
  });

  test("the API's farewell is told once, by derived clients too", async () => {
    const server = await startRecorder({ body: "[]", headers: { Deprecation: "2027-01-01", Legacy: "2026-06-01" } });
    const warn = vi.fn();
    const livechat = createClient({ auth, baseUrl: server.url, logger: { ...console, warn } });
    await livechat.agents.list();
    await livechat.groups.list();
    await livechat.withOptions({ timeoutMs: 1000 }).goals.list();
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringContaining('"deprecation: 2027-01-01"'),
      expect.stringContaining('"legacy: 2026-06-01"'),
    ]);
  });
});

test("validation is asked before sending and after the answer, with names on the wire", async () => {
  const server = await startRecorder({ body: '{"chats":[]}' });
  const validate = { request: vi.fn(), response: vi.fn() };
  const livechat = createClient({ auth, baseUrl: server.url, validate });
  await livechat.chats.list({ tag: ["sales"], tagged: true });
  expect(validate.request).toHaveBeenCalledWith("chats.list", {
    path: {},
    query: { "tag[]": ["sales"], tagged: 1 },
    body: undefined,
  });
  expect(validate.response).toHaveBeenCalledWith("chats.list", { chats: [] });
  validate.request.mockImplementation(() => {
    throw new Error("not like this");
  });
  await expect(livechat.agents.list()).rejects.toThrow("not like this");
  expect(server.requests).toHaveLength(1);
});

/** Half of a surrogate pair cannot be encoded; it becomes the replacement character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
