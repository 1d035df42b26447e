// Files that only their owner can read, and that survive the process being killed between any two steps.
import { constants, type Stats } from "node:fs";
import * as nodeFiles from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ArchiveError } from "../errors.js";

/** The part of Node's file system that is used. */
export type Files = Pick<typeof nodeFiles, "open" | "rename" | "rm" | "stat" | "readFile" | "readdir">;

const OWNER_ONLY = 0o600;

/** A file that is being added to. */
interface AppendFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Returns when everything has reached the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface Disk {
  /** Size in bytes; undefined when there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** Undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** The file in pieces. */
  pieces(path: string): AsyncIterable<Uint8Array>;
  /** The names of the files in a directory. */
  list(directory: string): Promise<string[]>;
  /** Puts a text in the place of a file: whenever it is read, it is the old one or the new one. */
  replace(path: string, text: string): Promise<void>;
  /** Creates a file; false when there is one. */
  create(path: string, text: string): Promise<boolean>;
  /** Opens a file, or creates it, to add to its first so many bytes; what stands after them is dropped. */
  append(path: string, bytes: number): Promise<AppendFile>;
  remove(path: string): Promise<void>;
}

export function createDisk(files: Files = nodeFiles): Disk {
  const size = async (path: string): Promise<number | undefined> => (await unlessMissing(files.stat(path)))?.size;
  const writeNew = async (path: string, flags: string | number, text: string): Promise<void> => {
    const file = await files.open(path, flags, OWNER_ONLY);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  };
  const syncDirectory = async (path: string): Promise<void> => {
    // Windows opens no directories.
    if (process.platform === "win32") return;
    const directory = await files.open(dirname(path), "r");
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  };
  return {
    size: (path) => told(path, size(path)),
    read: (path) => told(path, unlessMissing(files.readFile(path, "utf8"))),
    list: (directory) => told(directory, files.readdir(directory)),
    remove: (path) => told(path, files.rm(path, { force: true })),
    async *pieces(path) {
      const file = await told(path, files.open(path, "r"));
      try {
        const buffer = Buffer.alloc(1 << 18);
        for (;;) {
          const { bytesRead } = await told(path, file.read(buffer, 0, buffer.length));
          if (bytesRead === 0) return;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
    replace: (path, text) => {
      const fresh = `${path}.new`;
      const work = async (): Promise<void> => {
        await writeNew(fresh, "w", text);
        await files.rename(fresh, path);
        await syncDirectory(path);
      };
      return told(path, work());
    },
    create: (path, text) =>
      told(
        path,
        writeNew(path, "wx", text).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code === "EEXIST") return false;
            throw error;
          },
        ),
      ),
    append: async (path, bytes) => {
      const work = async (): Promise<nodeFiles.FileHandle> => {
        const present = await size(path);
        const handle = await files.open(path, constants.O_CREAT | constants.O_WRONLY, OWNER_ONLY);
        try {
          await handle.truncate(bytes);
          if (present === undefined) await syncDirectory(path);
          return handle;
        } catch (error) {
          await handle.close();
          throw error;
        }
      };
      const handle = await told(path, work());
      let position = bytes;
      return {
        write: async (chunk) => {
          for (let rest = chunk; rest.length > 0; ) {
            const { bytesWritten } = await told(path, handle.write(rest, 0, rest.length, position));
            position += bytesWritten;
            rest = rest.subarray(bytesWritten);
          }
        },
        sync: () => told(path, handle.datasync()),
        close: () => handle.close(),
      };
    },
  };
}

async function unlessMissing<T extends string | Stats>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const REASONS: Record<string, string> = {
  ENOSPC: "The disk is full",
  EDQUOT: "The quota of the disk is used up",
  EFBIG: "The file is larger than it may be",
  EACCES: "This is not allowed",
  EPERM: "This is not allowed",
  EROFS: "The disk is read-only",
  ENOENT: "There is no such file or directory",
  ENOTDIR: "A part of the path is no directory",
  EISDIR: "This is a directory",
  EIO: "The disk has failed",
};

/** What comes of the work, its failure told with the file's name. */
async function told<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    throw new ArchiveError("disk", `${REASONS[code] ?? message}: ${basename(path)} (${path}).`, { cause });
  }
}
