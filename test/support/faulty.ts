// A real HTTP server that answers in JSON, and misbehaves as it is told.
import { onTestFinished } from "vitest";
import { createFaults, type FaultLayer } from "../../src/sandbox/faults.js";
import { serve } from "../../src/sandbox/http.js";

export interface FaultyServer {
  url: string;
  faults: FaultLayer;
}

/** Serves until the test ends. */
export async function startFaulty(
  handle: (request: Request) => Promise<Response> = async () => Response.json([]),
): Promise<FaultyServer> {
  const faults = createFaults();
  const server = await serve(handle, { faults });
  onTestFinished(() => server.close());
  return { url: server.url, faults };
}

/** What a failing call throws. */
export function failure<E extends Error = Error>(call: Promise<unknown>): Promise<E> {
  return call.then(
    () => {
      throw new Error("The call succeeded.");
    },
    (error: E) => error,
  );
}
