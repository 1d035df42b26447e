// Node's http on one side, the web's Response on the other. Nothing of Node is imported, so it loads anywhere.
import { alreadyRead, announcesTooMuch, brokenOff, joined, tooLarge } from "./body.js";
import type { NodeRequest, NodeResponse } from "./nodeTypes.js";

/** The bytes of a body. What comes after the cap is thrown away, so that the sender gets to read the answer. */
export function readIncoming(incoming: NodeRequest, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (incoming.readableDidRead) return Promise.reject(alreadyRead());
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const refuse = (): void => {
      chunks.length = 0;
      reject(tooLarge(maxBytes));
    };
    if (announcesTooMuch(incoming.headers["content-length"], maxBytes)) refuse();
    incoming.on("data", (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > maxBytes) refuse();
      else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(joined(chunks, size)));
    incoming.on("error", () => reject(brokenOff()));
    incoming.on("close", () => reject(brokenOff()));
  });
}

export async function sendResponse(response: Response, outgoing: NodeResponse): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer());

  // A body that was too large may still be coming, and need not have an end.
  if (response.status === 413) outgoing.setHeader("Connection", "close");
  const headers = { ...Object.fromEntries(response.headers), "Content-Length": body.length };
  outgoing.writeHead(response.status, headers).end(body);
}
