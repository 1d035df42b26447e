// What a finished archive is: its range, its windows with their counts, and its files with their checksums. It holds no time of
// day, so that the same records give the same manifest.
import { addDays } from "../../calendar.js";
import { ArchiveError } from "../errors.js";
import type { WindowResult } from "../result.js";
import type { Disk } from "./disk.js";
import type { ArchiveFormat } from "./format.js";

/** What an archive was made with. A run that goes on with it has to be given the same. */
export interface Made {
  readonly kind: "chats" | "tickets";
  /** As it was asked for; missing where it was left out. */
  readonly from?: string;
  readonly to?: string;
  readonly timezone: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly format: ArchiveFormat;
  readonly gzip: boolean;
  readonly monthly: boolean;
  readonly onlyIds: boolean;
  readonly source?: string;
}

/** A window as it was written. */
export interface WrittenWindow extends WindowResult {
  /** The file that has its records, how long its part of the file is, and the part's CRC-32; missing when it has none. */
  readonly file?: string;
  readonly bytes?: number;
  readonly crc32?: number;
}

/** A file of an archive. */
export interface WrittenFile {
  /** Its name, without a directory. */
  readonly name: string;
  readonly bytes: number;
  readonly records: number;
  /** In hexadecimal, as `sha256sum` prints it. */
  readonly sha256: string;
}

/** What stands beside a finished archive, as `<path>.manifest.json`. */
export interface Manifest {
  readonly version: 1;
  readonly made: Made;
  /** First and last day, also where they were left out. */
  readonly from: string;
  readonly to: string;
  /** Whether every window has all that the API counts in it. */
  readonly complete: boolean;
  readonly records: number;
  /** The sums of the windows' counts; see there. */
  readonly total: number;
  readonly seen: number;
  readonly elsewhere: number;
  readonly repeated: number;
  readonly windows: readonly WrittenWindow[];
  /** Empty for an archive that went to a stream. */
  readonly files: readonly WrittenFile[];
}

export function manifestOf(
  made: Made,
  { from, to }: { from: string; to: string },
  windows: readonly WrittenWindow[],
  files: readonly WrittenFile[],
): Manifest {
  const sum = (count: (window: WrittenWindow) => number): number =>
    windows.reduce((total, window) => total + count(window), 0);
  return {
    version: 1,
    made,
    from,
    to,
    complete: windows.every(({ fault }) => fault === undefined),
    records: sum(({ written }) => written),
    total: sum(({ total }) => total),
    seen: sum(({ seen }) => seen),
    elsewhere: sum(({ elsewhere }) => elsewhere),
    repeated: sum(({ repeated }) => repeated),
    windows,
    files,
  };
}

export async function readManifestOn(disk: Disk, path: string): Promise<Manifest> {
  const text = await disk.read(path);
  if (text === undefined) throw new ArchiveError("disk", `There is no manifest ${path}.`);
  const manifest = parse(text);
  if (manifest?.version !== 1) throw new ArchiveError("damaged", `${path} is no manifest of an archive.`);
  return manifest;
}

/** Days that are read again: a chat is known by its beginning, it seems, and listed when it has ended. */
const OVERLAP_DAYS = 2;

/**
 * Where an export begins that brings what has come since another: new records, and tickets that changed. Filters have to be the
 * same. Some records come again, so the two are to be merged by `id`, the newer record in place of the older. Chats that changed, by
 * their tags for instance, are not found by any date.
 */
export function since({ to, made }: Manifest): { from: string; timezone: string } {
  return { from: addDays(to, -OVERLAP_DAYS), timezone: made.timezone };
}

function parse(text: string): Partial<Manifest> & Manifest {
  try {
    return JSON.parse(text);
  } catch {
    return {} as Manifest;
  }
}
