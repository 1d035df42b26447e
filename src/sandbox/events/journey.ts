// What becomes of one delivery: attempts until the receiver has answered 200, or until none is left.
import type { Fault } from "../faults.js";
import type { Pauses } from "./pauses.js";
import type { DeliveryAttempt } from "./send.js";

/** How far a delivery has come. */
export interface Journey {
  attempts: DeliveryAttempt[];
  state: "delivered" | "waiting" | "failed";
}

export interface JourneyParts {
  attempt(signal: AbortSignal): Promise<DeliveryAttempt>;
  pause: Pauses["pause"];
  /** The waits before each further attempt, in milliseconds. */
  retryDelaysMs: readonly number[];
}

/**
 * Sets out in a moment: whoever caused the event goes on first. The signal gives everything up.
 *
 * `attempted` resolves when the first attempt is over, `over` when nothing follows. Neither rejects.
 */
export function travel(
  journey: Journey,
  { latencyMs = 0, duplicates = 0, drop = false }: Fault,
  { attempt, pause, retryDelaysMs }: JourneyParts,
  signal: AbortSignal,
): { attempted: Promise<void>; over: Promise<void> } {
  const tryOnce = async (): Promise<void> => {
    const outcome = await attempt(signal);
    journey.attempts.push(outcome);
    if (outcome.status === 200) journey.state = "delivered";
  };
  const first = async (): Promise<void> => {
    if (latencyMs > 0) await pause(latencyMs, signal);
    if (drop) fail(journey, "Lost on the way, as a fault says");
    else await Promise.all(Array.from({ length: 1 + duplicates }, tryOnce));
  };
  const further = async (): Promise<void> => {
    for (const delay of retryDelaysMs) {
      if (journey.state !== "waiting") return;
      await pause(delay, signal);
      await tryOnce();
    }
  };
  const givenUp = (): void => {
    if (journey.state === "waiting") journey.state = "failed";
  };
  const attempted = Promise.resolve().then(first);
  return { attempted: attempted.catch(() => {}), over: attempted.then(further).then(givenUp, givenUp) };
}

export function fail(journey: Journey, error: string): void {
  journey.attempts.push({ error });
  journey.state = "failed";
}
