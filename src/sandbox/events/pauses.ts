// Waits that keep no process alive, unless somebody waits for what comes after them.
import { onAbort } from "../../client/abort.js";

export interface Pauses {
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Waits for the work, during which pauses do keep the process alive. */
  awaited<T>(work: Promise<T>): Promise<T>;
}

export function createPauses(): Pauses {
  const timers = new Set<NodeJS.Timeout>();
  let waiting = 0;
  return {
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const end = (): void => {
          clearTimeout(timer);
          timers.delete(timer);
          stopListening();
        };
        const stopListening = onAbort(signal, () => {
          end();
          reject(signal.reason);
        });
        const timer = setTimeout(() => {
          end();
          resolve();
        }, ms);
        timers.add(timer);
        if (waiting === 0) timer.unref();
      }),
    awaited: async (work) => {
      waiting += 1;
      for (const timer of timers) timer.ref();
      try {
        return await work;
      } finally {
        waiting -= 1;
        if (waiting === 0) for (const timer of timers) timer.unref();
      }
    },
  };
}
