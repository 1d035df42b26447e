// The chapters of CONTRIBUTING.md that change the description, followed to the letter in copies of the project.
import { spawn } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { stayingRuns } from "../../scripts/description/run.js";
import { renderReference } from "../../scripts/docs/reference.js";
import { replaceFiles } from "../../scripts/output.js";
import { generate } from "../../scripts/pipeline.js";
import type { Description } from "../../src/description/document.js";
import { copyProject, finished, type Project, ROOT } from "../support/project.js";
import { compile } from "../support/snippets.js";

const redocly = stayingRuns();
afterAll(redocly.close);

/** A block of code: its language, and its lines without the indentation that it has in the text. */
interface Block {
  language: string;
  lines: string[];
}

interface Ran {
  command: string;
  code: number | null;
  output: string;
}

/** Does what a chapter says, block by block. Gives what its commands said. */
async function follow(project: Project, chapter: string): Promise<Ran[]> {
  const said: Ran[] = [];
  for (const block of await blocksOf(chapter)) {
    if (block.language === "diff") await patch(project, block.lines);
    else if (block.language === "yaml") await create(project, block.lines);
    else for (const command of block.lines) said.push({ command, ...(await run(project, command)) });
  }
  return said;
}

async function blocksOf(chapter: string): Promise<Block[]> {
  const text = await readFile(join(ROOT, "CONTRIBUTING.md"), "utf8");
  const found = text.split(/^## /m).find((part) => part.startsWith(`${chapter}\n`));
  if (!found) throw new Error(`CONTRIBUTING.md has no chapter ${chapter}`);
  return [...found.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```/gm)].map(([, indent = "", language = "", code = ""]) => ({
    language,
    lines: code
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(indent.length)),
  }));
}

/** `--- file`, then lines that stay, go or come. They stand in the file exactly once. */
async function patch(project: Project, [head = "", ...lines]: string[]): Promise<void> {
  const file = head.replace("--- ", "");
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const parts = (await project.read(file)).split(side("-"));
  expect(parts, `${file} holds once:\n${side("-")}`).toHaveLength(2);
  await project.write(file, parts.join(side("+")));
}

/** `# file`, then what is in it. */
async function create(project: Project, lines: string[]): Promise<void> {
  const file = lines[0]?.replace("# ", "") ?? "";
  await mkdir(dirname(project.path(file)), { recursive: true });
  await writeFile(project.path(file), `${lines.join("\n")}\n`, { flag: "wx" });
}

async function run(project: Project, command: string): Promise<{ code: number | null; output: string }> {
  if (command !== "npm run generate") return shell(project, command);
  // What the command does, in processes that are warm.
  const { files } = await generate(project.directory, redocly.run);
  return { code: 0, output: String(await replaceFiles(project.path("generated"), files)) };
}

function shell(project: Project, command: string): Promise<{ code: number | null; output: string }> {
  return finished(spawn("bash", ["-c", command], { cwd: project.directory }));
}

/** A copy with a release to compare with. */
async function copyRelease(): Promise<Project> {
  const project = await copyProject();
  await add(project, "CHANGELOG.md");
  await add(project, "test/fixtures/sources.yaml");
  const git = "git -c user.name=Ada -c user.email=ada@example.com";
  const commands = [
    "git init --quiet",
    "git add generated",
    `${git} commit --quiet --message Release`,
    "git tag v0.1.0",
  ];
  expect(await shell(project, commands.join(" && "))).toEqual({ code: 0, output: "" });
  return project;
}

/** Copies what a project for other tests has no need of. */
function add(project: Project, part: string): Promise<void> {
  return cp(join(ROOT, part), project.path(part), { recursive: true });
}

async function description(project: Project): Promise<Description> {
  return JSON.parse(await project.read("generated/openapi.json")) as Description;
}

/** A client, for programs that are only compiled. */
const CLIENT = `
import type { LiveChat } from "livechat-openapi";
declare const livechat: LiveChat;
`;

/** A client of a sandbox, for programs that run. */
const SANDBOX = `
import { createClient } from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
const sandbox = createSandbox();
const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch });
`;

test("an operation that is added is a method, a route and a page, and agrees with its source", async () => {
  const project = await copyRelease();
  for (const part of ["test/description", "test/support", "vitest.config.ts"]) await add(project, part);
  const counting = "test/description/sources.test.ts";
  const count = /operations\)\.toHaveLength\((\d+)\)/.exec(await project.read(counting))?.[1];
  await project.edit(counting, `operations).toHaveLength(${count})`, `operations).toHaveLength(${Number(count) + 1})`);
  const tested = (await follow(project, "Add an operation")).at(-1);
  expect(tested).toMatchObject({ command: "npm test -- test/description/sources.test.ts", code: 0 });

  await project.write(
    "program.ts",
    `${SANDBOX}
console.log(await livechat.groups.archive(1));
console.log(await livechat.groups.archive(999).catch((error) => error.status));
`,
  );
  expect(await compile(project, "program.ts")).toBe("");
  expect(await project.run("program.ts")).toEqual({ code: 0, output: "{ result: 'group archived' }\n404\n" });
  expect(await project.read("generated/client.ts")).toMatch(/Archive a group\.\n[\s\S]*archive\(groupId: number,/);
  expect(await renderReference(project.directory, await description(project), redocly.run)).toContain(
    "Archive a group",
  );
});

test("a field that is added to a schema comes in answers, and is taken in the requests that describe it", async () => {
  const project = await copyRelease();
  await project.write("update.ts", `${CLIENT}void livechat.groups.update(1, { note: "Closed in May" });`);
  const run = `${SANDBOX}console.log((await livechat.groups.update(1, { note: "Closed in May" })).name);`;
  await project.write("run.ts", run);
  expect(await compile(project, "update.ts")).toContain("'note' does not exist in type 'GroupUpdate'");
  expect((await project.run("run.ts")).output).toContain("status: 400");

  await follow(project, "Change a schema");
  const types = `${CLIENT}
export const note: Promise<string | undefined> = livechat.groups.update(1, { note: "Closed in May" }).then((group) => group.note);
// @ts-expect-error a group is created without a note
void livechat.groups.create({ name: "A", agents: [], note: "B" });
`;
  await project.write("update.ts", types);
  expect(await compile(project, "update.ts")).toBe("");
  expect(await project.run("run.ts")).toEqual({ code: 0, output: "Sales\n" });
});

test("a field that is renamed is missed by the compiler and by the changelog", async () => {
  const project = await copyRelease();
  const changelog = await project.read("CHANGELOG.md");
  const [, types] = await follow(project, "Rename a field");
  expect(types?.output).toMatch(/^src\/sandbox\/behaviour\/goals\.ts\(.*order_currency/m);
  expect(types?.code).not.toBe(0);

  const drafted = await project.read("CHANGELOG.md");
  expect(drafted).toContain("### Changed\n- **Breaking:** `GoalSuccess.currency`: was called `order_currency`.");
  await project.write("CHANGELOG.md", changelog);
  expect(await shell(project, "npm run check:changelog")).toMatchObject({ code: 1 });
});

test("an operation that is deprecated says so everywhere, and goes on working", async () => {
  const project = await copyRelease();
  await follow(project, "Deprecate an operation");
  const successor = "In version 3: `send_transcript` of the Agent Chat API.";
  const [, comment] = /\* Send a transcript\.([\s\S]*?)\*\/\s+sendTranscript\(/.exec(
    await project.read("generated/client.ts"),
  ) as RegExpExecArray;
  expect(comment).toContain(successor);
  expect(comment).toContain("@deprecated");
  expect(await project.read("generated/api.md")).toContain("Send a transcript (deprecated)");
  const page = await renderReference(project.directory, await description(project), redocly.run);
  expect(page).toContain(JSON.stringify(successor).slice(1, -1));
  expect(await project.read("CHANGELOG.md")).toMatch(/### Deprecated\n- `chats\.sendTranscript`/);

  await project.write(
    "program.ts",
    `${CLIENT}void livechat.chats.sendTranscript.bind(null, "A", { to: "mina@example.net" });`,
  );
  expect(await compile(project, "program.ts")).toBe("");
});
