// The readers: what is run of each, and what is looked at. Those that generate code do so in a project of their own, where
// it is compiled, and where it calls a server on this machine.
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { operations } from "../support/description.js";
import { ROOT } from "../support/project.js";
import { HERE, makeProject, type Project } from "./project.js";
import { differences } from "./requests.js";

/** Something that a reader did not like, or that is wrong with what it made. */
interface Finding {
  kind: "error" | "warning" | "type" | "request" | "fact";
  text: string;
}

/** What became of the description. */
interface Reading {
  findings: Finding[];
  /** How many operations the reader has found; missing where it does not say. */
  operations?: number;
  webhooks?: number;
  /** Whether there was code to compile. */
  compiled?: boolean;
}

export interface Reader {
  name: string;
  version: string;
  read(): Promise<Reading>;
}

/** What a program in uses/ exports. */
interface Use {
  /** How many operations the generated client has. */
  operations: number;
  /** Makes the calls of requests.ts, one after the other. */
  send(baseUrl: string): Promise<void>;
  /** What the generated code has against an example of the description. */
  complaint?(operation: string, part: "body" | "answer", value: unknown): string | undefined;
}

const DESCRIPTION = join(ROOT, "generated", "openapi.yaml");

export const readers: Reader[] = [
  {
    name: "swagger-parser",
    version: versionOf("@apidevtools/swagger-parser"),
    read: parse,
  },
  {
    name: "Spectral",
    version: versionOf("@stoplight/spectral-cli"),
    read: lint,
  },
  {
    name: "Prism",
    version: versionOf("@stoplight/prism-http-server", "test/prism"),
    read: serve,
  },
  generator("hey-api", "@hey-api/openapi-ts", {
    command: ["openapi-ts", "--input", DESCRIPTION, "--output", "generated", "--no-log-file"],
    use: "heyApi.ts",
  }),
  generator("orval", "orval", {
    command: ["orval", "--input", DESCRIPTION, "--output", "generated/client.ts"],
    use: "orval.ts",
  }),
  generator("orval, fetch", "orval", {
    command: ["orval", "--input", DESCRIPTION, "--output", "generated/client.ts", "--client", "fetch"],
  }),
  generator("orval, zod", "orval", {
    command: ["orval", "--input", DESCRIPTION, "--output", "generated/client.ts", "--client", "zod"],
  }),
  generator("swagger-typescript-api", "swagger-typescript-api", {
    command: ["swagger-typescript-api", "generate", "--path", DESCRIPTION, "--output", "generated", "--name", "Api.ts"],
    use: "swaggerTypescriptApi.ts",
  }),
  generator("openapi-zod-client", "openapi-zod-client", {
    command: ["openapi-zod-client", DESCRIPTION, "--output", "generated/client.ts", "--export-schemas"],
    use: "zodClient.ts",
  }),
];

function versionOf(name: string, folder = "test/readers"): string {
  const manifest = readFileSync(join(ROOT, folder, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

async function parse(): Promise<Reading> {
  const file = createRequire(join(HERE, "run.ts")).resolve("@apidevtools/swagger-parser");
  const { default: SwaggerParser } = (await import(pathToFileURL(file).href)) as {
    default: { validate(file: string): Promise<{ paths: Record<string, object>; webhooks: object }> };
  };
  try {
    const { paths, webhooks } = await SwaggerParser.validate(DESCRIPTION);
    const methods = Object.values(paths).flatMap((item) => Object.keys(item).filter((key) => key !== "parameters"));
    return { findings: [], operations: methods.length, webhooks: Object.keys(webhooks).length };
  } catch (error) {
    return { findings: [{ kind: "error", text: String(error) }] };
  }
}

async function lint(): Promise<Reading> {
  const project = await makeProject();
  await writeFile(join(project.folder, "rules.yaml"), 'extends: ["spectral:oas"]\n');
  const command = [
    "spectral",
    "lint",
    DESCRIPTION,
    "--ruleset",
    "rules.yaml",
    "--format",
    "json",
    "--output",
    "found.json",
  ];
  const { output } = await project.run(command);
  try {
    const found = JSON.parse(await readFile(join(project.folder, "found.json"), "utf8")) as SpectralResult[];
    const findings = found.map(
      ({ severity, code, path, message }): Finding => ({
        kind: severity === 0 ? "error" : "warning",
        text: `${code} at ${path.join("/")}: ${message}`,
      }),
    );
    return { findings };
  } catch {
    return { findings: [{ kind: "error", text: output }] };
  } finally {
    await project.remove();
  }
}

interface SpectralResult {
  /** 0 is an error, all above are warnings and hints. */
  severity: number;
  code: string;
  path: string[];
  message: string;
}

/** Whether Prism starts, and serves every operation; how it judges requests is for npm run test:prism. */
async function serve(): Promise<Reading> {
  const { startPrism } = await import("../prism/prism.js");
  try {
    const prism = await startPrism(DESCRIPTION);
    return { findings: [], operations: prism.operations.length };
  } catch (error) {
    return { findings: [{ kind: "error", text: String(error) }] };
  }
}

/** A reader that writes code to generated/, and the program that uses it. */
function generator(name: string, packageName: string, { command, use }: { command: string[]; use?: string }): Reader {
  const read = async (): Promise<Reading> => {
    const project = await makeProject(use);
    try {
      const { failed, output } = await project.run(command);
      if (failed) return { findings: [{ kind: "error", text: output }] };
      const findings: Finding[] = [
        ...warningsIn(output).map((text) => ({ kind: "warning" as const, text })),
        ...(await project.compile()).map((text) => ({ kind: "type" as const, text })),
      ];
      if (use === undefined) return { findings, compiled: true };
      const used = await load(project);
      if (typeof used === "string") return { findings: [...findings, { kind: "fact", text: used }], compiled: true };
      for (const text of await differences(used.send)) findings.push({ kind: "request", text });
      for (const text of complaints(used)) findings.push({ kind: "fact", text });
      return { findings, operations: used.operations, compiled: true };
    } finally {
      await project.remove();
    }
  };
  return { name, version: versionOf(packageName), read };
}

function warningsIn(output: string): string[] {
  return output.split("\n").filter((line) => /⚠|\bwarn/i.test(line));
}

/** The program with the generated code, or why it cannot be loaded. */
async function load({ folder }: Project): Promise<Use | string> {
  try {
    return (await import(pathToFileURL(join(folder, "use.ts")).href)) as Use;
  } catch (error) {
    return `cannot be loaded: ${error}`;
  }
}

/** What the generated code has against the examples of the description, if it judges them. */
function complaints({ complaint }: Use): string[] {
  if (!complaint) return [];
  return operations.flatMap(({ id, body, result }) => {
    const judge = (part: "body" | "answer", examples: Record<string, { value: unknown }> = {}): string[] =>
      Object.entries(examples).flatMap(([name, { value }]) => {
        const found = complaint(id, part, value);
        return found === undefined ? [] : [`${id}, ${part} ${name}: ${found}`];
      });
    return [...judge("body", body?.examples), ...judge("answer", result?.examples)];
  });
}
