// What generated clients put on the wire, beside what the project's own client does.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { createClient } from "livechat-openapi";

/** A request as a server understands it, whatever was encoded in it and needed not be. */
interface Sent {
  method: string | undefined;
  path: string[];
  query: [string, string][];
  body: unknown;
  contentType: string | undefined;
  version: string | undefined;
  credentials: string | undefined;
}

/** The calls that the programs in uses/ make as well. */
async function sendByOwnClient(baseUrl: string): Promise<void> {
  const livechat = createClient({ baseUrl, auth: { login: "ada@example.com", apiKey: "made-up-key" } });
  await livechat.chats.list({ tag: ["sales", "a&b"] });
  await livechat.tickets.list({ requester: { mail: "mina+1@example.net" } });
  await livechat.goals.create({ name: "Paid", type: "url", url: "https://shop.example.com/thanks" });
  await livechat.tags.delete("before/after", { group: 1 });
}

/** How the requests of another client differ from those of the project's own. */
export async function differences(send: (baseUrl: string) => Promise<void>): Promise<string[]> {
  const expected = await record(sendByOwnClient);
  try {
    const actual = await record(send);
    return expected.flatMap((own, index) => compare(own, actual[index]));
  } catch (error) {
    return [`cannot send: ${error}`];
  }
}

function compare(expected: Sent, actual: Sent | undefined): string[] {
  const call = `${expected.method} /${expected.path.join("/")}`;
  if (!actual) return [`${call} is not sent`];
  return (Object.keys(expected) as (keyof Sent)[])
    .filter((part) => !isDeepStrictEqual(actual[part], expected[part]))
    .map((part) => `${call}, ${part}: ${JSON.stringify(actual[part])} instead of ${JSON.stringify(expected[part])}`);
}

/** Takes down what is sent to a server of this machine, whose every answer is an empty object. */
async function record(send: (baseUrl: string) => Promise<void>): Promise<Sent[]> {
  const requests: Sent[] = [];
  const server = createServer(async (request, response) => {
    requests.push(await read(request));
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return requests;
}

async function read(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const url = new URL(request.url ?? "", "http://127.0.0.1");
  return {
    method: request.method,
    path: url.pathname.slice(1).split("/").map(decodeURIComponent),
    query: [...url.searchParams],
    body: text === "" ? undefined : JSON.parse(text),
    contentType: text === "" ? undefined : request.headers["content-type"]?.split(";")[0],
    version: request.headers["x-api-version"]?.toString(),
    credentials: request.headers.authorization,
  };
}
