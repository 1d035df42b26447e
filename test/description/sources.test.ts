// The description against the manifest of its sources, both ways.
import { describe, expect, test } from "vitest";
import { type Operation, resolve, type Schema } from "../../src/description/document.js";
import { description, operations, webhooks } from "../support/description.js";
import { sources } from "../support/sources.js";

const byId = new Map(operations.map((operation) => [operation.id, operation]));

test("there are 65 operations, the ones that the sources name, and 6 webhooks", () => {
  expect(operations).toHaveLength(65);
  expect([...byId.keys()].sort()).toEqual(Object.keys(sources).sort());
  expect(webhooks).toHaveLength(6);
});

test("every scraped operation is replaced by exactly one", () => {
  const replaced = Object.values(sources).flatMap(({ replaces }) => replaces);
  expect(replaced).toHaveLength(63);
  expect(new Set(replaced).size).toBe(replaced.length);
});

describe.each(Object.entries(sources))("%s", (id, source) => {
  const operation = byId.get(id) as Operation;

  test("is at its route", () => expect(`${operation.method} ${operation.path}`).toBe(source.route));

  test("takes what the sources name, and nothing else", () => {
    expect(parameterNames(operation, "path")).toEqual([...(source.path ?? [])].sort());
    expect(parameterNames(operation, "query")).toEqual([...(source.query ?? [])].sort());
    expect(operation.body ? fieldPaths(operation.body.schema) : []).toEqual([...(source.body ?? [])].sort());
  });
});

function parameterNames(operation: Operation, place: string): string[] {
  return operation.parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name }) => name)
    .sort();
}

/** Every field of a schema, as a dotted path; `[]` stands for the items of an array. */
function fieldPaths(schema: Schema): string[] {
  const collect = (node: Schema, path: string): string[] => {
    const { properties = {}, items, oneOf = [], allOf = [] } = resolve(description, node);
    return [
      ...Object.entries(properties).flatMap(([key, child]) => {
        const field = path ? `${path}.${key}` : key;
        return [field, ...collect(child, field)];
      }),
      ...(items ? collect(items, `${path}[]`) : []),
      ...[...oneOf, ...allOf].flatMap((variant) => collect(variant, path)),
    ];
  };
  return [...new Set(collect(schema, ""))].sort();
}
