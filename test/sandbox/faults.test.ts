import { Agent, type IncomingMessage, request as nodeRequest, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createFaults, type Fault, type FaultLayer, type FaultPlace } from "../../src/sandbox/faults.js";
import { type Server, serve } from "../../src/sandbox/http.js";
import { operations } from "../support/description.js";

const ANSWER = { name: "Ada", text: "x".repeat(1000) };
const BODY = JSON.stringify(ANSWER);
const PLACES: FaultPlace[] = ["beforeHeaders", "afterHeaders", "midBody"];

interface Bed {
  faults: FaultLayer;
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** How often the real answer was asked for. */
  handled: () => number;
}

async function overHttp(): Promise<Bed & { server: Server }> {
  const faults = createFaults(operations);
  const handle = vi.fn(async () => Response.json(ANSWER));
  const server = await serve(handle, { faults });
  onTestFinished(() => server.close());
  return {
    faults,
    server,
    fetch: (path, init) => fetch(server.url + path, { redirect: "manual", ...init }),
    handled: () => handle.mock.calls.length,
  };
}

async function inProcess(): Promise<Bed> {
  const faults = createFaults(operations);
  const handle = vi.fn(async () => Response.json(ANSWER));
  const faulty = faults.fetch(handle);
  return {
    faults,
    fetch: (path, init) => faulty(`http://sandbox.example.com${path}`, init),
    handled: () => handle.mock.calls.length,
  };
}

/** How a promise failed: message, and the code of its cause. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => undefined,
    (error: Error) => error,
  );
  return error && [error.constructor.name, error.message, (error.cause as { code?: string } | undefined)?.code];
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each([
  ["over HTTP", overHttp],
  ["in process", inProcess],
])("%s", (_, setUp: () => Promise<Bed>) => {
  describe("made-up answers", () => {
    test.each([
      [{ status: 503 }, 503, "application/json", '{"error":"The sandbox was told to answer 503"}'],
      [{ status: 500, json: { errors: ["a"] } }, 500, "application/json", '{"errors":["a"]}'],
      [{ status: 403, html: "<h1>Blocked</h1>" }, 403, "text/html; charset=utf-8", "<h1>Blocked</h1>"],
      [{ html: "<h1>Log in</h1>" }, 200, "text/html; charset=utf-8", "<h1>Log in</h1>"],
      [{ body: '{"chats":[' }, 200, "application/json", '{"chats":['],
      [{ body: "moment", headers: { "Content-Type": "text/plain" } }, 200, "text/plain", "moment"],
      [{ json: null }, 200, "application/json", "null"],
      [{ body: "" }, 200, null, ""],
      [{ status: 204 }, 204, null, ""],
      [{ status: 502, body: "", chunked: true }, 502, null, ""],
    ] satisfies [Fault, number, string | null, string][])("%j", async (fault, status, type, body) => {
      const { faults, fetch, handled } = await setUp();
      faults.next(fault);
      const response = await fetch("/agents");
      expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
        status,
        type,
        body,
      ]);
      expect(handled()).toBe(0);
    });

    test("Retry-After as seconds and as a date", async () => {
      const { faults, fetch } = await setUp();
      faults.next({ status: 429, retryAfter: 7 });
      faults.next({ status: 429, retryAfter: new Date("2026-03-04T05:06:07Z") });
      expect((await fetch("/")).headers.get("retry-after")).toBe("7");
      expect((await fetch("/")).headers.get("retry-after")).toBe("Wed, 04 Mar 2026 05:06:07 GMT");
    });

    test("a redirect", async () => {
      const { faults, fetch } = await setUp();
      faults.next({ status: 302, headers: { Location: "https://elsewhere.example.com/" } });
      const response = await fetch("/");
      expect([response.status, response.headers.get("location")]).toEqual([302, "https://elsewhere.example.com/"]);
    });

    test.each([false, true])("an oversized body, chunked: %s", async (chunked) => {
      const { faults, fetch } = await setUp();
      faults.next({ bytes: 3_000_001, chunked });
      const response = await fetch("/");
      expect(response.headers.get("content-length")).toBe(chunked ? null : "3000001");
      const text = await response.text();
      expect(text.length).toBe(3_000_001);
      expect(JSON.parse(text)).toEqual({});
    });

    test("an oversized body is not made ahead of its reader, who can stop", async () => {
      const { faults, fetch } = await setUp();
      faults.next({ bytes: Number.MAX_SAFE_INTEGER });
      const reader = (await fetch("/")).body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      await reader?.cancel();
      await faults.until((seen) => seen.hungUp === 1);
    });
  });

  test("headers alone are added to the real answer, which can come in chunks", async () => {
    const { faults, fetch, handled } = await setUp();
    faults.next({ headers: { Deprecation: "true" }, chunked: true });
    const response = await fetch("/");
    expect(response.headers.get("deprecation")).toBe("true");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("content-length")).toBeNull();
    expect(await response.json()).toEqual(ANSWER);
    expect(handled()).toBe(1);
  });

  describe("broken answers", () => {
    const codes = { reset: "ECONNRESET", end: "UND_ERR_SOCKET" };

    test.each(["reset", "end"] as const)("%s before the headers; the request has been carried out", async (how) => {
      const { faults, fetch, handled } = await setUp();
      faults.next({ [how]: "beforeHeaders" });
      expect(await failure(fetch("/", { method: "POST", body: "{}" }))).toEqual([
        "TypeError",
        "fetch failed",
        codes[how],
      ]);
      expect(handled()).toBe(1);
      expect(await (await fetch("/")).json()).toEqual(ANSWER);
    });

    test.each([
      ["reset", "afterHeaders", false],
      ["reset", "midBody", false],
      ["reset", "midBody", true],
      ["end", "afterHeaders", false],
      ["end", "midBody", false],
      ["end", "midBody", true],
    ] as const)("%s %s, chunked: %s", async (how, place, chunked) => {
      const { faults, fetch } = await setUp();
      faults.next({ [how]: place, chunked });
      const response = await fetch("/");
      expect(response.status).toBe(200);
      expect(response.headers.get("content-length")).toBe(chunked ? null : String(BODY.length));
      const { text, error } = await readUntilError(response);
      expect(text).toBe(place === "midBody" ? BODY.slice(0, Math.floor(BODY.length / 2)) : "");
      expect(await failure(Promise.reject(error))).toEqual(["TypeError", "terminated", codes[how]]);
      expect(faults.seen.hungUp).toBe(0);
    });

    test("after a number of bytes; a body sent whole is broken still", async () => {
      const { faults, fetch } = await setUp();
      faults.next({ status: 500, body: "abcdef", end: "midBody", afterBytes: 2 });
      faults.next({ body: "abcdef", end: "midBody", afterBytes: 99 });
      faults.next({ body: "", end: "midBody" });
      for (const [status, sent] of [
        [500, "ab"],
        [200, "abcdef"],
        [200, ""],
      ] as const) {
        const response = await fetch("/");
        const { text, error } = await readUntilError(response);
        expect([response.status, text, error.message]).toEqual([status, sent, "terminated"]);
      }
    });

    test("a drop carries nothing out", async () => {
      const { faults, fetch, handled } = await setUp();
      faults.next({ drop: true });
      faults.next({ drop: true }, { path: "/chats" });
      expect(await failure(fetch("/agents"))).toEqual(["TypeError", "fetch failed", "ECONNRESET"]);
      expect(await failure(fetch("/chats"))).toEqual(["TypeError", "fetch failed", "ECONNRESET"]);
      expect(handled()).toBe(0);
      expect((await fetch("/agents")).status).toBe(200);
    });
  });

  describe("stalls and latency", () => {
    test.each(PLACES)("a stall %s lasts until the client hangs up", async (place) => {
      const { faults, fetch } = await setUp();
      const caller = new AbortController();
      faults.next({ stall: place });
      const call = fetch("/", { signal: caller.signal });
      const body = call.then(readUntilError);
      await Promise.all([
        faults.until((seen) => seen.waiting === 1),
        place !== "beforeHeaders" && call.then((response) => expect(response.status).toBe(200)),
      ]);
      expect(faults.seen.hungUp).toBe(0);
      caller.abort(new Error("had enough"));
      const error = place === "beforeHeaders" ? await body.catch((reason) => reason) : (await body).error;
      expect(error.message).toBe("had enough");
      await faults.until((seen) => seen.hungUp === 1);
      expect(faults.seen.waiting).toBe(0);
    });

    test("latency ends by the clock, or with the client", async () => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      const { faults, fetch, handled } = await setUp();
      faults.always({ latencyMs: 5000 });
      const caller = new AbortController();
      const calls = [fetch("/"), fetch("/", { signal: caller.signal })];
      await faults.until((seen) => seen.waiting === 2);
      expect(handled()).toBe(2);
      vi.advanceTimersByTime(4999);
      caller.abort();
      await expect(calls[1]).rejects.toMatchObject({ name: "AbortError" });
      await faults.until((seen) => seen.hungUp === 1);
      expect(faults.seen.waiting).toBe(1);
      vi.advanceTimersByTime(1);
      expect(await (await calls[0])?.json()).toEqual(ANSWER);
      expect(faults.seen).toMatchObject({ waiting: 0, hungUp: 1 });
    });
  });

  describe("which requests", () => {
    const statuses = async ({ fetch }: Bed, ...targets: string[]): Promise<number[]> => {
      const result: number[] = [];
      for (const target of targets) {
        const [method, path] = target.split(" ") as [string, string];
        const response = await fetch(path, { method });
        await response.text();
        result.push(response.status);
      }
      return result;
    };

    test("a queue in order, {} being an answer as it should be", async () => {
      const bed = await setUp();
      bed.faults.next({ status: 503 });
      bed.faults.next({});
      bed.faults.next({ status: 502 }, { times: 2 });
      expect(await statuses(bed, "GET /a", "GET /a", "GET /a", "GET /a", "GET /a")).toEqual([503, 200, 502, 502, 200]);
      expect(bed.faults.seen.requests).toBe(5);
    });

    test("a sequence of different kinds", async () => {
      const { faults, fetch } = await setUp();
      faults.next({ status: 503 });
      faults.next({ reset: "beforeHeaders" });
      faults.next({ drop: true });
      const outcomes: unknown[] = [];
      for (let turn = 0; turn < 4; turn++) outcomes.push(await failure(fetch("/").then(rejectUnlessOk)));
      expect(outcomes).toEqual([
        ["Error", "503", undefined],
        ["TypeError", "fetch failed", "ECONNRESET"],
        ["TypeError", "fetch failed", "ECONNRESET"],
        undefined,
      ]);
    });

    test("by method, path, expression, operation and function; those that do not fit keep their turn", async () => {
      const bed = await setUp();
      bed.faults.next({ status: 501 }, { method: "DELETE" });
      bed.faults.next({ status: 502 }, { path: "/agents", method: "GET" });
      bed.faults.next({ status: 503 }, { path: /^\/reports\// });
      bed.faults.next({ status: 504 }, { operation: "agents.get" });
      bed.faults.next({ status: 505 }, { when: (request) => new URL(request.url).searchParams.get("page") === "2" });
      expect(
        await statuses(
          bed,
          "GET /chats?page=1",
          "GET /chats?page=2",
          "POST /agents",
          "GET /agents/ada@example.com",
          "GET /reports/chats/ratings",
          "GET /agents?status=online",
          "DELETE /agents/ada@example.com",
          "GET /agents",
        ),
      ).toEqual([200, 505, 200, 504, 503, 502, 501, 200]);
    });

    test("standing faults: the queue goes first, then the last that fits, until they are cleared", async () => {
      const bed = await setUp();
      bed.faults.always({ status: 500 });
      bed.faults.always({ status: 501 }, { path: "/chats" });
      bed.faults.next({ status: 503 });
      expect(await statuses(bed, "GET /chats", "GET /chats", "GET /chats", "GET /a")).toEqual([503, 501, 501, 500]);
      bed.faults.next({ status: 503 });
      bed.faults.clear();
      expect(await statuses(bed, "GET /chats", "GET /a")).toEqual([200, 200]);
    });
  });

  test("nothing is left after many calls", async () => {
    const { faults, fetch } = await setUp();
    faults.always({ reset: "midBody" });
    await Promise.all(Array.from({ length: 50 }, async () => readUntilError(await fetch("/"))));
    await faults.until((seen) => seen.connections === 0);
    expect(faults.seen).toMatchObject({ requests: 50, waiting: 0, hungUp: 0 });
  });
});

describe("over HTTP only", () => {
  test("connections are counted, and reused as long as nothing breaks them", async () => {
    const { faults, server } = await overHttp();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const fault of [{}, { status: 503 }, { latencyMs: 1, chunked: true }, { reset: "afterHeaders" }] as Fault[]) {
      faults.next(fault);
      await exchange(server.url, { agent });
    }
    await faults.until((seen) => seen.connections === 0);
    await exchange(server.url, { agent });
    expect(faults.seen).toMatchObject({ requests: 5, opened: 2, connections: 1, hungUp: 0 });
    await server.close();
    await faults.until((seen) => seen.connections === 0);
  });

  test("a client that hangs up leaves no connection", async () => {
    const { faults, server } = await overHttp();
    faults.next({ stall: "midBody" });
    const request = nodeRequest(server.url, { agent: false }, (message) =>
      message.once("data", () => request.destroy()),
    );
    request.end();
    await faults.until((seen) => seen.hungUp === 1 && seen.connections === 0);
    expect(faults.seen).toMatchObject({ requests: 1, opened: 1, waiting: 0 });
  });

  test("a reset is one under fake timers, too", async () => {
    vi.useFakeTimers();
    const { faults, fetch } = await overHttp();
    faults.next({ reset: "midBody" });
    expect((await readUntilError(await fetch("/"))).error.cause).toMatchObject({ code: "ECONNRESET" });
  });

  test("a drop meets a connection before any request", async () => {
    const { faults, server } = await overHttp();
    faults.next({ drop: true });
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once("error", resolve));
    expect(error.code).toBe("ECONNRESET");
    await faults.until((seen) => seen.opened === 1 && seen.connections === 0);
    expect(faults.seen.requests).toBe(0);
  });

  test("a drop with a filter, or behind other faults, leaves connections alone", async () => {
    const { faults, fetch, handled } = await overHttp();
    faults.next({ drop: true }, { path: "/chats" });
    faults.always({ drop: true });
    faults.always({ status: 500 }, { path: "/agents" });
    expect((await fetch("/agents")).status).toBe(500);
    expect(await failure(fetch("/chats"))).toContain("fetch failed");
    expect(await failure(fetch("/tags"))).toContain("fetch failed");
    expect(handled()).toBe(0);
    expect(faults.seen.requests).toBe(3);
  });

  test.each(PLACES)("closing the server ends a stall %s, which is no hanging up", async (place) => {
    const { faults, fetch, server } = await overHttp();
    faults.next({ stall: place });
    const outcome = failure(fetch("/").then((response) => response.text()));
    await faults.until((seen) => seen.waiting === 1);
    await server.close();
    expect(await outcome).toContain("TypeError");
    expect(faults.seen).toMatchObject({ waiting: 0, hungUp: 0, connections: 0 });
  });

  test("closing the server ends latency and an answer that nobody reads", async () => {
    const { faults, fetch, server } = await overHttp();
    faults.next({ latencyMs: 600_000 });
    faults.next({ bytes: Number.MAX_SAFE_INTEGER });
    const outcome = failure(fetch("/"));
    await faults.until((seen) => seen.waiting === 1);
    const unread = await fetch("/");
    await server.close();
    expect(await outcome).toContain("TypeError");
    expect((await readUntilError(unread)).error).toBeInstanceOf(TypeError);
    expect(faults.seen).toMatchObject({ waiting: 0, hungUp: 0, connections: 0 });
  });

  test("a client that goes away during its own request has hung up", async () => {
    const { faults, server, handled } = await overHttp();
    const upload = nodeRequest(server.url, { method: "POST", headers: { "Content-Length": 100 } });
    upload.on("error", () => {});
    upload.write("half");
    await faults.until((seen) => seen.requests === 1);
    upload.destroy();
    await faults.until((seen) => seen.hungUp === 1 && seen.connections === 0);
    expect(handled()).toBe(0);
  });

  test("what is sent before a reset is on the wire as it was promised", async () => {
    const { faults, server } = await overHttp();
    faults.next({ body: "abcdef", reset: "midBody" });
    const { text, message } = await exchange(server.url);
    expect([text, message.headers["content-length"], message.complete]).toEqual(["abc", "6", false]);
  });

  test("a failing handler answers 500, whatever the fault", async () => {
    const faults = createFaults();
    const server = await serve(() => Promise.reject(new Error("out of order")), { faults });
    onTestFinished(() => server.close());
    faults.next({ reset: "midBody" });
    for (let turn = 0; turn < 2; turn++) {
      const response = await fetch(server.url);
      expect([response.status, await response.text()]).toEqual([500, expect.stringContaining("out of order")]);
    }
  });
});

describe("in process only", () => {
  test("latency leaves no timer behind", async () => {
    vi.useFakeTimers();
    const { faults, fetch } = await inProcess();
    faults.always({ latencyMs: 5000, status: 204 });
    const caller = new AbortController();
    const calls = [fetch("/"), fetch("/", { signal: caller.signal }), fetch("/")];
    await faults.until((seen) => seen.waiting === 3);
    caller.abort();
    await expect(calls[1]).rejects.toThrow();
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(5000);
    await Promise.all([calls[0], calls[2]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("stands in for fetch however it is called", async () => {
    const faults = createFaults();
    const fetch = faults.fetch(async (request) => Response.json([request.method, await request.text()]));
    faults.next({ headers: { "X-Fault": "1" } });
    const first = await fetch(new URL("http://sandbox.example.com/"), { method: "POST", body: "a" });
    const second = await fetch(new Request("http://sandbox.example.com/", { method: "PUT", body: "b" }));
    expect([first.headers.get("x-fault"), await first.json(), await second.json()]).toEqual([
      "1",
      ["POST", "a"],
      ["PUT", "b"],
    ]);
  });

  test("a stalled call hears its signal after the garbage is collected", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const faults = createFaults();
    const fetch = faults.fetch(async () => new Response());
    faults.next({ stall: "beforeHeaders" });
    const caller = new AbortController();
    const outcome = failure(fetch("http://sandbox.example.com/", { signal: caller.signal }));
    await faults.until((seen) => seen.waiting === 1);
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    caller.abort();
    expect(faults.seen.hungUp).toBe(1);
    expect(await outcome).toContain("This operation was aborted");
  });

  test("a signal that is aborted beforehand uses no turn", async () => {
    const { faults, fetch } = await inProcess();
    faults.next({ status: 503 });
    await expect(fetch("/", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(faults.seen.requests).toBe(0);
    expect((await fetch("/")).status).toBe(503);
  });

  test("an abort after the answer is complete is no hanging up", async () => {
    const { faults, fetch } = await inProcess();
    const caller = new AbortController();
    for (const fault of [{ status: 503 }, { body: "" }, { reset: "beforeHeaders" }] as Fault[]) {
      faults.next(fault);
      await fetch("/", { signal: caller.signal }).then(
        (response) => response.text(),
        () => {},
      );
    }
    caller.abort();
    expect(faults.seen.hungUp).toBe(0);
  });
});

describe("faults that cannot be", () => {
  test.each([
    [{ status: 99 }, "status"],
    [{ status: 600 }, "status"],
    [{ latencyMs: -1 }, "latencyMs"],
    [{ latencyMs: 2 ** 31 }, "latencyMs"],
    [{ bytes: 1 }, "bytes"],
    [{ afterBytes: 0.5 }, "afterBytes"],
    [{ retryAfter: -1 }, "retryAfter"],
    [{ retryAfter: new Date("never") }, "retryAfter"],
    [{ reset: "midBody", stall: "midBody" }, "reset and stall"],
    [{ json: 1, html: "" }, "json and html"],
    [{ drop: true, status: 500 }, "drop"],
    [{ headers: { "a b": "c" } }, "a b"],
  ] satisfies [Fault, string][])("%j", (fault, named) => {
    const faults = createFaults();
    expect(() => faults.next(fault)).toThrow(TypeError);
    expect(() => faults.always(fault)).toThrow(named);
  });

  test("an operation that is not there, and turns that are none", () => {
    const faults = createFaults(operations);
    expect(() => faults.next({}, { operation: "agents.fetch" })).toThrow("agents.fetch");
    expect(() => faults.always({}, { operation: "agents.fetch" })).toThrow(TypeError);
    expect(() => faults.next({}, { times: 0 })).toThrow("times");
  });
});

test("until tells what its condition throws", async () => {
  const faults = createFaults();
  const waiting = faults.until((seen) => {
    if (seen.requests === 1) throw new Error("wrong");
    return false;
  });
  await faults.fetch(async () => new Response())("http://sandbox.example.com/");
  await expect(waiting).rejects.toThrow("wrong");
});

/** A request by Node's own client, read until its answer ends or breaks off. */
function exchange(url: string, options: RequestOptions = {}): Promise<{ text: string; message: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const request = nodeRequest(url, options, (message) => {
      let text = "";
      message.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.off("error", reject).on("error", () => {});
      message.on("error", () => {}).once("close", () => resolve({ text, message }));
    });
    request.on("error", reject).end();
  });
}

async function readUntilError(response: Response): Promise<{ text: string; error: Error }> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = response.body?.getReader();
    for (let turn = await reader?.read(); turn && !turn.done; turn = await reader?.read())
      text += decoder.decode(turn.value);
  } catch (error) {
    return { text, error: error as Error };
  }
  throw new Error(`The body ended in good order after ${text.length} bytes.`);
}

async function rejectUnlessOk(response: Response): Promise<void> {
  await response.text();
  if (!response.ok) throw new Error(String(response.status));
}
