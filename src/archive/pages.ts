// Reads all that a query finds, page by page, until the records agree with the API's count.
import { isLiveChatError } from "../client/errors.js";
import type { FetchPage, Page } from "./source.js";

/** How often a list is read that does not hold still. */
const ROUNDS = 4;

/** A query that has been looked into: its first page, and its last where there are several. */
export interface Opened<Item, Query> {
  query: Query;
  first: Page<Item>;
  last?: Page<Item>;
}

/** One reading of what a query finds. Records come more than once where they move meanwhile. */
export class Reading<Item extends { id: string }, Query> {
  /** How many different records there were, and how many the API counts. */
  seen = 0;
  total: number;
  #dropped: boolean;

  constructor(
    private readonly opened: Opened<Item, Query>,
    private readonly fetch: FetchPage<Item, Query>,
    /** How many pages are asked for before they are needed. */
    private readonly ahead: number,
  ) {
    const { first, last = first } = opened;
    this.total = last.total;
    this.#dropped = last.total < first.total;
  }

  /** Whether what was seen is all that there is. Where records have gone meanwhile, the number alone says nothing. */
  get complete(): boolean {
    return this.seen === this.total && !this.#dropped;
  }

  /**
   * The records, page by page. New ones come in at the front and push the others on, and tickets move to the front: when the count
   * is not reached at the end, the list is read again until it is, most often on its first page. When the count has fallen, the list
   * is counted anew.
   */
  async *batches(rounds = ROUNDS): AsyncGenerator<readonly Item[]> {
    let counted = new Set<string>();
    for (let round = 1; round <= rounds; round++) {
      const first = round === 1 ? this.opened.first : await this.#fetch(1);
      for await (const { items } of this.#inOrder(first, round === 1 ? this.opened.last : undefined)) {
        for (const { id } of items) counted.add(id);
        this.seen = counted.size;
        yield items;
        if (round > 1 && this.complete) return;
      }
      if (this.complete) return;
      if (this.#dropped) counted = new Set();
      this.#dropped = false;
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
    const page = unlessRefused(this.fetch(this.opened.query, number)).then((answer) => {
      if (!answer) return { items: [], total: this.total, pages: 0 };
      this.#dropped ||= answer.total < this.total;
      this.total = answer.total;
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
