// The programs of the README and of the guides: each compiles and runs.
import { access, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { copyProject, ROOT } from "./support/project.js";
import { codeBlocks, compile } from "./support/snippets.js";

/** The main one first. */
const READMES = ["README.md", "src/archive/README.md", "src/sandbox/README.md"];

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
process.env["LIVECHAT_LOGIN"] = login;
process.env["LIVECHAT_API_KEY"] = apiKey;
process.env["LIVECHAT_WEBHOOK_TOKEN"] = "made-up-webhook-token";
process.env["LIVECHAT_CLIENT_ID"] = process.env["LIVECHAT_CLIENT_SECRET"] = "made-up";
for (const program of process.argv.slice(2)) {
  sandbox.reset();
  await import("./" + program).catch((error) => console.log(program, "FAILED", error));
  console.log(program, "is through");
}
process.exit(); // Some listen.
`;

/** Writes the programs, which compile and run without a fault, and gives what they print. */
async function runPrograms(name: string, programs: string[]): Promise<string> {
  expect(programs.length).toBeGreaterThan(3);
  const project = await copyProject();
  const files = programs.map((_, index) => `${name}-${index}.ts`);
  for (const [index, program] of programs.entries()) {
    const text = program.replace(/\.listen\(\d+\)/, ".listen(0)");
    const isWhole = text.includes("const livechat =");
    await project.write(`${name}-${index}.ts`, isWhole ? text : `${PREAMBLE}${text}export {};\n`);
  }
  expect(await compile(project, `${name}-*.ts`)).toBe("");
  await project.write("run.ts", RUNNER);
  const { code, output } = await project.run("run.ts", files);
  expect(output).not.toContain("FAILED");
  expect(output).toContain(`${files.at(-1)} is through`);
  expect(code).toBe(0);
  return output;
}

test("every program compiles and runs, and the first prints what it promises", async () => {
  const texts = await Promise.all(READMES.map((file) => readFile(join(ROOT, file), "utf8")));
  const output = await runPrograms(
    "readme",
    texts.flatMap((text) => codeBlocks(text, "ts")),
  );
  expect(output).toMatch(/^Ada Moreno <ada@example\.com> is accepting chats\n/);
  expect(output).toMatch(/^\d+ chats on 1 page\(s\)\nreadme-0\.ts is through$/m);
});

test("every program of the guides compiles and runs", async () => {
  const folder = join(ROOT, "openapi/guides");
  const guides = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), "utf8")));
  await runPrograms(
    "guide",
    guides.flatMap((guide) => codeBlocks(guide, "ts")),
  );
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

test.each(["README.md", "CONTRIBUTING.md", "examples/README.md"])("the links of %s lead somewhere", async (file) => {
  const text = await readFile(join(ROOT, file), "utf8");
  const places = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  for (const target of targets.filter((one) => !/^https?:/.test(one))) {
    if (target.startsWith("#")) expect(places).toContain(target.slice(1));
    else await access(join(ROOT, dirname(file), target));
  }
});
