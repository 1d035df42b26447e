// Writes an archive to a stream, such as standard output. What goes there cannot be taken back: there is no going on later.
import type { Writable } from "node:stream";
import { incompleteError } from "../errors.js";
import type { Archive } from "../exporter.js";
import { encode } from "./encode.js";
import { formatOf, recordsText } from "./format.js";
import { type Manifest, manifestOf, type WrittenWindow } from "./manifest.js";
import { type FormatOptions, madeWith } from "./options.js";

/**
 * Writes an archive to a stream, which stays open.
 *
 * Throws an ArchiveError with the code `incomplete`, after all is written, when a window does not have all that the API counts, and
 * what calls throw when one fails, or the stream.
 */
export async function streamArchive<Item extends { id: string }>(
  archive: Archive<Item>,
  stream: Writable,
  options: FormatOptions = {},
): Promise<Manifest> {
  const made = madeWith(archive, options);
  const format = formatOf(made.kind, made.format, made.onlyIds);
  const windows: WrittenWindow[] = [];
  let range = { from: "", to: "" };
  async function* texts(): AsyncGenerator<string> {
    let first = true;
    for await (const window of archive.windows()) {
      for await (const items of window.batches()) {
        yield recordsText(format, items, first);
        first = false;
      }
      windows.push(window.result);
      range = window.resume;
    }
    yield (first ? format.begin : "") + format.end;
  }
  // A stream that fails tells so twice: here, and to whoever writes.
  const ignore = (): void => {};
  stream.on("error", ignore);
  try {
    await encode(texts(), made.gzip, (bytes) => written(stream, bytes));
  } finally {
    stream.off("error", ignore);
  }
  const manifest = manifestOf(made, range, windows, []);
  if (!manifest.complete) throw incompleteError(windows.filter(({ fault }) => fault !== undefined));
  return manifest;
}

function written(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
