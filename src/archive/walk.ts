// The walk through an archive, window by window: what it gives out of each, and where it stands afterwards.

import { addDays } from "../calendar.js";
import { onAbort } from "../client/abort.js";
import { Gate } from "../client/gate.js";
import { Met, type MetState } from "./met.js";
import type { ExportSettings } from "./options.js";
import { Reading } from "./pages.js";
import { type Pending, type Planned, type PlanParts, plan, type Reach } from "./plan.js";
import { Meter } from "./progress.js";
import type { WindowResult } from "./result.js";
import type { FetchPage, Source } from "./source.js";
import { months, type Window } from "./window.js";

/** Where an export stands after a window. Plain data: it can be stored as JSON, and holds identifiers of records. */
export interface ResumePoint {
  /** The day on which the export began, in its time zone. */
  readonly today: string;
  readonly from: string;
  readonly to: string;
  readonly pending: readonly Pending[];
  readonly reach: Reach;
  readonly met: MetState;
  readonly done: { readonly windows: number; readonly seen: number; readonly written: number };
}

/** How to go through an archive. */
export interface WindowOptions {
  /** Goes on where another export of the same records stood. */
  resume?: ResumePoint;
  /** No window reaches from one month into another. Default: false. */
  monthly?: boolean;
}

/** A window of an archive. It has to be read to its end before the next one is asked for. */
export interface ArchiveWindow<Item> extends Window {
  /** How many records the API counts in it. */
  readonly total: number;
  /** The records, page by page. To be read once. */
  batches(): AsyncIterable<readonly Item[]>;
  /** The records one by one. To be read once, in place of `batches`. */
  records(): AsyncIterable<Item>;
  /** What came of it. To be asked for when it has been read. */
  readonly result: WindowResult;
  /** Where the export stands then. */
  readonly resume: ResumePoint;
}

export async function* walk<Item extends { id: string }, Query>(
  settings: ExportSettings<object>,
  source: Source<Item, Query>,
  moves: boolean,
  { resume, monthly = false }: WindowOptions,
): AsyncGenerator<ArchiveWindow<Item>> {
  const { concurrency, signal, timezone } = settings;
  const controller = new AbortController();
  if (signal?.aborted) controller.abort(signal.reason);
  const stopListening = signal && onAbort(signal, () => controller.abort(signal.reason));
  const gate = new Gate(concurrency);
  const fetch: FetchPage<Item, Query> = async (query, page) => {
    try {
      await gate.enter(controller.signal);
    } catch {
      // The export has been ended: the call says so.
      return source.fetch(query, page, controller.signal);
    }
    try {
      return await source.fetch(query, page, controller.signal);
    } finally {
      gate.leave();
    }
  };
  const parts = { source, fetch, signal: controller.signal };
  const range = resume ?? settings;
  const open = moves ? latestDays(range) : undefined;
  try {
    let point = resume ?? {
      today: settings.today,
      from: range.from,
      to: range.to,
      pending: await beginning(parts, range, open, monthly),
      reach: { limit: settings.recordLimit, proven: 0 },
      met: { latest: [], carried: [] },
      done: { windows: 0, seen: 0, written: 0 },
    };
    const met = new Met(source, timezone, open, point.met);
    const meter = new Meter(settings.onProgress, point.done);
    const planAgain = (window: Window, limit: number) =>
      plan(parts, [{ ...window, expected: 0 }], { limit, proven: 0 });
    const planned = plan(parts, point.pending, point.reach);
    let next = ahead(planned.next());
    for (;;) {
      const { value: one } = await next;
      if (!one) return;
      // The next window is looked into while this one is being read.
      next = ahead(planned.next());
      const window = new WalkedWindow(one, point, { met, meter, fetch, planAgain, pagesAhead: 2 * concurrency });
      yield window;
      point = window.resume;
    }
  } finally {
    stopListening?.();
    controller.abort();
  }
}

/**
 * The days that stay open while the export goes on: the last four. The queries of older windows then end before today wherever days
 * are told, so that what changes now comes in them for what happened before. None when the range ends before today.
 */
function latestDays({ from, to, today }: ResumePoint | ExportSettings<object>): Window | undefined {
  if (to < today) return undefined;
  const latest = addDays(today, -3);
  return { from: from > latest ? from : latest, to };
}

async function beginning<Item extends { id: string }, Query>(
  { source, fetch }: PlanParts<Item, Query>,
  { from, to }: Window,
  open: Window | undefined,
  monthly: boolean,
): Promise<Pending[]> {
  const older = { from, to: open ? addDays(open.from, -1) : to };
  const roots = [...(open ? [open] : []), ...(older.from <= older.to ? [older] : [])].flatMap((window) =>
    monthly ? months(window) : [window],
  );
  // Of a single window the first look into it tells as much.
  const expected = roots.length > 1 ? (await fetch(source.query({ from, to }), 1)).total : 0;
  return roots.map((window, index) => ({ ...window, expected: index === 0 ? expected : 0 }));
}

/** A promise that is waited for later, and may fail before. */
function ahead<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

interface WalkParts<Item extends { id: string }, Query> {
  met: Met<Item>;
  meter: Meter;
  fetch: FetchPage<Item, Query>;
  pagesAhead: number;
  /** Cuts a window that could not be read whole. */
  planAgain(window: Window, limit: number): AsyncIterable<Planned<Item, Query>>;
}

/** What has been read of a window. */
interface Count<Item> extends Omit<WindowResult, keyof Window> {
  /** Whether a record is given out in this window. */
  takes: (item: Item) => boolean;
  /** The records that have come. */
  come: Set<string>;
}

const NOTHING = { total: 0, seen: 0, written: 0, elsewhere: 0, repeated: 0 };

class WalkedWindow<Item extends { id: string }, Query> implements ArchiveWindow<Item> {
  readonly from: string;
  readonly to: string;
  readonly total: number;
  #begun = false;
  #result: WindowResult | undefined;
  #resume: ResumePoint | undefined;

  constructor(
    private readonly planned: Planned<Item, Query>,
    private readonly before: ResumePoint,
    private readonly walk: WalkParts<Item, Query>,
  ) {
    this.from = planned.window.from;
    this.to = planned.window.to;
    this.total = planned.total;
  }

  get result(): WindowResult {
    return read(this.#result);
  }

  get resume(): ResumePoint {
    return read(this.#resume);
  }

  async *records(): AsyncGenerator<Item> {
    for await (const batch of this.batches()) yield* batch;
  }

  async *batches(): AsyncGenerator<readonly Item[]> {
    if (this.#begun) throw new Error("A window can be read once only.");
    this.#begun = true;
    const { window } = this.planned;
    const { met, meter } = this.walk;
    const count: Count<Item> = { ...NOTHING, takes: met.enter(window), come: new Set() };
    yield* this.#readWhole(this.planned, count);
    meter.windowDone(window, count.seen, this.planned.rest);
    const { takes: _, come: __, ...counts } = count;
    this.#result = { ...window, ...counts };
    this.#resume = this.#after(this.#result);
  }

  /** More may come than a query reaches, while it is being read: queries for fewer days do. */
  async *#readWhole(planned: Planned<Item, Query>, count: Count<Item>): AsyncGenerator<readonly Item[]> {
    const { total, seen } = count;
    const whole = yield* this.#read(planned, count);
    if (whole) return;
    const limit = Math.max(1, Math.min(planned.reach.limit, count.total - total));
    Object.assign(count, { total, seen });
    for await (const smaller of this.walk.planAgain(planned.window, limit)) {
      if (smaller.window.from !== planned.window.from || smaller.window.to !== planned.window.to)
        yield* this.#readWhole(smaller, count);
      else if (!(yield* this.#read(smaller, count))) count.fault ??= "records kept moving while they were read";
    }
  }

  /** Gives whether that was all, or all that can be had. */
  async *#read(
    { parts, dividedBy, fault }: Planned<Item, Query>,
    count: Count<Item>,
  ): AsyncGenerator<readonly Item[], boolean> {
    const { meter, fetch, pagesAhead } = this.walk;
    let whole = true;
    for (const part of parts) {
      const reading = new Reading(part, fetch, pagesAhead);
      for await (const items of reading.batches(fault ? 1 : undefined)) {
        const fresh = items.filter(({ id }) => !count.come.has(id) && count.come.add(id));
        const taken = fresh.filter(count.takes);
        count.written += taken.length;
        count.elsewhere += fresh.length - taken.length;
        count.repeated += items.length - fresh.length;
        meter.page(this.planned.window, count.seen + reading.seen, this.total, taken.length, this.planned.rest);
        if (taken.length > 0) yield taken;
      }
      count.seen += reading.seen;
      count.total += reading.total;
      whole &&= reading.complete;
    }
    if (dividedBy.length > 0) count.dividedBy = [...new Set([...(count.dividedBy ?? []), ...dividedBy])];
    if (fault) count.fault = fault;
    return whole || fault !== undefined;
  }

  #after({ seen, written }: WindowResult): ResumePoint {
    const { done } = this.before;
    return {
      ...this.before,
      pending: this.planned.rest,
      reach: this.planned.reach,
      met: this.walk.met.state,
      done: { windows: done.windows + 1, seen: done.seen + seen, written: done.written + written },
    };
  }
}

function read<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Read the window to its end first.");
  return value;
}
