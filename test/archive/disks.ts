// Disks that fail: a process that is killed between two steps, or in the middle of a write, and a disk that is full.
import * as nodeFiles from "node:fs/promises";
import { createDisk, type Disk, type Files } from "../../src/archive/write/disk.js";

/** What stands where a step fails. */
class Killed extends Error {}

export interface FailingDisk {
  disk: Disk;
  /** How many steps there have been. */
  steps(): number;
}

/** A disk that can do no more after so many steps; a write that comes then is done by half. */
export function diskKilledAfter(limit: number): FailingDisk {
  let steps = 0;
  const step = (): void => {
    if (++steps > limit) throw new Killed(`killed after ${limit} steps`);
  };
  return { disk: createDisk(watched(step)), steps: () => steps };
}

/** A disk with room for so many bytes, whoever writes them. */
export function fullDisk(room: number): Disk {
  let left = room;
  return createDisk(
    watched((bytes = 0) => {
      left -= bytes;
      if (left < 0) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    }),
  );
}

/** Node's files, with something that happens before each step that changes any. It is told of the bytes, and stops the step by throwing. */
function watched(step: (bytes?: number) => void): Files {
  const before =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      step();
      return work(...args);
    };
  return {
    ...nodeFiles,
    rename: before(nodeFiles.rename),
    rm: before(nodeFiles.rm),
    open: (async (...args: Parameters<typeof nodeFiles.open>) => {
      step();
      return watchedHandle(await nodeFiles.open(...args), step);
    }) as typeof nodeFiles.open,
  };
}

function watchedHandle(handle: nodeFiles.FileHandle, step: (bytes?: number) => void): nodeFiles.FileHandle {
  const write = handle.write.bind(handle) as (
    bytes: Uint8Array,
    ...place: number[]
  ) => Promise<{ bytesWritten: number }>;
  return Object.assign(handle, {
    truncate: stepped(handle.truncate.bind(handle), step),
    // A killed process loses nothing that it has handed to the system.
    datasync: async () => step(),
    sync: async () => step(),
    writeFile: async (text: string) => {
      await written(Buffer.from(text), step, (bytes) => write(bytes, 0, bytes.length));
    },
    write: (bytes: Uint8Array, offset: number, length: number, position: number) =>
      written(bytes.subarray(offset, offset + length), step, (part) => write(part, 0, part.length, position)),
  });
}

function stepped<Args extends unknown[]>(work: (...args: Args) => Promise<void>, step: () => void) {
  return async (...args: Args): Promise<void> => {
    step();
    await work(...args);
  };
}

async function written<T>(
  bytes: Uint8Array,
  step: (bytes?: number) => void,
  write: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  try {
    step(bytes.length);
  } catch (error) {
    await write(bytes.subarray(0, bytes.length / 2));
    throw error;
  }
  return write(bytes);
}
