// The manifest of what the sources name, by operation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./project.js";

export interface SourceEntry {
  /** Method and path template. */
  route: string;
  /** The ids that scraped descriptions give the operation. */
  replaces: string[];
  path?: string[];
  query?: string[];
  /** Dotted paths into the JSON body; `[]` stands for the items of an array. */
  body?: string[];
}

const { discarded: _, ...entries } = parse(readFileSync(join(ROOT, "test/fixtures/sources.yaml"), "utf8")) as Record<
  string,
  SourceEntry
>;

export const sources: Record<string, SourceEntry> = entries;
