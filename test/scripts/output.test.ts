// generated/ is replaced as a whole or not at all, whatever happens on the way.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { replaceFiles, staleFiles } from "../../scripts/output.js";
import { copyProject, finished } from "../support/project.js";

let folder: string;

beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  folder = join(parent, "generated");
});

async function read(directory = folder): Promise<Record<string, string>> {
  const names = (await readdir(directory)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), "utf8")] as const)),
  );
}

describe("replacing", () => {
  test("makes the folder, changes it, and takes out what is no longer there", async () => {
    expect(await replaceFiles(folder, { a: "1", b: "2" })).toEqual(["a", "b"]);
    expect(await replaceFiles(folder, { a: "1", c: "3" })).toEqual(["b", "c"]);
    expect(await read()).toEqual({ a: "1", c: "3" });
    expect(await readdir(join(folder, ".."))).toEqual(["generated"]);
  });

  test("leaves a folder that is as it should be untouched", async () => {
    await replaceFiles(folder, { a: "1" });
    expect(await replaceFiles(folder, { a: "1" })).toEqual([]);
    expect(await staleFiles(folder, { a: "2", b: "" })).toEqual(["a", "b"]);
  });

  test("leaves the old files when a new one cannot be written", async () => {
    await replaceFiles(folder, { a: "1" });
    await expect(replaceFiles(folder, { a: "2", "no/such/place": "" })).rejects.toThrow("ENOENT");
    expect(await read()).toEqual({ a: "1" });
    expect(await readdir(join(folder, ".."))).toEqual(["generated"]);
  });

  test("a kill between the two renames is mended by the next run", async () => {
    await replaceFiles(folder, { a: "1" });
    await rename(folder, `${folder}.previous`);
    await mkdir(`${folder}.next`);
    await writeFile(join(`${folder}.next`, "a"), "half");
    expect(await staleFiles(folder, { a: "1" })).toEqual([]);
    expect(await replaceFiles(folder, { a: "2" })).toEqual(["a"]);
    expect(await read()).toEqual({ a: "2" });
    expect(await readdir(join(folder, ".."))).toEqual(["generated"]);
  });
});

// A limit on the size of files stops a write in its middle, as a full disk does.
test.skipIf(process.platform === "win32")("a disk that is full half-way leaves generated/ as it was", async () => {
  const project = await copyProject();
  const before = await read(project.path("generated"));
  await project.edit("openapi/resources/status/status.yaml", /summary: .*/, "summary: Tell who is there");
  const blocks = 512;
  const shell = spawn("bash", ["-c", `ulimit -f ${blocks}; exec ${process.execPath} --import tsx write.ts`], {
    cwd: project.directory,
  });
  await project.write("write.ts", WRITE);
  const { code, output } = await finished(shell);
  expect(output).toMatch(/EFBIG|file too large/);
  expect(code).not.toBe(0);
  expect(await read(project.path("generated"))).toEqual(before);
});

const WRITE = `
import { replaceFiles } from "./scripts/output.js";
await replaceFiles("generated", { "models.ts": "new", "openapi.json": "x".repeat(2_000_000) });
`;

test("a kill at any moment leaves all old or all new files", async () => {
  const project = await copyProject();
  await project.write("write.ts", LOOP);
  for (const milliseconds of [0, 1, 2, 3, 5, 8, 13, 21]) {
    const child = project.spawn("write.ts");
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    setTimeout(() => child.kill("SIGKILL"), milliseconds);
    await finished(child);
    await staleFiles(project.path("generated"), {});
    const files = Object.entries(await read(project.path("generated")));
    expect(new Set(files.map(([, text]) => text.charAt(0))).size).toBe(1);
    expect(files).toHaveLength(20);
  }
});

const LOOP = `
import { replaceFiles } from "./scripts/output.js";
const files = (letter) => Object.fromEntries(Array.from({ length: 20 }, (_, index) => ["file" + index, letter.repeat(50_000)]));
await replaceFiles("generated", files("0"));
console.log("begun");
for (let round = 1; ; round = (round + 1) % 10) await replaceFiles("generated", files(String(round)));
`;
