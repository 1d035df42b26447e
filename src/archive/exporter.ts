// The export of chats and of tickets: walks through the archive window by window.
import type { ChatItem, Ticket } from "../../generated/models.js";
import { onAbort } from "../client/abort.js";
import type { LiveChat } from "../client/createClient.js";
import { Gate } from "../client/gate.js";
import { addDays } from "../sandbox/licence/calendar.js";
import { type ChatFilters, chatSource } from "./chats.js";
import { incompleteError } from "./errors.js";
import { Met, type MetState } from "./met.js";
import { type ExportOptions, type ExportSettings, exportSettings } from "./options.js";
import { Reading } from "./pages.js";
import { type Pending, type Planned, type PlanParts, plan, type Reach } from "./plan.js";
import { Meter } from "./progress.js";
import type { WindowResult } from "./result.js";
import type { FetchPage, Source } from "./source.js";
import { type TicketFilters, ticketSource } from "./tickets.js";
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

/** All chats or tickets of a range of days. Nothing is asked for before it is iterated over. */
export interface Archive<Item extends { id: string }> extends AsyncIterable<Item> {
  readonly kind: "chats" | "tickets";
  /** What it was made with. */
  readonly range: { readonly from?: string; readonly to?: string; readonly timezone: string };
  /** First and last day, also where they were left out. */
  readonly days: Window;
  readonly filters: Readonly<Record<string, unknown>>;
  /**
   * The records window by window, for whoever stores them so. Days that cannot be read completely are given as far as they can;
   * their result says so.
   */
  windows(options?: WindowOptions): AsyncIterable<ArchiveWindow<Item>>;
}

/**
 * Every chat of a range of days, and every message left after hours, past the record limit of `chats.list`.
 *
 * The days are halved until each window can be read whole; windows come oldest first, the records of a window newest first, as
 * the API sends them. A day that holds too many records is divided by other filters. Chats that end while the export goes on may be
 * left out.
 *
 * Iterating throws an ArchiveError with the code `incomplete` at the end when a day could not be read completely, and names it. It
 * throws what calls throw when one fails.
 *
 * @throws ArgumentError when an option is unusable; the message names it
 *
 * @example
 * for await (const chat of exportChats(livechat, { from: "2015-01-01", filters: { tag: ["sales"] } })) console.log(chat.id);
 */
export function exportChats(livechat: LiveChat, options: ExportOptions<ChatFilters> = {}): Archive<ChatItem> {
  const settings = exportSettings("exportChats", options, ["date_from", "date_to", "timezone", "page"]);
  return archive("chats", options, settings, () => chatSource(livechat, settings.filters, settings.timezone), false);
}

/**
 * Every ticket that was last modified within a range of days, each of them once.
 *
 * Windows come oldest first, but where the range reaches to today: then the last four days are read first, so that tickets which
 * change while the export goes on are found, and given out once. What else is said of `exportChats` holds here too.
 *
 * @throws ArgumentError when an option is unusable; the message names it
 */
export function exportTickets(livechat: LiveChat, options: ExportOptions<TicketFilters> = {}): Archive<Ticket> {
  const settings = exportSettings("exportTickets", options, ["date_from", "date_to", "timezone", "page", "order"]);
  return archive(
    "tickets",
    options,
    settings,
    (today) => ticketSource(livechat, settings.filters, settings.timezone, today),
    true,
  );
}

function archive<Item extends { id: string }, Query>(
  kind: Archive<Item>["kind"],
  { from, to }: ExportOptions<object>,
  settings: ExportSettings<object>,
  sourceOn: (today: string) => Source<Item, Query>,
  moves: boolean,
): Archive<Item> {
  const windows = (options: WindowOptions = {}): AsyncIterable<ArchiveWindow<Item>> =>
    walk(settings, sourceOn(options.resume?.today ?? settings.today), moves, options);
  return {
    kind,
    range: { ...(from !== undefined && { from }), ...(to !== undefined && { to }), timezone: settings.timezone },
    days: { from: settings.from, to: settings.to },
    filters: { ...settings.filters },
    windows,
    async *[Symbol.asyncIterator]() {
      const incomplete: WindowResult[] = [];
      for await (const window of windows()) {
        yield* window.records();
        if (window.result.fault) incomplete.push(window.result);
      }
      if (incomplete.length > 0) throw incompleteError(incomplete);
    },
  };
}

async function* walk<Item extends { id: string }, Query>(
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
    await gate.enter(controller.signal);
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
    const planned = plan(parts, point.pending, point.reach);
    let next = ahead(planned.next());
    for (;;) {
      const { value: one } = await next;
      if (!one) return;
      // The next window is looked into while this one is being read.
      next = ahead(planned.next());
      const window = new WalkedWindow(one, point, { met, meter, fetch, pagesAhead: 2 * concurrency });
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
  const older = open ? (from < open.from ? [{ from, to: addDays(open.from, -1) }] : []) : [{ from, to }];
  const roots = [...(open ? [open] : []), ...older].flatMap((window) => (monthly ? months(window) : [window]));
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
}

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
    const { window, parts, dividedBy, rest } = this.planned;
    const { met, meter, fetch, pagesAhead } = this.walk;
    const takes = met.enter(window);
    const come = new Set<string>();
    const result = { ...window, total: 0, seen: 0, written: 0, elsewhere: 0, repeated: 0 };
    let fault = this.planned.fault;
    for (const part of parts) {
      const reading = new Reading(part, fetch, pagesAhead);
      for await (const items of reading.batches(fault ? 1 : undefined)) {
        const fresh = items.filter(({ id }) => !come.has(id) && come.add(id));
        const taken = fresh.filter(takes);
        result.written += taken.length;
        result.elsewhere += fresh.length - taken.length;
        result.repeated += items.length - fresh.length;
        meter.page(window, result.seen + reading.seen, this.total, taken.length, rest);
        if (taken.length > 0) yield taken;
      }
      result.seen += reading.seen;
      result.total += reading.total;
      if (!reading.complete) fault ??= "records kept moving while they were read";
    }
    meter.windowDone(result.seen);
    this.#result = { ...result, ...(dividedBy.length > 0 && { dividedBy }), ...(fault && { fault }) };
    this.#resume = this.#after(this.#result);
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
