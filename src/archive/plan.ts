// Cuts days into windows that a query can reach all of. How many records a query reaches is not known for sure, nor whether the
// API counts those beyond. So a window is taken only when its count lies under the assumed limit and its last page has what it
// should; and, whenever a count is higher than those before, when another look into the window confirms it.
import { type Opened, unlessRefused } from "./pages.js";
import type { Dimension, FetchPage, Page, Source } from "./source.js";
import { halves, type Window } from "./window.js";

/** A window still to do, and how many records it is thought to hold, as far as anything is known. */
export interface Pending extends Window {
  readonly expected: number;
}

/** A window to read: the queries that together find its records, and what comes after it. */
export interface Planned<Item, Query> {
  window: Window;
  parts: Opened<Item, Query>[];
  /** How many records the parts find, by the API's count. */
  total: number;
  dividedBy: readonly string[];
  /** Why the parts cannot be read to their ends. */
  fault?: string;
  rest: readonly Pending[];
  reach: Reach;
}

/** What is known of how many records a query reaches. */
export interface Reach {
  /** Queries that find so many are not trusted. */
  readonly limit: number;
  /** The highest count that has proved to be true. */
  readonly proven: number;
}

export interface PlanParts<Item extends { id: string }, Query> {
  source: Source<Item, Query>;
  fetch: FetchPage<Item, Query>;
  signal: AbortSignal;
}

/** The windows, in order. They depend on nothing but `pending`, `reach` and what the API answers. */
export async function* plan<Item extends { id: string }, Query>(
  parts: PlanParts<Item, Query>,
  pending: readonly Pending[],
  begin: Reach,
): AsyncGenerator<Planned<Item, Query>> {
  let reach = begin;
  for (let todo = pending; ; ) {
    const [window, ...rest] = todo;
    if (!window) return;
    const probe = await open(parts, reach, parts.source.query(window));
    if (probe.whole && probe.last && probe.first.total >= reach.proven) {
      probe.whole = await reachesAll(parts, reach, window, probe, probe.last);
      reach = probe.whole ? { ...reach, proven: probe.first.total } : { ...reach, limit: probe.first.total };
    }
    const split = probe.whole ? undefined : halves(window);
    if (split) {
      const [earlier, later] = split;
      // What the earlier half turns out not to hold is passed on to the later.
      todo = [
        { ...earlier, expected: Math.max(window.expected, probe.first.total) },
        { ...later, expected: 0 },
        ...rest,
      ];
      continue;
    }
    const left = Math.max(0, window.expected - probe.first.total);
    todo = rest.map((next, index) => (index === 0 ? { ...next, expected: next.expected + left } : next));
    const { from, to } = window;
    const readable = probe.whole ? { parts: [probe], dividedBy: [] } : await divideDay(parts, reach, from, probe);
    const total = sumOf(readable.parts);
    yield { window: { from, to }, ...readable, total, rest: todo, reach };
  }
}

interface Probe<Item, Query> extends Opened<Item, Query> {
  /** Whether its pages reach all that it finds. */
  whole: boolean;
}

type Divided<Item, Query> = Pick<Planned<Item, Query>, "parts" | "dividedBy" | "fault">;

async function open<Item extends { id: string }, Query>(
  { fetch }: PlanParts<Item, Query>,
  { limit }: Reach,
  query: Query,
): Promise<Probe<Item, Query>> {
  const first = await fetch(query, 1);
  const { items, total, pages } = first;
  if (total >= limit || (pages > 0 ? pages : 1) * items.length < total) return { query, first, whole: false };
  if (pages < 2) return { query, first, whole: true };
  const last = await unlessRefused(fetch(query, pages));
  if (!last) return { query, first, whole: false };
  // Where pages are said to exist beyond what the query reaches, the last ones have no records, or too few.
  const reached = (pages - 1) * items.length + last.items.length;
  return { query, first, last, whole: reached >= Math.min(total, last.total) };
}

/** Whether the count of a query is true. A count that ends at an unknown limit looks like any other, but for that it stands still. */
async function reachesAll<Item extends { id: string }, Query>(
  parts: PlanParts<Item, Query>,
  reach: Reach,
  window: Window,
  { query, first }: Opened<Item, Query>,
  last: Page<Item>,
): Promise<boolean> {
  // What moves while it is being counted may look so once.
  for (const _ of [1, 2]) {
    const known = await parts.source.reachesAll(window, query, last, parts.fetch);
    if (known ?? (await addsUp(parts, reach, query, first.total))) return true;
    const { total } = await parts.fetch(query, 1);
    if (total !== first.total) return true;
  }
  return false;
}

/** Whether records that are told apart for sure are no more than the whole. */
async function addsUp<Item extends { id: string }, Query>(
  parts: PlanParts<Item, Query>,
  reach: Reach,
  query: Query,
  total: number,
): Promise<boolean> {
  const dimension = parts.source.dimensions.find(({ values }) => values !== undefined);
  return !dimension || sumOf(await openAll(parts, reach, query, dimension)) <= total;
}

/** A day whose query does not reach all of it: narrower queries that together do, or as much of it as can be had. */
async function divideDay<Item extends { id: string }, Query>(
  parts: PlanParts<Item, Query>,
  reach: Reach,
  day: string,
  probe: Probe<Item, Query>,
): Promise<Divided<Item, Query>> {
  const queries = parts.source.queriesOfDay(day);
  const probes = queries.length === 1 ? [probe] : await Promise.all(queries.map((query) => open(parts, reach, query)));
  const divided = await Promise.all(probes.map((one) => divide(parts, reach, one, parts.source.dimensions)));
  return {
    parts: divided.flatMap((one) => one.parts),
    dividedBy: [...new Set(divided.flatMap((one) => one.dividedBy))],
    ...(divided.some(({ fault }) => fault) && {
      fault: `a query may not reach all records of ${day}, and no filter divides them for certain`,
    }),
  };
}

/** Divides a query by the first dimension whose parts are all of it, for certain, and can be read or be divided further. */
async function divide<Item extends { id: string }, Query>(
  parts: PlanParts<Item, Query>,
  reach: Reach,
  probe: Probe<Item, Query>,
  dimensions: readonly Dimension<Query>[],
): Promise<Divided<Item, Query>> {
  if (probe.whole) return { parts: [probe], dividedBy: [] };
  for (const [index, dimension] of dimensions.entries()) {
    const probes = await openAll(parts, reach, probe.query, dimension);
    if (!isPartition(dimension, probe, probes)) continue;
    const divided = await Promise.all(probes.map((one) => divide(parts, reach, one, dimensions.slice(index + 1))));
    if (divided.some(({ fault }) => fault)) continue;
    return {
      parts: divided.flatMap((one) => one.parts),
      dividedBy: [dimension.name, ...divided.flatMap((one) => one.dividedBy)],
    };
  }
  return { parts: [probe], dividedBy: [], fault: "not divided" };
}

/**
 * Whether the parts are all of the whole, and of use. Their counts have to add up to its own. They may add up to more only where
 * each record has one of the values for sure: then the count of the whole ends at a limit, and perhaps that of a part.
 */
function isPartition<Item, Query>(
  { values }: Dimension<Query>,
  { first: whole }: Opened<Item, Query>,
  parts: readonly Opened<Item, Query>[],
): boolean {
  const sum = sumOf(parts);
  if (values === "one" && sum > whole.total) return parts.some(({ first }) => first.total < whole.total);
  return sum === whole.total && parts.every(({ first }) => first.total < whole.total);
}

async function openAll<Item extends { id: string }, Query>(
  parts: PlanParts<Item, Query>,
  reach: Reach,
  query: Query,
  dimension: Dimension<Query>,
): Promise<Probe<Item, Query>[]> {
  const values = await dimension.parts(parts.signal);
  return Promise.all(values.map((value) => open(parts, reach, { ...query, ...value })));
}

function sumOf<Item, Query>(parts: readonly Opened<Item, Query>[]): number {
  return parts.reduce((sum, { first }) => sum + first.total, 0);
}
