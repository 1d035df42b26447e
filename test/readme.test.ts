// The README's programs: each compiles, and the first prints what it promises.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyProject, ROOT } from "./support/project.js";
import { codeBlocks, compile } from "./support/snippets.js";

const PREAMBLE = `import type { LiveChat } from "livechat-openapi";\ndeclare const livechat: LiveChat;\n`;

/** Runs the programs one after the other, on a network that has the sandbox in LiveChat's place and nothing else. */
const RUNNER = `
import { createClient } from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
const sandbox = createSandbox();
const { login, apiKey } = sandbox.credentials;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { host } = new URL(request.url);
  if (host !== "api.livechatinc.com" && host !== "127.0.0.1:4010") throw new Error("It asks " + host);
  // Whose key it is does not matter here.
  if (request.headers.has("Authorization")) request.headers.set("Authorization", "Basic " + btoa(login + ":" + apiKey));
  return sandbox.fetch(request);
};
Object.assign(globalThis, { livechat: createClient({ auth: sandbox.credentials, fetch: sandbox.fetch }) });
process.env["LIVECHAT_WEBHOOK_TOKEN"] = "made-up-webhook-token";
process.env["LIVECHAT_CLIENT_ID"] = process.env["LIVECHAT_CLIENT_SECRET"] = "made-up";
for (const program of process.argv.slice(2)) {
  sandbox.reset();
  await import("./" + program).catch((error) => console.log("FAILED", program, error));
}
process.exit(); // Some listen.
`;

test("every program compiles and runs, and the first prints what it promises", async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const programs = codeBlocks(readme, "ts");
  expect(programs.length).toBeGreaterThan(3);
  const project = await copyProject();
  const files = programs.map((_, index) => `readme-${index}.ts`);
  await Promise.all(
    programs.map((program, index) =>
      project.write(
        files[index] ?? "",
        program.includes("const livechat =") ? program : `${PREAMBLE}${program}export {};\n`,
      ),
    ),
  );
  expect(await compile(project, "readme-*.ts")).toBe("");

  await project.write("run.ts", RUNNER);
  const { code, output } = await project.run("run.ts", files);
  expect(output).not.toContain("FAILED");
  expect(code).toBe(0);
  expect(output).toMatch(
    /^Ada Moreno <ada@example\.com> is accepting chats\nBen Okafor <ben@example\.com> is offline\n/,
  );
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
