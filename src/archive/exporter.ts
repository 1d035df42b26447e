// The export of chats and of tickets.
import type { ChatItem, Ticket } from "../../generated/models.js";
import type { LiveChat } from "../client/createClient.js";
import { type ChatFilters, chatSource } from "./chats.js";
import { incompleteError } from "./errors.js";
import { type ExportOptions, type ExportSettings, exportSettings } from "./options.js";
import type { WindowResult } from "./result.js";
import type { Source } from "./source.js";
import { type TicketFilters, ticketSource } from "./tickets.js";
import { type ArchiveWindow, type WindowOptions, walk } from "./walk.js";
import type { Window } from "./window.js";

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
