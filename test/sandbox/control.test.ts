import { createSandbox } from "livechat-openapi/sandbox";
import { expect, test } from "vitest";

async function send(
  sandbox: ReturnType<typeof createSandbox>,
  method: string,
  path: string,
  body?: string,
  type = "application/json",
) {
  const response = await sandbox.fetch(`http://127.0.0.1/_sandbox${path}`, {
    method,
    ...(body !== undefined && { body, headers: { "Content-Type": type } }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

test("what it holds, without credentials", async () => {
  const sandbox = createSandbox({ chats: 0, tickets: 0 });
  expect(await send(sandbox, "GET", "")).toEqual({
    status: 200,
    body: expect.objectContaining({ chats: 0, tickets: 0 }),
  });
});

test("faults are set and taken away, and do not meet the requests that do so", async () => {
  const sandbox = createSandbox({ chats: 0 });
  expect((await send(sandbox, "POST", "/faults", '{"status":503}')).status).toBe(200);
  expect((await sandbox.fetch("http://127.0.0.1/agents")).status).toBe(503);
  expect((await send(sandbox, "DELETE", "/faults")).status).toBe(200);
  expect((await sandbox.fetch("http://127.0.0.1/agents")).status).toBe(401);
});

test("a fault for some times is over after them", async () => {
  const sandbox = createSandbox({ chats: 0 });
  await send(sandbox, "POST", "/faults", '{"status":503,"times":1,"operation":"agents.list"}');
  expect((await sandbox.fetch("http://127.0.0.1/groups")).status).toBe(401);
  expect((await sandbox.fetch("http://127.0.0.1/agents")).status).toBe(503);
  expect((await sandbox.fetch("http://127.0.0.1/agents")).status).toBe(401);
});

test.each([
  ["POST", "/faults", '{"status":9}', "status"],
  ["POST", "/faults", "[]", "A fault is an object"],
  ["POST", "/faults", "{", "cannot be read as JSON"],
  ["POST", "/simulate/chat_paused", "{}", "There is no webhook chat_paused. There is chat_started"],
])("%s %s %s is refused", async (method, path, body, message) => {
  const answer = await send(createSandbox({ chats: 0 }), method, path, body);
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain(message);
});

test.each([
  ["GET", "/faults"],
  ["POST", "/reset/all"],
  ["DELETE", ""],
])("%s %s is nothing that it can do", async (method, path) => {
  expect((await send(createSandbox({ chats: 0 }), method, path)).status).toBe(404);
});

test("a web page of another site cannot work it: what browsers send unasked is refused", async () => {
  const sandbox = createSandbox({ chats: 0 });
  for (const type of ["text/plain", "application/x-www-form-urlencoded"])
    expect((await send(sandbox, "POST", "/faults", '{"status":503}', type)).status).toBe(400);
  expect((await sandbox.fetch("http://127.0.0.1/agents")).status).toBe(401);
});

test("paths that only begin alike are the API's", async () => {
  const sandbox = createSandbox({ chats: 0 });
  expect(await (await sandbox.fetch("http://127.0.0.1/_sandboxes")).json()).toEqual({
    error: "There is no GET /_sandboxes",
  });
});
