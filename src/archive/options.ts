// What an export is told, checked before anything is asked for.

import { dayOf, isTimezone } from "../calendar.js";
import { ArgumentError } from "../client/errors.js";
import type { Progress } from "./progress.js";
import { isDay } from "./window.js";

/** What to export, and how. */
export interface ExportOptions<Filters> {
  /** First day, `YYYY-MM-DD`. Default: 2002-01-01, before LiveChat began. */
  from?: string;
  /** Last day. Default: today, in the time zone. */
  to?: string;
  /** The time zone in which days begin and end, a name of the TZ database. It is always sent. Default: `UTC`. */
  timezone?: string;
  /** Filters of the list. They are sent as they are. */
  filters?: Filters;
  /**
   * The number of records that a query is trusted to reach; days are divided until each query finds fewer. Default: 25000, the
   * smaller of LiveChat's two statements. A smaller limit is noticed where the API shows it.
   */
  recordLimit?: number;
  /** How many requests are under way at once. Default: 4. */
  concurrency?: number;
  /** Is told how far the export has come, after every page. */
  onProgress?: (progress: Progress) => void;
  /** Ends the export; it then fails with the client's AbortedError. */
  signal?: AbortSignal;
  /** The clock, which says what day it is. Default: the machine's. */
  now?: () => Date;
}

/** The options with every choice made. */
export interface ExportSettings<Filters> {
  from: string;
  to: string;
  timezone: string;
  filters: Filters;
  recordLimit: number;
  concurrency: number;
  onProgress: (progress: Progress) => void;
  signal: AbortSignal | undefined;
  today: string;
}

const FIRST_DAY = "2002-01-01";

/** Throws an ArgumentError that names what is unusable. `own` are the filters that an export sets itself. */
export function exportSettings<Filters extends object>(
  where: string,
  options: ExportOptions<Filters>,
  own: readonly string[],
): ExportSettings<Filters> {
  const { timezone = "UTC", filters = {} as Filters, recordLimit = 25_000, concurrency = 4 } = options;
  const refuse = (fault: string): ArgumentError => new ArgumentError(`${where}: ${fault}.`, undefined);
  if (typeof timezone !== "string" || !isTimezone(timezone)) throw refuse("timezone is no name of the TZ database");
  const today = dayOf(Math.floor((options.now?.() ?? new Date()).getTime() / 1000), timezone);
  const { from = FIRST_DAY, to = today } = options;
  if (!isDay(from)) throw refuse('from must be a day such as "2026-01-31"');
  if (!isDay(to)) throw refuse('to must be a day such as "2026-01-31"');
  if (from > to) throw refuse(`from, ${from}, is after to, ${to}`);
  for (const name of own) {
    if (name in filters) throw refuse(`${name} is no filter here; the days are from and to, and the order is fixed`);
  }
  if (!isCount(recordLimit)) throw refuse("recordLimit must be a whole number of 1 or more");
  if (!isCount(concurrency)) throw refuse("concurrency must be a whole number of 1 or more");
  return {
    from,
    to,
    timezone,
    filters,
    recordLimit,
    concurrency,
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
    today,
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
