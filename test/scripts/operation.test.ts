// An operation comes and goes with its file under openapi/, and nothing in src/ is touched.
import { mkdir } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { stayingRuns } from "../../scripts/description/run.js";
import { renderReference } from "../../scripts/docs/reference.js";
import { replaceFiles } from "../../scripts/output.js";
import { generate } from "../../scripts/pipeline.js";
import { copyProject, generatedFiles, type Project } from "../support/project.js";
import { compile } from "../support/snippets.js";

// Processes that stay warm.
const redocly = stayingRuns();
afterAll(redocly.close);

test("an operation added under openapi/ becomes a typed, documented method, a route and a page; removed, it goes again", async () => {
  const project = await copyProject();
  const before = await generatedFiles(project);
  await addOperation(project);
  const { description, files } = await generate(project.directory, redocly.run);
  await replaceFiles(project.path("generated"), files);

  const client = await project.read("generated/client.ts");
  expect(client).toContain("readonly departments: DepartmentsResource;");
  expect(client).toMatch(
    /\* Close a department\.[\s\S]*\* @param departmentId Number of the department\.[\s\S]*close\(departmentId: number, body: DepartmentClose, options\?: CallOptions\): ApiPromise<ResultMessage>;/,
  );
  await project.write("program.ts", PROGRAM);
  expect(await compile(project, "program.ts")).toBe("");
  expect(await project.run("program.ts")).toEqual({ code: 0, output: "department closed\n" });

  expect(await renderReference(project.directory, description, redocly.run)).toContain(
    "await livechat.departments.close(3",
  );

  await project.edit("openapi/openapi.yaml", /\n {2}\/departments\/.*/, "");
  expect((await generate(project.directory, redocly.run)).files).toEqual(before);
});

const PROGRAM = `
import { createClient, type DepartmentClose } from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
const sandbox = createSandbox();
const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch });
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
}
