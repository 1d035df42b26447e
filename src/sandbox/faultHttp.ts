// Carries faults out over HTTP, on the socket itself where a response cannot express them.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { FaultyAnswer } from "./faultAnswer.js";
import type { FaultLayer } from "./faults.js";

/** Sends as much of the answer as it has. Rejects when `over` is aborted meanwhile; aborts it before breaking off. */
export async function deliver(
  { latencyMs, head, chunks, breaks }: FaultyAnswer,
  outgoing: ServerResponse,
  over: AbortController,
  faults: FaultLayer,
): Promise<void> {
  const socket = outgoing.req.socket;
  await faults.hold(latencyMs, over.signal);
  if (head) {
    outgoing.writeHead(head.status, [...head.headers].flat());
    outgoing.flushHeaders();
    for (const chunk of chunks) {
      if (!outgoing.write(chunk)) await once(outgoing, "drain", { signal: over.signal });
    }
    if (!breaks) {
      outgoing.end();
      return;
    }
    await flushed(socket);
    if (breaks === "reset") await taken();
  }
  if (breaks === "stall") await faults.hold(Infinity, over.signal);
  over.abort();
  if (breaks === "reset") socket.resetAndDestroy();
  else socket.destroySoon();
}

/** How long a client on this machine takes at most, as a rule, to read what has arrived. */
const READING_MS = 10;

/** A reset discards what has not left yet. */
function flushed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.write("", () => resolve()));
}

/** A reset that arrives together with data looks like an early end to Node, so the client is left time to read. */
async function taken(): Promise<void> {
  await setTimeout(READING_MS);
  // A client in this process reads in the round of the event loop that follows a late timer.
  await setImmediate();
}
