// npm run docs, as it is seen in a terminal.
import { describe, expect, test } from "vitest";
import { copyProject } from "../support/project.js";

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
