// The index of all methods: held against the description, and against the lines that it links to.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchor } from "../../scripts/description/names.js";
import { operations, webhooks } from "../support/description.js";
import { ROOT } from "../support/project.js";

const read = (name: string): string => readFileSync(join(ROOT, "generated", name), "utf8");
const index = read("api.md");
const lines: Record<string, string[]> = {
  "client.ts": read("client.ts").split("\n"),
  "models.ts": read("models.ts").split("\n"),
};

/** The cells of the rows that tell of a request, and of those that tell of a webhook. */
const rows = index
  .split("\n")
  .filter((line) => line.startsWith("| [`") || line.startsWith("| `"))
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
const methodRows = rows.filter((cells) => cells.length === 5);
const webhookRows = rows.filter((cells) => cells.length === 3);

/** The links of a cell, with the line that each leads to. */
function linksOf(cell = ""): { text: string; line: string; number: number }[] {
  return [...cell.matchAll(/\[`([^`]+)`\]\((\w+\.ts)#L(\d+)\)/g)].map(([, text = "", file = "", number = ""]) => ({
    text,
    line: lines[file]?.[Number(number) - 1] ?? "",
    number: Number(number),
  }));
}

/** The interface in which a line of client.ts stands. */
function interfaceOf(number: number): string | undefined {
  const before = lines["client.ts"]?.slice(0, number).reverse() ?? [];
  return before.map((line) => /^export interface (\w+)/.exec(line)?.[1]).find((name) => name !== undefined);
}

test("every operation has one row, in the order of the description", () => {
  expect(methodRows.map(([call = ""]) => /`([\w.]+)\(/.exec(call)?.[1])).toEqual(operations.map(({ id }) => id));
  expect(methodRows.map((cells) => cells[4])).toEqual(operations.map(({ method, path }) => `\`${method} ${path}\``));
});

describe.each(operations.map((operation, row) => [operation.id, operation, methodRows[row] ?? []] as const))(
  "%s",
  (id, { source }, [call, takes, gives, does]) => {
    const [declaration] = linksOf(call);
    const signature = declaration?.line ?? "";

    test("leads to its declaration, and is called as declared there", () => {
      const [, verb, declared = ""] = /^ {2}(\w+)\((.*?)\): /.exec(signature) ?? [];
      const names = declared.split(", ").map((parameter) => parameter.split(":")[0]);
      expect(names.pop()).toBe("options?");
      expect(declaration?.text).toBe(`${id}(${names.join(", ")})`);
      const path = id.split(".");
      expect(verb).toBe(path.pop());
      expect(interfaceOf(declaration?.number ?? 0)?.toLowerCase()).toBe(`${path.join("")}resource`.toLowerCase());
    });

    test("names the types of the declaration, and leads to each", () => {
      const types = [...linksOf(takes), ...linksOf(gives)];
      const [parameters = "", result = ""] = signature.split("): ");
      const declared = [...parameters.matchAll(/: ([A-Z]\w+)/g)].map((match) => match[1]).slice(0, -1);
      const given = /<(.*)>/.exec(result)?.[1]?.split(", ");
      expect(types.map(({ text }) => text)).toEqual([...declared, ...(given ?? [])]);
      for (const { text, line } of types)
        expect(line).toMatch(new RegExp(`^export (interface|type) ${text.replace("[]", "")}\\b`));
    });

    test("says what it does, and leads to its place in the reference", () => {
      expect(does).toBe(`[${source.summary}](http://127.0.0.1:4010/docs${anchor(source.tags[0] ?? "", id)})`);
    });
  },
);

test("every webhook has a row, with the type of its payload", () => {
  expect(webhookRows.map(([event]) => event)).toEqual(webhooks.map(({ path }) => `\`${path}\``));
  for (const [row, [, payload]] of webhookRows.entries()) {
    const [link] = linksOf(payload);
    expect(webhooks[row]?.body?.schema.$ref).toBe(`#/components/schemas/${link?.text}`);
    expect(link?.line).toBe(`export interface ${link?.text} {`);
  }
});

test("the line of resources leads to every heading", () => {
  const headings = [...index.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? "");
  const links = [...index.matchAll(/\[([^\]]+)\]\(#([\w-]+)\)/g)].map(([, text, place]) => ({ text, place }));
  expect(links).toEqual(
    headings.map((text) => ({ text, place: text.toLowerCase().replaceAll(".", "").replaceAll(" ", "-") })),
  );
});
