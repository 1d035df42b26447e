// What a fault makes of an answer: the head and the part of the body that are sent, and how it ends. Sends nothing itself.
import type { ApiErrorBody } from "../../generated/models.js";
import type { Fault, FaultPlace } from "./faults.js";

export interface FaultyAnswer {
  latencyMs: number;
  /** Missing when not even the headers are sent. */
  head?: { status: number; headers: Headers };
  /** Whether a body belongs to the answer, however little of it is sent. */
  hasBody: boolean;
  /** What is sent of the body. */
  chunks: Iterable<Uint8Array>;
  /** What happens then. Missing: the answer is complete. */
  breaks?: Break;
}

/** The connection is reset, closed, or kept open in silence. */
export type Break = "reset" | "end" | "stall";

interface Body {
  length: number;
  chunks: Iterable<Uint8Array>;
}

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304];

/** The real answer is asked for unless the fault makes one up. */
export async function faultyAnswer(fault: Fault, real: () => Promise<Response>): Promise<FaultyAnswer> {
  if (fault.drop) return { latencyMs: 0, hasBody: false, chunks: [], breaks: "reset" };
  const { status, headers, body } = isMadeUp(fault) ? madeUp(fault) : await buffered(await real());
  const { latencyMs = 0, retryAfter } = fault;
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, value);
  if (retryAfter !== undefined)
    headers.set("Retry-After", retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter));

  const { breaks, at } = breakOf(fault);
  if (breaks && at === "beforeHeaders") return { latencyMs, hasBody: false, chunks: [], breaks };
  const sent = sentBytes(body.length, at, fault.afterBytes);
  // A broken answer promises more than it sends, or it would be a complete one.
  const promised = breaks ? Math.max(body.length, sent + 1) : body.length;
  const bodiless = BODILESS.includes(status);
  const hasBody = promised > 0 && !bodiless;
  headers.delete("Content-Length");
  if (!bodiless && !fault.chunked) headers.set("Content-Length", String(promised));
  return {
    latencyMs,
    head: { status, headers },
    hasBody,
    chunks: firstBytes(body.chunks, sent),
    ...(breaks && { breaks }),
  };
}

function isMadeUp({ status, json, html, body, bytes }: Fault): boolean {
  return [status, json, html, body, bytes].some((part) => part !== undefined);
}

function madeUp(fault: Fault): { status: number; headers: Headers; body: Body } {
  const { status = 200 } = fault;
  const { type, body } = madeUpBody(fault, status);
  return { status, body, headers: new Headers(body.length > 0 ? { "Content-Type": type } : {}) };
}

function madeUpBody({ json, html, body, bytes }: Fault, status: number): { type: string; body: Body } {
  const type = "application/json";
  if (html !== undefined) return { type: "text/html; charset=utf-8", body: textBody(html) };
  if (body !== undefined) return { type, body: textBody(body) };
  if (bytes !== undefined) return { type, body: { length: bytes, chunks: filler(bytes) } };
  if (json !== undefined) return { type, body: textBody(JSON.stringify(json)) };
  const error: ApiErrorBody = { error: `The sandbox was told to answer ${status}` };
  return { type, body: textBody(status >= 400 ? JSON.stringify(error) : "") };
}

async function buffered(response: Response): Promise<{ status: number; headers: Headers; body: Body }> {
  const body = bytesBody(new Uint8Array(await response.arrayBuffer()));
  return { status: response.status, headers: new Headers(response.headers), body };
}

function textBody(text: string): Body {
  return bytesBody(new TextEncoder().encode(text));
}

function bytesBody(bytes: Uint8Array): Body {
  return { length: bytes.length, chunks: bytes.length > 0 ? [bytes] : [] };
}

/** White space and an empty object, never in memory as a whole. */
function* filler(bytes: number): Generator<Uint8Array> {
  const block = new Uint8Array(65_536).fill(0x20);
  for (let left = bytes - 2; left > 0; left -= block.length) yield block.subarray(0, left);
  yield new TextEncoder().encode("{}");
}

function* firstBytes(chunks: Iterable<Uint8Array>, limit: number): Generator<Uint8Array> {
  let left = limit;
  for (const chunk of chunks) {
    if (left <= 0) return;
    yield chunk.subarray(0, left);
    left -= chunk.length;
  }
}

function sentBytes(length: number, at: FaultPlace | undefined, afterBytes: number | undefined): number {
  if (at === "afterHeaders") return 0;
  return at === "midBody" ? Math.min(length, afterBytes ?? Math.floor(length / 2)) : length;
}

function breakOf({ reset, end, stall }: Fault): { breaks?: Break; at?: FaultPlace } {
  if (reset) return { breaks: "reset", at: reset };
  if (end) return { breaks: "end", at: end };
  return stall ? { breaks: "stall", at: stall } : {};
}
