// Bodies under a cap: from whatever holds one to bytes, and from bytes to JSON.
import { ArgumentError } from "../client/errors.js";
import { WebhookError } from "./errors.js";

/** 1 MiB. */
export const DEFAULT_MAX_BYTES = 1_048_576;

export function checkMaxBytes(maxBytes: number): number {
  if (!Number.isInteger(maxBytes) || maxBytes < 1)
    throw new ArgumentError("webhooks: maxBytes must be a whole number above 0.", undefined);
  return maxBytes;
}

export function tooLarge(maxBytes: number): WebhookError {
  return new WebhookError("size", `The body is larger than ${maxBytes} bytes.`);
}

/** Whether the header already says that the body is too large. */
export function announcesTooMuch(contentLength: string | null | undefined, maxBytes: number): boolean {
  return Number(contentLength ?? 0) > maxBytes;
}

/** The bytes of a body. A stream is left as soon as it exceeds the cap. */
export async function readBytes(
  input: string | Uint8Array | ArrayBuffer | Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof input === "string") {
    if (input.length > maxBytes) throw tooLarge(maxBytes);
    return capped(new TextEncoder().encode(input), maxBytes);
  }
  if (ArrayBuffer.isView(input) || input instanceof ArrayBuffer) return capped(new Uint8Array(input), maxBytes);
  // Not by its class: frameworks bring requests of their own.
  if (typeof input?.headers?.get === "function") return await readRequest(input, maxBytes);
  throw new ArgumentError(
    "webhooks: the input must be a request, or the body as text or bytes. A parsed body is too late.",
    undefined,
  );
}

function capped(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Uint8Array<ArrayBuffer> {
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

async function readRequest(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (request.bodyUsed) throw alreadyRead();
  if (announcesTooMuch(request.headers.get("content-length"), maxBytes)) {
    await request.body?.cancel();
    throw tooLarge(maxBytes);
  }
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read().catch(() => {
      throw brokenOff();
    });
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  return joined(chunks, size);
}

export function alreadyRead(): ArgumentError {
  return new ArgumentError(
    "webhooks: the body of the request has been read already. Put the handler before anything that parses bodies, or give the text of the body to parseWebhook.",
    undefined,
  );
}

export function brokenOff(): WebhookError {
  return new WebhookError("body", "The body broke off.");
}

export function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The JSON object in the bytes. The reason of a failure is not kept: engines quote the text in it. */
export function parseObject(bytes: Uint8Array): Record<string, unknown> {
  const value = parse(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new WebhookError("body", "The body is no JSON object.");
  return value as Record<string, unknown>;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new WebhookError("body", "The body is no JSON in UTF-8.");
  }
}
