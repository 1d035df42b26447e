// The validator on its own: what it reports, how, and where it works.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { createClient, isLiveChatError } from "livechat-openapi";
import { type Validation, ValidationError, type ValidationIssue, validator } from "livechat-openapi/validate";
import { afterEach, describe, expect, test, vi } from "vitest";
import { shippedDescription } from "../../src/description/shipped.js";
import { description, operations, violations } from "../support/description.js";
import { finished, ROOT } from "../support/project.js";
import { startRecorder } from "../support/recorder.js";

const auth = { login: "ada@example.com", apiKey: "made-up-key" };
afterEach(() => {
  vi.restoreAllMocks();
});

const nothing = { path: {}, query: {}, body: undefined };

/** Everything that a check reports. */
function issuesOf(check: (validation: Validation) => void): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  check(validator({ onIssue: (issue) => issues.push(issue) }));
  return issues;
}

const ofResponse = (operation: string, body: unknown): ValidationIssue[] =>
  issuesOf((validation) => validation.response(operation, body));
const ofRequest = (operation: string, sent: Partial<Parameters<Validation["request"]>[1]>): ValidationIssue[] =>
  issuesOf((validation) => validation.request(operation, { ...nothing, ...sent }));
const places = (issues: ValidationIssue[]): string[][] => issues.map(({ pointer, kind }) => [pointer, kind]);

describe("answers", () => {
  test.each(operations.map((operation) => [operation.id, operation] as const))(
    "%s: its examples pass, nothing at all does not",
    (id, { result }) => {
      for (const { value } of Object.values(result?.examples ?? {})) expect(ofResponse(id, value)).toEqual([]);
      expect(places(ofResponse(id, undefined))).toEqual([["", "missing"]]);
    },
  );

  test("an issue has operation, direction, pointer, kind and message", () => {
    expect(ofResponse("status.get", { status: 7 })).toEqual([
      {
        operation: "status.get",
        direction: "response",
        pointer: "/status",
        kind: "number",
        message: expect.stringContaining("string"),
      },
    ]);
  });

  test.each([
    ["text", "string"],
    [null, "null"],
    [[], "array"],
    [{}, "object"],
    [true, "boolean"],
  ])("a group's number that is %j is met as %s", (id, kind) => {
    const group = { id, name: "Sales", language: "en", agents: [], status: "offline" };
    expect(places(ofResponse("groups.get", group))).toEqual([["/id", kind]]);
  });

  test("every disagreement is told, each once", () => {
    const agents = [{ name: "Ada Moreno", login: 1, permission: null, avatar: "", status: "offline" }, "Ben"];
    expect(new Set(places(ofResponse("agents.list", agents)).map(String))).toEqual(
      new Set(["/0/login,number", "/0/permission,null", "/1,string"]),
    );
    expect(ofResponse("agents.list", agents)).toHaveLength(3);
    const untyped = ofResponse("goals.get", { id: "1", name: "Thanks", active: 1 });
    expect(new Set(untyped.map((issue) => JSON.stringify(issue))).size).toBe(untyped.length);
  });

  test.each(["blue sky", "a/b~c", "höhe"])("an unknown field %j of a request is told, whatever its name", (name) => {
    const body = { name: "Sales", agents: ["ada@example.com"], [name]: 1 };
    expect(ofRequest("groups.create", { body })).toMatchObject([{ kind: "number", message: "is not known" }]);
  });

  test("pointers are decoded: names with spaces and other letters stand as they are", () => {
    const answer = { "2026-01-01 08:00": "three" };
    expect(places(ofResponse("reports.chats.agentsOccupancy", answer))).toEqual([["/2026-01-01 08:00", "string"]]);
    expect(places(ofResponse("reports.chats.agentsOccupancy", { "höhe~1/2 #%": 3 }))).toEqual([
      ["/höhe~01~12 #%", "number"],
    ]);
  });

  test("unknown fields, unknown values of open sets and unknown variants pass", () => {
    expect(ofResponse("status.get", { status: "online", since: 3 })).toEqual([]);
    expect(ofResponse("status.get", { status: "on the moon" })).toEqual([]);
    expect(ofResponse("goals.get", { id: 1, name: "Thanks", active: 1, type: "sentiment" })).toEqual([]);
    expect(ofResponse("chats.list", { chats: [{ type: "video" }], total: 1, pages: 1 })).toEqual([]);
    expect(ofResponse("greetings.list", [])).toEqual([]);
  });

  test("a known variant is held to its own fields only", () => {
    const goal = { id: 1, name: "Thanks", active: 1, type: "url" };
    expect(places(ofResponse("goals.get", goal))).toEqual([
      ["/url", "missing"],
      ["/match_type", "missing"],
    ]);
  });

  test("it finds faults where an independent judge does, in examples with their first field spoilt", () => {
    let spoilt = 0;
    for (const { id, result } of operations) {
      const [example] = Object.values(result?.examples ?? {});
      for (const [key, value] of variants(example?.value).slice(0, 1)) {
        const judged = violations(result?.schema ?? {}, value).length > 0;
        expect({ id, key, faulty: ofResponse(id, value).length > 0 }).toEqual({ id, key, faulty: judged });
        if (judged) spoilt += 1;
      }
    }
    expect(spoilt).toBeGreaterThan(40);
  });
});

/** The value with each field of its first object replaced by something of another kind. */
function variants(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return variants(value[0]).map(([key, item]) => [key, [item]]);
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).map((key) => [key, { ...value, [key]: [{ odd: null }] }]);
}

describe("requests", () => {
  test.each(operations.flatMap(({ id, body }) => (body ? [[id, body] as const] : [])))(
    "%s: the examples of its body pass, a field that it does not have is told",
    (id, body) => {
      const path = pathOf(id);
      for (const { value } of Object.values(body.examples)) {
        expect(ofRequest(id, { path, body: value })).toEqual([]);
        expect(places(ofRequest(id, { path, body: { ...(value as object), colour: 1 } }))).toEqual([
          ["/body/colour", "number"],
        ]);
      }
    },
  );

  test("query parameters are held to their schemas by their names on the wire", () => {
    const query = { "tag[]": ["sales", ""], page: 0, date_from: "yesterday", has_goal: 2, colour: "red" };
    expect(new Set(places(ofRequest("chats.list", { query })).map(String))).toEqual(
      new Set([
        "/query/tag[]/1,string",
        "/query/page,number",
        "/query/date_from,string",
        "/query/has_goal,number",
        "/query/colour,string",
      ]),
    );
    expect(ofRequest("chats.list", { query: { "tag[]": ["sales"], page: 2, has_goal: 1, agent: undefined } })).toEqual(
      [],
    );
    expect(ofRequest("tickets.list", { query: { "requester[mail]": "mina@example.net" } })).toEqual([]);
  });

  test("what is text on the wire anyway is read as the schema asks", () => {
    expect(ofRequest("chats.list", { query: { page: "2", visitor_id: 4711, "tag[]": "sales" } })).toEqual([]);
    expect(ofRequest("groups.get", { path: { group_id: "3" } })).toEqual([]);
    expect(places(ofRequest("groups.get", { path: { group_id: "three" } }))).toEqual([["/path/group_id", "string"]]);
  });

  test("what is required is told where it is missing", () => {
    expect(places(ofRequest("reports.chats.agentsOccupancy", {}))).toEqual([["/query/weekday", "missing"]]);
    expect(places(ofRequest("groups.get", {}))).toEqual([["/path/group_id", "missing"]]);
    expect(places(ofRequest("tags.create", {}))).toEqual([["/body", "missing"]]);
    expect(places(ofRequest("agents.list", { body: [] }))).toEqual([["/body", "array"]]);
  });

  test("bodies are checked as they are sent: fields without a value are not there", () => {
    const body = { name: "Sales", agents: ["ada@example.com"], language: undefined };
    expect(ofRequest("groups.create", { body })).toEqual([]);
    expect(places(ofRequest("groups.create", { body: { ...body, name: undefined } }))).toEqual([
      ["/body/name", "missing"],
    ]);
  });
});

/** A value for each path parameter of an operation. */
function pathOf(id: string): Record<string, unknown> {
  const parameters = operations.find((operation) => operation.id === id)?.parameters ?? [];
  return Object.fromEntries(parameters.filter((one) => one.in === "path").map(({ name, example }) => [name, example]));
}

describe("options", () => {
  test("without onIssue the first call that disagrees throws", () => {
    const error = thrown(() => validator().response("status.get", { status: 7 }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ name: "ValidationError", code: "validation", operation: "status.get" });
    expect((error as ValidationError).issues).toHaveLength(1);
    expect((error as ValidationError).message).toContain("/status (number)");
    expect(isLiveChatError(error)).toBe(true);
  });

  test("requests and answers can be left out", () => {
    validator({ requests: false }).request("groups.get", nothing);
    validator({ responses: false }).response("status.get", 7);
    expect(() => validator({ responses: false }).request("groups.get", nothing)).toThrow(ValidationError);
    expect(() => validator({ requests: false }).response("status.get", 7)).toThrow(ValidationError);
  });

  test("another description takes the place of the shipped one, which then is not read", () => {
    const read = vi.spyOn(process, "getBuiltinModule");
    const strict = structuredClone(description);
    const status = strict.paths["/status"]?.get?.responses["200"] as { content: object };
    status.content = { "application/json": { schema: { type: "boolean" } } };
    expect(() => validator({ description: strict }).response("status.get", { status: "online" })).toThrow("object");
    validator({ description: strict }).response("status.get", true);
    expect(read).not.toHaveBeenCalled();
  });

  test("an operation that the description does not have is not checked", () => {
    expect(ofResponse("agents.fly", 7)).toEqual([]);
    expect(ofRequest("agents.fly", { body: 7 })).toEqual([]);
  });
});

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}

test("no value of a request or an answer shows in what is reported", () => {
  const secret = "s3cr3t-4711";
  const body = { name: secret, login: secret, permission: secret, password: secret, max_chats_count: -4711 };
  const issues = ofRequest("agents.create", { body });
  const error = thrown(() => validator().request("agents.create", { ...nothing, body }));
  expect(issues.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(["/body/login", "/body/max_chats_count"]),
  );
  for (const text of [JSON.stringify(issues), JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })])
    expect(text).not.toMatch(/s3cr3t|4711/);
});

describe("with the client", () => {
  test("an answer that disagrees is reported and returned, or fails the call", async () => {
    const { url: baseUrl } = await startRecorder({ body: '{"status":7}' });
    const issues: ValidationIssue[] = [];
    const listening = createClient({ auth, baseUrl, validate: validator({ onIssue: (issue) => issues.push(issue) }) });
    expect(await listening.status.get()).toEqual({ status: 7 });
    expect(issues).toMatchObject([{ operation: "status.get", direction: "response", pointer: "/status" }]);
    const strict = createClient({ auth, baseUrl, validate: validator() });
    await expect(strict.status.get()).rejects.toMatchObject({ code: "validation", operation: "status.get" });
  });

  test("a request that disagrees is not sent", async () => {
    const recorder = await startRecorder({ body: "{}" });
    const livechat = createClient({ auth, baseUrl: recorder.url, validate: validator({ responses: false }) });
    await expect(livechat.chats.list({ page: 0 })).rejects.toBeInstanceOf(ValidationError);
    await expect(livechat.groups.create({ name: 7 } as never)).rejects.toBeInstanceOf(ValidationError);
    expect(recorder.requests).toEqual([]);
    await livechat.agents.update("ada@example.com", { daily_summary: true });
    await livechat.chats.list({ tag: ["sales"], has_goal: true });
    expect(recorder.requests).toHaveLength(2);
  });
});

describe("where it works", () => {
  test("without eval", async () => {
    const script = `
      let forbidden = false;
      try { new Function("return 1")(); } catch { forbidden = true; }
      const { validator } = await import("${pathToFileURL(join(ROOT, "src/validate/index.ts"))}");
      validator({ onIssue: ({ pointer }) => console.log(forbidden, pointer) }).response("status.get", { status: 7 });`;
    const flags = ["--disallow-code-generation-from-strings", "--import", "tsx", "--input-type=module"];
    const child = spawn(process.execPath, [...flags, "--eval", script], { cwd: ROOT });
    expect(await finished(child)).toEqual({ code: 0, output: "true /status\n" });
  });

  test("without a file system, given the description; without either it says what to do", async () => {
    vi.resetModules();
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
    const fresh = await import("../../src/validate/index.js");
    expect(() => fresh.validator({ description }).response("status.get", { status: 7 })).toThrow("/status (number)");
    const error = thrown(() => fresh.validator().response("status.get", { status: "online" }));
    expect(error).toMatchObject({ code: "argument", message: expect.stringMatching(/openapi\.json.*"description"/) });
  });

  test("the shipped description is parsed once, and is the bundled one", () => {
    expect(shippedDescription()).toBe(shippedDescription());
    expect(shippedDescription()).toMatchObject(JSON.parse(readFileSync(join(ROOT, "generated/openapi.json"), "utf8")));
  });
});

describe("what is loaded", () => {
  test("by a client that does not ask for it: none of it", () => {
    const loaded = modulesFrom(join(ROOT, "src/index.ts"));
    expect(loaded.some((file) => file.endsWith("src/client/createClient.ts"))).toBe(true);
    expect(loaded.filter((file) => /validate|description|cfworker/.test(file))).toEqual([]);
  });

  test("by the validator: the interpreter, and nothing of Node", () => {
    const loaded = modulesFrom(join(ROOT, "src/validate/index.ts"));
    expect(loaded).toContain("@cfworker/json-schema");
    expect(loaded.filter((file) => file.startsWith("node:"))).toEqual([]);
  });
});

/** Every module that a module imports, itself or through others. Packages are not entered. */
function modulesFrom(file: string, found = new Set<string>()): string[] {
  if (found.has(file)) return [...found];
  found.add(file);
  const imports = /^(?:import|export) (?!type )(?:[^;]*? from )?"([^"]+)";$/gm;
  for (const [, fileName = ""] of readFileSync(file, "utf8").matchAll(imports)) {
    if (fileName.startsWith(".")) modulesFrom(join(dirname(file), fileName).replace(/\.js$/, ".ts"), found);
    else found.add(fileName);
  }
  return [...found];
}
