// Serves over HTTP what answers the web's Request with its Response, with the faults that it is told.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { faultyAnswer } from "./faultAnswer.js";
import { deliver } from "./faultHttp.js";
import { createFaults, type FaultLayer } from "./faults.js";
import { badRequest, Refusal, refusalAnswer, sandboxFailure } from "./refusals.js";

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

/** Larger than any request of the API; what is above is not read into memory. */
const LARGEST_BODY = 10 * 1024 * 1024;

async function answer(
  handle: Handle,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  over: AbortController,
  faults: FaultLayer,
): Promise<void> {
  const request = await toRequest(incoming);
  if (request instanceof Refusal) return send(refusalAnswer(request), outgoing);
  const fault = faults.take(request);
  if (!fault) return send(await handle(request), outgoing);
  await faults.stir(fault, request);
  await deliver(await faultyAnswer(fault, () => handle(request)), outgoing, over, faults);
}

async function fail(error: unknown, outgoing: ServerResponse): Promise<void> {
  if (outgoing.headersSent || outgoing.req.socket.destroyed) {
    outgoing.destroy();
    return;
  }
  await send(refusalAnswer(sandboxFailure(error)), outgoing);
}

/** Refuses what cannot be said as a Request. */
async function toRequest(incoming: IncomingMessage): Promise<Request | Refusal> {
  const { method = "GET", url: target = "/", rawHeaders } = incoming;
  const body = await readBody(incoming);
  if (!body)
    return new Refusal(413, { error: `The body is larger than ${LARGEST_BODY} bytes` }, { Connection: "close" });
  try {
    const headers = new Headers();
    for (let index = 0; index < rawHeaders.length; index += 2)
      headers.append(rawHeaders[index] as string, rawHeaders[index + 1] as string);
    const url = new URL(`http://${incoming.headers.host || "localhost"}${target.startsWith("/") ? target : "/"}`);
    return new Request(url, {
      method,
      headers,
      ...(method !== "GET" && method !== "HEAD" && body.length > 0 && { body }),
    });
  } catch (error) {
    return badRequest(`The request cannot be read: ${(error as Error).message}`);
  }
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += (chunk as Uint8Array).length;
    // What is too much is read nevertheless, or the client would never come to read the answer.
    if (length <= LARGEST_BODY) chunks.push(chunk as Uint8Array);
  }
  return length <= LARGEST_BODY ? Buffer.concat(chunks) : undefined;
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(body);
}
