// Texts turned into the bytes of a file: as they are, or as a member of a gzip file. A gzip file may have any number of members.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** How much is handed on at once, in bytes. */
const CHUNK = 256 * 1024;

/** `put` is waited for; what it is given is overwritten afterwards. */
export async function encode(
  texts: AsyncIterable<string>,
  gzip: boolean,
  put: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  if (!gzip) {
    for await (const bytes of chunks(texts)) await put(bytes);
    return;
  }
  await pipeline(Readable.from(texts), createGzip(), async (compressed: AsyncIterable<Uint8Array>) => {
    for await (const bytes of compressed) await put(bytes);
  });
}

/** The bytes of the texts, all in one buffer: to make one for each text would cost as much as everything else. */
async function* chunks(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let buffer = Buffer.allocUnsafe(CHUNK);
  let used = 0;
  for await (const text of texts) {
    const length = Buffer.byteLength(text);
    if (used > 0 && used + length > buffer.length) {
      yield buffer.subarray(0, used);
      used = 0;
    }
    if (length > buffer.length) buffer = Buffer.allocUnsafe(length);
    used += buffer.write(text, used);
  }
  if (used > 0) yield buffer.subarray(0, used);
}
