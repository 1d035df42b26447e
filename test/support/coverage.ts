// Vitest's coverage, and beside it that of the processes which tests start: Node writes down what ran in each of them, and every
// statement of src/ and scripts/ that ran there counts as run. Only lines are judged: of functions and branches, Vitest's own count
// is left as it is.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import { join } from "node:path";
import v8 from "@vitest/coverage-v8";
import type { CoverageProviderModule } from "vitest/node";
import { ROOT } from "./project.js";

/** What Node writes at the end of a process. */
interface Ran {
  result: Script[];
  /** By URL, for what was transformed while it was loaded. */
  "source-map-cache"?: Record<string, Transformed>;
}

interface Transformed {
  lineLengths: number[];
  data: SourceMapPayload | null;
}

interface Script {
  url: string;
  functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
}

/** What we use of Istanbul's coverage. */
interface CoverageMap {
  files(): string[];
  fileCoverageFor(file: string): { data: FileCoverage };
}

interface FileCoverage {
  statementMap: Record<string, { start: Place }>;
  /** How often each statement ran. */
  s: Record<string, number>;
}

/** A line from 1 and a column from 0. */
interface Place {
  line: number;
  column: number;
}

/** Where in a script that ran something of its source is. */
type Locate = (place: Place) => number | undefined;

const PROCESSES = join(ROOT, "coverage", "processes");

const coverage: CoverageProviderModule = {
  ...v8,
  // In the process of a test file: what it starts from now on is told to write. It itself is under way, and does not.
  startCoverage: (options) => {
    process.env["NODE_V8_COVERAGE"] = PROCESSES;
    return v8.startCoverage?.(options);
  },
  async getProvider() {
    const provider = await v8.getProvider();
    // It calls itself v8, by which the processes of test files would take its module instead of this one.
    const options = provider.resolveOptions.bind(provider);
    provider.resolveOptions = () => ({ ...options(), provider: "custom" });
    const ofTests = provider.generateCoverage.bind(provider);
    provider.generateCoverage = async (context) => {
      const map = (await ofTests(context)) as CoverageMap;
      addProcesses(map);
      await rm(PROCESSES, { recursive: true, force: true });
      return map;
    };
    return provider;
  },
};
export default coverage;

function addProcesses(map: CoverageMap): void {
  if (!existsSync(PROCESSES)) return;
  const sources = new Map(map.files().map((file) => [file.slice(ROOT.length), new Source(file)]));
  for (const name of readdirSync(PROCESSES)) {
    const { result, "source-map-cache": maps = {} } = readRan(join(PROCESSES, name));
    for (const script of result) {
      // Files of copies of the project count too, unless a test has changed them.
      const file = /\/((?:src|scripts)\/[^?]+)/.exec(script.url)?.[1] ?? "";
      const locate = sources.get(file)?.locate(script, maps[script.url]);
      if (locate) addScript(map.fileCoverageFor(join(ROOT, file)).data, script, locate);
    }
  }
}

/** A process that was killed while it wrote has told nothing. */
function readRan(file: string): Ran {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Ran;
  } catch {
    return { result: [] };
  }
}

function addScript({ statementMap, s }: FileCoverage, { functions }: Script, locate: Locate): void {
  const ranges = functions.flatMap(({ ranges }) => ranges);
  for (const [id, { start }] of Object.entries(statementMap)) {
    const offset = s[id] === 0 ? locate(start) : undefined;
    if (offset === undefined) continue;
    const [innermost] = ranges
      .filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset)
      .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
    s[id] = innermost?.count ?? 0;
  }
}

/** A file of the project. */
class Source {
  private readonly text: string;
  private readonly lines: string[];
  private known: { mappings: string; locate: Locate } | undefined;

  constructor(file: string) {
    this.text = readFileSync(file, "utf8");
    this.lines = this.text.split("\n");
  }

  /** Missing when the script was not made of this text. */
  locate({ functions }: Script, transformed: Transformed | undefined): Locate | undefined {
    if (!transformed?.data) {
      const end = Math.max(...functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)));
      return end === this.text.length ? (place) => this.offset(place) : undefined;
    }
    const { lineLengths, data } = transformed;
    if (data.sourcesContent?.[0] !== this.text) return undefined;
    if (this.known?.mappings !== data.mappings)
      this.known = { mappings: data.mappings, locate: locateBy(lineLengths, data) };
    return this.known.locate;
  }

  private offset({ line, column }: Place): number {
    return this.lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, column);
  }
}

/** Looks a place up in a source map, which only knows the other way. Of a line, the mapping at the place or before it counts. */
function locateBy(lineLengths: number[], data: SourceMapPayload): Locate {
  const map = new SourceMap(data);
  const byLine = new Map<number, { column: number; offset: number }[]>();
  let start = 0;
  for (const [line, length] of lineLengths.entries()) {
    for (let column = 0; column < length; column++) {
      const entry = map.findEntry(line, column);
      if (!("originalLine" in entry) || entry.generatedLine !== line || entry.generatedColumn !== column) continue;
      const found = { column: entry.originalColumn, offset: start + column };
      byLine.set(entry.originalLine + 1, [...(byLine.get(entry.originalLine + 1) ?? []), found]);
    }
    start += length + 1;
  }
  return ({ line, column }) =>
    byLine
      .get(line)
      ?.filter((mapping) => mapping.column <= column)
      .sort((a, b) => b.column - a.column)[0]?.offset;
}
