// The samples of the reference, compiled and run against the sandbox.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createSandbox } from "livechat-openapi/sandbox";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { curlSample, payloadSample, typescriptSample } from "../../scripts/docs/samples.js";
import { operations, violations, webhooks } from "../support/description.js";
import { copyProject } from "../support/project.js";
import { compile } from "../support/snippets.js";

const run = promisify(execFile);

const RESET = (url: string): string =>
  `const reset = () => fetch("${url}/_sandbox/reset", { method: "POST", headers: { "Content-Type": "application/json" } });`;

test("TypeScript samples compile, and each call is answered", async () => {
  const sandbox = createSandbox({ chats: 30 });
  onTestFinished(() => sandbox.close());
  const { url } = await sandbox.listen();
  const project = await copyProject();
  const client = `createClient({ auth: { login: "ada@example.com", apiKey: "made-up-api-key-of-ada" }, baseUrl: ${JSON.stringify(url)} })`;
  // Samples do not build on each other: what one deletes, another gets.
  const calls = operations.map(
    (operation) => `await reset();\n{\n${typescriptSample(operation)}\nconsole.log("${operation.id}");\n}`,
  );
  await project.write(
    "samples.ts",
    `import { createClient } from "livechat-openapi";\nconst livechat = ${client};\n${RESET(url)}\n${calls.join("\n")}\n`,
  );
  await Promise.all(webhooks.map((webhook) => project.write(`sample-${webhook.path}.ts`, payloadSample(webhook))));
  expect(await compile(project, "sample*.ts")).toBe("");
  const { code, output } = await project.run("samples.ts");
  expect(output.trim().split("\n")).toEqual(operations.map(({ id }) => id));
  expect(code).toBe(0);
});

describe("curl samples", async () => {
  const hasCurl = await run("curl", ["--version"]).then(
    () => true,
    () => false,
  );
  const sandbox = createSandbox({ chats: 30 });
  let url: string;
  beforeAll(async () => {
    ({ url } = await sandbox.listen());
    return () => sandbox.close();
  });
  beforeEach(() => sandbox.reset());

  test.skipIf(!hasCurl).each(operations.map((operation) => [operation.id, operation] as const))(
    "%s is answered",
    async (_, operation) => {
      const environment = {
        ...process.env,
        LIVECHAT_LOGIN: "ada@example.com",
        LIVECHAT_API_KEY: "made-up-api-key-of-ada",
      };
      const command = `${curlSample(operation, url)} --silent --fail-with-body --noproxy '*'`;
      const { stdout } = await run("sh", ["-c", command], { env: environment });
      expect(violations(operation.result?.schema ?? {}, JSON.parse(stdout))).toEqual([]);
    },
  );
});
