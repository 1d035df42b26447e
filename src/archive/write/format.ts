// The formats of an archive's files: what stands at their beginning and end, and what a record becomes.
import { type Column, chatColumns, ticketColumns } from "./columns.js";
import { csvRow } from "./csv.js";

/**
 * How records are written: `ndjson`, one JSON object a line; `json`, one array; `csv`, the usual columns with a header, where a
 * text that a spreadsheet would take for a formula has an apostrophe in front.
 */
export type ArchiveFormat = "ndjson" | "json" | "csv";

export const FORMATS: readonly ArchiveFormat[] = ["ndjson", "json", "csv"];

export interface Format {
  /** At the beginning of a file, and at its end. */
  begin: string;
  end: string;
  /** Between records. */
  separator: string;
  record(item: { id: string }): string;
}

export function formatOf(kind: "chats" | "tickets", format: ArchiveFormat, onlyIds: boolean): Format {
  switch (format) {
    case "ndjson":
      return { begin: "", end: "", separator: "", record: (item) => `${onlyIds ? item.id : JSON.stringify(item)}\n` };
    case "json":
      return {
        begin: "[\n",
        end: "\n]\n",
        separator: ",\n",
        record: (item) => JSON.stringify(onlyIds ? item.id : item),
      };
    case "csv": {
      const all = (kind === "chats" ? chatColumns : ticketColumns) as readonly Column<never>[];
      const columns = onlyIds ? all.filter(([name]) => name === "id") : all;
      return {
        begin: csvRow(columns.map(([name]) => name)),
        end: "",
        separator: "",
        record: (item) => csvRow(columns.map(([, cell]) => cell(item as never))),
      };
    }
  }
}

/** The text of some records; `first` when none stand before them in the file. */
export function recordsText(format: Format, items: readonly { id: string }[], first: boolean): string {
  const text = items.map((item) => format.record(item)).join(format.separator);
  return first ? format.begin + text : format.separator + text;
}
