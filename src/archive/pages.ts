// Reads all that a query finds, page by page, until the records agree with the API's count.
import { isLiveChatError } from "../client/errors.js";
import type { FetchPage, Page } from "./source.js";

/** How often a list that does not hold still is looked at again. */
const ROUNDS = 20;

/** A query that has been looked into: its first page, and its last where there are several. */
export interface Opened<Item, Query> {
  query: Query;
  first: Page<Item>;
  last?: Page<Item>;
}

/** One reading of what a query finds. Records come more than once where they move meanwhile. */
export class Reading<Item extends { id: string }, Query> {
  /** How many different records there were. */
  seen = 0;
  /** How many the API counts: the highest count since it last fell. */
  total: number;
  /** Whether it has fallen, so that what was seen before may be gone. */
  #fallen: boolean;

  constructor(
    private readonly opened: Opened<Item, Query>,
    private readonly fetch: FetchPage<Item, Query>,
    /** How many pages are asked for before they are needed. */
    private readonly ahead: number,
  ) {
    const { first, last = first } = opened;
    this.total = last.total;
    this.#fallen = last.total < first.total;
  }

  /** Whether what was seen is all that there is. */
  get complete(): boolean {
    return this.seen === this.total && !this.#fallen;
  }

  /**
   * The records, page by page. New ones come in at the front and push the others on, and tickets move to the front: when the count
   * is not reached at the end, the list is looked at again from its beginning, as far as there is anything new. Where that does not
   * help it is read whole, and where the count has fallen, also counted anew.
   */
  async *batches(rounds = ROUNDS): AsyncGenerator<readonly Item[]> {
    let counted = new Set<string>();
    let whole = true;
    for (let round = 1; round <= rounds; round++) {
      const before = counted.size;
      const first = round === 1 ? this.opened.first : await this.#fetch(1);
      for await (const { items } of this.#inOrder(first, round === 1 ? this.opened.last : undefined)) {
        const known = counted.size;
        for (const { id } of items) counted.add(id);
        this.seen = counted.size;
        yield items;
        if (round > 1 && this.complete) return;
        if (!whole && counted.size === known) break;
      }
      if (this.complete) return;
      whole = this.#fallen || counted.size === before;
      if (this.#fallen) counted = new Set();
      this.#fallen = false;
    }
  }

  async *#inOrder(first: Page<Item>, last: Page<Item> | undefined): AsyncGenerator<Page<Item>> {
    const coming: Promise<Page<Item>>[] = [];
    const end = first.pages;
    let next = 2;
    for (let page = first; ; ) {
      yield page;
      while (next <= page.pages && coming.length < this.ahead) {
        coming.push(last && next === end ? Promise.resolve(last) : this.#fetch(next));
        next++;
      }
      const following = coming.shift();
      if (!following || page.items.length === 0) return;
      page = await following;
    }
  }

  #fetch(number: number): Promise<Page<Item>> {
    // Answers overtake each other: only one that is asked for later tells that the count has fallen.
    const known = this.total;
    const page = unlessRefused(this.fetch(this.opened.query, number)).then((answer) => {
      if (!answer) return { items: [], total: this.total, pages: 0 };
      const fallen = answer.total < known;
      this.#fallen ||= fallen;
      this.total = fallen ? answer.total : Math.max(this.total, answer.total);
      return answer;
    });
    // A page that is asked for ahead may fail before anybody waits for it.
    page.catch(() => {});
    return page;
  }
}

/** Undefined for a page that the API refuses. What it answers beyond its limit is not documented. */
export function unlessRefused<T>(page: Promise<T>): Promise<T | undefined> {
  return page.catch((error: unknown) => {
    if (isLiveChatError(error) && error.code === "api" && (error.status === 400 || error.status === 404))
      return undefined;
    throw error;
  });
}
