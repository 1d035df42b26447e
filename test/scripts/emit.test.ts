// The steps of the generator, on descriptions made for one question each.
import { describe, expect, test } from "vitest";
import { callPath } from "../../scripts/description/callNames.js";
import { anchor, typeName } from "../../scripts/description/names.js";
import { curlSample, typescriptSample } from "../../scripts/docs/samples.js";
import { docComment } from "../../scripts/emit/docComment.js";
import { operationTable } from "../../scripts/emit/table.js";
import { namedTypes } from "../../scripts/emit/typescript.js";
import { clientView } from "../../scripts/emit/view.js";
import { type Description, type OperationObject, operationsOf, type Schema } from "../../src/description/document.js";
import { THINGS } from "../support/description.js";

/** A description of one operation, `things.list` unless told otherwise. */
function describeOne(
  operation: Partial<OperationObject>,
  schemas: Record<string, Schema> = {},
  path = "/things",
  method = "get",
): Description {
  const whole = {
    operationId: "things.list",
    summary: "List things",
    description: "Lists.",
    tags: ["Things"],
    responses: {},
    ...operation,
  };
  return { ...THINGS, paths: { [path]: { [method]: whole } }, components: { schemas } };
}

const json = (
  schema: Schema,
  value?: unknown,
): { content: Record<string, { schema: Schema; examples?: Record<string, { value: unknown }> }> } => ({
  content: { "application/json": { schema, ...(value !== undefined && { examples: { one: { value } } }) } },
});

describe("names", () => {
  test.each([
    ["date_from", ["date_from"]],
    ["tag[]", ["tag"]],
    ["requester[mail]", ["requester", "mail"]],
    ["a[b][c]", ["a", "b", "c"]],
  ])("%s is called %j", (wire, path) => expect(callPath(wire)).toEqual(path));

  test("types and anchors", () => {
    expect(typeName("reports.chats.totalChats")).toBe("ReportsChatsTotalChats");
    expect(anchor("Canned responses", "cannedResponses.list")).toBe("#/canned-responses/cannedresponses.list");
  });
});

describe("the client's view", () => {
  const flag: Schema = { type: "integer", enum: [0, 1] };

  test("flags take booleans in what is sent, and stay numbers in what is received", () => {
    const schemas = { Sent: { properties: { on: flag } }, Got: { properties: { on: flag } } };
    const description = describeOne(
      {
        requestBody: json({ $ref: "#/components/schemas/Sent" }),
        responses: { 200: { description: "", ...json({ $ref: "#/components/schemas/Got" }) } },
      },
      schemas,
    );
    const view = clientView(description).schemas;
    expect(view["Sent"]?.properties?.["on"]).toEqual({ anyOf: [{ enum: [0, 1] }, { type: "boolean" }] });
    expect(view["Got"]?.properties?.["on"]).toEqual(flag);
  });

  test("what is marked so is left out, of choices and of parameters", () => {
    const schemas: Record<string, Schema> = { A: { type: "object" }, Other: { "x-client": "omit" } };
    const result: Schema = {
      oneOf: [{ type: "array", items: { $ref: "#/components/schemas/A" } }, { $ref: "#/components/schemas/Other" }],
    };
    const description = describeOne(
      {
        parameters: [{ name: "count", in: "query", schema: flag, "x-client": "omit" }],
        responses: { 200: { description: "", ...json(result) } },
      },
      schemas,
    );
    const view = clientView(description);
    expect(view.operations[0]).toMatchObject({ result: "A[]" });
    expect(view.operations[0]?.input).toBeUndefined();
    expect(Object.keys(view.schemas)).not.toContain("Other");
    expect(operationTable(description)["things.list"]).toEqual({ method: "GET", path: "/things" });
  });

  test("query parameters become one type, with bracketed names nested and required ones required", () => {
    const description = describeOne({
      parameters: [
        { name: "tag[]", in: "query", description: "Tags.", schema: { type: "array", items: { type: "string" } } },
        {
          name: "requester[mail]",
          in: "query",
          required: true,
          description: "Mail.",
          schema: { type: "string" },
          example: "m@example.net",
        },
      ],
    });
    const view = clientView(description);
    expect(view.operations[0]?.input).toEqual({ type: "ThingsListParams", required: true });
    expect(view.schemas["ThingsListParams"]?.properties).toMatchObject({
      tag: { type: "array", description: "Tags." },
      requester: {
        type: "object",
        required: ["mail"],
        properties: { mail: { type: "string", description: "Mail.", examples: ["m@example.net"] } },
      },
    });
  });

  test("query and body in one operation are one argument", () => {
    const description = describeOne({
      parameters: [{ name: "dry", in: "query", schema: flag }],
      requestBody: { required: true, ...json({ type: "object" }) },
    });
    const view = clientView(description);
    expect(view.operations[0]?.input).toEqual({ type: "ThingsListParams", required: true });
    expect(view.schemas["ThingsListParams"]?.allOf).toHaveLength(2);
  });
});

describe("types", () => {
  test("objects are interfaces, choices are unions, and open sets of values keep their completion", async () => {
    const code = await namedTypes({
      Thing: {
        type: "object",
        description: "A thing.",
        required: ["kind"],
        properties: {
          kind: { type: "string", "x-extensible-enum": ["a", "b"] },
          next: { $ref: "#/components/schemas/Thing" },
        },
      },
      Either: { oneOf: [{ $ref: "#/components/schemas/Thing" }, { type: "string" }] },
    });
    expect(code).toContain("/** A thing. */\nexport interface Thing {");
    expect(code).toContain('kind: "a" | "b" | (string & {});');
    expect(code).toContain("next?: Thing;");
    expect(code).toContain("export type Either = Thing | string;");
  });

  test("a default does not make a field required", async () => {
    expect(
      await namedTypes({ Thing: { type: "object", properties: { size: { type: "integer", default: 6 } } } }),
    ).toContain("size?: number;");
  });
});

describe("the operation table", () => {
  test("says what the run-time needs to know", () => {
    const body: Schema = {
      type: "object",
      properties: { on: { enum: [0, 1] }, days: { type: "array", items: { properties: { open: { enum: [0, 1] } } } } },
    };
    const description = describeOne(
      { operationId: "things.change", requestBody: json(body), security: [] },
      {},
      "/things/{id}",
      "put",
    );
    expect(operationTable(description)).toEqual({
      "things.change": { method: "PUT", path: "/things/{id}", body: { flags: ["on", "days.*.open"] }, public: true },
    });
  });

  test("knows days, flags and wire names of the query", () => {
    const parameters = [
      { name: "from", in: "query", schema: { type: "string", format: "date" } },
      { name: "on", in: "query", schema: { enum: [0, 1] } },
      { name: "tag[]", in: "query", schema: { type: "array" } },
    ] as OperationObject["parameters"] & object;
    expect(operationTable(describeOne({ parameters }))["things.list"]?.query).toEqual({
      from: { date: true },
      on: { flag: true },
      tag: { name: "tag[]" },
    });
  });
});

describe("doc comments", () => {
  test("one line, several paragraphs, and text that would end the comment", () => {
    expect(docComment(["Short."])).toBe("/** Short. */");
    expect(docComment(["One.", undefined, "Two."], "  ")).toBe("  /**\n   * One.\n   *\n   * Two.\n   */");
    expect(docComment(["a */ b"])).toBe("/** a *\\/ b */");
    expect(
      docComment(["word ".repeat(40).trim()])
        .split("\n")
        .every((line) => line.length <= 121),
    ).toBe(true);
  });
});

describe("samples", () => {
  const description = describeOne(
    {
      operationId: "things.create",
      parameters: [
        { name: "id", in: "path", schema: { type: "string" }, example: "a/b" },
        { name: "X-API-Version", in: "header", schema: { const: "2" }, example: "2" },
      ],
      requestBody: json({ type: "object" }, { name: "It's", "odd-key": [1] }),
    },
    {},
    "/things/{id}",
    "post",
  );
  const [operation] = operationsOf(description);

  test("curl quotes for the shell", () => {
    expect(curlSample(operation as never, "https://api.example.com")).toBe(
      [
        "curl --globoff --request POST 'https://api.example.com/things/a%2Fb'",
        `--user "$LIVECHAT_LOGIN:$LIVECHAT_API_KEY"`,
        "--header 'X-API-Version: 2'",
        "--header 'Content-Type: application/json'",
        `--data '{"name":"It'\\''s","odd-key":[1]}'`,
      ].join(" \\\n  "),
    );
  });

  test("TypeScript quotes keys where it must", () => {
    expect(typescriptSample(operation as never)).toBe(
      `const thing = await livechat.things.create("a/b", { name: "It's", "odd-key": [1] });`,
    );
  });
});
