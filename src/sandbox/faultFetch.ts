// Carries faults out in process, where a broken connection is what Node's fetch would throw.
import { type Break, type FaultyAnswer, faultyAnswer } from "./faultAnswer.js";
import type { FaultLayer } from "./faults.js";

type Handle = (request: Request) => Promise<Response>;

/** What can stand in for the runtime's `fetch`. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export function faultyFetch(handle: Handle, faults: FaultLayer): FetchLike {
  // A request hears its caller's signal only while something holds the request.
  const underWay = new Set<Request>();
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    request.signal.throwIfAborted();
    faults.count("requests", 1);
    const fault = faults.take(request);
    if (!fault) return handle(request);
    underWay.add(request);
    const client = watchClient(request.signal, faults, () => underWay.delete(request));
    try {
      await faults.stir(fault, request);
      return await deliver(await faultyAnswer(fault, () => handle(request)), client, faults);
    } catch (error) {
      client.done();
      throw error;
    }
  };
}

/** Whoever waits for an answer, until it is complete. */
interface Client {
  /** Aborted when the client has hung up. */
  signal: AbortSignal;
  hangUp(): void;
  /** Nothing after this counts as hanging up. */
  done(): void;
}

function watchClient(caller: AbortSignal, faults: FaultLayer, release: () => void): Client {
  const gone = new AbortController();
  const hangUp = (): void => {
    done();
    gone.abort(caller.reason);
    faults.count("hungUp", 1);
  };
  const done = (): void => {
    caller.removeEventListener("abort", hangUp);
    release();
  };
  caller.addEventListener("abort", hangUp);
  return { signal: gone.signal, hangUp, done };
}

async function deliver(answer: FaultyAnswer, client: Client, faults: FaultLayer): Promise<Response> {
  await faults.hold(answer.latencyMs, client.signal);
  const { head, breaks, hasBody } = answer;
  if (head && hasBody) return new Response(bodyOf(answer, client, faults), head);
  if (head) {
    client.done();
    return new Response(null, head);
  }
  if (breaks === "stall") await faults.hold(Infinity, client.signal);
  throw brokenBy(breaks, "fetch failed");
}

function bodyOf({ chunks, breaks }: FaultyAnswer, client: Client, faults: FaultLayer): ReadableStream<Uint8Array> {
  const remaining = chunks[Symbol.iterator]();
  return new ReadableStream(
    {
      start: (controller) => {
        client.signal.addEventListener("abort", () => controller.error(client.signal.reason), { once: true });
      },
      pull: async (controller) => {
        const { value, done } = remaining.next();
        if (!done) return controller.enqueue(value);
        if (breaks === "stall") await faults.hold(Infinity, client.signal);
        client.done();
        if (breaks) throw brokenBy(breaks, "terminated");
        controller.close();
      },
      cancel: () => client.hangUp(),
    },
    { highWaterMark: 0 },
  );
}

function brokenBy(breaks: Break | undefined, message: string): TypeError {
  const [text, code] = breaks === "end" ? ["other side closed", "UND_ERR_SOCKET"] : ["read ECONNRESET", "ECONNRESET"];
  return new TypeError(message, { cause: Object.assign(new Error(text), { code }) });
}
