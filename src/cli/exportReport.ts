// What an export says while it runs: a line that changes on a terminal, a line now and then in a log, JSON for programs.
import type { Manifest, Progress } from "../archive/index.js";

export interface Report {
  progress(progress: Progress): void;
  /** Something for people to know. */
  note(text: string): void;
  done(manifest: Manifest, where: string): void;
  failed(code: string, message: string): void;
}

export interface ReportOptions {
  kind: "chats" | "tickets";
  stream: NodeJS.WriteStream;
  quiet: boolean;
  json: boolean;
}

/** A terminal is written to ten times a second at most, a log once in ten seconds. */
const TERMINAL_MS = 100;
const LOG_MS = 10_000;

export function createReport({ kind, stream, quiet, json }: ReportOptions): Report {
  if (json) return jsonReport(stream);
  const live = stream.isTTY === true && !quiet;
  let shown = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (live) stream.write("\r\u001b[K");
  };
  return {
    progress: (progress) => {
      const now = performance.now();
      if (quiet || now - shown < (live ? TERMINAL_MS : LOG_MS)) return;
      shown = now;
      clear();
      stream.write(
        live ? fitted(`${bar(progress.share)} ${line(kind, progress)}`, stream.columns) : `${line(kind, progress)}\n`,
      );
    },
    note: (text) => {
      clear();
      if (!quiet) stream.write(`${text}\n`);
    },
    done: (manifest, where) => {
      clear();
      if (!quiet) stream.write(`${summary(manifest, where)}\n`);
    },
    failed: (_, message) => {
      clear();
      stream.write(`${message}\n`);
    },
  };
}

/** One object a line, whose `event` says what it is. */
function jsonReport(stream: NodeJS.WriteStream): Report {
  const write = (event: string, details: object): void => {
    stream.write(`${JSON.stringify({ event, ...details })}\n`);
  };
  let shown = Number.NEGATIVE_INFINITY;
  return {
    progress: (progress) => {
      const now = performance.now();
      if (now - shown < 1000) return;
      shown = now;
      write("progress", progress);
    },
    note: (text) => write("note", { text }),
    done: ({ windows: _, ...manifest }, where) => write("done", { ...manifest, path: where }),
    failed: (code, message) => write("error", { code, message }),
  };
}

const BAR = 20;

function bar(share: number): string {
  const full = Math.round(share * BAR);
  return `[${"#".repeat(full)}${"-".repeat(BAR - full)}]`;
}

function line(kind: string, { share, records, rate, secondsLeft, window }: Progress): string {
  const left = secondsLeft === undefined ? "" : `, ${duration(secondsLeft)} left`;
  // The end is not reached before all is verified.
  return `${Math.min(99, Math.floor(share * 100))} %, ${count(records)} ${kind}, ${count(Math.round(rate))}/s${left}, at ${window}`;
}

function summary({ made, records, total, windows, repeated, elsewhere, from, to }: Manifest, where: string): string {
  const twice = elsewhere + repeated;
  return [
    `${count(records)} ${made.kind} of ${from} to ${to} written to ${where}.`,
    `Complete: ${windows.length} window${windows.length === 1 ? "" : "s"}, ${count(total)} records by LiveChat's count, each seen${twice > 0 ? `; ${count(twice)} came more than once and were written once` : ""}.`,
  ].join("\n");
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function fitted(text: string, columns = 80): string {
  return text.length < columns ? text : text.slice(0, columns - 1);
}
