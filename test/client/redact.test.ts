// Secrets in what comes back, whoever repeats them: the API, a proxy, or the function that sends requests.
import { type ConnectionError, createClient } from "livechat-openapi";
import { expect, test } from "vitest";
import { failure } from "../support/faulty.js";
import { startRecorder } from "../support/recorder.js";

const apiKey = "made-up-key";
const encoded = Buffer.from(`ada@example.com:${apiKey}`).toString("base64");

/** What a call fails with when `fetch` throws so. */
function thrown(error: unknown, auth = { login: "ada@example.com", apiKey }): Promise<ConnectionError> {
  const fetch = async (): Promise<Response> => {
    throw error;
  };
  return failure<ConnectionError>(createClient({ auth, fetch, retry: false }).agents.list());
}

test("an answer that repeats the key, plain or encoded, does not show it", async () => {
  const { url } = await startRecorder({ status: 400, body: JSON.stringify({ error: `no ${apiKey}, no ${encoded}` }) });
  const livechat = createClient({ auth: { login: "ada@example.com", apiKey }, baseUrl: url });
  expect(await failure(livechat.agents.list())).toMatchObject({
    messages: ["no [redacted], no [redacted]"],
    rawBody: '{"error":"no [redacted], no [redacted]"}',
  });
});

test("an answer that repeats a fixed access token does not show it", async () => {
  const { url } = await startRecorder({ status: 400, body: '{"error":"no made-up-token"}' });
  const livechat = createClient({ auth: { accessToken: "made-up-token" }, baseUrl: url });
  expect(await failure(livechat.agents.list())).toMatchObject({ messages: ["no [redacted]"] });
});

test("an answer that is a success stays as it is", async () => {
  const { url } = await startRecorder({ body: JSON.stringify([{ name: apiKey }]) });
  const livechat = createClient({ auth: { login: "ada@example.com", apiKey }, baseUrl: url });
  expect(await livechat.agents.list()).toEqual([{ name: apiKey }]);
});

test("the reason of a broken connection is the cause itself, when it shows no secret", async () => {
  const cause = new TypeError("fetch failed", { cause: new Error("socket hang up") });
  const error = await thrown(cause);
  expect(error.cause).toBe(cause);
  expect(error.message).toContain("got no whole answer: socket hang up.");
});

test.each([
  ["in its message", new Error(`cannot send ${apiKey}`), "cannot send [redacted]"],
  ["in its stack", Object.assign(new Error("no"), { stack: `at send(${encoded})` }), "no"],
  ["in a property", Object.assign(new Error("no"), { headers: { authorization: `Basic ${encoded}` } }), "no"],
  ["in its cause", new Error("failed", { cause: new Error("no", { cause: new Error(apiKey) }) }), "failed"],
])("an error with the key %s is replaced by its redacted message", async (_, cause, message) => {
  const error = await thrown(cause);
  expect(error.cause).not.toBe(cause);
  expect(error.cause).toEqual(new Error(message));
  expect(error.message).not.toMatch(new RegExp(`${apiKey}|${encoded}`));
});

test("an error that cannot be written as JSON is looked through all the same", async () => {
  const circular = Object.assign(new Error("broken"), { self: {} });
  circular.self = circular;
  expect((await thrown(circular)).cause).toBe(circular);
});

test("a key so short that it may be a word blacks nothing out", async () => {
  const short = { login: "ada@example.com", apiKey: "fetch" };
  expect((await thrown(new Error("fetch failed"), short)).message).toContain("fetch failed");
  const long = { login: "ada@example.com", apiKey: "failed" };
  expect((await thrown(new Error("fetch failed"), long)).message).toContain("fetch [redacted]");
});

test("reasons that are no errors, and errors without a message, are told too", async () => {
  expect((await thrown("out of order")).message).toContain("got no whole answer: out of order.");
  const coded = Object.assign(new Error(), { code: "EPIPE" });
  expect((await thrown(coded)).message).toContain("got no whole answer: EPIPE.");
  expect((await thrown(new RangeError())).message).toContain("got no whole answer: RangeError.");
  expect((await thrown(new AggregateError([new Error("first"), new Error("second")]))).message).toContain(": first.");
  expect((await thrown(new AggregateError([], "nothing tried"))).message).toContain(": nothing tried.");
});
