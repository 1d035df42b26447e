// Writes an archive to disk, so that it can be interrupted at any moment. A window's records are added to a file, the file is made
// to reach the disk, and then the checkpoint says so. Going on means to drop what no checkpoint tells of.
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { ArchiveError, incompleteError } from "../errors.js";
import type { Archive } from "../exporter.js";
import type { ArchiveWindow } from "../walk.js";
import type { Window } from "../window.js";
import { type Checkpoint, differences, readCheckpoint } from "./checkpoint.js";
import { createDisk, type Disk } from "./disk.js";
import { encode } from "./encode.js";
import { type Format, formatOf, recordsText } from "./format.js";
import { lock } from "./lock.js";
import { type Made, type Manifest, manifestOf, readManifestOn, type WrittenFile } from "./manifest.js";
import { madeWith, type Names, namesOf, type WriteOptions } from "./options.js";
import { verifiedFile } from "./verify.js";

/**
 * Writes an archive to files that only their owner can read, and a manifest beside them.
 *
 * Interrupted at any moment and called again with the same options, it goes on where it stood; as long as the records are the
 * same, the files are byte for byte those of a run without interruption. Until it has finished, `<path>.checkpoint.json` stands
 * beside them. At the end the files are read again and held against what was written.
 *
 * Throws an ArchiveError: `exists` when there is a finished archive or another file, `locked` when another process is writing it,
 * `changed` when it was begun with other options, `disk` when a file cannot be written, `damaged` when files are not as they were
 * written, `incomplete`, after all is written, when a window does not have all that the API counts. Throws what calls throw when one
 * fails. What was written stays.
 *
 * @throws ArgumentError when an option is unusable; the message names it
 *
 * @example
 * await writeArchive(exportChats(livechat, { from: "2015-01-01" }), { path: "chats.ndjson" });
 */
export function writeArchive<Item extends { id: string }>(
  archive: Archive<Item>,
  options: WriteOptions,
): Promise<Manifest> {
  return writeArchiveOn(createDisk(), archive, options);
}

export async function writeArchiveOn<Item extends { id: string }>(
  disk: Disk,
  archive: Archive<Item>,
  options: WriteOptions,
): Promise<Manifest> {
  const made = madeWith(archive, options);
  const names = namesOf(options);
  const directory = dirname(options.path);
  const unlock = await lock(disk, names.lock);
  try {
    const checkpoint = await readCheckpoint(disk, names.checkpoint, made);
    const done = checkpoint ? undefined : await finished(disk, names, made, archive.days, directory);
    if (done) return settled(done);
    const writer = new Writer(disk, directory, names, made, await begin(disk, names, made, directory, checkpoint));
    const resume = writer.checkpoint.point;
    for await (const window of archive.windows({ monthly: made.monthly, ...(resume && { resume }) }))
      await writer.add(window);
    return await writer.finish();
  } finally {
    await unlock();
  }
}

/** The manifest of this very archive, when it is there already: a run may be killed after its last step. */
async function finished(
  disk: Disk,
  names: Names,
  made: Made,
  days: Window,
  directory: string,
): Promise<Manifest | undefined> {
  if ((await disk.size(names.manifest)) === undefined) return undefined;
  const manifest = await readManifestOn(disk, names.manifest);
  if (manifest.from !== days.from || manifest.to !== days.to || differences(manifest.made, made).length > 0)
    return undefined;
  for (const { name, bytes } of manifest.files) {
    if ((await disk.size(join(directory, name))) !== bytes)
      throw new ArchiveError(
        "damaged",
        `${name} is not as it was written. Remove ${names.manifest} and what is left of the archive, and start again.`,
      );
  }
  return manifest;
}

function settled(manifest: Manifest): Manifest {
  if (!manifest.complete) throw incompleteError(manifest.windows.filter(({ fault }) => fault !== undefined));
  return manifest;
}

/** The checkpoint to go on from, or the first one of a new archive. */
async function begin(
  disk: Disk,
  names: Names,
  made: Made,
  directory: string,
  known: Checkpoint | undefined,
): Promise<Checkpoint> {
  const present = (await disk.list(directory)).filter((name) => names.includes(name));
  if (known) {
    // All of these names were free when the archive was begun. Files that no checkpoint tells of were begun, and no more.
    const begun = present.filter((name) => !known.files.some((file) => file.name === name));
    for (const name of begun) await disk.remove(join(directory, name));
    return known;
  }
  const found = (await disk.size(names.manifest)) === undefined ? present[0] : basename(names.manifest);
  if (found) throw new ArchiveError("exists", `${found} is there already. Write to another path, or move it away.`);
  const first: Checkpoint = { version: 1, made, windows: [], files: [] };
  await disk.replace(names.checkpoint, JSON.stringify(first));
  return first;
}

class Writer {
  readonly #format: Format;

  constructor(
    private readonly disk: Disk,
    private readonly directory: string,
    private readonly names: Names,
    private readonly made: Made,
    public checkpoint: Checkpoint,
  ) {
    this.#format = formatOf(made.kind, made.format, made.onlyIds);
  }

  async add<Item extends { id: string }>(window: ArchiveWindow<Item>): Promise<void> {
    const name = this.names.file(window.from.slice(0, 7));
    const file = this.#file(name);
    const texts = this.#texts(window, file.records === 0);
    const first = await texts.next();
    const part = first.done ? { bytes: 0 } : await this.#append(file, beginning(first.value, texts));
    const { result, resume } = window;
    const grown = { name, bytes: file.bytes + part.bytes, records: file.records + result.written };
    const others = this.checkpoint.files.filter((one) => one.name !== name);
    const checkpoint: Checkpoint = {
      ...this.checkpoint,
      point: resume,
      windows: [...this.checkpoint.windows, { ...result, ...(!first.done && { file: name, ...part }) }],
      files: grown.bytes > 0 ? [...others, grown] : others,
    };
    await this.disk.replace(this.names.checkpoint, JSON.stringify(checkpoint));
    this.checkpoint = checkpoint;
  }

  /** Ends the files, holds them against what was written, and stores the manifest. */
  async finish(): Promise<Manifest> {
    const { point, windows } = this.checkpoint;
    if (!point) throw new Error("An archive has a window at least.");
    const known = this.checkpoint.files;
    const files: WrittenFile[] = [];
    for (const file of known.length > 0 || this.made.monthly ? known : [this.#file(this.names.file(""))]) {
      const text = this.#end(file);
      const end = await this.#append(file, text === undefined ? undefined : beginning(text));
      const parts = windows.filter((window) => window.file === file.name);
      files.push(await verifiedFile(this.disk, join(this.directory, file.name), file, parts, end));
    }
    const manifest = manifestOf(this.made, point, windows, files);
    await this.disk.replace(this.names.manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
    await this.disk.remove(this.names.checkpoint);
    return settled(manifest);
  }

  /** Adds to a file after what is known to be in it. */
  async #append(
    file: Checkpoint["files"][number],
    texts: AsyncIterable<string> | undefined,
  ): Promise<{ bytes: number; crc32: number }> {
    const path = join(this.directory, file.name);
    const present = (await this.disk.size(path)) ?? 0;
    if (present < file.bytes)
      throw new ArchiveError(
        "damaged",
        `${path} is shorter than what was written to it. Remove ${this.names.checkpoint} and the unfinished archive, and start again.`,
      );
    const out = await this.disk.append(path, file.bytes);
    let bytes = 0;
    let sum = 0;
    try {
      const put = async (chunk: Uint8Array): Promise<void> => {
        sum = crc32(chunk, sum);
        bytes += chunk.length;
        await out.write(chunk);
      };
      if (texts) await encode(texts, this.made.gzip, put);
      await out.sync();
    } finally {
      await out.close();
    }
    return { bytes, crc32: sum };
  }

  #file(name: string): Checkpoint["files"][number] {
    return this.checkpoint.files.find((file) => file.name === name) ?? { name, bytes: 0, records: 0 };
  }

  async *#texts<Item extends { id: string }>(window: ArchiveWindow<Item>, atBegin: boolean): AsyncGenerator<string> {
    let first = atBegin;
    for await (const items of window.batches()) {
      yield recordsText(this.#format, items, first);
      first = false;
    }
  }

  /** What a file ends in, if anything. A file without any bytes is none of gzip. */
  #end({ bytes, records }: Checkpoint["files"][number]): string | undefined {
    const text = (records === 0 ? this.#format.begin : "") + this.#format.end;
    return text !== "" || bytes === 0 ? text : undefined;
  }
}

async function* beginning(first: string, rest?: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  if (rest) yield* rest;
}

/**
 * Reads the manifest of a finished archive.
 *
 * @throws ArchiveError `disk` when there is none, `damaged` when it is none
 */
export function readManifest(path: string): Promise<Manifest> {
  return readManifestOn(createDisk(), path);
}
