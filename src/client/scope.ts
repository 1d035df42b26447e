// The bounds of one call: the caller's signal and the total time limit, as one signal.

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
  const onAbort = (): void => controller.abort(caller?.reason);
  const timer = setTimeout(() => controller.abort(OUT_OF_TIME), totalTimeoutMs);
  if (caller?.aborted) onAbort();
  caller?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    deadline: performance.now() + totalTimeoutMs,
    close: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    },
  };
}

/** The value, unless the signal is aborted first; then its reason is thrown. Leaves no listener. */
export function within<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
