// What the calls of a client share: the pause that a rate limit asks for, and the number of requests under way.
import { onAbort } from "./abort.js";
import { wait } from "./wait.js";

export class Gate {
  #pausedUntil = 0;
  #underWay = 0;
  readonly #waiting = new Set<() => void>();

  constructor(private readonly maxConcurrency = Number.POSITIVE_INFINITY) {}

  /** Holds back every request of the client for so long. A pause never shortens another. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + milliseconds);
  }

  /** How long a request would be held back now, in milliseconds. */
  get pauseMs(): number {
    return Math.max(0, this.#pausedUntil - Date.now());
  }

  /** Takes a place, at once where possible; otherwise gives a promise of it. Each place taken is to be left. */
  enter(signal?: AbortSignal): Promise<void> | undefined {
    if (this.pauseMs > 0 || this.#underWay >= this.maxConcurrency) return this.#enterLater(signal);
    this.#underWay++;
    return undefined;
  }

  /** Gives the place to whoever has waited longest, if anybody does. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#underWay--;
  }

  async #enterLater(signal?: AbortSignal): Promise<void> {
    if (this.#underWay >= this.maxConcurrency) await this.#place(signal);
    else this.#underWay++;
    try {
      // The pause may be made longer while it is waited for.
      while (this.pauseMs > 0) await wait(this.pauseMs, signal);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Resolves when a place has been handed over. */
  #place(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onPlace = (): void => {
        this.#waiting.delete(onPlace);
        stopListening?.();
        resolve();
      };
      const stopListening =
        signal &&
        onAbort(signal, () => {
          this.#waiting.delete(onPlace);
          stopListening?.();
          reject(signal.reason);
        });
      this.#waiting.add(onPlace);
    });
  }
}
