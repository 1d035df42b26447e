// One delivery: what is taken, what is refused, and with what error.
import { inspect } from "node:util";
import { ArgumentError } from "livechat-openapi";
import { parseWebhook, type Tokens, WebhookError, type WebhookIssue } from "livechat-openapi/webhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { description } from "../support/description.js";
import { bodyOf, chatStarted, delivery, payloads, TOKEN } from "./support.js";

const tokens = TOKEN;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("input", () => {
  test.each(Object.entries(payloads))("%s: its example is parsed", async (type, payload) => {
    const event = await parseWebhook(JSON.stringify(payload), { tokens });
    expect(event).toEqual(payload);
    expect(event.event_type).toBe(type);
  });

  test("text, bytes, a part of a buffer, a buffer and a request give the same", async () => {
    const text = bodyOf({ lc_version: "2 \u00e9\u{1f600}" });
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array([32, ...bytes, 125]);
    const inputs = [text, bytes, Buffer.from(text), padded.subarray(1, -1), bytes.buffer, delivery(text)];
    for (const input of [...inputs, `\ufeff${text}`])
      expect(await parseWebhook(input, { tokens })).toEqual(JSON.parse(text));
  });

  test("the content type of a request is not looked at", async () => {
    const request = delivery(bodyOf(), { headers: { "Content-Type": "application/x-www-form-urlencoded" } });
    expect(await parseWebhook(request, { tokens })).toEqual(chatStarted);
  });

  test("a body that was read or parsed before is a mistake of the program", async () => {
    const request = delivery();
    await request.text();
    await expect(parseWebhook(request, { tokens })).rejects.toThrow(ArgumentError);
    await expect(parseWebhook(request, { tokens })).rejects.toThrow("read already");
    for (const input of [chatStarted, undefined, null])
      await expect(parseWebhook(input as never, { tokens })).rejects.toThrow(ArgumentError);
  });

  test.each([
    ["", "no JSON"],
    ["{", "no JSON"],
    ["null", "no JSON object"],
    ["[]", "no JSON object"],
    ['"text"', "no JSON object"],
    [new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "UTF-8"],
  ])("%j is no delivery", async (input, fault) => {
    const error = await refusal(parseWebhook(input, { tokens }));
    expect(error).toMatchObject({ name: "WebhookError", code: "body", status: 400, issues: [] });
    expect(error.message).toContain(fault);
  });
});

describe("size", () => {
  test("the cap is in bytes, and what just fits passes", async () => {
    const text = bodyOf({ lc_version: "\u00e9" });
    const bytes = new TextEncoder().encode(text);
    for (const input of [text, bytes, bytes.buffer, delivery(text)])
      expect(await refusal(parseWebhook(input, { tokens, maxBytes: bytes.length - 1 }))).toMatchObject({
        code: "size",
        status: 413,
      });
    for (const input of [text, bytes, bytes.buffer, delivery(text)])
      expect(await parseWebhook(input, { tokens, maxBytes: bytes.length })).toEqual(JSON.parse(text));
  });

  test("the default is 1 MiB", async () => {
    const text = bodyOf();
    const whole = text + " ".repeat(1_048_576 - text.length);
    expect(await parseWebhook(whole, { tokens })).toEqual(chatStarted);
    expect(await refusal(parseWebhook(`${whole} `, { tokens }))).toMatchObject({ code: "size" });
  });

  test("an endless stream is left as soon as it exceeds the cap", async () => {
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
      cancel() {
        cancelled = true;
      },
    });
    const request = delivery(body, { duplex: "half" } as RequestInit);
    expect(await refusal(parseWebhook(request, { tokens, maxBytes: 5000 }))).toMatchObject({ code: "size" });
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(10);
  });

  test("a length announced in the header is refused without reading", async () => {
    const request = delivery(bodyOf(), { headers: { "Content-Length": "5000" } });
    const read = vi.spyOn(request.body as ReadableStream, "getReader");
    expect(await refusal(parseWebhook(request, { tokens, maxBytes: 4999 }))).toMatchObject({ code: "size" });
    expect(read).not.toHaveBeenCalled();
  });

  test("a stream that breaks off is no delivery", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(new Error("reset")),
    });
    const request = delivery(body, { duplex: "half" } as RequestInit);
    expect(await refusal(parseWebhook(request, { tokens }))).toMatchObject({ code: "body", status: 400 });
  });
});

describe("token", () => {
  const cases: [string, Tokens, boolean][] = [
    ["the one", TOKEN, true],
    ["another", "another-token", false],
    ["one that begins alike", TOKEN.slice(0, -1), false],
    ["the first of two", [TOKEN, "old-token"], true],
    ["the second of two", ["old-token", TOKEN], true],
    ["none of two", ["old-token", "older-token"], false],
    ["a look-up that gives it", () => TOKEN, true],
    ["a look-up that gives several, later", async () => ["old-token", TOKEN], true],
    ["a look-up that gives nothing", () => undefined, false],
    ["a look-up that gives an empty list", () => [], false],
    ["no check", false, true],
  ];
  test.each(cases)("%s", async (_, accepted, passes) => {
    const parsed = parseWebhook(bodyOf(), { tokens: accepted });
    if (passes) expect((await parsed).event_type).toBe("chat_started");
    else expect(await refusal(parsed)).toMatchObject({ code: "token", status: 401 });
  });

  test("the look-up is given licence and type, and its failure is not hidden", async () => {
    const lookUp = vi.fn(() => TOKEN);
    await parseWebhook(bodyOf(), { tokens: lookUp });
    expect(lookUp).toHaveBeenCalledExactlyOnceWith(chatStarted.license_id, "chat_started");
    const failing = parseWebhook(bodyOf(), { tokens: () => Promise.reject(new Error("no database")) });
    await expect(failing).rejects.toThrow("no database");
  });

  test.each([[undefined], [""], [7], [null], [[TOKEN]]])("a delivery whose token is %j is refused", async (token) => {
    for (const accepted of [TOKEN, () => "", () => undefined])
      expect(await refusal(parseWebhook(bodyOf({ token }), { tokens: accepted }))).toMatchObject({ code: "token" });
  });

  test("it is told before anything else of the payload is looked at, for unknown types too", async () => {
    const onIssue = vi.fn();
    for (const body of [bodyOf({ token: "x", chat: 7 }), bodyOf({ token: "x", event_type: "chat_rated" })])
      expect(await refusal(parseWebhook(body, { tokens, onIssue }))).toMatchObject({ code: "token" });
    expect(onIssue).not.toHaveBeenCalled();
  });

  test("every candidate is hashed and compared, wherever the right one stands", async () => {
    const digest = vi.spyOn(crypto.subtle, "digest");
    const calls: number[] = [];
    for (const accepted of [
      [TOKEN, "b", "c"],
      ["a", "b", TOKEN],
      ["a", "b", "c"],
    ]) {
      digest.mockClear();
      await parseWebhook(bodyOf(), { tokens: accepted }).catch(() => {});
      calls.push(digest.mock.calls.length);
      for (const [algorithm] of digest.mock.calls) expect(algorithm).toBe("SHA-256");
    }
    expect(calls).toEqual([4, 4, 4]);
  });

  test.each(["", [], ["a", ""], undefined, 7, true].map((unusable) => ({ unusable })))(
    "$unusable is refused as an option",
    async ({ unusable }) => {
      await expect(parseWebhook(bodyOf(), { tokens: unusable as never })).rejects.toThrow(ArgumentError);
    },
  );
});

describe("payload", () => {
  test.each([[{ event_type: undefined }], [{ event_type: 7 }], [{ license_id: undefined }], [{ license_id: 1234567 }]])(
    "%j is no payload",
    async (fields) => {
      const options = { tokens, validate: false };
      expect(await refusal(parseWebhook(bodyOf(fields), options))).toMatchObject({ code: "payload", status: 400 });
    },
  );

  test("one that disagrees with the description is refused, and says where", async () => {
    const error = await refusal(parseWebhook(bodyOf({ visitor: { id: 7, name: null }, license_id: "x" }), { tokens }));
    expect(error).toMatchObject({ code: "payload", status: 400 });
    expect(error.issues).toEqual(
      expect.arrayContaining([
        { pointer: "/visitor/id", kind: "number", message: expect.any(String) },
        { pointer: "/visitor/name", kind: "null", message: expect.any(String) },
        { pointer: "/license_id", kind: "string", message: expect.any(String) },
      ]),
    );
    expect(error.message).toContain("chat_started");
    expect(error.message).toContain("/visitor/id (number)");
  });

  test("with onIssue it is told and taken", async () => {
    const issues: WebhookIssue[] = [];
    const body = bodyOf({ visitor: { id: 7, name: "Mina Park" } });
    const event = await parseWebhook(body, { tokens, onIssue: (issue) => issues.push(issue) });
    expect(event).toEqual(JSON.parse(body));
    expect(issues).toEqual([
      { event_type: "chat_started", pointer: "/visitor/id", kind: "number", message: expect.any(String) },
    ]);
  });

  test("with validate: false it is taken, and the description is not read", async () => {
    const read = vi.spyOn(process, "getBuiltinModule");
    const body = bodyOf({ visitor: 7 });
    expect(await parseWebhook(body, { tokens, validate: false })).toEqual(JSON.parse(body));
    expect(read).not.toHaveBeenCalled();
  });

  test("another description takes the place of the shipped one", async () => {
    const strict = structuredClone(description);
    strict.components.schemas["ChatStartedPayload"]?.required?.push("colour");
    const error = await refusal(parseWebhook(bodyOf(), { tokens, description: strict }));
    expect(error.issues).toMatchObject([{ pointer: "/colour", kind: "missing" }]);
  });

  test("unknown fields and unknown variants are legal", async () => {
    const events = [{ type: "rated", author: { id: "x" } }];
    const ticket = { ...(payloads["ticket_created"]?.["ticket"] as object), events, colour: "red" };
    const body = JSON.stringify({ ...payloads["ticket_created"], ticket, more: 1 });
    expect(await parseWebhook(body, { tokens })).toEqual(JSON.parse(body));
  });

  test("an unknown type is an event of its own kind", async () => {
    for (const unknown_type of ["chat_rated", "toString", "__proto__"]) {
      const body = bodyOf({ event_type: unknown_type, rating: 5 });
      expect(await parseWebhook(body, { tokens })).toEqual({
        event_type: null,
        unknown_type,
        license_id: chatStarted.license_id,
        payload: JSON.parse(body),
      });
    }
  });

  test("maxBytes has to be a number of bytes", async () => {
    for (const maxBytes of [0, -1, 1.5, Number.NaN, "9" as never])
      await expect(parseWebhook(bodyOf(), { tokens, maxBytes })).rejects.toThrow(ArgumentError);
  });
});

test("no error shows anything of what was delivered, or of the tokens", async () => {
  const secret = "s3cr3t-4711";
  const errors = await Promise.all([
    refusal(parseWebhook(bodyOf({ token: secret }), { tokens: ["s3cr3t-other"] })),
    refusal(parseWebhook(`{"token":"${secret}"`, { tokens: secret })),
    refusal(parseWebhook(secret, { tokens: secret })),
    refusal(parseWebhook(bodyOf({ token: secret, visitor: { id: 4711, name: { secret } } }), { tokens: secret })),
    refusal(parseWebhook(bodyOf({ token: secret, event_type: 4711 }), { tokens: secret })),
  ]);
  expect(errors.map(({ code }) => code)).toEqual(["token", "body", "body", "payload", "payload"]);
  for (const error of errors)
    for (const text of [String(error), JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })])
      expect(text.replaceAll(/^ {4}at .*$/gm, "")).not.toMatch(/s3cr3t|4711/);
  await expect(parseWebhook(bodyOf(), { tokens: [secret, ""] })).rejects.not.toThrow(secret);
});

/** The WebhookError that a promise rejects with. */
async function refusal(promise: Promise<unknown>): Promise<WebhookError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WebhookError);
  return error as WebhookError;
}
