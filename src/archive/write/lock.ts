// One process at a time writes an archive. A lock names its process, so that one left behind by a killed process is no hindrance.
import { hostname } from "node:os";
import { ArchiveError } from "../errors.js";
import type { Disk } from "./disk.js";

interface Holder {
  pid: number;
  host: string;
}

/** The locks of this process: a process that has the number of another one before it, as in a container, knows its own. */
const held = new Set<string>();

/** Takes the lock, and gives a function that gives it back. */
export async function lock(disk: Disk, path: string): Promise<() => Promise<void>> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder);
  if (held.has(path)) throw lockedError(path, process.pid);
  held.add(path);
  try {
    while (!(await disk.create(path, mine))) {
      const text = await disk.read(path);
      if (text !== undefined) await removeIfStale(disk, path, text);
    }
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return async () => {
    held.delete(path);
    // What happened meanwhile counts more; a lock that stays is no hindrance.
    await disk.remove(path).catch(() => {});
  };
}

async function removeIfStale(disk: Disk, path: string, text: string): Promise<void> {
  const holder = parse(text);
  // Without a name the process was killed while it took the lock.
  if (holder && isRunning(holder)) throw lockedError(path, holder.pid, holder.host);
  await disk.remove(path);
}

function isRunning({ pid, host }: Holder): boolean {
  // Whether a process of another machine is still there cannot be told.
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function lockedError(path: string, pid: number, host?: string): ArchiveError {
  const where = host === undefined || host === hostname() ? "" : ` on ${host}`;
  return new ArchiveError(
    "locked",
    `Process ${pid}${where} is writing this archive. If it is not, remove ${path} and start again.`,
  );
}
