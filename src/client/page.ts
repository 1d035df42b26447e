// Lists that come in pages: the promise of one page, which can also be iterated over all of them.
import { onAbort } from "./abort.js";
import { type ApiPromise, type ApiResult, apiPromise, type CallOptions } from "./call.js";
import { ArgumentError } from "./errors.js";
import type { PageInfo } from "./operation.js";

/** Options of a call whose answer is a page. */
export interface PageOptions extends CallOptions {
  /** How many pages are fetched at once while iterating. Their order is kept. Default: 1, the next while one is being read. */
  concurrency?: number;
}

/**
 * The promise of one page, and a way to all that follow.
 *
 * `await` gives the page. `for await` gives the items of this page and all after it: none twice, and none left out that was there
 * throughout, also while records come in. Where records vanish meanwhile, the pages before are read again as soon as the total shows
 * it; a record that vanishes in the same moment as another comes hides that from the total. Lists in which records move to the front
 * when they change are read from the beginning once more at the end, until a page holds nothing new and the number of records is
 * reached; that holds for their default order.
 */
export interface PagePromise<Page, Item> extends ApiPromise<Page>, AsyncIterable<Item> {
  /** Every page as the API sends it, from this one on. Items may come twice where records move meanwhile. */
  byPage(): AsyncIterable<Page>;
  /** The items in an array, `limit` of them at most. */
  toArray(options: { limit: number }): Promise<Item[]>;
}

type Page = Record<string, unknown>;
type Item = Record<string, unknown>;

/** How a list's pages are had. */
export interface PageSource {
  operation: string;
  info: PageInfo;
  /** The number of the page that was asked for. */
  first: number;
  concurrency: number;
  signal: AbortSignal | undefined;
  /** Fetches a page by its number. */
  fetch(number: number, signal: AbortSignal): Promise<Page>;
}

export function pagePromise(result: Promise<ApiResult<unknown>>, source: PageSource): PagePromise<unknown, unknown> {
  const promise = apiPromise(result) as ApiPromise<Page>;
  const reader = (): PageReader => {
    // Whoever iterates hears of a failure through the iteration; the promise would report it unhandled.
    promise.catch(() => {});
    return new PageReader(source, promise);
  };
  return Object.assign(promise, {
    [Symbol.asyncIterator]: () => reader().items(),
    byPage: () => reader().pages(),
    toArray: async ({ limit }: { limit: number }) => {
      promise.catch(() => {});
      if (!(Number.isInteger(limit) && limit >= 0))
        throw new ArgumentError(
          `${source.operation}: toArray needs a limit, such as { limit: 1000 }.`,
          source.operation,
        );
      const items: unknown[] = [];
      if (limit === 0) return items;
      for await (const item of reader().items()) {
        items.push(item);
        if (items.length >= limit) break;
      }
      return items;
    },
  });
}

/** One iteration over a list. */
class PageReader {
  readonly #controller = new AbortController();
  readonly #seen = new Set<unknown>();
  readonly #stopListening: (() => void) | undefined;

  constructor(
    private readonly source: PageSource,
    private readonly firstPage: Promise<Page>,
  ) {
    const { signal } = source;
    if (signal?.aborted) this.#controller.abort(signal.reason);
    this.#stopListening = signal && onAbort(signal, () => this.#controller.abort(signal.reason));
  }

  /** Every page, in order. */
  async *pages(): AsyncGenerator<Page> {
    try {
      for await (const page of this.#inOrder()) yield page;
    } finally {
      this.#close();
    }
  }

  /** Every item, in order, each of them once. */
  async *items(): AsyncGenerator<Item> {
    try {
      for await (const items of this.#batches()) for (const item of items) yield item;
    } finally {
      this.#close();
    }
  }

  /** However an iteration ends, what is under way is cancelled. */
  #close(): void {
    this.#stopListening?.();
    this.#controller.abort();
  }

  /** The pages, some of them fetched ahead. */
  async *#inOrder(): AsyncGenerator<Page> {
    const ahead: Promise<Page>[] = [];
    let page = await this.firstPage;
    let next = this.source.first + 1;
    for (let number = this.source.first; ; number++) {
      const last = this.#last(page);
      while (next <= last && ahead.length < this.source.concurrency) ahead.push(this.#fetch(next++));
      yield page;
      const following = ahead.shift();
      if (!following || number >= last || this.#itemsOf(page).length === 0) return;
      page = await following;
    }
  }

  /** The items that have not come before, page by page. */
  async *#batches(): AsyncGenerator<Item[]> {
    const { info, first } = this.source;
    let number = first;
    let total = 0;
    for await (const page of this.#inOrder()) {
      const fewer = total - this.#total(page);
      // Records have vanished, so that what came after them has moved onto pages that were read before; or this page was answered
      // before the one in front of it, and what came in between has been pushed onto it since.
      const back = Math.max(first, number - Math.ceil(fewer / info.size));
      for (let again = back; fewer > 0 && again <= number; again++) yield this.#fresh(await this.#fetch(again));
      yield this.#fresh(page);
      total = this.#total(page);
      number++;
    }
    if (info.moves) yield* this.#closingPass();
  }

  /** What has moved to the front since is there, before a page on which all is known; the count tells of what was missed elsewhere. */
  async *#closingPass(): AsyncGenerator<Item[]> {
    const { first, info } = this.source;
    for (let number = first; ; number++) {
      const page = await this.#fetch(number);
      const fresh = this.#fresh(page);
      yield fresh;
      const complete = this.#seen.size >= this.#total(page) - (first - 1) * info.size;
      if ((fresh.length === 0 && complete) || number >= this.#last(page)) return;
    }
  }

  #fetch(number: number): Promise<Page> {
    const page = this.source.fetch(number, this.#controller.signal);
    // A page that is fetched ahead may fail before anybody waits for it.
    page.catch(() => {});
    return page;
  }

  #itemsOf(page: Page): Item[] {
    const items = page[this.source.info.items];
    return Array.isArray(items) ? items : [];
  }

  #total(page: Page): number {
    return Number(page[this.source.info.total]);
  }

  #last(page: Page): number {
    return Number(page[this.source.info.pages]);
  }

  /** The items that have not come yet. */
  #fresh(page: Page): Item[] {
    return this.#itemsOf(page).filter((item) => {
      const key = item[this.source.info.key];
      if (key === undefined) return true;
      if (this.#seen.has(key)) return false;
      this.#seen.add(key);
      return true;
    });
  }
}
