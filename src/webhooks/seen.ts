// Which events have been handled, so that LiveChat's delivering again does not handle them again.
import { ArgumentError } from "../client/errors.js";

/** Where the handler keeps what it has handled. Keys are texts of at most 250 characters. */
export interface SeenEvents {
  /** Whether the event has been handled. */
  has(key: string): boolean | Promise<boolean>;
  /** Called when the event's handler has succeeded. */
  add(key: string): unknown;
}

export interface SeenInMemoryOptions {
  /** How many events to keep; the oldest go first. Default: 10,000, which take some megabytes at most. */
  maxEvents?: number;
  /** How long to keep an event, in milliseconds. Default: 6 hours, the time in which LiveChat delivers again. */
  lifetimeMs?: number;
}

const SIX_HOURS = 6 * 60 * 60 * 1000;

/**
 * A store in the memory of this process: what the handler uses unless told otherwise. It forgets when the process ends, and
 * other processes do not see it.
 *
 * @throws {@link ArgumentError} when an option is not above 0
 */
export function seenInMemory({ maxEvents = 10_000, lifetimeMs = SIX_HOURS }: SeenInMemoryOptions = {}): SeenEvents {
  if (!(maxEvents > 0 && lifetimeMs > 0))
    throw new ArgumentError("seenInMemory: maxEvents and lifetimeMs must be above 0.", undefined);
  // In the order of adding, which is the order of ending.
  const ends = new Map<string, number>();
  return {
    has: (key) => (ends.get(key) ?? 0) > Date.now(),
    add(key) {
      ends.delete(key);
      ends.set(key, Date.now() + lifetimeMs);
      for (const [oldest, end] of ends) {
        if (end > Date.now() && ends.size <= maxEvents) break;
        ends.delete(oldest);
      }
    },
  };
}
