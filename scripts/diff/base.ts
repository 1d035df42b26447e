// The description to compare with: the last released one, which git knows by its tag, or another that is asked for.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { Description } from "../../src/description/document.js";

export interface Base {
  /** What it is called in what people read. */
  name: string;
  description: Description;
}

/** There is nothing to compare with. */
export interface NoBase {
  reason: string;
}

/** Something that whoever typed the command can put right. */
export class UsageError extends Error {}

/** Where the description stands in every release. */
export const FILE = "generated/openapi.json";

const TAGS = "v[0-9]*";

/** The description at the last tag such as v1.2.3 that HEAD descends from. */
export async function lastRelease(directory: string): Promise<Base | NoBase> {
  // Unpacked inside somebody else's repository, the project would otherwise go by that one's tags.
  if (!(await git(directory, ["ls-files", FILE])))
    return { reason: "This is no clone of the project's repository, so the last release is not known." };
  const tag = await lastTag(directory);
  if (tag) return { name: tag, description: await atRevision(directory, tag) };
  if ((await git(directory, ["rev-parse", "--is-shallow-repository"])) === "true")
    return {
      reason:
        "This clone is shallow and has no tags, so the last release is not known. Fetch it: git fetch --tags --unshallow",
    };
  return { reason: "Nothing is released yet: no tag such as v1.2.3 leads here." };
}

/** A file, or a revision that git knows; `git:` before it says that it is one. */
export async function baseFrom(directory: string, text: string): Promise<Base> {
  const revision = /^git:(.+)$/.exec(text)?.[1];
  if (revision) return { name: revision, description: await atRevision(directory, revision) };
  const file = await readFile(resolve(directory, text), "utf8").catch(ignoreMissing);
  return {
    name: text,
    description: file === undefined ? await atRevision(directory, text) : readDescription(text, file),
  };
}

/** A shallow clone may hold tags without what lies between them and HEAD. */
async function lastTag(directory: string): Promise<string | undefined> {
  const reached = await git(directory, ["describe", "--tags", "--abbrev=0", `--match=${TAGS}`]);
  if (reached || (await git(directory, ["rev-parse", "--is-shallow-repository"])) !== "true") return reached;
  const tags = await git(directory, ["tag", "--list", TAGS, "--sort=-version:refname"]);
  return tags?.split("\n")[0];
}

async function atRevision(directory: string, revision: string): Promise<Description> {
  const text = await git(directory, ["show", `${revision}:./${FILE}`]);
  if (text) return readDescription(`${revision}:${FILE}`, text);
  throw new UsageError(`${revision} is neither a file nor a revision of this repository that holds ${FILE}.`);
}

function readDescription(name: string, text: string): Description {
  let description: unknown;
  try {
    description = parse(text);
  } catch {
    throw new UsageError(`${name} is neither JSON nor YAML.`);
  }
  const { openapi, components } = (description ?? {}) as Partial<Description>;
  if (!openapi?.startsWith("3.1.") || !components?.schemas)
    throw new UsageError(`${name} is no bundled OpenAPI 3.1 description, such as ${FILE} is.`);
  return description as Description;
}

/** What git prints; nothing where it fails, or is not there. */
function git(directory: string, args: string[]): Promise<string | undefined> {
  return new Promise((done) => {
    execFile("git", args, { cwd: directory, maxBuffer: 1 << 28 }, (error, output) => {
      done(error ? undefined : output.trim());
    });
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
