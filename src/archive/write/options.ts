// Where an archive is written, and how.
import { basename } from "node:path";
import { ArgumentError } from "../../client/errors.js";
import type { Archive } from "../exporter.js";
import { type ArchiveFormat, FORMATS } from "./format.js";
import type { Made } from "./manifest.js";

/** How an archive is written. */
export interface FormatOptions {
  /** Default: `ndjson`. */
  format?: ArchiveFormat;
  /** Compress, window by window. Default: false. */
  gzip?: boolean;
  /** Write only the identifiers, one a line (in an array of JSON, as its items). Default: false. */
  onlyIds?: boolean;
}

/** Where and how an archive is written to disk. */
export interface WriteOptions extends FormatOptions {
  /** The file. With `monthly`, what the names of the files begin with and end in: `chats.csv` makes `chats-2026-01.csv`. */
  path: string;
  /** A file for each month that has records, by the window that a record came in. Default: false. */
  monthly?: boolean;
  /** Whose archive it is, in your own words. It stands in the manifest; a run with another one does not go on with the archive. */
  source?: string;
}

export function madeWith(
  { kind, range, filters }: Archive<{ id: string }>,
  { format = "ndjson", gzip = false, onlyIds = false, monthly = false, source }: FormatOptions & Partial<WriteOptions>,
): Made {
  if (!FORMATS.includes(format)) throw new ArgumentError(`format must be one of ${FORMATS.join(", ")}.`, undefined);
  return { kind, ...range, filters, format, gzip, monthly, onlyIds, ...(source !== undefined && { source }) };
}

/** The names of an archive's files. */
export interface Names {
  /** Of the file that a month's records go to. */
  file(month: string): string;
  /** Whether a name is one of them. */
  includes(name: string): boolean;
  manifest: string;
  checkpoint: string;
  lock: string;
}

const ENDINGS = /(\.(ndjson|jsonl|json|csv|txt))?(\.gz)?$/;

export function namesOf({ path, monthly = false }: WriteOptions): Names {
  if (typeof path !== "string" || basename(path) === "") throw new ArgumentError("path must name a file.", undefined);
  const name = basename(path);
  const at = name.search(ENDINGS);
  const [stem, ending] = [name.slice(0, at), name.slice(at)];
  return {
    file: (month) => (monthly ? `${stem}-${month}${ending}` : name),
    includes: (other) =>
      monthly
        ? other.startsWith(`${stem}-`) &&
          other.endsWith(ending) &&
          /^\d{4}-\d\d$/.test(other.slice(stem.length + 1, other.length - ending.length))
        : other === name,
    manifest: `${path}.manifest.json`,
    checkpoint: `${path}.checkpoint.json`,
    lock: `${path}.lock`,
  };
}
