// livechat-openapi sandbox, as whoever types it sees it.
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { createClient } from "livechat-openapi";
import { describe, expect, onTestFinished, test } from "vitest";
import { runCli, spawnCli } from "../support/cli.js";
import { finished, listenTo } from "../support/project.js";

/** Runs a sandbox; gives what it printed, and its port. */
async function start(...args: string[]) {
  const child = spawnCli(["sandbox", "--port", "0", ...args]);
  const end = finished(child);
  const output = await listenTo(child)("Ctrl-C ends it");
  const find = (label: string): string => new RegExp(`${label} +(\\S+)`).exec(output)?.[1] ?? "";
  const url = find("API");
  const auth = { login: find("Log-in"), apiKey: find("API key") };
  return {
    child,
    end,
    output,
    url,
    port: new URL(url).port,
    livechat: createClient({ auth, baseUrl: url, retry: false }),
  };
}

describe("running it", () => {
  test("prints a log-in that works and a curl command, says that only this machine reaches it, and ends on Ctrl-C", async () => {
    const { child, end, output, url, livechat } = await start("--chats", "30", "--tickets", "7", "--seed", "7");
    expect(output).toContain("development only");
    expect(output).toContain("this machine only");
    expect(output).toMatch(/curl -u \S+:\S+ -H 'X-API-Version: 2' http/);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect((await livechat.chats.list()).total).toBeGreaterThanOrEqual(30);
    child.kill("SIGINT");
    expect((await end).code).toBe(0);
  });

  test("warns when other machines can reach it", async () => {
    const { output } = await start("--chats", "0", "--host", "0.0.0.0");
    expect(output).toContain("WARNING: other machines can reach it");
  });

  test("misbehaves as told by --latency and --fault, and behaves after heal; reset brings the faults back", async () => {
    const fault = '{"operation":"agents.list","status":503}';
    const { port, livechat } = await start("--chats", "0", "--fault", fault);
    await expect(livechat.agents.list()).rejects.toMatchObject({ status: 503 });
    await expect(livechat.groups.list()).resolves.toBeDefined();
    expect((await runCli(["sandbox", "heal", "--port", port])).code).toBe(0);
    await expect(livechat.agents.list()).resolves.toBeDefined();
    await livechat.groups.create({ name: "Repairs", agents: [] });
    expect((await runCli(["sandbox", "reset", "--port", port])).code).toBe(0);
    await expect(livechat.agents.list()).rejects.toMatchObject({ status: 503 });
    expect((await livechat.groups.list()).map(({ name }) => name)).not.toContain("Repairs");
  });

  test("simulate has a webhook delivered", async () => {
    const { port, livechat } = await start("--chats", "0");
    const delivered = new Promise<Record<string, unknown>>((resolve) => {
      const receiver = createServer(async (request, response) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of request) chunks.push(chunk as Uint8Array);
        response.end();
        resolve(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
      }).listen(0, "127.0.0.1", () => {
        const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
        void livechat.webhooks
          .create({ event_type: "chat_started", data_types: ["visitor"], url })
          .then(() => runCli(["sandbox", "simulate", "chat_started", "--port", port]));
      });
      onTestFinished(() => void receiver.close());
    });
    expect(await delivered).toMatchObject({ event_type: "chat_started", license_id: "1234567", visitor: {} });
  });
});

describe("what cannot be", () => {
  test.each([
    [["--chats", "many"], "--chats takes a whole number"],
    [["--port", "70000"], "--port takes a whole number from 0 to 65535"],
    [["--timezone", "Mars/Olympus"], "--timezone takes a name of the TZ database"],
    [["--colour"], "Unknown option '--colour'"],
    [["--fault", "{"], "--fault takes JSON"],
    [["--fault", '{"statuss":500}'], "statuss"],
    [["--fault", '{"operation":"chats.lists","status":500}'], "chats.lists"],
    [["juggle"], "There is no sandbox command juggle"],
    [["heal", "--port", "1"], "No sandbox listens on port 1"],
  ])("%j", async (args, message) => {
    const { code, output } = await runCli(["sandbox", ...args]);
    expect(output).toContain(message);
    expect(output).not.toContain("    at ");
    expect(code).toBe(2);
  });

  test("a taken port is told with the cure", async () => {
    const taken = createTcpServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, output } = await runCli(["sandbox", "--chats", "0", "--port", String(port)]);
    expect({ code, output }).toMatchObject({ code: 2, output: expect.stringContaining(`--port ${port + 1}`) });
  });

  test("no command, help, and an unknown command", async () => {
    expect(await runCli([])).toMatchObject({ code: 0, output: expect.stringContaining("Usage: livechat-openapi") });
    expect(await runCli(["sandbox", "--help"])).toMatchObject({
      code: 0,
      output: expect.stringContaining("--chats N"),
    });
    expect(await runCli(["boxsand"])).toMatchObject({ code: 2, output: expect.stringContaining("no command boxsand") });
  });
});

test("an address of another machine is told with the cure, and without a stack", async () => {
  const { code, output } = await runCli(["sandbox", "--host", "192.0.2.1", "--port", "0"]);
  expect(output).toContain("192.0.2.1 is no address of this machine. Leave --host out to listen on 127.0.0.1.");
  expect(output).not.toContain("    at ");
  expect(code).not.toBe(0);
});
