// The server on loopback that the calls go to. It is a process of its own, so that its CPU time does not count as the caller's.
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import description from "../../generated/openapi.json" with { type: "json" };

/** The one answer that every client asks for: the description's example of an agent. */
export const agent = description.components.examples.agent.value;

/** How long the server sits on a page of chats. */
export const LATENCY_MS = 20;
/** How many pages of chats there are, and how many chats are on one. */
export const PAGES = 81;
export const CHATS_PER_PAGE = 25;

/** Starts the server; it ends with this process at the latest. */
export async function startServer(): Promise<{ url: string; stop: () => void }> {
  const child = fork(fileURLToPath(import.meta.url));
  const [port] = (await once(child, "message")) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

const agentBody = JSON.stringify(agent);
const [chat] = description.components.examples.chatPage.value.chats;

function chatPage(page: number): string {
  const chats = Array.from({ length: CHATS_PER_PAGE }, (_, index) => ({ ...chat, id: `${page}-${index}` }));
  return JSON.stringify({ chats, total: PAGES * CHATS_PER_PAGE, pages: PAGES });
}

function send(response: ServerResponse, body: string): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function serve(): void {
  const chatPages = Array.from({ length: PAGES }, (_, index) => chatPage(index + 1));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
    if (pathname !== "/chats") return send(response, agentBody);
    setTimeout(send, LATENCY_MS, response, chatPages[Number(searchParams.get("page") ?? 1) - 1]);
  });
  // Connections have to outlive the turns of the other contenders.
  server.keepAliveTimeout = 120_000;
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.once("disconnect", () => process.exit());
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) serve();
