// Bodies as forms: the sandbox, which reads them by the description, takes every example that the client sends so.
import { createClient } from "livechat-openapi";
import { createSandbox } from "livechat-openapi/sandbox";
import { expect, test } from "vitest";
import type { OperationId } from "../../generated/client.js";
import { templateNames } from "../../src/client/path.js";
import { operations } from "../support/description.js";

const examples = operations.flatMap((operation) =>
  Object.entries(operation.body?.examples ?? {}).map(
    ([name, { value }]) => [operation.id, name, operation, value] as const,
  ),
);

test.each(examples)("%s takes %s", async (id, _, operation, body) => {
  const path = templateNames(operation.path).map(
    (name) => operation.parameters.find((parameter) => parameter.name === name)?.example,
  );
  const sandbox = createSandbox({ chats: 30 });
  const livechat = createClient({ auth: sandbox.credentials, fetch: sandbox.fetch, encoding: "form" });
  await expect(livechat.call(id as OperationId, ...([...path, body] as never[] as [never]))).resolves.toBeDefined();
});
