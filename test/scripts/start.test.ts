// npm start, as whoever types it sees it.
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { copyProject } from "../support/project.js";
import { startServing } from "../support/serving.js";

const headers = {
  Authorization: `Basic ${Buffer.from("ada@example.com:made-up-api-key-of-ada").toString("base64")}`,
  "X-API-Version": "2",
};

describe("npm start", () => {
  test("serves reference and API, follows the description, outlives a fault in it, and ends on Ctrl-C", async () => {
    const project = await copyProject();
    const { url, said, stop } = await startServing(project, "scripts/start.ts");
    expect((await fetch(`${url}/status?group=2`, { headers })).status).toBe(200);
    expect(await (await fetch(url)).text()).toContain("Get the status");

    const file = "openapi/resources/status/status.yaml";
    await project.edit(file, "summary: Get the status", "summary: Tell who is there");
    await project.edit(file, "minimum: 0", "minimum: 0, maximum: 1");
    await said("Reference and API follow the description");
    expect(await (await fetch(`${url}/docs`)).text()).toContain("Tell who is there");
    expect((await fetch(`${url}/status?group=2`, { headers })).status).toBe(400);
    expect(await project.read("generated/client.ts")).toContain("Tell who is there.");

    await project.edit(file, "summary: Tell", "summary: Tell: tell");
    await said("Still serving the last good description");
    expect((await fetch(`${url}/status`, { headers })).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  test("says when the port is taken, and how to take another", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const { code, output } = await (await copyProject()).run("scripts/start.ts", ["--port", String(port)]);
    expect(code).toBe(1);
    expect(output).toContain(
      `Port ${port} is taken. End what listens there, or choose another: npm start -- --port ${port + 1}`,
    );
    expect(output).not.toContain("    at ");
  });

  test("refuses what is no port", async () => {
    const { code, output } = await (await copyProject()).run("scripts/start.ts", ["--port", "eighty"]);
    expect({ code, output }).toEqual({ code: 1, output: "--port takes a number from 0 to 65535, not eighty.\n" });
  });
});
