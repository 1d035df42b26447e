// What the description is compared with, in real repositories; and the command as maintainers and CI run it.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { stringify } from "yaml";
import { type Base, baseFrom, lastRelease, type NoBase } from "../../../scripts/diff/base.js";
import type { Description } from "../../../src/description/document.js";
import { copyProject, Project, ROOT } from "../../support/project.js";

const FILE = "generated/openapi.json";

/** A description of which only the version matters. */
function describeVersion(version: string): Description {
  const info = { title: "Things", version, description: "" };
  return { openapi: "3.1.0", info, servers: [], security: [], tags: [], paths: {}, components: { schemas: {} } };
}

async function git(directory: string, ...args: string[]): Promise<void> {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
  await promisify(execFile)("git", [...identity, ...args], { cwd: directory });
}

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function write(directory: string, version: string): Promise<void> {
  await mkdir(join(directory, "generated"), { recursive: true });
  await writeFile(join(directory, FILE), JSON.stringify(describeVersion(version)));
}

async function commit(directory: string, version: string, ...tags: string[]): Promise<void> {
  await write(directory, version);
  await git(directory, "add", ".");
  await git(directory, "commit", "-m", version);
  for (const tag of tags) await git(directory, "tag", tag);
}

/** A repository with a commit for each version. */
async function repository(...commits: [version: string, ...tags: string[]][]): Promise<string> {
  const directory = await emptyDirectory();
  await git(directory, "init");
  for (const [version, ...tags] of commits) await commit(directory, version, ...tags);
  return directory;
}

async function clone(origin: string, ...options: string[]): Promise<string> {
  const directory = await emptyDirectory();
  await git(directory, "clone", ...options, `file://${origin}`, ".");
  return directory;
}

function outcome(base: Base | NoBase): string[] {
  return "reason" in base ? [base.reason] : [base.name, base.description.info.version];
}

describe("the last release", () => {
  test("is the last tag of a version that leads here", async () => {
    const directory = await repository(["1", "v0.1.0"], ["2", "v0.2.0", "vienna"], ["3", "latest"]);
    expect(outcome(await lastRelease(directory))).toEqual(["v0.2.0", "2"]);
    await git(directory, "checkout", "-b", "older", "v0.1.0");
    await commit(directory, "4");
    expect(outcome(await lastRelease(directory))).toEqual(["v0.1.0", "1"]);
  });

  test("is unknown before the first", async () => {
    const reason = "Nothing is released yet: no tag such as v1.2.3 leads here.";
    expect(outcome(await lastRelease(await repository(["1"], ["2"])))).toEqual([reason]);
  });

  test("is known in a shallow clone that has its tag, and else how to get it", async () => {
    const origin = await repository(["1", "v0.9.0"], ["2", "v0.10.0"], ["3"]);
    const bare = await clone(origin, "--depth=1");
    expect(outcome(await lastRelease(bare))).toEqual([
      "This clone is shallow and has no tags, so the last release is not known. Fetch it: git fetch --tags --unshallow",
    ]);
    await git(bare, "fetch", "--depth=1", "origin", "tag", "v0.9.0", "tag", "v0.10.0");
    expect(outcome(await lastRelease(bare))).toEqual(["v0.10.0", "2"]);
    await git(bare, "fetch", "--tags", "--unshallow");
    expect(outcome(await lastRelease(bare))).toEqual(["v0.10.0", "2"]);
  });

  test("is unknown without a repository, and inside somebody else's", async () => {
    const reason = "This is no clone of the project's repository, so the last release is not known.";
    const tarball = await emptyDirectory();
    await write(tarball, "1");
    expect(outcome(await lastRelease(tarball))).toEqual([reason]);
    const other = join(await repository(["1", "v9.0.0"]), "unpacked");
    await write(other, "1");
    expect(outcome(await lastRelease(other))).toEqual([reason]);
  });
});

describe("another base", () => {
  test("is a file or a revision", async () => {
    const directory = await repository(["1"], ["2"], ["3"]);
    await writeFile(join(directory, "old.yaml"), stringify(describeVersion("0")));
    await writeFile(join(directory, "HEAD"), JSON.stringify(describeVersion("file")));
    expect(outcome(await baseFrom(directory, "old.yaml"))).toEqual(["old.yaml", "0"]);
    expect(outcome(await baseFrom(directory, "HEAD~1"))).toEqual(["HEAD~1", "2"]);
    expect(outcome(await baseFrom(directory, "HEAD"))).toEqual(["HEAD", "file"]);
    expect(outcome(await baseFrom(directory, "git:HEAD"))).toEqual(["HEAD", "3"]);
  });

  test.each([
    ["nowhere", "nowhere is neither a file nor a revision of this repository that holds generated/openapi.json."],
    ["git:nowhere", "nowhere is neither a file nor a revision of this repository that holds generated/openapi.json."],
    ["text.txt", "text.txt is no bundled OpenAPI 3.1 description, such as generated/openapi.json is."],
    ["broken.json", "broken.json is neither JSON nor YAML."],
  ])("%s is refused", async (text, message) => {
    const directory = await repository(["1"]);
    await writeFile(join(directory, "text.txt"), "Hello.");
    await writeFile(join(directory, "broken.json"), "{");
    await expect(baseFrom(directory, text)).rejects.toThrow(message);
  });
});

const CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-12-01\n\n### Added\n- All of it.\n";

describe("the command", () => {
  /** A copy of the project with version 0.1.0 released in it. */
  async function released(): Promise<Project> {
    const project = await copyProject();
    await project.write("CHANGELOG.md", CHANGELOG);
    await project.write(".gitignore", "node_modules\n");
    await git(project.directory, "init");
    await git(project.directory, "add", ".");
    await git(project.directory, "commit", "-m", "Release");
    await git(project.directory, "tag", "v0.1.0");
    return project;
  }

  const diff = (project: Project, ...args: string[]) => project.run("scripts/diff.ts", args);

  test("compares with the release, demands the entry, and drafts it", async () => {
    const project = await released();
    await project.edit("openapi/resources/status/status.yaml", "operationId: status.get", "operationId: status.read");
    await project.edit(FILE, '"operationId": "status.get"', '"operationId": "status.read"');
    const refused = await diff(project, "--check");
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("The description differs from v0.1.0, and CHANGELOG.md lacks");
    expect(refused.output).toContain("  status.read: was called `status.get`\n");
    expect(refused.output).toContain('Run "npm run diff -- --write" for a draft');

    const written = await diff(project, "--write");
    expect(written).toEqual({ code: 0, output: "CHANGELOG.md updated: read it over, and put it well.\n" });
    expect(await project.read("CHANGELOG.md")).toContain(
      "## Unreleased\n\n### Changed\n- **Breaking for the client's users:** `status.read`: was called `status.get`.\n",
    );
    const told = "CHANGELOG.md tells how the description differs from v0.1.0.\n";
    expect(await diff(project, "--check")).toEqual({ code: 0, output: told });
  });

  test("has nothing to say in a clone that does not know the release, unless it must", async () => {
    const { directory } = await released();
    await git(directory, "commit", "--allow-empty", "-m", "Later");
    const shallow = new Project(await clone(directory, "--depth=1", "--no-tags"));
    await symlink(join(ROOT, "node_modules"), shallow.path("node_modules"));
    const { code, output } = await diff(shallow);
    expect(code).toBe(0);
    expect(output).toContain("npm run diff -- --base HEAD");
    const unchecked = await diff(shallow, "--check");
    const reason = "This clone is shallow and has no tags, so the last release is not known.";
    expect(unchecked).toMatchObject({ code: 0, output: expect.stringContaining(`is not checked. ${reason}`) });
    vi.stubEnv("REQUIRE_RELEASE", "1");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await diff(shallow, "--check")).toEqual({ ...unchecked, code: 1 });
  });

  test("says what it does, and what it refuses", async () => {
    const project = await copyProject();
    const { code, output } = await diff(project, "--help");
    expect(code).toBe(0);
    expect(output).toContain("Exit codes: 0 when compared");
    expect(await diff(project, "--base", "nowhere")).toEqual({
      code: 1,
      output: "nowhere is neither a file nor a revision of this repository that holds generated/openapi.json.\n",
    });
  });
});
