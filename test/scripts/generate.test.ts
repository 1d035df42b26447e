// The pipeline as a maintainer meets it: in a copy of the project, with its own commands.
import { spawn } from "node:child_process";
import { mkdir, readdir, rename } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { DescriptionError } from "../../scripts/description/problems.js";
import { readDescription } from "../../scripts/pipeline.js";
import { copyProject, finished, type Project } from "../support/project.js";

const GENERATE = "scripts/generate.ts";

describe("the files", () => {
  test("are the same on every run, and --check tells when they are stale", async () => {
    const project = await copyProject();
    const before = await contents(project);
    expect(await project.run(GENERATE, ["--check"])).toEqual({ code: 0, output: "generated/ is up to date.\n" });
    await rename(project.path("generated"), project.path("elsewhere"));
    expect((await project.run(GENERATE)).output).toMatch(/^generated\/ updated/);
    expect(await contents(project)).toEqual(before);

    await project.edit("openapi/resources/status/status.yaml", /summary: .*/, "summary: Tell who is there");
    const { code, output } = await project.run(GENERATE, ["--check"]);
    expect(code).toBe(1);
    expect(output).toContain("generated/ is stale: client.ts, openapi.json, openapi.yaml");
    expect(await contents(project)).toEqual(before);
  });

  test("--help says what the command does", async () => {
    const { code, output } = await (await copyProject()).run(GENERATE, ["--help"]);
    expect(code).toBe(0);
    expect(output).toContain("--check");
  });
});

describe("an operation", () => {
  test("added under openapi/ becomes a typed, documented method and a route; removed, it goes again", async () => {
    const project = await copyProject();
    const before = await contents(project);
    await addOperation(project);
    expect(await project.run(GENERATE)).toMatchObject({ code: 0 });

    const client = await project.read("generated/client.ts");
    expect(client).toContain("readonly departments: DepartmentsResource;");
    expect(client).toMatch(
      /\* Close a department\.[\s\S]*\* @param departmentId Number of the department\.[\s\S]*close\(departmentId: number, body: DepartmentClose, options\?: CallOptions\): ApiPromise<ResultMessage>;/,
    );
    await project.write("program.ts", PROGRAM);
    const compiled = await finished(
      spawn(
        process.execPath,
        [project.path("node_modules/typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.program.json"],
        { cwd: project.directory },
      ),
    );
    expect(compiled.output).toBe("");
    expect(await project.run("program.ts")).toEqual({ code: 0, output: "department closed\n" });

    await project.edit("openapi/openapi.yaml", /\n {2}\/departments\/.*/, "");
    expect(await project.run(GENERATE)).toMatchObject({ code: 0 });
    expect(await contents(project)).toEqual(before);
  });
});

const PROGRAM = `
import { createClient, type DepartmentClose } from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
const livechat = createClient({ auth: { login: "ada@example.com", apiKey: "made-up-key" }, fetch: createSandbox().fetch });
const body: DepartmentClose = { urgent: true, reason: "moved" };
// @ts-expect-error a typo in a field is a type error
livechat.departments.close.bind(null, 3, { urgnt: true });
const { result } = await livechat.departments.close(3, body);
console.log(result);
`;

async function addOperation(project: Project): Promise<void> {
  await project.edit(
    "openapi/openapi.yaml",
    "\npaths:\n",
    "\npaths:\n  /departments/{department_id}/close: { $ref: resources/departments/departments_department_id_close.yaml }\n",
  );
  await mkdir(project.path("openapi/resources/departments/schemas"), { recursive: true });
  const common = (await project.read("openapi/resources/status/status.yaml")).match(
    /\$ref: (.*)\/parameters\/ApiVersion\.yaml/,
  )?.[1];
  await project.write(
    "openapi/resources/departments/schemas/DepartmentClose.yaml",
    `type: object
description: How to close a department.
additionalProperties: false
properties:
  urgent: { type: integer, enum: [0, 1], description: Whether to close at once. }
  reason: { type: string, description: Why., examples: [moved] }
`,
  );
  const errors = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    429: "TooManyRequests",
    "5XX": "ServerError",
  };
  await project.write(
    "openapi/resources/departments/departments_department_id_close.yaml",
    `parameters:
  - $ref: ${common}/parameters/ApiVersion.yaml
  - { name: department_id, in: path, required: true, description: Number of the department., schema: { type: integer }, example: 3 }
post:
  operationId: departments.close
  summary: Close a department
  description: Closes a department.
  tags: [Groups]
  requestBody:
    required: true
    content:
      application/json:
        schema: { $ref: schemas/DepartmentClose.yaml }
        examples: { closeDepartment: { summary: At once, value: { urgent: 1 } } }
  responses:
    '200':
      description: Closed.
      content:
        application/json:
          schema: { $ref: ${common}/schemas/ResultMessage.yaml }
          examples: { departmentClosed: { summary: Closed, value: { result: department closed } } }
${Object.entries(errors)
  .map(([status, name]) => `    '${status}': { $ref: ${common}/responses/${name}.yaml }`)
  .join("\n")}
`,
  );
  await project.write("tsconfig.program.json", JSON.stringify({ extends: "./tsconfig.json", include: ["program.ts"] }));
}

describe("a broken description", () => {
  const AGENTS = "openapi/resources/agents/agents.yaml";

  test.each([
    [
      "bad YAML",
      AGENTS,
      "  summary: List agents",
      "  summary: List agents: all",
      [`${AGENTS}:5:23`, "not valid YAML", "needs quotes"],
    ],
    [
      "bad YAML in the root",
      "openapi/openapi.yaml",
      "\npaths:\n",
      "\npaths: [\n",
      ["openapi/openapi.yaml:45:3", "not valid YAML"],
    ],
    [
      "a dangling $ref",
      AGENTS,
      "AgentSummary.yaml",
      "AgentSumary.yaml",
      [`${AGENTS}:27:20`, "AgentSumary.yaml", "Correct the path after $ref"],
    ],
    [
      "a duplicate operationId",
      AGENTS,
      "operationId: agents.create",
      "operationId: agents.list",
      [`${AGENTS}:`, "unique", "Give one of the operations another operationId"],
    ],
    [
      "a malformed operationId",
      AGENTS,
      "operationId: agents.list",
      "operationId: agents.List-all",
      [`${AGENTS}:4:16`, "agents.List-all", "Write it such as agents.list"],
    ],
    ["an undeclared tag", AGENTS, "tags: [Agents]", "tags: [Agnts]", [`${AGENTS}:9:10`, "declare the new one there"]],
    [
      "an example that contradicts its schema",
      "openapi/resources/agents/examples/agent.yaml",
      "max_chats_count: 6",
      "max_chats_count: six",
      [
        "openapi/resources/agents/examples/agent.yaml:11:20",
        "max_chats_count",
        "must be integer",
        "Correct the example",
      ],
    ],
    [
      "two parameters that collapse to one name",
      AGENTS,
      "      example: accepting chats\n",
      "      example: accepting chats\n    - { name: 'status[]', in: query, description: d, schema: { type: array, items: { type: string } }, example: [a], explode: true }\n",
      [`${AGENTS}:20:`, "status and status[]", "Describe only one of them"],
    ],
  ])("%s is told with place and cure", async (_, file, from, to, expected) => {
    const project = await copyProject();
    await project.edit(file, from, to);
    const fault = await readDescription(project.directory).catch((error: Error) => error);
    expect(fault).toBeInstanceOf(DescriptionError);
    const { message } = fault as DescriptionError;
    for (const text of expected) expect(message).toContain(text);
    expect(message).toMatch(/^openapi\/[\w./]+:\d+:\d+ /);
  });

  test("ends the command with the problems and an exit code, and leaves generated/ alone", async () => {
    const project = await copyProject();
    const before = await contents(project);
    await project.edit(AGENTS, "tags: [Agents]", "tags: [Agnts]");
    const { code, output } = await project.run(GENERATE);
    expect(code).toBe(1);
    expect(output).toMatch(/^openapi\/resources\/agents\/agents\.yaml:9:10 /);
    expect(output).toContain("1 problem(s) in the description; generated/ is as it was.");
    expect(await contents(project)).toEqual(before);
  });
});

/** Everything in generated/, by file name. */
async function contents(project: Project): Promise<Record<string, string>> {
  const names = (await readdir(project.path("generated"))).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await project.read(`generated/${name}`)] as const)),
  );
}
