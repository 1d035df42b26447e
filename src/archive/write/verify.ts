// Reads a finished file again, and holds it against what was written.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { ArchiveError } from "../errors.js";
import { windowName } from "../window.js";
import type { Disk } from "./disk.js";
import type { WrittenFile, WrittenWindow } from "./manifest.js";

/** A part of a file; the parts follow each other. */
interface Part {
  name: string;
  bytes: number;
  crc32: number;
}

/** The file, when its windows, and its end, are in it as they were written; otherwise an ArchiveError names the first that is not. */
export async function verifiedFile(
  disk: Disk,
  path: string,
  { name, bytes, records }: Omit<WrittenFile, "sha256">,
  windows: readonly WrittenWindow[],
  end: { bytes: number; crc32: number },
): Promise<WrittenFile> {
  const parts = windows.map((window) => ({ name: windowName(window), bytes: 0, crc32: 0, ...window }));
  const checker = new Checker(path, [...parts, { name: "the end", ...end }]);
  const hash = createHash("sha256");
  for await (const piece of disk.pieces(path)) {
    hash.update(piece);
    checker.take(piece);
  }
  checker.end();
  return { name, bytes: bytes + end.bytes, records, sha256: hash.digest("hex") };
}

class Checker {
  #sum = 0;
  #read = 0;

  constructor(
    private readonly path: string,
    /** The parts still to come; the first is being read. */
    private readonly parts: Part[],
  ) {}

  take(piece: Uint8Array): void {
    for (let rest = piece; rest.length > 0; ) {
      this.#settle();
      const [part] = this.parts;
      if (!part) throw new ArchiveError("damaged", `${this.path} holds more than was written.`);
      const mine = rest.subarray(0, part.bytes - this.#read);
      this.#sum = crc32(mine, this.#sum);
      this.#read += mine.length;
      rest = rest.subarray(mine.length);
    }
  }

  end(): void {
    this.#settle();
    const [missing] = this.parts;
    if (missing) throw new ArchiveError("damaged", `${this.path} ends before ${missing.name} does.`);
  }

  /** Leaves the parts behind that have been read whole. */
  #settle(): void {
    for (let [part] = this.parts; part && part.bytes === this.#read; [part] = this.parts) {
      if (part.crc32 !== this.#sum)
        throw new ArchiveError("damaged", `${this.path} does not hold ${part.name} as it was written.`);
      this.parts.shift();
      this.#sum = 0;
      this.#read = 0;
    }
  }
}
