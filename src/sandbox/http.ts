// Serves over HTTP what answers the web's Request with its Response.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ListenOptions {
  /** Default: any free port. */
  port?: number;
  /** The address to bind to. Default: 127.0.0.1, which only this machine reaches. */
  host?: string;
}

export interface Server {
  /** Where it is reached, without a trailing slash. */
  url: string;
  /** Stops listening, and ends the connections that are open. */
  close(): Promise<void>;
}

/** Listens for requests. Rejects when the port is taken. */
export function serve(
  handle: (request: Request) => Promise<Response>,
  { port = 0, host = "127.0.0.1" }: ListenOptions = {},
): Promise<Server> {
  const server = createServer(nodeListener(handle));
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

function nodeListener(handle: (request: Request) => Promise<Response>): RequestListener {
  return (incoming, outgoing) => {
    toRequest(incoming)
      .then(handle)
      .then((response) => send(response, outgoing))
      .catch((error: unknown) =>
        send(
          new Response(`The sandbox failed: ${error instanceof Error ? error.stack : error}\n`, { status: 500 }),
          outgoing,
        ),
      );
  };
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
