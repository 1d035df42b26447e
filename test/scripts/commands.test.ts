// The commands that write files, as they are seen in a terminal.
import { describe, expect, test } from "vitest";
import { copyProject } from "../support/project.js";

describe("npm run generate", () => {
  test("says what it has written, and that there was nothing to write", async () => {
    const project = await copyProject();
    await project.edit("openapi/resources/status/status.yaml", "summary: Get the status", "summary: Tell who is there");
    const generate = () => project.run("scripts/generate.ts");
    expect((await generate()).output).toMatch(/^generated\/ updated in [\d.]+ s: api\.md, client\.ts, /);
    expect(await project.read("generated/client.ts")).toContain("Tell who is there.");
    expect((await generate()).output).toMatch(/^generated\/ was up to date \([\d.]+ s\)\.\n$/);
  });

  test("--check agrees with files that are as they should be", async () => {
    const { code, output } = await (await copyProject()).run("scripts/generate.ts", ["--check"]);
    expect({ code, output }).toEqual({ code: 0, output: "generated/ is up to date.\n" });
  });
});

describe("npm run docs", () => {
  test("writes the reference as one page", async () => {
    const project = await copyProject();
    const { code, output } = await project.run("scripts/docs.ts");
    expect({ code, output }).toEqual({ code: 0, output: "dist/docs/index.html written.\n" });
    expect(await project.read("dist/docs/index.html")).toContain("List agents");
  });

  test("tells what is wrong with the description, and writes nothing", async () => {
    const project = await copyProject();
    await project.edit("openapi/resources/status/status.yaml", "summary: Get the status", "summary: Get: the status");
    const { code, output } = await project.run("scripts/docs.ts");
    expect(code).toBe(1);
    expect(output).toMatch(/^openapi\/resources\/status\/status.yaml:\d+:\d+ /);
    await expect(project.read("dist/docs/index.html")).rejects.toThrow("ENOENT");
  });
});
