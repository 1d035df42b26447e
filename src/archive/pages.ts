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
   * is not reached at the end, the list is looked at again from its beginning, as far as there is anything new. Now and then, and
   * where there is nothing new, it is read whole; where the count has fallen, also counted anew.
   */
  async *batches(rounds = ROUNDS): AsyncGenerator<readonly Item[]> {
    let counted = new Set<string>();
    let whole = true;
    for (let round = 1; round <= rounds; round++) {
      const before = counted.size;
      const first = round === 1 ? this.opened.first : await this.#fetch(1);
      for await (const { items } of this.#inOrder(first, whole ? this.ahead : 1)) {
        const known = counted.size;
        for (const { id } of items) counted.add(id);
        this.seen = counted.size;
        yield items;
        if (round > 1 && this.complete) return;
        if (!whole && counted.size === known) break;
      }
      if (this.complete || this.#isCut(first, counted.size)) return;
      whole = this.#fallen || counted.size === before || round % 3 === 0;
      if (this.#fallen) counted = new Set();
      this.#fallen = false;
    }
  }

  /** Whether there is more than the query reaches by now: its pages do not hold it all, or its count stands still at a limit. */
  #isCut({ pages, total, items }: Page<Item>, counted: number): boolean {
    return (pages > 1 && pages * items.length < total) || (counted > this.total && !this.#fallen);
  }

  async *#inOrder(first: Page<Item>, ahead: number): AsyncGenerator<Page<Item>> {
    const coming: Promise<Page<Item>>[] = [];
    let next = 2;
    let page = first;
    for (let number = 1; ; number++) {
      yield page;
      for (; next <= page.pages && coming.length < ahead; next++) coming.push(this.#page(next, first));
      const following = coming.shift();
      if (!following || page.items.length === 0) return;
      const { total } = page;
      page = await following;
      // It was answered before the page in front of it: what was pushed from there onto this one meanwhile is on neither.
      if (page.total < total) page = await this.#fetch(number + 1);
    }
  }

  /** The last page is known already, unless something has come or gone since. */
  #page(number: number, first: Page<Item>): Promise<Page<Item>> {
    const { first: opened, last } = this.opened;
    const known = last && first === opened && number === opened.pages && last.total === this.total;
    return known ? Promise.resolve(last) : this.#fetch(number);
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
