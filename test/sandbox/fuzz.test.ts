// Requests of every shape thrown at the sandbox: none makes it fail, none hangs, and none that is refused changes anything.
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { createSandbox, type Sandbox } from "livechat-openapi/sandbox";
import { expect, onTestFinished, test } from "vitest";
import type { Operation } from "../../src/description/document.js";
import { operations } from "../support/description.js";

const { credentials } = createSandbox({ chats: 0 });
const basic = `Basic ${Buffer.from(`${credentials.login}:${credentials.apiKey}`).toString("base64")}`;

const strange = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1",
    "1e9",
    "NaN",
    "null",
    "true",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
  ),
  fc.constantFrom(
    "Mars/Olympus",
    "../../etc",
    "%00",
    "\u0000",
    "__proto__",
    "constructor",
    "toString",
    "ada@example.com",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer().map(String),
  fc.constant("x".repeat(5000)),
);
const junk = fc.oneof(
  strange,
  fc.json({ maxDepth: 4 }).map((json): unknown => JSON.parse(json)),
  fc.double(),
  fc.boolean(),
);

/** Mostly what is asked for, and now and then something else. */
const sometimes = <T>(usual: T, other: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

function pathOf({ path, parameters }: Operation): fc.Arbitrary<string> {
  const steps = path.split(/(\{[^}]+\})/).map((step) => {
    const name = /^\{(.+)\}$/.exec(step)?.[1];
    if (name === undefined) return fc.constant(step);
    const example = parameters.find((parameter) => parameter.name === name)?.example;
    return sometimes(example, strange).map((value) => encodeURIComponent(wellFormed(String(value))));
  });
  return fc.tuple(...steps).map((parts) => parts.join(""));
}

function queryOf({ parameters }: Operation): fc.Arbitrary<string> {
  const known = parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name, example, schema, required }) => {
      const value = sometimes(example ?? schema.enum?.[0] ?? 1, strange).map((one) => [[name, one].map(String)]);
      return required ? value : fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: value });
    });
  const unknown = fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.tuple(strange, strange).map((pair) => [pair]) },
  );
  return fc.tuple(...known, unknown).map((parts) => {
    const pairs = parts.flat() as string[][];
    return new URLSearchParams(pairs.map((pair) => pair.map(wellFormed))).toString();
  });
}

/** A body example with some of its fields taken out, replaced or added. */
function someBody({ body }: Operation): fc.Arbitrary<unknown> {
  const [example] = Object.values(body?.examples ?? {});
  if (typeof example?.value !== "object" || example.value === null) return junk;
  const fields = Object.entries(example.value).map(([key, value]) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant([[key, value]]) },
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: junk.map((other) => [[key, other]]) },
    ),
  );
  const extra = fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.tuple(strange, junk).map((pair) => [pair]) },
  );
  const whole = fc.tuple(...fields, extra).map((parts) => Object.fromEntries(parts.flat() as [string, unknown][]));
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: junk });
}

function bodyOf(
  operation: Operation,
): fc.Arbitrary<{ type?: string; body: string | FormData | Uint8Array<ArrayBuffer> }> {
  const value = someBody(operation);
  return fc.oneof(
    value.map((one) => ({ type: "application/json", body: JSON.stringify(one) ?? "" })),
    value.map((one) => ({ type: "application/x-www-form-urlencoded", body: bracketed(one).toString() })),
    value.map((one) => ({ body: formData(bracketed(one)) })),
    fc.record({
      type: fc.constantFrom(
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/html",
        "application/json; charset=utf-16",
        "",
      ),
      body: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
    }),
  );
}

const headersOf = fc.record({
  Authorization: fc.oneof(
    { weight: 12, arbitrary: fc.constant(basic) },
    { weight: 1, arbitrary: fc.constantFrom("Basic", "Basic !!!", "Bearer x", "Digest y", "Basic OjpvOg==") },
  ),
  "X-API-Version": fc.oneof(
    { weight: 12, arbitrary: fc.constant("2") },
    { weight: 1, arbitrary: fc.constantFrom("", "3", "2, 2", "two") },
  ),
});

const requests = fc.constantFrom(...operations).chain((operation) =>
  fc
    .record({
      method: fc.oneof(
        { weight: 12, arbitrary: fc.constant(operation.method) },
        {
          weight: 1,
          arbitrary: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "PROPFIND"),
        },
      ),
      path: fc.oneof(
        { weight: 12, arbitrary: pathOf(operation) },
        { weight: 1, arbitrary: fc.webPath() },
        { weight: 1, arbitrary: fc.constantFrom("//", "/%", "/agents/%E0%A4%A", "/agents//", "/_sandbox/nothing") },
      ),
      query: queryOf(operation),
      headers: headersOf,
      sent: fc.option(bodyOf(operation), { nil: undefined }),
    })
    .map(({ method, path, query, headers, sent }) => {
      const target = query ? `${path}?${query}` : path;
      const typed = sent?.type === undefined ? headers : { ...headers, "Content-Type": sent.type };
      const bodiless = method === "GET" || method === "HEAD" || sent === undefined;
      return { method, target, headers: typed, ...(!bodiless && { body: sent.body }) };
    }),
);

function stateOf({ data }: Sandbox): string {
  return JSON.stringify(Object.values(data).map((records) => [...(records as Iterable<unknown>)]));
}

test("10,000 requests: no 5xx, no answer that never comes, no change by one that is refused", {
  timeout: 240_000,
}, async () => {
  const sandbox = createSandbox({ chats: 3, tickets: 2, webhooks: { fetch: async () => new Response() } });
  onTestFinished(() => sandbox.close());
  const statuses = new Map<number, number>();
  let state = stateOf(sandbox);
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(requests, async ({ target, ...init }) => {
      // Or it would grow, and every look at it take longer.
      if (++sent % 200 === 0) {
        sandbox.reset();
        state = stateOf(sandbox);
      }
      const response = await sandbox.fetch(
        `http://sandbox.example.com${target.startsWith("/") ? target : `/${target}`}`,
        init,
      );
      const answer = await response.text();
      expect(response.status, answer).toBeLessThan(500);
      if (init.method !== "HEAD") expect(() => JSON.parse(answer)).not.toThrow();
      const reads = init.method === "GET" && response.status < 400;
      const after = reads ? state : stateOf(sandbox);
      if (response.status >= 400) expect(after).toBe(state);
      state = after;
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    }),
    { numRuns: 10_000, endOnFailure: true },
  );
  // The requests are worth something only when they get everywhere.
  for (const status of [200, 400, 401, 404]) expect(statuses.get(status), `${status}`).toBeGreaterThan(100);
});

test.each([
  ["a method that Request does not know", "TRACE /agents HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "400"],
  ["two slashes", "GET // HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"],
  ["an asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"],
  ["no host that could be one", "GET /agents HTTP/1.1\r\nHost: %%\r\nConnection: close\r\n\r\n", "400"],
  ["a whole address", "GET http://a/agents HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"],
  ["a broken request line", "GET\r\n\r\n", "400"],
  [
    "a body that is too large",
    `POST /groups HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10485761\r\n\r\n${"x".repeat(10_485_761)}`,
    "413",
  ],
])("over HTTP, %s is refused", async (_, request, status) => {
  const sandbox = createSandbox({ chats: 0 });
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end(request);
  expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test("bracketed names nested without end, and by the ten thousand, do no harm", async () => {
  const sandbox = createSandbox({ chats: 0 });
  for (const body of [
    `name${"[x]".repeat(100_000)}=1`,
    "agents[]=a&".repeat(50_000),
    "agents[99999999999]=ada@example.com",
  ]) {
    const response = await sandbox.fetch("http://sandbox.example.com/groups", {
      method: "POST",
      body,
      headers: { Authorization: basic, "X-API-Version": "2", "Content-Type": "application/x-www-form-urlencoded" },
    });
    expect(response.status).toBe(400);
  }
});

/** Lone halves of surrogate pairs cannot be sent. */
function wellFormed(value: string): string {
  return value.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}

function bracketed(value: unknown): URLSearchParams {
  const fields = new URLSearchParams();
  const add = (name: string, one: unknown): void => {
    if (typeof one === "object" && one !== null)
      for (const [key, item] of Object.entries(one))
        add(name ? `${name}[${Array.isArray(one) ? "" : key}]` : key, item);
    else fields.append(name, wellFormed(String(one)));
  };
  add("", value);
  return fields;
}

function formData(fields: URLSearchParams): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}
