// Listening to signals. Calls that share a signal share one listener on it, however many they are.

const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back when the signal is aborted. Gives a function that takes the callback back, and leaves nothing behind. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const waiting = callbacks.get(signal) ?? listen(signal);
  waiting.add(callback);
  return () => waiting.delete(callback);
}

function listen(signal: AbortSignal): Set<() => void> {
  const waiting = new Set<() => void>();
  callbacks.set(signal, waiting);
  signal.addEventListener("abort", () => {
    for (const callback of [...waiting]) callback();
  });
  return waiting;
}
