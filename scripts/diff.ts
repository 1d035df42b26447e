// npm run diff: compares the description with the last released one, classifies the changes, and drafts the changelog's entry.
// With --check it fails when CHANGELOG.md is silent about them.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Description } from "../src/description/document.js";
import { reportFailure } from "./description/problems.js";
import { bundle, compare } from "./description/redocly.js";
import { type Base, baseFrom, FILE, lastRelease, type NoBase, UsageError } from "./diff/base.js";
import { draftOf, draftText, hasRelease, untold, withDraft } from "./diff/changelog.js";
import { type Change, changesBetween } from "./diff/changes.js";
import { jsonText, tableText } from "./diff/report.js";
import { same } from "./diff/tree.js";

const USAGE = `Usage: npm run diff [-- options]

Compares openapi/ with the last released description, and says of each change what it means for whoever codes by the
description ("API") and for whoever uses the client's methods and types ("client"):
  breaking   code that was right may fail, or not compile
  additive   code that was right stays right
  wording    only people notice
  none       it is hidden from them

The last released description is ${FILE} at the last tag such as v1.2.3.

  --base WHERE   compare with a file, or with a revision of git: --base old.json, --base HEAD, --base git:main
  --json         print the changes for programs
  --changelog    print the entry for CHANGELOG.md instead
  --write        put the entry under "## Unreleased", save what is told there already
  --check        change nothing; exit with 1 when "## Unreleased" is silent about the changes of generated/: it needs a line when
                 anything changed, and for each breaking change a line under "### Changed" or "### Removed" that names the
                 operation or the type in backticks
  --help         show this text

Exit codes: 0 when compared, whatever was found, and when there is no release to compare with; 1 when the comparison cannot be
made, or --check misses a line. With REQUIRE_RELEASE=1, --check also fails where the changelog has a release that git does not.`;

const CHANGELOG = "CHANGELOG.md";

async function main(directory: string): Promise<number> {
  const { values } = parseArgs({
    options: {
      base: { type: "string" },
      json: { type: "boolean" },
      changelog: { type: "boolean" },
      write: { type: "boolean" },
      check: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const base = await (values.base === undefined ? lastRelease(directory) : baseFrom(directory, values.base));
  if (values.check) return check(directory, base);
  if ("reason" in base) {
    const cure = "To compare with something else: npm run diff -- --base HEAD, or --base some/openapi.json.";
    console.log(values.json ? jsonText(base, []) : `${base.reason}\n${cure}`);
    return 0;
  }
  const changes = await inScratch(async (scratch) => {
    const now = join(scratch, "now.json");
    await bundle(directory, "openapi/openapi.yaml", now);
    return changesSince(directory, base, now, scratch);
  });
  if (values.write) await write(directory, changes);
  else if (values.changelog) console.log(draftText(draftOf(changes)));
  else console.log(values.json ? jsonText(base, changes) : tableText(base, changes));
  return 0;
}

/** `now` is a file with a bundled description. */
async function changesSince(directory: string, base: Base, now: string, scratch: string): Promise<Change[]> {
  const description = JSON.parse(await readFile(now, "utf8")) as Description;
  if (same(base.description, description)) return [];
  const before = join(scratch, "before.json");
  await writeFile(before, JSON.stringify(base.description));
  return changesBetween(base.description, description, await compare(directory, before, now));
}

async function inScratch<T>(use: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), "livechat-openapi-"));
  try {
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function write(directory: string, changes: Change[]): Promise<void> {
  const file = join(directory, CHANGELOG);
  const old = await readFile(file, "utf8");
  const now = withDraft(old, draftOf(changes));
  if (now !== old) await writeFile(file, now);
  console.log(
    now === old ? `${CHANGELOG} tells of everything.` : `${CHANGELOG} updated: read it over, and put it well.`,
  );
}

async function check(directory: string, base: Base | NoBase): Promise<number> {
  const changelog = await readFile(join(directory, CHANGELOG), "utf8");
  if ("reason" in base) return skipCheck(base, changelog);
  const changes = await inScratch((scratch) => changesSince(directory, base, join(directory, FILE), scratch));
  const missing = untold(changelog, base.name.replace(/^v/, ""), changes);
  if (missing.length === 0) {
    console.log(`${CHANGELOG} tells how the description differs from ${base.name}.`);
    return 0;
  }
  console.error(
    [
      `The description differs from ${base.name}, and ${CHANGELOG} lacks under "## Unreleased":`,
      ...missing.map((text) => `  ${text}`),
      'Run "npm run diff -- --write" for a draft, and put it well. A breaking change belongs under "### Changed" or "### Removed".',
    ].join("\n"),
  );
  return 1;
}

/** Without a release there is nothing to tell of. With one that cannot be found, CI should not take silence for agreement. */
function skipCheck({ reason }: NoBase, changelog: string): number {
  const isMissing = hasRelease(changelog) && process.env["REQUIRE_RELEASE"] === "1";
  (isMissing ? console.error : console.log)(`${CHANGELOG} is not checked. ${reason}`);
  return isMissing ? 1 : 0;
}

try {
  process.exitCode = await main(process.cwd());
} catch (error) {
  process.exitCode = reportFailure(error instanceof UsageError ? error.message : error);
}
