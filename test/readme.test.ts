// The README's programs: each compiles, and the first prints what it promises.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createSandbox } from "livechat-openapi/sandbox";
import { expect, onTestFinished, test } from "vitest";
import { copyProject, ROOT } from "./support/project.js";
import { codeBlocks, compile } from "./support/snippets.js";

const PREAMBLE = `import type { LiveChat } from "livechat-openapi";\ndeclare const livechat: LiveChat;\n`;

test("every program compiles, and the first calls the API and prints typed data", async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const programs = codeBlocks(readme, "ts");
  expect(programs.length).toBeGreaterThan(3);
  const project = await copyProject();
  await Promise.all(
    programs.map((program, index) =>
      project.write(
        `readme-${index}.ts`,
        program.includes("const livechat =") ? program : `${PREAMBLE}${program}export {};\n`,
      ),
    ),
  );
  expect(await compile(project, "readme-*.ts")).toBe("");

  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  await project.edit("readme-0.ts", "http://127.0.0.1:4010", url);
  const { code, output } = await project.run("readme-0.ts");
  expect(output).toContain("Ada Moreno <ada@example.com> is accepting chats\n");
  expect(output).toContain("Ben Okafor <ben@example.com> is offline\n");
  expect(output).toMatch(/^[1-9]\d* chats on [1-9]\d* page\(s\)$/m);
  expect(code).toBe(0);
});

test("every program of the guides compiles", async () => {
  const folder = join(ROOT, "openapi/guides");
  const guides = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), "utf8")));
  const programs = guides.flatMap((guide) => codeBlocks(guide, "ts"));
  expect(programs.length).toBeGreaterThan(3);
  const project = await copyProject();
  await Promise.all(
    programs.map((program, index) => project.write(`guide-${index}.ts`, `${PREAMBLE}${program}export {};\n`)),
  );
  expect(await compile(project, "guide-*.ts")).toBe("");
});

test("the commands that it names exist", async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?(start|test|generate|docs|check|build|bench|[a-z]+:[a-z]+)\b/g)].map(
    (match) => match[1] as string,
  );
  expect(new Set(named).size).toBeGreaterThan(5);
  for (const name of named) expect(scripts).toHaveProperty(name);
});
