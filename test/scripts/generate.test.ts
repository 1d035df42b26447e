// The generator as a maintainer meets it: in a copy of the project, with its own commands.
import { describe, expect, test } from "vitest";
import { emit, readDescription } from "../../scripts/pipeline.js";
import { copyProject, generatedFiles, Project, ROOT } from "../support/project.js";

const GENERATE = "scripts/generate.ts";

describe("the files", () => {
  test("are the same on every run, on every machine", async () => {
    const [first, second] = [await emit(await readDescription(ROOT)), await emit(await readDescription(ROOT))];
    expect(second).toEqual(first);
    expect(await generatedFiles(new Project(ROOT))).toEqual(first);
  });

  test("--check changes nothing, and fails when they are stale", async () => {
    const project = await copyProject();
    const before = await generatedFiles(project);
    await project.edit("openapi/resources/status/status.yaml", /summary: .*/, "summary: Tell who is there");
    const { code, output } = await project.run(GENERATE, ["--check"]);
    expect(code).toBe(1);
    expect(output).toContain(
      'generated/ is stale: api.md, client.ts, openapi.json, openapi.yaml, types.ts. Run "npm run generate" and commit the result.',
    );
    expect(await generatedFiles(project)).toEqual(before);
  });

  test("says what it has written, and that there was nothing to write", async () => {
    const project = await copyProject();
    await project.edit("openapi/resources/status/status.yaml", "summary: Get the status", "summary: Tell who is there");
    const generate = () => project.run(GENERATE);
    expect((await generate()).output).toMatch(/^generated\/ updated in [\d.]+ s: api\.md, client\.ts, /);
    expect(await project.read("generated/client.ts")).toContain("Tell who is there.");
    expect((await generate()).output).toMatch(/^generated\/ was up to date \([\d.]+ s\)\.\n$/);
  });

  test("--check agrees with files that are as they should be", async () => {
    const { code, output } = await (await copyProject()).run(GENERATE, ["--check"]);
    expect({ code, output }).toEqual({ code: 0, output: "generated/ is up to date.\n" });
  });

  test("--help says what the command does", async () => {
    const { code, output } = await (await copyProject()).run(GENERATE, ["--help"]);
    expect(code).toBe(0);
    expect(output).toContain("--check");
  });
});
