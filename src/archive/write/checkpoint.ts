// How far the writing of an archive has come, for a run that goes on with it.
import { ArchiveError } from "../errors.js";
import type { ResumePoint } from "../walk.js";
import type { Disk } from "./disk.js";
import type { Made, WrittenFile, WrittenWindow } from "./manifest.js";

export interface Checkpoint {
  version: 1;
  made: Made;
  /** Where the export stands; missing before the first window. */
  point?: ResumePoint;
  windows: readonly WrittenWindow[];
  /** What the files have, to the byte; whatever is in them beyond that is not part of the archive yet. */
  files: readonly Omit<WrittenFile, "sha256">[];
}

/** The checkpoint at this path, if there is one, which has to be made with the same. */
export async function readCheckpoint(disk: Disk, path: string, made: Made): Promise<Checkpoint | undefined> {
  const text = await disk.read(path);
  if (text === undefined) return undefined;
  const checkpoint = parse(text);
  if (checkpoint?.version !== 1)
    throw new ArchiveError("damaged", `${path} cannot be read. Remove it and the unfinished archive, and start again.`);
  const changed = differences(checkpoint.made, made);
  if (changed.length > 0)
    throw new ArchiveError(
      "changed",
      `This archive was begun with another ${changed.join(", ")}. Go on with what it was begun with, write to another path, or remove ${path} and the unfinished archive.`,
    );
  return checkpoint;
}

/** The names of what differs between two archives; filters by their own names. */
export function differences(one: Made, other: Made): string[] {
  const [before, now] = [flat(one), flat(other)];
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

function flat({ filters, ...made }: Made): Record<string, unknown> {
  return { ...made, ...Object.fromEntries(Object.entries(filters).map(([name, value]) => [`filter ${name}`, value])) };
}

function parse(text: string): Checkpoint | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
