// Replaces a folder of generated files as a whole: after a crash, a kill or a full disk it holds either all old or all new files.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Files } from "./pipeline.js";

/** The names of the files in `folder` that differ from `files`, missing and superfluous ones included. */
export async function staleFiles(folder: string, files: Files): Promise<string[]> {
  await recover(folder);
  const present = await readdir(folder).catch(() => []);
  const names = [...new Set([...present, ...Object.keys(files)])].sort();
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => undefined)));
  return names.filter((name, index) => contents[index] !== files[name]);
}

/** Makes `folder` hold exactly `files`. Returns the names of the files that changed. */
export async function replaceFiles(folder: string, files: Files): Promise<string[]> {
  const stale = await staleFiles(folder, files);
  if (stale.length === 0) return stale;
  const { next, previous } = siblings(folder);
  await rm(next, { recursive: true, force: true });
  try {
    await mkdir(next, { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(next, name), content, { flush: true });
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    throw error;
  }
  await rename(folder, previous).catch(ignoreMissing);
  await rename(next, folder);
  await rm(previous, { recursive: true, force: true });
  return stale;
}

/** Mends what a kill between the two renames leaves behind: the old folder goes back into its place. */
async function recover(folder: string): Promise<void> {
  const { previous } = siblings(folder);
  const missing = await readdir(folder).then(
    () => false,
    () => true,
  );
  if (missing) await rename(previous, folder).catch(ignoreMissing);
}

function siblings(folder: string): { next: string; previous: string } {
  return { next: `${folder}.next`, previous: `${folder}.previous` };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}
