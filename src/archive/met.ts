// Which of the records that a window's query finds are given out there. Keeps the identifiers of those that may come again, which
// are few: never all.
import { addDays, instantOf } from "../calendar.js";
import type { Source } from "./source.js";
import type { Window } from "./window.js";

/** The identifiers, as a resumed export needs them. */
export interface MetState {
  /** Records of the latest days, and what has moved there since those were read. */
  latest: readonly string[];
  /** Records at the end of a window, with the moment until which they may come again. */
  carried: readonly (readonly [string, number])[];
}

/**
 * Tickets move while the export goes on: whatever changes now belongs to the latest days. Their window is therefore read first, and
 * stays open to the future. Meeting a ticket afterwards that has moved there means that it has not been given out: it was elsewhere
 * when those days were read, and its own window, which would have had it, is this one or still to come.
 */
export class Met<Item extends { id: string }> {
  readonly #latest: Set<string>;
  readonly #carried: Map<string, number>;

  constructor(
    private readonly source: Pick<Source<Item, unknown>, "moment" | "returnsUntil">,
    private readonly timezone: string,
    /** The days that are read first and stay open; undefined where nothing moves. */
    private readonly open: Window | undefined,
    state: MetState,
  ) {
    this.#latest = new Set(state.latest);
    this.#carried = new Map(state.carried);
  }

  get state(): MetState {
    return { latest: [...this.#latest], carried: [...this.#carried] };
  }

  /** What decides for a window; to be asked once about each record that its query finds. */
  enter(window: Window): (item: Item) => boolean {
    const start = this.#startOf(window.from);
    const end = this.#startOf(addDays(window.to, 1));
    const openFrom = this.open ? this.#startOf(this.open.from) : Number.POSITIVE_INFINITY;
    const last = window.to === this.open?.to;
    const openRead = this.open !== undefined && window.to < this.open.from;
    for (const [id, until] of this.#carried) if (until <= start) this.#carried.delete(id);
    return (item) => {
      if (this.#latest.has(item.id) || this.#carried.has(item.id)) return false;
      const moment = this.source.moment(item);
      if (moment !== undefined && !Number.isNaN(moment)) {
        const here = moment >= start && (moment < end || last);
        const moved = openRead && moment >= openFrom;
        if (!here && !moved) return false;
      }
      const until = this.source.returnsUntil(item);
      // What cannot be placed is given out where it comes first.
      if (Number.isNaN(until) || (moment !== undefined && moment >= openFrom)) this.#latest.add(item.id);
      else if (until > end) this.#carried.set(item.id, until);
      return true;
    };
  }

  #startOf(day: string): number {
    return instantOf(day, this.timezone);
  }
}
