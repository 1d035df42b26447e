// Waiting that can be given up.
import { onAbort } from "./abort.js";

/** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. Leaves no timer and no listener. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stopListening =
      signal &&
      onAbort(signal, () => {
        clearTimeout(timer);
        stopListening?.();
        reject(signal.reason);
      });
    const timer = setTimeout(() => {
      stopListening?.();
      resolve();
    }, milliseconds);
  });
}
