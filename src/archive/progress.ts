// How far an export has come, and how long it may still take.
import type { Pending } from "./plan.js";
import { type Window, windowName } from "./window.js";

/** How far an export has come. */
export interface Progress {
  /** Records given out, those of earlier runs included. */
  records: number;
  /** Windows done, and windows known of; further ones come up where those have to be divided. */
  windows: { done: number; known: number };
  /** The days being read, such as `2026-01-01 to 2026-01-31`. */
  window: string;
  /** The share that is done, from 0 to 1, as far as the archive's size is known by now. */
  share: number;
  /** Records a second, in this run. */
  rate: number;
  /** How long it may still take; undefined as long as nothing has been read. */
  secondsLeft: number | undefined;
}

/** Counts what has been done. Tickets are seen more often than they are given out: the share goes by what has to be seen. */
export class Meter {
  #seenBefore: number;
  #written: number;
  #windows: number;
  readonly #start = performance.now();
  readonly #writtenAtStart: number;
  readonly #seenAtStart: number;
  #share = 0;

  constructor(
    private readonly report: (progress: Progress) => void,
    done: { windows: number; seen: number; written: number },
  ) {
    this.#seenBefore = done.seen;
    this.#seenAtStart = done.seen;
    this.#written = done.written;
    this.#writtenAtStart = done.written;
    this.#windows = done.windows;
  }

  /** A page of a window has been given out: of the window, so many records have been seen, of so many. */
  page(window: Window, seen: number, total: number, written: number, rest: readonly Pending[]): void {
    this.#written += written;
    this.#tell(window, seen, Math.max(0, total - seen), 1, rest);
  }

  /** A window has been read to its end. */
  windowDone(window: Window, seen: number, rest: readonly Pending[]): void {
    this.#seenBefore += seen;
    this.#windows += 1;
    this.#tell(window, 0, 0, 0, rest);
  }

  #tell(window: Window, seen: number, unseen: number, current: number, rest: readonly Pending[]): void {
    const left = rest.reduce((sum, { expected }) => sum + expected, unseen);
    const done = this.#seenBefore + seen;
    const seconds = (performance.now() - this.#start) / 1000;
    const speed = (done - this.#seenAtStart) / seconds;
    // What turns out to be larger than it seemed does not take back what was told.
    this.#share = Math.max(this.#share, done === 0 ? 0 : done / (done + left));
    this.report({
      records: this.#written,
      windows: { done: this.#windows, known: this.#windows + current + rest.length },
      window: windowName(window),
      share: this.#share,
      rate: (this.#written - this.#writtenAtStart) / seconds,
      secondsLeft: speed > 0 ? left / speed : undefined,
    });
  }
}
