// What the compiler knows of faults.
import { expectTypeOf, test } from "vitest";
import type { Fault, FaultFilter, FaultPlace, Faults, FaultTurns, Traffic } from "../../src/sandbox/faults.js";
import { createFaults } from "../../src/sandbox/faults.js";
import { type ServeOptions, serve } from "../../src/sandbox/http.js";

declare const faults: Faults;

test("faults are told by their parts", () => {
  expectTypeOf(faults.next).parameters.toEqualTypeOf<[fault: Fault, turns?: FaultTurns]>();
  expectTypeOf(faults.always).parameters.toEqualTypeOf<[fault: Fault, filter?: FaultFilter]>();
  expectTypeOf<Fault["reset"]>().toEqualTypeOf<FaultPlace | undefined>();
  expectTypeOf<Fault["retryAfter"]>().toEqualTypeOf<number | Date | undefined>();
  faults.always({ arriving: 1, vanishing: 1, moving: 1, latencyMs: 5 }, { operation: "tickets.list" });
  faults.next({ duplicates: 2 }, { operation: "events.chatStarted", times: 3 });
  // @ts-expect-error: records are counted
  faults.next({ arriving: true });
  // @ts-expect-error: no such place
  faults.next({ reset: "beforeBody" });
  // @ts-expect-error: a standing fault has no turns
  faults.always({ status: 503 }, { times: 2 });
});

test("counts can be read, not set", () => {
  expectTypeOf(faults.seen).toEqualTypeOf<Readonly<Traffic>>();
  expectTypeOf(faults.until).returns.toEqualTypeOf<Promise<void>>();
  // @ts-expect-error: read only
  faults.seen.requests = 0;
});

test("they go where a fetch or a server goes", () => {
  const fetchOf = faults.fetch(async () => new Response());
  expectTypeOf(fetchOf).toExtend<typeof fetch>();
  expectTypeOf(fetchOf).toExtend<(request: Request) => Promise<Response>>();
  expectTypeOf(createFaults()).toExtend<Faults>();
  expectTypeOf<{ faults: ReturnType<typeof createFaults>; port: number }>().toExtend<ServeOptions>();
  expectTypeOf(serve).parameter(1).toEqualTypeOf<ServeOptions | undefined>();
});
