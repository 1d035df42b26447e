// npm run check:all, over checks that are quick because they do nothing.
import { expect, test } from "vitest";
import { copyProject, Project, ROOT } from "../support/project.js";

const CHECK_ALL = "scripts/checkAll.ts";

test("goes on after what fails, sums up, and fails", async () => {
  const project = await copyProject();
  await project.edit("package.json", /"check": ".*"/, '"check": "exit 3"');
  await project.edit("package.json", /"build": ".*"/, '"build": "echo built"');
  const { code, output } = await project.run(CHECK_ALL, ["build", "check"]);
  expect(code).toBe(1);
  expect(output).toMatch(/=== check ===[^=]+=== build ===[^=]+\nbuilt\n/);
  expect(output).toMatch(/\ncheck +\d+ s {3}FAILED\nbuild +\d+ s {3}ok\n$/);
});

test.each([
  [["everything"], 1, /^There is no step everything\.\n\nUsage: /],
  [["--help"], 0, /^Usage: .*\n\nRuns .*: check, build, tests, /s],
] as const)("%j: says which steps there are", async (args, expectedCode, expected) => {
  const { code, output } = await new Project(ROOT).run(CHECK_ALL, [...args]);
  expect(code).toBe(expectedCode);
  expect(output).toMatch(expected);
});
