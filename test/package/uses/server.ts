// What needs Node, Bun or Deno: the sandbox over HTTP, the archive written to disk, webhooks by node:http, and all the rest beside it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "livechat-openapi";
import { exportChats, writeArchive } from "livechat-openapi/archive";
import { createSandbox } from "livechat-openapi/sandbox";
import { createWebhookHandler } from "livechat-openapi/webhooks";
import { EXPECTED, useAnywhere } from "./anywhere.js";

async function useServer(): Promise<string> {
  const sandbox = createSandbox({ chats: 60 });
  const { url } = await sandbox.listen({ port: 0 });
  const folder = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  const handler = createWebhookHandler({ tokens: "made-up-token", on: {} });
  createServer(handler.node).close();
  try {
    const livechat = createClient({ auth: sandbox.credentials, baseUrl: url });
    const { total } = await livechat.chats.list();
    const path = join(folder, "chats.ndjson");
    const { records, complete } = await writeArchive(exportChats(livechat), { path });
    const lines = (await readFile(path, "utf8")).trim().split("\n");
    return `${total === records && lines.length === records} ${complete}`;
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const used = `${await useAnywhere()}, ${await useServer()}`;
  if (used !== `${EXPECTED}, true true`) throw new Error(`Something does not work: ${used}`);
  console.log("works");
}

void main();
