// Runs Redocly's command line: lint, bundle, diff and the reference. The only module that knows its arguments and output.
import { DescriptionError, type Problem } from "./problems.js";
import { type Run, runOnce } from "./run.js";

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
  /** Something is under another name: the key that leads to it changed, or the name that a parameter has inside. */
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
export function lint(directory: string, file: string, run?: Run): Promise<void> {
  return lintWith([], directory, file, run);
}

/** Lints what was bundled from files that were linted: without their examples, which take half of the time. */
export function lintBundle(directory: string, file: string, run?: Run): Promise<void> {
  return lintWith(
    EXAMPLE_RULES.map((rule) => `--skip-rule=${rule}`),
    directory,
    file,
    run,
  );
}

const EXAMPLE_RULES = ["no-invalid-media-type-examples", "no-invalid-parameter-examples", "no-invalid-schema-examples"];

async function lintWith(options: string[], directory: string, file: string, run: Run = runOnce): Promise<void> {
  const command = ["lint", file, "--format=json", `--max-problems=${MAX_PROBLEMS}`, ...options];
  const { output, errors } = await run(directory, command);
  const problems = readProblems(output);
  if (!problems) throw new DescriptionError([unreadable(file, errors || output)]);
  if (problems.length > 0) throw new DescriptionError(withoutConsequences(problems));
}

/** Joins the files of a description into one and writes it to `target`, as YAML or JSON by its ending. */
export async function bundle(directory: string, file: string, target: string, run: Run = runOnce): Promise<void> {
  const { code, output, errors } = await run(directory, ["bundle", file, "--output", target]);
  if (code !== 0) throw new DescriptionError([{ file, rule: "bundle", message: lastLines(errors || output) }]);
}

/** Compares two bundled descriptions. Redocly follows references, and knows what is sent and what is received. */
export async function compare(
  directory: string,
  base: string,
  revision: string,
  run: Run = runOnce,
): Promise<Finding[]> {
  const { output, errors } = await run(directory, ["diff", base, revision, "--format=json", "--fail-on=none"]);
  if (!output.trim()) throw new DescriptionError([{ file: revision, rule: "diff", message: lastLines(errors) }]);
  return (JSON.parse(output) as DiffOutput).changes.map(({ typeName, impact, property, base, revision }) => ({
    node: typeName,
    ...readSide("before", base),
    ...readSide("after", revision),
    ...(isRename(typeName, property, base) && { renamed: true }),
    breaking: impact === "major",
  }));
}

/** A key that differs is told as a property called "key", at the place that it leads to; an extension may really have one. */
function isRename(node: string, property: string | undefined, base: Partial<Side> | undefined): boolean {
  const last = base?.pointer?.split("/").at(-1)?.replaceAll("~1", "/").replaceAll("~0", "~");
  return property === "key" ? last === base?.value : property === "name" && node === "Parameter";
}

/** A side without a value says where the other side's value would have been. */
function readSide<Name extends "before" | "after">(name: Name, side: Partial<Side> | undefined) {
  if (side?.pointer === undefined || side.value === undefined) return {};
  return { [name]: { pointer: side.pointer.replace(/^#/, ""), value: side.value } } as Record<Name, Side>;
}

/** Writes the reference of a bundled description as one HTML file. */
export async function buildDocs(directory: string, file: string, target: string, run: Run = runOnce): Promise<void> {
  const { code, output, errors } = await run(directory, ["build-docs", file, "--inlineBundle", "--output", target]);
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

function lastLines(text: string): string {
  return text
    .trim()
    .split("\n")
    .filter((line) => !/[║╔╚]/.test(line))
    .slice(-5)
    .join("\n");
}
