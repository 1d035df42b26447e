// Repetitions, time limits and rate limits, against a server that misbehaves.
import { type ClientOptions, createClient, type LiveChat, type RetryEvent, type TimeoutError } from "livechat-openapi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { backoff, isRetryableFailure, isRetryableStatus, retryAfter } from "../../src/client/retry.js";
import type { Fault } from "../../src/sandbox/faults.js";
import { failure, startFaulty } from "../support/faulty.js";

const auth = { login: "ada@example.com", apiKey: "made-up-key" };
const quick = { baseDelayMs: 1, maxDelayMs: 2 };

function client(baseUrl: string, options: Partial<ClientOptions> = {}): LiveChat {
  return createClient({ auth, baseUrl, retry: quick, ...options });
}

describe("a GET", () => {
  const broken: [string, Fault][] = [
    ["408", { status: 408 }],
    ["429", { status: 429, retryAfter: 0 }],
    ["500", { status: 500 }],
    ["an HTML page with 503", { status: 503, html: "<h1>Busy</h1>" }],
    ["a reset before the answer", { reset: "beforeHeaders" }],
    ["a reset after the headers", { reset: "afterHeaders" }],
    ["a reset in the middle of the body", { reset: "midBody" }],
    ["a truncated body", { end: "midBody" }],
    ["a truncated body in chunks", { end: "midBody", chunked: true }],
  ];

  test.each(broken)("is repeated after %s", async (_, fault) => {
    const { url, faults } = await startFaulty();
    faults.next(fault);
    expect(await client(url).agents.list()).toEqual([]);
    expect(faults.seen.requests).toBe(2);
  });

  test.each([400, 401, 403, 404, 409, 422])("is not repeated after %i", async (status) => {
    const { url, faults } = await startFaulty();
    faults.next({ status });
    expect(await failure(client(url).agents.list())).toMatchObject({ code: "api", status, attempts: 1 });
    expect(faults.seen.requests).toBe(1);
  });

  test("is repeated as often as allowed, and the error counts the attempts", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ status: 503 });
    expect(await failure(client(url).agents.list())).toMatchObject({ status: 503, attempts: 3 });
    expect(await failure(client(url, { retry: { ...quick, maxRetries: 4 } }).agents.list())).toMatchObject({
      attempts: 5,
    });
    expect(await failure(client(url, { retry: false }).agents.list())).toMatchObject({ attempts: 1 });
    expect(await failure(client(url).agents.list({}, { retry: false }))).toMatchObject({ attempts: 1 });
    expect(await failure(client(url).agents.list({}, { retry: { maxRetries: 1 } }))).toMatchObject({ attempts: 2 });
  });

  test("that broke to the end is a connection error with the reason", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ reset: "midBody" });
    const error = await failure(client(url, { retry: false }).agents.list());
    expect(error).toMatchObject({ code: "connection", attempts: 1, cause: expect.anything() });
    expect(error.message).toMatch(/^agents\.list got no whole answer: \S/);
  });
});

describe("a POST", () => {
  const create = (livechat: LiveChat): Promise<unknown> =>
    livechat.groups.create({ name: "Sales", agents: ["ada@example.com"] });

  test("is not repeated when it may have taken effect, and the error says so", async () => {
    const { url, faults } = await startFaulty();
    for (const fault of [{ status: 500 }, { status: 408 }]) {
      faults.next(fault);
      expect(await failure(create(client(url)))).toMatchObject({ code: "api", attempts: 1 });
    }
    faults.next({ reset: "beforeHeaders" });
    const error = await failure(create(client(url)));
    expect(error).toMatchObject({ code: "connection", attempts: 1 });
    expect(error.message).toContain("It may have taken effect.");
    expect(faults.seen.requests).toBe(3);
  });

  test("that never got through does not say so, and neither does a GET", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ reset: "beforeHeaders" });
    expect((await failure(client(url, { retry: false }).agents.list())).message).not.toContain("taken effect");
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const fetch = vi.fn().mockRejectedValue(new TypeError("fetch failed", { cause: refused }));
    const error = await failure(create(client("http://127.0.0.1:4010", { fetch, retry: false })));
    expect(error.message).toMatch(/got no whole answer: refused\.$/);
  });

  test("is repeated after 429", async () => {
    const { url, faults } = await startFaulty(async () => Response.json({ id: 4 }));
    faults.next({ status: 429, retryAfter: 0 });
    expect(await create(client(url))).toEqual({ id: 4 });
  });

  test("is repeated when no connection came about", async () => {
    const refused = Object.assign(new TypeError("fetch failed"), {
      cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    });
    const fetch = vi
      .fn()
      .mockRejectedValueOnce(refused)
      .mockResolvedValue(Response.json({ id: 4 }));
    expect(await create(client("http://127.0.0.1:4010", { fetch }))).toEqual({ id: 4 });
  });
});

test("PUT and DELETE are repeated, and a DELETE that then finds nothing says what may have happened", async () => {
  const { url, faults } = await startFaulty(async (request) =>
    request.method === "DELETE" ? Response.json({ error: "gone" }, { status: 404 }) : Response.json({}),
  );
  faults.next({ reset: "beforeHeaders" });
  await client(url).groups.update(3, { name: "Sales" });
  faults.next({ reset: "beforeHeaders" });
  const error = await failure(client(url).groups.delete(3));
  expect(error).toMatchObject({ status: 404, attempts: 2 });
  expect(error.message).toContain("may have deleted it");
});

describe("time limits", () => {
  test.each(["beforeHeaders", "midBody"] as const)(
    "an attempt that stalls %s is given up, and repeated",
    async (stall) => {
      const { url, faults } = await startFaulty();
      faults.next({ stall });
      expect(await client(url, { timeoutMs: 200 }).agents.list()).toEqual([]);
      await faults.until((seen) => seen.hungUp === 1);
    },
  );

  test("an attempt that always stalls is a time-out that names the limit", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ stall: "beforeHeaders" });
    const error = await failure(client(url).agents.list({}, { timeoutMs: 20, retry: false }));
    expect(error).toMatchObject({ code: "timeout", limit: "timeoutMs", timeoutMs: 20, attempts: 1 });
    await faults.until((seen) => seen.waiting === 0);
  });

  test("the total limit bounds attempts and waits together", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ stall: "beforeHeaders" });
    const error = await failure(
      client(url, { timeoutMs: 100, totalTimeoutMs: 250, retry: { ...quick, maxRetries: 50 } }).agents.list(),
    );
    expect(error).toMatchObject({ code: "timeout", limit: "totalTimeoutMs", timeoutMs: 250 });
    expect((error as TimeoutError).attempts).toBeGreaterThan(1);
    await faults.until((seen) => seen.waiting === 0);
  });

  test("a wait that the total limit leaves no time for is not begun", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ status: 503, retryAfter: 30 });
    expect(await failure(client(url, { totalTimeoutMs: 5_000 }).agents.list())).toMatchObject({
      code: "api",
      status: 503,
      attempts: 1,
    });
  });
});

describe("aborting", () => {
  test("ends a request, and the server sees it", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ stall: "midBody" });
    const controller = new AbortController();
    const call = failure(client(url).agents.list({}, { signal: controller.signal }));
    await faults.until((seen) => seen.waiting === 1);
    controller.abort("enough");
    expect(await call).toMatchObject({ code: "aborted", cause: "enough", attempts: 1 });
    await faults.until((seen) => seen.hungUp === 1);
  });

  test("ends a wait at once", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ status: 503, retryAfter: 50 });
    const controller = new AbortController();
    const livechat = client(url, { hooks: { onRetry: () => queueMicrotask(() => controller.abort()) } });
    expect(await failure(livechat.agents.list({}, { signal: controller.signal }))).toMatchObject({
      code: "aborted",
      attempts: 1,
    });
  });

  test("before the call sends nothing", async () => {
    const { url, faults } = await startFaulty();
    expect(await failure(client(url).agents.list({}, { signal: AbortSignal.abort() }))).toMatchObject({
      code: "aborted",
      attempts: 0,
    });
    expect(faults.seen.requests).toBe(0);
  });

  test("before its turn has come ends the call, also when it was aborted before it was made", async () => {
    const { url, faults } = await startFaulty();
    faults.next({ stall: "beforeHeaders" });
    const livechat = client(url, { maxConcurrency: 1 });
    const first = new AbortController();
    const stalled = failure(livechat.agents.list({}, { signal: first.signal }));
    await faults.until((seen) => seen.waiting === 1);
    const late = failure(livechat.agents.list({}, { signal: AbortSignal.abort("too late") }));
    expect(await late).toMatchObject({ code: "aborted", cause: "too late", attempts: 0 });
    first.abort();
    await stalled;
    expect(await livechat.agents.list()).toEqual([]);
  });

  test("while a retry is announced ends the wait before it begins", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ status: 503, retryAfter: 50 });
    const controller = new AbortController();
    const livechat = client(url, { hooks: { onRetry: () => controller.abort("enough") } });
    expect(await failure(livechat.agents.list({}, { signal: controller.signal }))).toMatchObject({
      code: "aborted",
      cause: "enough",
      attempts: 1,
    });
  });

  test("goes before a total limit, which then goes on for nobody", async () => {
    const { url, faults } = await startFaulty();
    faults.always({ stall: "midBody" });
    const livechat = client(url, { totalTimeoutMs: 60_000 });
    const controller = new AbortController();
    const call = failure(livechat.agents.list({}, { signal: controller.signal }));
    await faults.until((seen) => seen.waiting === 1);
    controller.abort("enough");
    expect(await call).toMatchObject({ code: "aborted", cause: "enough" });
    const aborted = failure(livechat.agents.list({}, { signal: controller.signal }));
    expect(await aborted).toMatchObject({ code: "aborted", cause: "enough", attempts: 0 });
  });

  test("calls that share a signal ends all of them, and a call that is over is left alone", async () => {
    const { url, faults } = await startFaulty();
    const controller = new AbortController();
    const { signal } = controller;
    const livechat = client(url);
    const over = livechat.agents.list({}, { signal });
    expect(await over).toEqual([]);
    faults.always({ stall: "beforeHeaders" });
    const calls = [livechat.agents.list({}, { signal }), livechat.groups.list({ signal })].map((call) => failure(call));
    await faults.until((seen) => seen.waiting === 2);
    controller.abort("enough");
    for (const call of calls) expect(await call).toMatchObject({ code: "aborted", cause: "enough" });
  });

  test("ends a call whose fetch takes no notice", async () => {
    const controller = new AbortController();
    const livechat = client("http://127.0.0.1:4010", { fetch: () => new Promise(() => {}) });
    const call = failure(livechat.agents.list({}, { signal: controller.signal }));
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted" });
  });
});

describe("rate limits", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const limited = (value: string): Response =>
    Response.json({ error: "slow down" }, { status: 429, headers: { "Retry-After": value } });

  test.each([
    ["seconds", () => "20"],
    ["a date", () => new Date(Date.now() + 20_000).toUTCString()],
  ])("Retry-After in %s is waited for, by every call of the client", async (_, value) => {
    const fetch = vi.fn(async () => Response.json([]));
    fetch.mockImplementationOnce(async () => limited(value()));
    const livechat = client("http://127.0.0.1:4010", { fetch });
    const first = livechat.agents.list();
    await vi.advanceTimersByTimeAsync(0);
    const second = livechat.withOptions({ timeoutMs: 1_000 }).groups.list();
    await vi.advanceTimersByTimeAsync(18_900);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(await Promise.all([first, second])).toEqual([[], []]);
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test("a wait longer than maxRetryAfterMs is not begun, and holds nobody back", async () => {
    const fetch = vi.fn(async () => limited("61"));
    const livechat = client("http://127.0.0.1:4010", { fetch });
    expect(await failure(livechat.agents.list())).toMatchObject({ status: 429, attempts: 1 });
    expect(await failure(livechat.groups.list())).toMatchObject({ status: 429, attempts: 1 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a wait of just maxRetryAfterMs is begun", async () => {
    const fetch = vi.fn(async () => Response.json([]));
    fetch.mockImplementationOnce(async () => limited("60"));
    const call = client("http://127.0.0.1:4010", { fetch }).agents.list();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await call).toEqual([]);
  });

  test("Retry-After of another status is waited for by its own call alone", async () => {
    const fetch = vi.fn(async () => Response.json([]));
    fetch.mockImplementationOnce(async () => Response.json({}, { status: 503, headers: { "Retry-After": "20" } }));
    const livechat = client("http://127.0.0.1:4010", { fetch });
    const first = livechat.agents.list();
    await vi.advanceTimersByTimeAsync(0);
    expect(await livechat.groups.list()).toEqual([]);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await first).toEqual([]);
  });

  test("a call that is over leaves no timer, however it ended", async () => {
    const fetch = vi.fn(async () => Response.json([]));
    fetch.mockRejectedValueOnce(new Error("broken"));
    const limits = { timeoutMs: 1_000, totalTimeoutMs: 5_000, retry: false } as const;
    const livechat = client("http://127.0.0.1:4010", { fetch, ...limits });
    expect(await failure(livechat.agents.list())).toMatchObject({ code: "connection" });
    expect(vi.getTimerCount()).toBe(0);
    expect(await livechat.agents.list()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("maxConcurrency holds back what is too much, in order", async () => {
    const answers: (() => void)[] = [];
    const fetch = vi.fn(
      (_: string) => new Promise<Response>((resolve) => answers.push(() => resolve(Response.json({})))),
    );
    const livechat = client("http://127.0.0.1:4010", { fetch, maxConcurrency: 2 });
    const calls = ["a", "b", "c", "d"].map((login) => livechat.agents.get(`${login}@example.com`));
    await vi.advanceTimersByTimeAsync(0);
    expect(fetch).toHaveBeenCalledTimes(2);
    answers.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(fetch).toHaveBeenCalledTimes(3);
    for (let index = 0; index < 3; index++) {
      answers.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    }
    await Promise.all(calls);
    expect(fetch.mock.calls.map(([url]) => /agents\/(\w)/.exec(url)?.[1])).toEqual(["a", "b", "c", "d"]);
  });

  test("a call that gives up its turn leaves it to the next", async () => {
    const answers: (() => void)[] = [];
    const fetch = vi.fn(() => new Promise<Response>((resolve) => answers.push(() => resolve(Response.json([])))));
    const livechat = client("http://127.0.0.1:4010", { fetch, maxConcurrency: 1 });
    const controller = new AbortController();
    const first = livechat.agents.list();
    const second = failure(livechat.agents.list({}, { signal: controller.signal }));
    const third = livechat.agents.list();
    controller.abort();
    expect(await second).toMatchObject({ code: "aborted", attempts: 0 });
    answers.shift()?.();
    await first;
    await vi.advanceTimersByTimeAsync(0);
    answers.shift()?.();
    expect(await third).toEqual([]);
  });

  test("maxConcurrency holds for what comes after a rush, and through a pause, too", async () => {
    let most = 0;
    let open = 0;
    const fetch = vi.fn(async () => {
      const number = fetch.mock.calls.length;
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open--;
      return number === 4 ? limited("20") : Response.json([]);
    });
    const livechat = client("http://127.0.0.1:4010", { fetch, maxConcurrency: 2 });
    const rush = (): Promise<unknown> => Promise.all([1, 2, 3, 4, 5].map(() => livechat.agents.list()));
    for (let time = 0; time < 3; time++) {
      const calls = rush();
      await vi.advanceTimersByTimeAsync(30_000);
      await calls;
    }
    expect(most).toBe(2);
    expect(fetch).toHaveBeenCalledTimes(16);
  });

  test("a pause holds back a client that has nothing else to do; whoever gives up meanwhile leaves its place", async () => {
    const fetch = vi.fn(async () => Response.json([]));
    fetch.mockImplementationOnce(async () => limited("20"));
    const livechat = client("http://127.0.0.1:4010", { fetch, maxConcurrency: 1, retry: false });
    expect(await failure(livechat.agents.list())).toMatchObject({ status: 429 });
    const controller = new AbortController();
    const second = failure(livechat.agents.list({}, { signal: controller.signal }));
    const third = livechat.agents.list();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    controller.abort();
    expect(await second).toMatchObject({ code: "aborted", attempts: 0 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await third).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a shorter pause does not end a longer one", async () => {
    const fetch = vi.fn(async () => Response.json([]));
    fetch.mockImplementationOnce(async () => limited("20")).mockImplementationOnce(async () => limited("5"));
    const livechat = client("http://127.0.0.1:4010", { fetch, retry: false });
    await Promise.all([failure(livechat.agents.list()), failure(livechat.groups.list())]);
    const third = livechat.agents.list();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await third).toEqual([]);
  });

  test("waits grow, are random, and have a limit", async () => {
    const delays: number[] = [];
    const fetch = vi.fn(async () => Response.json({}, { status: 500 }));
    const livechat = client("http://127.0.0.1:4010", {
      fetch,
      retry: { maxRetries: 6, baseDelayMs: 100, maxDelayMs: 1_000 },
      hooks: { onRetry: ({ delayMs }: RetryEvent) => void delays.push(delayMs) },
    });
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const call = failure(livechat.agents.list());
    await vi.runAllTimersAsync();
    await call;
    expect(delays).toEqual([50, 100, 200, 400, 500, 500]);
  });
});

describe("the rules", () => {
  test.each([
    ["GET", 500, true],
    ["GET", 599, true],
    ["PUT", 408, true],
    ["DELETE", 429, true],
    ["POST", 429, true],
    ["POST", 503, false],
    ["PATCH", 500, false],
    ["GET", 404, false],
    ["GET", 499, false],
    ["HEAD", 500, true],
    ["POST", 408, false],
  ])("%s after %i: %s", (method, status, expected) => expect(isRetryableStatus(method, status)).toBe(expected));

  test("a connection that did not come about is told from one that broke", () => {
    const coded = (code: string): Error =>
      new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
    expect(isRetryableFailure("POST", coded("ENOTFOUND"))).toBe(true);
    expect(
      isRetryableFailure(
        "POST",
        new TypeError("failed", { cause: new AggregateError([Object.assign(new Error(), { code: "ECONNREFUSED" })]) }),
      ),
    ).toBe(true);
    expect(
      isRetryableFailure(
        "POST",
        new AggregateError([new Error("no code"), Object.assign(new Error(), { code: "ENETUNREACH" })]),
      ),
    ).toBe(true);
    for (const code of ["EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"])
      expect(isRetryableFailure("POST", coded(code))).toBe(true);
    expect(isRetryableFailure("POST", coded("ECONNRESET"))).toBe(false);
    expect(isRetryableFailure("POST", new Error("no code"))).toBe(false);
    expect(isRetryableFailure("POST", undefined)).toBe(false);
    expect(isRetryableFailure("GET", coded("ECONNRESET"))).toBe(true);
  });

  test.each([
    ["0", 0],
    ["1.25", 1250],
    ["120", 120_000],
    ["-5", 0],
    ["5 minutes or so", undefined],
    [" 7 ", 7000],
    ["soon", undefined],
    ["", undefined],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ])("Retry-After %j is %s", (value, expected) =>
    expect(retryAfter(new Headers({ "Retry-After": value }))).toBe(expected),
  );

  test("the jitter is full", () => {
    const options = { maxRetries: 2, baseDelayMs: 100, maxDelayMs: 1_000, maxRetryAfterMs: 0 };
    const delays = Array.from({ length: 500 }, () => backoff(1, options));
    expect(Math.min(...delays)).toBeLessThan(30);
    expect(Math.max(...delays)).toBeGreaterThan(170);
    expect(Math.max(...delays)).toBeLessThanOrEqual(200);
  });
});
