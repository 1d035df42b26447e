// Values in the shapes that the API's documentation shows, against the schemas; and the schemas against wrong values.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Operation, Schema } from "../../src/description/document.js";
import { description, operations, violations, webhooks } from "../support/description.js";
import { ROOT } from "../support/project.js";

const FOLDER = join(ROOT, "test/fixtures/samples");
const byId = new Map([...operations, ...webhooks].map((operation) => [operation.id, operation]));

describe("samples", () => {
  test.each(readdirSync(FOLDER))("%s", (file) => {
    const [, id, direction] = /^(.+)\.(request|response)\.\w+\.json$/.exec(file) as unknown as [string, string, string];
    const operation = byId.get(id) as Operation;
    const content = direction === "request" ? operation.body : operation.result;
    expect(violations(content?.schema as Schema, JSON.parse(readFileSync(join(FOLDER, file), "utf8")))).toEqual([]);
  });
});

describe("examples", () => {
  const contents = [...operations, ...webhooks].flatMap((operation) =>
    [operation.body, operation.result]
      .filter((content) => content !== undefined)
      .map((content) => [operation.id, content] as const),
  );

  test.each(contents)("of %s are valid, and there is one at least", (_, { schema, examples }) => {
    expect(Object.keys(examples).length).toBeGreaterThan(0);
    for (const example of Object.values(examples)) expect(violations(schema, example.value)).toEqual([]);
  });

  test("use reserved names and addresses only", () => {
    const text = JSON.stringify(description);
    const domains = [...text.matchAll(/@([\w-]+(?:\.[\w-]+)+)/g)].map((match) => match[1] as string);
    expect(domains.length).toBeGreaterThan(50);
    expect(domains.filter((domain) => !/(^|\.)example\.(com|net|org)$/.test(domain))).toEqual([]);
    const addresses = [...text.matchAll(/\b(\d{1,3}(?:\.\d{1,3}){3})\b/g)].map((match) => match[1] as string);
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address))).toEqual([]);
    expect(text).not.toMatch(/\b[0-9a-f]{32}\b/);
  });
});

describe("wrong values are refused", () => {
  const body = (id: string): Schema => byId.get(id)?.body?.schema as Schema;
  const result = (id: string): Schema => byId.get(id)?.result?.schema as Schema;

  test.each([
    [
      "a field that does not exist",
      body("groups.create"),
      { name: "Sales", agents: ["ada@example.com"], colour: "red" },
    ],
    ["a missing field", body("groups.create"), { name: "Sales" }],
    ["a new password without the current one", body("agents.update"), { password: "made-up" }],
    [
      "a goal of one type with the fields of another",
      body("goals.create"),
      { name: "Thanks", type: "url", custom_variable_name: "a", custom_variable_value: "b" },
    ],
    ["a goal turned into a page goal without an address", body("goals.update"), { type: "url" }],
    [
      "a custom variable rule without a value",
      body("greetings.create"),
      { name: "Hi", rules: [{ type: "custom_variable", variable_name: "a" }] },
    ],
    [
      "a data type that the event does not have",
      body("webhooks.create"),
      { event_type: "ticket_created", data_types: ["chat"], url: "https://shop.example.com" },
    ],
    ["an hour among days that count hours", result("reports.availability"), { "2026-01-01": { minutes: 3 } }],
    ["a period that is none", result("reports.chats.totalChats"), { yesterday: { chats: 1 } }],
    ["a known goal with a field missing", result("goals.get"), { id: 1, name: "Thanks", active: 1, type: "url" }],
    ["a ticket time that is no time", result("tickets.get"), { events: [], modified: "soon" }],
  ])("%s", (_, schema, value) => {
    expect(violations(schema, value)).not.toEqual([]);
  });

  test.each([
    ["a goal of a type to come", result("goals.get"), { id: 1, type: "sentiment", name: "Smile", active: 1 }],
    ["a field to come", result("status.get"), { status: "online", since: 1767225600 }],
    ["a value to come", result("status.get"), { status: "maintenance" }],
    ["name and activity alone", body("goals.update"), { name: "Thanks", active: 0 }],
    [
      "the group of everybody, which lists no agents",
      result("groups.list"),
      [{ id: 0, name: "All operators", language: "en", status: "offline" }],
    ],
  ])("%s is accepted", (_, schema, value) => {
    expect(violations(schema, value)).toEqual([]);
  });
});
