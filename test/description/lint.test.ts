// The project's own lint rules: one description that breaks each of them, and is right beside it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DescriptionError } from "../../scripts/description/problems.js";
import { lint } from "../../scripts/description/redocly.js";
import { ROOT } from "../support/project.js";

const RULES = [
  "call-names",
  "constants",
  "documented-fields",
  "error-policy",
  "examples-required",
  "extensions",
  "operation-ids",
  "schema-names",
];

const CONFIG = {
  plugins: [join(ROOT, "scripts/lint/plugin.js")],
  rules: Object.fromEntries(RULES.map((rule) => [`livechat/${rule}`, "error"])),
};

const text = { description: "d", type: "string", examples: ["a"] };
const answer = { description: "d", content: { "application/json": { schema: {}, examples: { one: { value: {} } } } } };
const errors = (...statuses: string[]) => Object.fromEntries(statuses.map((status) => [status, { description: "d" }]));
const usual = { "200": answer, ...errors("401", "403", "429", "5XX") };

const right = {
  "/right/{id}": {
    parameters: [{ $ref: "#/components/parameters/Id" }],
    post: {
      operationId: "right.create",
      "x-successor": { api: "Another API", methods: ["create"] },
      "x-pagination": { items: "a", key: "b", parameter: "page", pages: "c", total: "d", size: 25 },
      parameters: [{ name: "kind", in: "query", schema: { enum: ["a", "b"] } }],
      requestBody: {
        content: {
          "application/json": {
            schema: { properties: { name: text, type: { description: "d", const: "a", enum: ["a"] } } },
            examples: { one: { value: { name: "a", "x-unknown": 1 } } },
          },
        },
      },
      responses: { ...usual, ...errors("400", "404") },
    },
  },
  "/public": {
    get: {
      operationId: "status.get",
      security: [],
      responses: { "200": answer, ...errors("429", "5XX") },
    },
  },
};

const wrong = {
  "/names": {
    get: { operationId: "List_all", responses: usual },
    put: { operationId: "raw.update", responses: usual },
    post: { operationId: "reports.chats", responses: usual },
    delete: { operationId: "reports.chats.delete", responses: usual },
  },
  "/answers": {
    get: { operationId: "answers.few", responses: { "200": answer } },
    put: { operationId: "answers.many", responses: { ...usual, ...errors("400", "409") } },
    post: { operationId: "answers.noExample", responses: { ...usual, "200": { content: { "application/json": {} } } } },
    patch: {
      operationId: "answers.noRequestExample",
      requestBody: { content: { "application/json": {} } },
      responses: { ...usual, ...errors("400") },
    },
  },
  "/parameters": {
    post: {
      operationId: "parameters.create",
      parameters: [
        { name: "tag", in: "query", schema: { type: "string" }, example: "a" },
        { name: "tag[]", in: "query", schema: { type: "array" } },
        { name: "day", in: "query", schema: { type: "string" } },
      ],
      requestBody: {
        content: {
          "application/json": {
            schema: {
              properties: { day: text, inner: { description: "d", type: "object", properties: { tag: text } } },
            },
            examples: { one: { value: {} } },
          },
        },
      },
      responses: { ...usual, ...errors("400") },
    },
  },
  "/schemas": {
    get: {
      operationId: "schemas.get",
      "x-successor": "another",
      "x-pagination": { items: "a" },
      "x-unknown": 1,
      "x-client": "hide",
      responses: {
        ...usual,
        "200": {
          content: {
            "application/json": {
              schema: {
                properties: {
                  silent: { type: "boolean" },
                  bare: { description: "d", type: "integer" },
                  kind: { description: "d", const: "a" },
                  global: { $ref: "#/components/schemas/Error" },
                  lower: { $ref: "#/components/schemas/lower_case" },
                },
                if: { properties: { kind: { const: "a" } } },
              },
              examples: { one: { value: {} } },
            },
          },
        },
      },
    },
  },
};

test("each rule tells what breaks it, and nothing else", async () => {
  const directory = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, "redocly.yaml"), JSON.stringify(CONFIG));
  const description = {
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    security: [{ key: [] }],
    paths: { ...right, ...wrong },
    components: {
      parameters: { Id: { name: "id", in: "path", required: true, schema: { type: "string" }, example: "a" } },
      schemas: { Error: { description: "d", type: "object" }, lower_case: { description: "d", type: "object" } },
      securitySchemes: { key: { type: "http", scheme: "basic" } },
    },
  };
  await writeFile(join(directory, "openapi.json"), JSON.stringify(description));
  const fault = await lint(directory, "openapi.json").catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(DescriptionError);
  const told = (fault as DescriptionError).problems.map(({ rule, message }) => `${rule}: ${message}`).sort();
  expect(told).toEqual([
    "livechat/call-names: The parameters tag and tag[] would both be called tag in the client. Describe only one of them.",
    "livechat/call-names: day is taken in the query (as day) and in the body. Describe it in the body only.",
    "livechat/constants: kind is a constant that some tools do not see. Add enum: [a] beside it.",
    "livechat/documented-fields: The parameter day has no example. Add one.",
    "livechat/documented-fields: The property bare has no example. Add one under examples.",
    "livechat/documented-fields: The property silent has no description. Add one.",
    expect.stringMatching("^livechat/error-policy: answers.few lacks the responses 429, 5XX, 401, 403. "),
    expect.stringMatching("^livechat/error-policy: answers.many has the responses 400, 409, which it cannot give. "),
    expect.stringMatching("^livechat/examples-required: The 200 response has no example. "),
    expect.stringMatching("^livechat/examples-required: The request body has no example. "),
    "livechat/extensions: x-client takes the value omit only.",
    expect.stringMatching("^livechat/extensions: x-pagination lacks key, parameter, pages, total, size. "),
    expect.stringMatching("^livechat/extensions: x-successor takes the name of an api and a list of methods"),
    expect.stringMatching("^livechat/extensions: x-unknown is no extension of this description. "),
    expect.stringMatching("^livechat/operation-ids: The client has a member raw of its own. "),
    expect.stringMatching("^livechat/operation-ids: The operationId List_all is not of the form resource.verb"),
    expect.stringMatching("^livechat/operation-ids: reports.chats is an operation, so reports.chats.delete cannot"),
    expect.stringMatching("^livechat/schema-names: The schema Error has the name of a global type. "),
    "livechat/schema-names: The schema lower_case is not in PascalCase. Rename its file.",
  ]);
});
