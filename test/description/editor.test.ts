// The schemas by which editors complete and check the files of openapi/.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/project.js";

const FOLDER = "openapi/.schemas";

const settings = JSON.parse(readFileSync(join(ROOT, ".vscode/settings.json"), "utf8")) as {
  "yaml.schemas": Record<string, string>;
};
const associations = Object.entries(settings["yaml.schemas"]).map(([schema, pattern]) => ({
  schema: schema.replace(`./${FOLDER}/`, ""),
  matches: glob(pattern),
}));

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
for (const file of readdirSync(join(ROOT, FOLDER)))
  ajv.addSchema(JSON.parse(readFileSync(join(ROOT, FOLDER, file), "utf8")) as object, file);

const files = readdirSync(join(ROOT, "openapi"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => `openapi/${file}`);

/** `*` is anything but a slash, `**` any folders. */
function glob(pattern: string): RegExp {
  const source = pattern.replaceAll(".", "\\.").replaceAll(/\*\*\/|\*/g, (part) => (part === "*" ? "[^/]*" : "(.*/)?"));
  return new RegExp(`^${source}$`);
}

function read(file: string): object {
  return parse(readFileSync(join(ROOT, file), "utf8")) as object;
}

function judge(file: string): ValidateFunction {
  const schemas = associations.filter(({ matches }) => matches.test(file)).map(({ schema }) => schema);
  expect(schemas, file).toHaveLength(1);
  return ajv.getSchema(schemas[0] ?? "") as ValidateFunction;
}

test("every file has one schema, and agrees with it", () => {
  expect(files.length).toBeGreaterThan(300);
  const faults = files.flatMap((file) => {
    const validate = judge(file);
    return validate(read(file))
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${file}${instancePath} ${message}`);
  });
  expect(faults).toEqual([]);
});

test("a typo in any key of any file is found", () => {
  let tried = 0;
  const missed: string[] = [];
  for (const file of files) {
    const validate = judge(file);
    const document = read(file);
    misspellEach(document, false, (key) => {
      tried += 1;
      if (validate(document)) missed.push(`${file}: ${key}`);
    });
  }
  expect(missed).toEqual([]);
  expect(tried).toBeGreaterThan(5000);
});

test.each([
  ["openapi/resources/status/status.yaml", "tags: [Status]", "tags: Status"],
  ["openapi/resources/groups/parameters/GroupId.yaml", "in: path", "in: body"],
  ["openapi/resources/groups/schemas/Group.yaml", "type: object", "type: map"],
  ["openapi/common/parameters/Page.yaml", "name: page\n", ""],
])("%s with a wrong or missing value is found", (file, from, to) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  expect(text).toContain(from);
  expect(judge(file)(parse(text.replace(from, to)))).toBe(false);
});

/** Keys below which others are names that are free. */
const NAMES = new Set([
  ...["properties", "patternProperties", "dependentRequired", "dependentSchemas", "mapping"],
  ...["examples", "headers", "scopes", "paths", "webhooks", "securitySchemes"],
]);

/** Keys below which there are made-up values. */
const VALUES = new Set(["value", "example", "default", "const", "enum"]);

/** Calls `look` for each key that is not free, while it is misspelt. */
function misspellEach(node: unknown, free: boolean, look: (key: string) => void): void {
  if (Array.isArray(node)) for (const item of node) misspellEach(item, false, look);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const object = node as Record<string, unknown>;
  for (const [key, value] of Object.entries(object)) {
    if (!free) {
      delete object[key];
      object[`${key}x`] = value;
      look(key);
      delete object[`${key}x`];
      object[key] = value;
    }
    const isValue = !free && (VALUES.has(key) || (key === "examples" && Array.isArray(value)));
    if (!isValue) misspellEach(value, !free && NAMES.has(key), look);
  }
}
