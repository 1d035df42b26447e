// The bounds of one call: the caller's signal and the total time limit, as one signal.

import { onAbort } from "./abort.js";

/** Why a scope's signal is aborted when the call as a whole has taken too long. */
export const OUT_OF_TIME = new Error("The call has taken too long.");

export interface Scope {
  /** Aborted by the caller, or with OUT_OF_TIME; missing when nothing bounds the call. */
  signal: AbortSignal | undefined;
  /** When the call has to be over, on the clock of `performance.now()`. */
  deadline: number;
  /** Takes back timer and listener. */
  close(): void;
}

/** `totalTimeoutMs` of 0 is no limit. */
export function openScope(caller: AbortSignal | undefined, totalTimeoutMs: number): Scope {
  if (totalTimeoutMs === 0) return { signal: caller, deadline: Number.POSITIVE_INFINITY, close: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(OUT_OF_TIME), totalTimeoutMs);
  if (caller?.aborted) controller.abort(caller.reason);
  const stopListening = caller && onAbort(caller, () => controller.abort(caller.reason));
  return {
    signal: controller.signal,
    deadline: performance.now() + totalTimeoutMs,
    close: () => {
      clearTimeout(timer);
      stopListening?.();
    },
  };
}

/** The value, unless the signal is aborted first; then its reason is thrown. Leaves no listener. */
export function within<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const stopListening = onAbort(signal, () => reject(signal.reason));
    work.then(resolve, reject).finally(stopListening);
  });
}
