// The export on the command line: a thin shell over livechat-openapi/archive.
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { operations } from "../../generated/operations.js";
import {
  type Archive,
  ArchiveError,
  type ArchiveFormat,
  exportChats,
  exportTickets,
  type Manifest,
  type Progress,
  readManifest,
  since,
  streamArchive,
  writeArchive,
} from "../archive/index.js";
import { createClient, type LiveChat } from "../client/createClient.js";
import { isLiveChatError } from "../client/errors.js";
import { askCredentials } from "./credentials.js";
import { createReport, type Report } from "./exportReport.js";
import { keepYoungHeapSmall } from "./heap.js";
import { readArguments, UsageError, wholeNumber } from "./usage.js";

const USAGE = `Usage: livechat-openapi export chats|tickets [options]

Gets every chat or ticket out, past the record limit of the API. Interrupted, it goes on where it stood when the same
command is run again. At the end every window of days is held against LiveChat's own count.

  --out FILE         the file to write, which only you can read; its ending tells the format: .ndjson, .json, .csv, and
                     .gz behind it. Without it, or with -, records go to standard output, and cannot be resumed
  --from DAY         first day, such as 2015-01-01; default: the beginning
  --to DAY           last day; default: today
  --timezone NAME    the time zone in which days begin and end; default UTC
  --filter NAME=TEXT any filter of chats.list or tickets.list, such as group=1 or tag=sales; may be repeated
  --since-last       only what is new since the last run that wrote to --out, and tickets that changed: writes
                     FILE.2, FILE.3 and so on. Some records come again; merge by id, the newer in place of the older
  --format NAME      ndjson, json or csv; default: by the name of the file, else ndjson
  --gzip             compress; default: by the name of the file
  --monthly          a file for each month: chats.csv makes chats-2026-01.csv
  --only-ids         write the identifiers alone
  --concurrency N    how many requests are under way at once; default 4
  --record-limit N   how many records a query is trusted to reach; default 25000
  --quiet            say nothing unless it fails
  --json             say what happens as JSON, an object a line, on standard error
  --help             show this text

Credentials come from the environment: LIVECHAT_LOGIN and LIVECHAT_API_KEY (also a personal access token), or
LIVECHAT_ACCESS_TOKEN; on a terminal they are asked for otherwise. LIVECHAT_BASE_URL names another server, such as a sandbox.

Exit codes: 0 complete, 1 failed (run it again to go on), 2 wrong arguments, 3 written, but some windows are not complete
(they are named), 4 the files are in the way or not as they were written, 5 the credentials are refused, 130 interrupted.`;

const EXIT = { failed: 1, misused: 2, incomplete: 3, files: 4, credentials: 5, interrupted: 130 } as const;

const OPTIONS = {
  out: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  timezone: { type: "string" },
  filter: { type: "string", multiple: true },
  "since-last": { type: "boolean", default: false },
  format: { type: "string" },
  gzip: { type: "boolean" },
  monthly: { type: "boolean", default: false },
  "only-ids": { type: "boolean", default: false },
  concurrency: { type: "string", default: "4" },
  "record-limit": { type: "string", default: "25000" },
  quiet: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof readArguments<{ options: typeof OPTIONS }>>["values"];

type Kind = "chats" | "tickets";

const LISTS = { chats: "chats.list", tickets: "tickets.list" } as const satisfies Record<Kind, keyof typeof operations>;

export async function runExport(args: string[]): Promise<void> {
  const { values, positionals } = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [kind, ...more] = positionals;
  if (kind !== "chats" && kind !== "tickets") throw new UsageError(`Say what to export: chats or tickets.\n\n${USAGE}`);
  if (more.length > 0) throw new UsageError(`${more.join(" ")} is too much. Did you mean --filter NAME=TEXT?`);
  const settings = readSettings(kind, values);
  keepYoungHeapSmall();
  const auth = await askCredentials(process.env);
  // A run of hours meets more trouble than a call: it is patient.
  const livechat = createClient.fromEnv({ ...(auth && { auth }), retry: { maxRetries: 6 } });
  const report = createReport({ kind, stream: process.stderr, quiet: values.quiet, json: values.json });
  process.exitCode = await interruptible((signal) => runReported(livechat, settings, report, signal));
}

interface Settings {
  kind: Kind;
  from: string | undefined;
  to: string | undefined;
  timezone: string | undefined;
  filters: Record<string, unknown>;
  /** Missing for standard output. */
  path: string | undefined;
  sinceLast: boolean;
  format: ArchiveFormat;
  gzip: boolean;
  monthly: boolean;
  onlyIds: boolean;
  concurrency: number;
  recordLimit: number;
}

function readSettings(kind: Kind, values: Values): Settings {
  const path = values.out === "-" ? undefined : values.out;
  if (values.out === undefined && process.stdout.isTTY)
    throw new UsageError(`Name a file: --out ${kind}.ndjson. To see the records here: --out -`);
  if (path === undefined && (values.monthly || values["since-last"]))
    throw new UsageError("--monthly and --since-last need a file: --out.");
  if (values["since-last"] && (values.from !== undefined || values.timezone !== undefined))
    throw new UsageError("--since-last knows where to begin, and in which time zone, from the last run.");
  const [, ending, compressed] = /(?:\.(ndjson|jsonl|json|csv))?(\.gz)?$/.exec(path ?? "") ?? [];
  return {
    kind,
    from: values.from,
    to: values.to,
    timezone: values.timezone,
    filters: readFilters(kind, values.filter ?? []),
    path,
    sinceLast: values["since-last"],
    format: readFormat(values.format ?? (ending === "jsonl" ? "ndjson" : (ending ?? "ndjson"))),
    gzip: values.gzip ?? compressed !== undefined,
    monthly: values.monthly,
    onlyIds: values["only-ids"],
    concurrency: wholeNumber("concurrency", values.concurrency, 1, 64),
    recordLimit: wholeNumber("record-limit", values["record-limit"], 25),
  };
}

function readFormat(text: string): ArchiveFormat {
  if (text !== "ndjson" && text !== "json" && text !== "csv")
    throw new UsageError(`--format takes ndjson, json or csv, not ${text}.`);
  return text;
}

/** Texts go to the API as they are; it says what is wrong with them. */
function readFilters(kind: Kind, texts: string[]): Record<string, unknown> {
  const known = operations[LISTS[kind]].query ?? {};
  const given = new Map<string, string[]>();
  for (const text of texts) {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (!Object.hasOwn(known, name))
      throw new UsageError(`--filter takes one of ${Object.keys(known).join(", ")}, as NAME=TEXT, not ${text}.`);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  let filters: Record<string, unknown> = {};
  for (const [name, values] of given) {
    const isList = known[name]?.name?.endsWith("[]") ?? false;
    if (!isList && values.length > 1) throw new UsageError(`--filter ${name} can be given once.`);
    filters = withFilter(filters, name.split("."), isList ? values : values[0]);
  }
  return filters;
}

/** `requester.mail` is `{ requester: { mail } }`. */
function withFilter(
  filters: Record<string, unknown>,
  [first = "", ...rest]: string[],
  value: unknown,
): Record<string, unknown> {
  const inner = filters[first] as Record<string, unknown> | undefined;
  return { ...filters, [first]: rest.length > 0 ? withFilter(inner ?? {}, rest, value) : value };
}

/** Gives the exit code. */
async function runReported(
  livechat: LiveChat,
  settings: Settings,
  report: Report,
  signal: AbortSignal,
): Promise<number> {
  try {
    await run(livechat, settings, report, signal);
    return 0;
  } catch (error) {
    const { code, exit, message } = failure(error, settings);
    report.failed(code, message);
    return exit;
  }
}

async function run(livechat: LiveChat, settings: Settings, report: Report, signal: AbortSignal): Promise<void> {
  const { path, format, gzip, onlyIds, monthly } = settings;
  if (path === undefined) {
    const archive = archiveOf(livechat, settings, report, signal);
    report.done(
      await streamArchive<{ id: string }>(archive, process.stdout, { format, gzip, onlyIds }),
      "standard output",
    );
    return;
  }
  const next = settings.sinceLast ? await nextOf(path) : { path };
  if (next.last) report.note(`Going on from ${next.last.path}, which ends with ${next.last.manifest.to}.`);
  const range = next.last ? since(next.last.manifest) : {};
  const archive = archiveOf(livechat, { ...settings, ...range }, report, signal);
  const source = [process.env["LIVECHAT_BASE_URL"], process.env["LIVECHAT_LOGIN"]].filter(Boolean).join(" ");
  const options = { path: next.path, format, gzip, onlyIds, monthly, ...(source && { source }) };
  if (existsSync(`${next.path}.checkpoint.json`)) report.note(`Going on with ${next.path}.`);
  const manifest = await writeArchive<{ id: string }>(archive, options);
  report.done(manifest, next.path);
  report.note(`Windows, counts and checksums: ${next.path}.manifest.json`);
}

function archiveOf(
  livechat: LiveChat,
  { kind, from, to, timezone, filters, concurrency, recordLimit }: Settings,
  report: Report,
  signal: AbortSignal,
): Archive<{ id: string }> {
  const options = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(timezone !== undefined && { timezone }),
    filters,
    concurrency,
    recordLimit,
    onProgress: (progress: Progress) => report.progress(progress),
    signal,
  };
  return kind === "chats" ? exportChats(livechat, options) : exportTickets(livechat, options);
}

/** The first of `chats.ndjson`, `chats.2.ndjson`, `chats.3.ndjson` ... that is not finished, and the finished one before it. */
async function nextOf(path: string): Promise<{ path: string; last?: { path: string; manifest: Manifest } }> {
  const [ending = ""] = /(\.(ndjson|jsonl|json|csv))?(\.gz)?$/.exec(path) ?? [];
  const numbered = (number: number): string =>
    number === 1 ? path : `${path.slice(0, path.length - ending.length)}.${number}${ending}`;
  let number = 1;
  while (existsSync(`${numbered(number)}.manifest.json`)) number += 1;
  if (number === 1) return { path };
  const last = numbered(number - 1);
  return {
    path: numbered(number),
    last: { path: basename(last), manifest: await readManifest(`${last}.manifest.json`) },
  };
}

/** Ctrl-C ends the export in good order, and a second one at once. */
async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  // Whoever reads standard output may have had enough.
  process.stdout.once("error", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

function failure(error: unknown, { path }: Settings): { code: string; exit: number; message: string } {
  const again = path === undefined ? "" : "\nWhat was written stays. Run the same command again to go on.";
  if (error instanceof ArchiveError) {
    return error.code === "incomplete"
      ? { code: error.code, exit: EXIT.incomplete, message: error.message }
      : { code: error.code, exit: EXIT.files, message: error.message };
  }
  if (!isLiveChatError(error)) throw error;
  if (error.code === "aborted") return { code: error.code, exit: EXIT.interrupted, message: `Interrupted.${again}` };
  if (error.code === "argument") return { code: error.code, exit: EXIT.misused, message: error.message };
  if (error.code === "api" && (error.status === 401 || error.status === 403))
    return {
      code: "credentials",
      exit: EXIT.credentials,
      message: `LiveChat refuses the credentials: ${error.message}\nCheck LIVECHAT_LOGIN and LIVECHAT_API_KEY, or LIVECHAT_ACCESS_TOKEN.${again}`,
    };
  return { code: error.code, exit: EXIT.failed, message: `${error.message}${again}` };
}
