import { createClient } from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Operation } from "../../src/description/document.js";
import { parseFields } from "../../src/sandbox/form.js";
import { description, operations, violations } from "../support/description.js";

const { credentials } = createSandbox({ chats: 0 });
const basic = `Basic ${Buffer.from(`${credentials.login}:${credentials.apiKey}`).toString("base64")}`;
const headers = { Authorization: basic, "X-API-Version": "2" };

function request(path: string, init: RequestInit = {}): Request {
  return new Request(`http://sandbox.example.com${path}`, { ...init, headers: { ...headers, ...init.headers } });
}

async function send(
  path: string,
  init?: RequestInit,
  sandbox = createSandbox({ chats: 30 }),
): Promise<{ status: number; body: unknown; example: string | null }> {
  const response = await sandbox.fetch(request(path, init));
  return { status: response.status, body: await response.json(), example: response.headers.get("x-sandbox-example") };
}

/** The request that the reference shows. */
function sampleOf(operation: Operation): [path: string, init: RequestInit] {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(operation.parameters.find((parameter) => parameter.name === name)?.example)),
  );
  const required = operation.parameters
    .filter((parameter) => parameter.in === "query" && parameter.required)
    .map(({ name, example, schema }) => `${name}=${example ?? schema.enum?.[0]}`);
  const body = Object.values(operation.body?.examples ?? {})[0]?.value;
  return [
    `${path}${required.length > 0 ? `?${required.join("&")}` : ""}`,
    {
      method: operation.method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    },
  ];
}

test.each(operations.map((operation) => [operation.id, operation] as const))(
  "%s answers the request of the reference from what it holds, as its schema says",
  async (_, operation) => {
    const { status, body, example } = await send(...sampleOf(operation));
    expect(
      { status, example, violations: violations(operation.result?.schema ?? {}, body) },
      JSON.stringify(body),
    ).toEqual({
      status: 200,
      example: null,
      violations: [],
    });
  },
);

test("an operation without behaviour answers its example, and says so", async () => {
  const changed = structuredClone(description);
  const list = changed.paths["/tags"]?.get;
  if (list) changed.paths["/labels"] = { ...changed.paths["/tags"], get: { ...list, operationId: "labels.list" } };
  const answer = await send("/labels", {}, createSandbox({ description: changed, chats: 0 }));
  const [[name, example] = []] = Object.entries(
    operations.find(({ id }) => id === "tags.list")?.result?.examples ?? {},
  );
  expect(answer).toEqual({ status: 200, body: example?.value, example: name });
});

test("an answer that the description does not allow is a failure of the sandbox, told in full", async () => {
  const changed = structuredClone(description);
  const { Tag: tag } = changed.components.schemas;
  if (tag) tag.required = ["colour"];
  const { status, body } = await send("/tags", {}, createSandbox({ description: changed }));
  expect(status).toBe(500);
  expect(JSON.stringify(body)).toContain(
    "tags.list would answer what the description does not allow: /0/colour is required",
  );
});

describe("refusals", () => {
  test.each([
    "",
    "Basic !!!",
    `Basic ${btoa("no-colon")}`,
    `Basic ${btoa(`${credentials.login}:wrong-key`)}`,
    `Basic ${btoa(`nobody@example.com:${credentials.apiKey}`)}`,
    "Bearer",
    "Bearer made-up-token",
    "Digest x",
  ])("credentials %j open nothing", async (authorization) => {
    const response = await createSandbox({ chats: 0 }).fetch(
      request("/agents", { headers: { Authorization: authorization } }),
    );
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Basic");
  });

  test.each([
    ["/agents", { headers: { "X-API-Version": "3" } }, "X-API-Version"],
    ["/chats?page=0", {}, "page"],
    ["/chats?date_from=2026-13-01", {}, "date_from"],
    ["/chats?tag=sales", {}, "tag is not a parameter of chats.list"],
    ["/agents?status=asleep", {}, "status"],
    ["/reports/chats/agents_occupancy", {}, "weekday is required"],
    ["/groups/abc", {}, "group_id"],
  ])("GET %s %j names what is wrong", async (path, init, fault) => {
    const { status, body } = await send(path, init);
    expect(status).toBe(400);
    expect((body as { errors: string[] }).errors.join("\n")).toContain(fault);
  });

  test("the version header is required", async () => {
    const bare = new Request("http://sandbox.example.com/agents", { headers: { Authorization: basic } });
    const response = await createSandbox().fetch(bare);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: ["X-API-Version is required"] });
  });

  test.each([
    ["application/json", '{"name":"Sales"}', "agents"],
    ["application/json", '{"name":"Sales","agents":["ada@example.com"],"colour":"red"}', "colour"],
    ["application/json", "{", "cannot be read"],
    ["application/json", "", "a body is required"],
    ["text/plain", "name=Sales", "content type text/plain"],
    ["application/x-www-form-urlencoded", "name=Sales&agents=ada@example.com", "agents"],
  ])("POST /groups as %s: %s", async (type, body, fault) => {
    const { status, body: answer } = await send("/groups", { method: "POST", body, headers: { "Content-Type": type } });
    expect(status).toBe(400);
    expect((answer as { errors: string[] }).errors.join("\n")).toContain(fault);
  });

  test("what is not there", async () => {
    expect((await send("/nowhere")).status).toBe(404);
    expect((await send("/status", { method: "DELETE" })).status).toBe(404);
    expect((await send("/agents/%E0%A4%A")).status).toBe(404);
  });
});

describe("what is wrong with a body", () => {
  test.each([
    ["/goals", { name: "Thanks", type: "url" }, ["url: is required"]],
    ["/goals", { name: "Thanks", type: "sentiment" }, ["type"]],
    ["/groups", { name: 5, agents: ["ada@example.com"] }, ['name: expected "string", not "number"']],
    ["/groups", { name: "", agents: "ada" }, ["name: expected 1 character(s) at least", 'agents: expected "array"']],
    ["/groups", { name: "A", agents: [], language: 7 }, ["language: expected"]],
    ["/groups", { name: "Sales", agents: ["ada@example.com"], colour: "red" }, ["colour: is not known"]],
    [
      "/groups",
      { agents: ["ada@example.com", "nobody"] },
      ["name: is required", "agents.1: expected an email address"],
    ],
    [
      "/greetings",
      { name: "Hi", rules: [{ type: "custom_variable", variable_name: "a" }] },
      ["rules.0.variable_value: is required"],
    ],
  ])("POST %s %j is told by field", async (path, body, expected) => {
    const init = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const { errors } = (await send(path, init)).body as { errors: string[] };
    for (const text of expected) expect(errors.join("\n")).toContain(text);
    if (expected.every((text) => text.includes(":"))) expect(errors).toHaveLength(expected.length);
  });
});

describe("bodies", () => {
  test("bracketed forms, urlencoded and multipart, are read as the JSON body would be", async () => {
    const fields = "name=Sales&agents[]=ada@example.com&agents[]=ben@example.com";
    expect(
      (
        await send("/groups", {
          method: "POST",
          body: fields,
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
        })
      ).status,
    ).toBe(200);
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(
      "name=Basket&rules[0][type]=visits_number&rules[0][value]=2&rules[1][type]=url_funnel&rules[1][urls][0][url]=shop&active=0",
    ))
      form.append(name, value);
    expect((await send("/greetings", { method: "POST", body: form })).status).toBe(200);
  });

  test.each([
    ["a=1&b=2", { a: "1", b: "2" }],
    ["a[]=1&a[]=2", { a: ["1", "2"] }],
    ["a[1]=y&a[0]=x", { a: ["x", "y"] }],
    ["a[b]=1&a[c][d]=2", { a: { b: "1", c: { d: "2" } } }],
    ["r[0][u][][x]=1&r[0][t]=2", { r: [{ u: [{ x: "1" }], t: "2" }] }],
    ["a[=1&]b=2", { "a[": "1", "]b": "2" }],
    ["__proto__[x]=1&a[__proto__][y]=2", { a: {} }],
    ["a=1&a[b]=2", { a: { b: "2" } }],
  ])("%s", (form, value) => {
    const parsed = parseFields(new URLSearchParams(form));
    expect(JSON.parse(JSON.stringify(parsed))).toMatchObject(value);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

test("the client calls it over HTTP, and in process by its fetch", async () => {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  const auth = sandbox.credentials;
  for (const livechat of [createClient({ auth, baseUrl: url }), createClient({ auth, fetch: sandbox.fetch })]) {
    const agents = await livechat.agents.list();
    expect(agents.map(({ login }) => login)).toContain("ada@example.com");
    await expect(livechat.groups.create({ name: "Sales" } as never)).rejects.toMatchObject({ status: 400 });
  }
});

test("a taken port is an error", async () => {
  const [first, second] = [createSandbox(), createSandbox()];
  onTestFinished(() => Promise.all([first.close(), second.close()]).then(() => {}));
  const { url } = await first.listen();
  await expect(second.listen({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
