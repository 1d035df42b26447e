// Two descriptions compared as npm run diff does it, by processes of Redocly that stay.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { compare } from "../../scripts/description/redocly.js";
import { stayingRuns } from "../../scripts/description/run.js";
import { type Change, changesBetween } from "../../scripts/diff/changes.js";
import { placeText, whatText } from "../../scripts/diff/words.js";
import type { Description } from "../../src/description/document.js";
import { ROOT } from "./project.js";

/** Gives the comparison to the tests of a file, one at a time. */
export function comparison(): (before: Description, after: Description) => Promise<Change[]> {
  const redocly = stayingRuns();
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  });
  afterAll(async () => {
    await redocly.close();
    await rm(directory, { recursive: true, force: true });
  });
  return async (before, after) => {
    const [old, now] = [join(directory, "before.json"), join(directory, "after.json")];
    await Promise.all([writeFile(old, JSON.stringify(before)), writeFile(now, JSON.stringify(after))]);
    return changesBetween(before, after, await compare(ROOT, old, now, redocly.run));
  };
}

/** For the API's users, for the client's, where, and what. */
export function lineOf(change: Change): string {
  return `${change.api} ${change.client} | ${placeText(change)} | ${whatText(change)}`;
}
