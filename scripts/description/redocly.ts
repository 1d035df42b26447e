// Runs Redocly's command line: lint, bundle, diff and the reference. The only module that knows its arguments and output.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DescriptionError, type Problem } from "./problems.js";

const MAX_PROBLEMS = 1000;

interface LintOutput {
  problems: {
    ruleId: string;
    message: string;
    suggest?: string[];
    location?: { source: { ref: string }; start?: { line: number; col: number } }[];
  }[];
}

/** A place in a description, and what stands there. */
export interface Side {
  pointer: string;
  value: unknown;
}

/** A difference between two descriptions. A place that only one of them has is missing on the other side. */
export interface Finding {
  /** What kind of node it is in, or is: Operation, Parameter, Schema ... */
  node: string;
  before?: Side;
  after?: Side;
  /** The key itself is what changed: a field, path or component was renamed. */
  renamed?: boolean;
  /** Whether code that relies on the old description may fail with the new one, as far as requests and answers go. */
  breaking: boolean;
}

interface DiffOutput {
  changes: {
    typeName: string;
    impact: "major" | "minor" | "patch";
    property?: string;
    base?: Partial<Side>;
    revision?: Partial<Side>;
  }[];
}

/** Lints a description; throws a DescriptionError that lists all it finds, warnings included. `directory` holds redocly.yaml. */
export async function lint(directory: string, file: string): Promise<void> {
  const { output, errors } = await redocly(directory, [
    "lint",
    file,
    "--format=json",
    `--max-problems=${MAX_PROBLEMS}`,
  ]);
  const problems = readProblems(output);
  if (!problems) throw new DescriptionError([unreadable(file, errors || output)]);
  if (problems.length > 0) throw new DescriptionError(withoutConsequences(problems));
}

/** Joins the files of a description into one and writes it to `target`, as YAML or JSON by its ending. */
export async function bundle(directory: string, file: string, target: string): Promise<void> {
  const { code, output, errors } = await redocly(directory, ["bundle", file, "--output", target]);
  if (code !== 0) throw new DescriptionError([{ file, rule: "bundle", message: lastLines(errors || output) }]);
}

/** Compares two bundled descriptions. Redocly follows references, and knows what is sent and what is received. */
export async function compare(directory: string, base: string, revision: string): Promise<Finding[]> {
  const { output, errors } = await redocly(directory, ["diff", base, revision, "--format=json", "--fail-on=none"]);
  if (!output.trim()) throw new DescriptionError([{ file: revision, rule: "diff", message: lastLines(errors) }]);
  return (JSON.parse(output) as DiffOutput).changes.map(({ typeName, impact, property, base, revision }) => ({
    node: typeName,
    ...readSide("before", base),
    ...readSide("after", revision),
    ...(property === "key" && { renamed: true }),
    breaking: impact === "major",
  }));
}

/** A side without a value says where the other side's value would have been. */
function readSide<Name extends "before" | "after">(name: Name, side: Partial<Side> | undefined) {
  if (side?.pointer === undefined || side.value === undefined) return {};
  return { [name]: { pointer: side.pointer.replace(/^#/, ""), value: side.value } } as Record<Name, Side>;
}

/** Writes the reference of a bundled description as one HTML file. */
export async function buildDocs(directory: string, file: string, target: string): Promise<void> {
  const { code, output, errors } = await redocly(directory, ["build-docs", file, "--inlineBundle", "--output", target]);
  if (code !== 0) throw new DescriptionError([{ file, rule: "build-docs", message: lastLines(errors || output) }]);
}

function readProblems(output: string): Problem[] | undefined {
  const start = output.indexOf("{");
  if (start < 0) return undefined;
  const { problems } = JSON.parse(output.slice(start)) as LintOutput;
  return problems.map(({ ruleId, message, suggest, location }) => ({
    rule: ruleId,
    message,
    file: location?.[0]?.source.ref ?? "",
    ...(location?.[0]?.start && { line: location[0].start.line, column: location[0].start.col }),
    ...(suggest?.length && { suggestions: suggest }),
  }));
}

const SYNTAX = /^Failed to parse: (.*) in "/;

/** A file that is not YAML cannot be referred to either; only the first is a fault. */
function withoutConsequences(problems: Problem[]): Problem[] {
  const syntax = problems
    .filter(({ message }) => SYNTAX.test(message))
    .map((problem) => syntaxProblem(problem, SYNTAX.exec(problem.message)?.[1] ?? ""));
  return syntax.length > 0 ? syntax : problems;
}

/** The root itself cannot be read; Redocly then only prints why. */
function unreadable(file: string, output: string): Problem {
  const [, fault, line, column] = /- (.*) in ".*" \((\d+):(\d+)\)/.exec(output) ?? [];
  return fault
    ? syntaxProblem({ file, line: Number(line), column: Number(column) }, fault)
    : { file, rule: "redocly", message: lastLines(output) };
}

function syntaxProblem({ file, line, column }: Pick<Problem, "file" | "line" | "column">, fault: string): Problem {
  return {
    file,
    ...(line && { line }),
    ...(column && { column }),
    rule: "yaml",
    message: `This is not valid YAML: ${fault}.`,
  };
}

function redocly(directory: string, args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("@redocly/cli/package.json");
  const { bin } = require(manifest) as { bin: { redocly: string } };
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(dirname(manifest), bin.redocly), ...args],
      { cwd: directory, env, maxBuffer: 1 << 28 },
      (error, output, errors) => {
        done({ code: error ? 1 : 0, output, errors });
      },
    );
  });
}

function lastLines(text: string): string {
  return text
    .trim()
    .split("\n")
    .filter((line) => !/[║╔╚]/.test(line))
    .slice(-5)
    .join("\n");
}
