// A broken description is told so that it can be mended.
import { afterAll, describe, expect, test } from "vitest";
import { DescriptionError } from "../../scripts/description/problems.js";
import { stayingRuns } from "../../scripts/description/run.js";
import { readDescription } from "../../scripts/pipeline.js";
import { copyProject, generatedFiles } from "../support/project.js";

// Processes that stay warm.
const redocly = stayingRuns();
afterAll(redocly.close);

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
      "a constant that some tools do not see",
      "openapi/resources/goals/schemas/UrlGoal.yaml",
      ", enum: [url]",
      "",
      ["UrlGoal.yaml:", "type is a constant", "Add enum: [url] beside it"],
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
    const fault = await readDescription(project.directory, redocly.run).catch((error: Error) => error);
    expect(fault).toBeInstanceOf(DescriptionError);
    const { message } = fault as DescriptionError;
    for (const text of expected) expect(message).toContain(text);
    expect(message).toMatch(/^openapi\/[\w./]+:\d+:\d+ /);
  });

  test("ends the command with the problems and an exit code, and leaves generated/ alone", async () => {
    const project = await copyProject();
    const before = await generatedFiles(project);
    await project.edit(AGENTS, "tags: [Agents]", "tags: [Agnts]");
    const { code, output } = await project.run("scripts/generate.ts");
    expect(code).toBe(1);
    expect(output).toMatch(/^openapi\/resources\/agents\/agents\.yaml:9:10 /);
    expect(output).toContain("1 problem(s) in the description; generated/ is as it was.");
    expect(await generatedFiles(project)).toEqual(before);
  });
});
