// What the walk through an archive has to know of the records that it fetches. Chats and tickets each have their own.
import type { Window } from "./window.js";

export interface Page<Item> {
  items: readonly Item[];
  /** How many records the query finds, by the API's count. */
  total: number;
  pages: number;
}

export type FetchPage<Item, Query> = (query: Query, page: number) => Promise<Page<Item>>;

/** A filter by which the records of a day can be told apart. */
export interface Dimension<Query> {
  readonly name: keyof Query & string;
  /** What is known for sure: a record has `one` of the values, as it carries a tag or none; or `one at most`; otherwise nothing. */
  readonly values?: "one" | "one at most";
  /** A query for each value. */
  parts(signal: AbortSignal): readonly Partial<Query>[] | Promise<readonly Partial<Query>[]>;
}

export interface Source<Item extends { id: string }, Query> {
  readonly kind: "chats" | "tickets";
  /** Finds at least every record that belongs to the window. */
  query(window: Window): Query;
  /** Queries that together find what the one for this day does. */
  queriesOfDay(day: string): readonly Query[];
  fetch(query: Query, page: number, signal: AbortSignal): Promise<Page<Item>>;
  /** Whether a query that seems to reach all of a window really does, going by its last page. Undefined where that cannot be told. */
  reachesAll(
    window: Window,
    query: Query,
    last: Page<Item>,
    fetch: FetchPage<Item, Query>,
  ): Promise<boolean | undefined>;
  /** In the order in which they are tried. */
  readonly dimensions: readonly Dimension<Query>[];
  /**
   * The moment by which a record belongs to a window, in Unix seconds; NaN when it cannot be read. Undefined where every record
   * that a window's query finds belongs to it.
   */
  moment(item: Item): number | undefined;
  /** A record may come again in windows that begin before this moment, in Unix seconds. */
  returnsUntil(item: Item): number;
}
