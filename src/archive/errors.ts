// What can go wrong with an archive, beside the calls themselves.
import type { WindowResult } from "./result.js";
import { windowName } from "./window.js";

/**
 * What happened: `incomplete` windows came out with fewer records than the API counts; `exists` a file stands where the archive is
 * to be written; `locked` another process writes it; `changed` it was begun with other options; `damaged` its files are not as they
 * were written; `disk` a file cannot be written or read.
 */
export type ArchiveErrorCode = "incomplete" | "exists" | "locked" | "changed" | "damaged" | "disk";

/** An archive could not be exported whole, or not be written. What was written before stays. */
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;
  /** The windows that are not complete; empty for the other codes. */
  readonly windows: readonly WindowResult[];

  constructor(
    code: ArchiveErrorCode,
    message: string,
    { windows = [], ...options }: ErrorOptions & { windows?: readonly WindowResult[] } = {},
  ) {
    super(message, options);
    this.name = "ArchiveError";
    this.code = code;
    this.windows = windows;
  }
}

/** As many windows as a message can name. */
const NAMED = 20;

/** The error that names the windows which are not complete. */
export function incompleteError(windows: readonly WindowResult[]): ArchiveError {
  const list = windows
    .slice(0, NAMED)
    .map((window) => `${windowName(window)} (${window.seen} of ${window.total}: ${window.fault})`);
  if (windows.length > NAMED) list.push(`and ${windows.length - NAMED} more`);
  const what = windows.length === 1 ? "A window is" : `${windows.length} windows are`;
  return new ArchiveError("incomplete", `${what} not complete: ${list.join("; ")}.`, { windows });
}
