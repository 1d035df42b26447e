// What each operation puts on the wire, seen by a real HTTP server. What is expected comes from the manifest of the sources and
// from the description's examples, not from the table that the client runs on.
import { createClient } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import type { OperationId } from "../../generated/client.js";
import type { Operation, Parameter } from "../../src/description/document.js";
import { operations } from "../support/description.js";
import { startRecorder } from "../support/recorder.js";
import { type SourceEntry, sources } from "../support/sources.js";

const auth = { login: "ada@example.com", apiKey: "made-up-key" };
const basic = `Basic ${Buffer.from("ada@example.com:made-up-key").toString("base64")}`;

describe.each(operations.map((operation) => [operation.id, operation] as const))("%s", (id, operation) => {
  test("sends the method, path, query, headers and body that the description says", async () => {
    const server = await startRecorder();
    const livechat = createClient({ auth, baseUrl: server.url });
    await livechat.call(id as OperationId, ...(argumentsOf(operation) as []));

    const [request] = server.requests;
    const [method, template] = (sources[id] as SourceEntry).route.split(" ") as [string, string];
    const sent = new URL(request?.target as string, server.url);
    expect(request?.method).toBe(method);
    expect(sent.pathname).toBe(
      template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(parameter(operation, "path", name)?.example)),
      ),
    );
    expect([...sent.searchParams]).toEqual(
      queryParameters(operation).flatMap(({ name, example }) => [example].flat().map((value) => [name, String(value)])),
    );
    expect(request?.headers["x-api-version"]).toBe("2");
    expect(request?.headers.authorization).toBe(id === "visitors.addDetails" ? undefined : basic);
    expect(request?.body === "" ? undefined : JSON.parse(request?.body ?? "")).toEqual(bodyExample(operation));
    expect(request?.headers["content-type"]).toBe(operation.body ? "application/json" : undefined);
  });
});

/** The arguments of the method: path parameters, then every query parameter or the body's example. */
function argumentsOf(operation: Operation): unknown[] {
  const path = [...operation.path.matchAll(/\{(\w+)\}/g)].map(
    (match) => parameter(operation, "path", match[1] as string)?.example,
  );
  const query = queryParameters(operation);
  if (query.length === 0) return operation.body ? [...path, bodyExample(operation)] : path;
  const input: Record<string, unknown> = {};
  for (const { name, example } of query) {
    const bracketed = /^(\w+)\[(\w+)\]$/.exec(name);
    if (bracketed) input[bracketed[1] as string] = { [bracketed[2] as string]: example };
    else input[name.replace("[]", "")] = example;
  }
  return [...path, input];
}

function queryParameters(operation: Operation): Parameter[] {
  return operation.parameters
    .filter(({ in: place, ...rest }) => place === "query" && rest["x-client"] !== "omit")
    .map((query) => ({ ...query, example: query.example ?? query.schema.enum?.[0] }));
}

function parameter(operation: Operation, place: string, name: string): Parameter | undefined {
  return operation.parameters.find((candidate) => candidate.in === place && candidate.name === name);
}

function bodyExample({ body }: Operation): unknown {
  return Object.values(body?.examples ?? {})[0]?.value;
}
