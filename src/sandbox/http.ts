// Serves over HTTP what answers the web's Request with its Response, with the faults that it is told.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { faultyAnswer } from "./faultAnswer.js";
import { deliver } from "./faultHttp.js";
import { createFaults, type FaultLayer } from "./faults.js";

export interface ListenOptions {
  /** Default: any free port. */
  port?: number;
  /** The address to bind to. Default: 127.0.0.1, which only this machine reaches. */
  host?: string;
}

export interface ServeOptions extends ListenOptions {
  /** Decides which requests and connections go wrong, and counts them. Default: none does. */
  faults?: FaultLayer;
}

export interface Server {
  /** Where it is reached, without a trailing slash. */
  url: string;
  /** Stops listening, and ends the connections that are open, whatever they wait for. */
  close(): Promise<void>;
}

type Handle = (request: Request) => Promise<Response>;

/** Listens for requests. Rejects when the port is taken. */
export function serve(
  handle: Handle,
  { port = 0, host = "127.0.0.1", faults = createFaults() }: ServeOptions = {},
): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    faults.count("requests", 1);
    // Aborted when the answer is complete, or can no longer be. After a break of our own, closing is no hanging up.
    const over = new AbortController();
    outgoing.once("close", () => {
      const hungUp = !outgoing.writableFinished && !over.signal.aborted && server.listening;
      over.abort();
      if (hungUp) faults.count("hungUp", 1);
    });
    await answer(handle, incoming, outgoing, over, faults).catch((error: unknown) => fail(error, outgoing));
  });
  server.on("connection", (socket) => admit(socket, faults));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve({ url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`, close });
    });
  });
}

function admit(socket: Socket, faults: FaultLayer): void {
  faults.count("opened", 1);
  faults.count("connections", 1);
  socket.once("close", () => faults.count("connections", -1));
  if (faults.takeDrop()) socket.resetAndDestroy();
}

async function answer(
  handle: Handle,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  over: AbortController,
  faults: FaultLayer,
): Promise<void> {
  const request = await toRequest(incoming);
  const fault = faults.take(request);
  if (fault) await deliver(await faultyAnswer(fault, () => handle(request)), outgoing, over, faults);
  else await send(await handle(request), outgoing);
}

async function fail(error: unknown, outgoing: ServerResponse): Promise<void> {
  if (outgoing.headersSent || outgoing.req.socket.destroyed) {
    outgoing.destroy();
    return;
  }
  const text = error instanceof Error ? error.stack : error;
  await send(new Response(`The sandbox failed: ${text}\n`, { status: 500 }), outgoing);
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2)
    headers.append(incoming.rawHeaders[index] as string, incoming.rawHeaders[index + 1] as string);
  const method = incoming.method ?? "GET";
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const body = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "localhost"}`);
  return new Request(url, {
    method,
    headers,
    ...(method !== "GET" && method !== "HEAD" && body.length > 0 && { body }),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(body);
}
