// From a delivered body to a checked event: size, JSON, token and description, in this order.
import type { WebhookPayload } from "../../generated/models.js";
import { type Description, type Schema, webhooksOf } from "../description/document.js";
import { shippedDescription } from "../description/shipped.js";
import { createFinder, type Finding } from "../validate/findings.js";
import { checkMaxBytes, DEFAULT_MAX_BYTES, parseObject, readBytes } from "./body.js";
import { WebhookError } from "./errors.js";
import { checkTokens, isExpectedToken, type Tokens } from "./token.js";

/** An event of a type that this version does not know. */
export interface UnknownWebhook {
  /** Always null: this tells it from the known events, whose types it leaves for narrowing. */
  event_type: null;
  /** The type that it came with. */
  unknown_type: string;
  license_id: string;
  /** Everything that was delivered, unchecked but for token, type and licence. */
  payload: Record<string, unknown>;
}

/** A delivered event. `event_type` narrows it to one of the six payloads, and is null for an unknown type. */
export type WebhookEvent = WebhookPayload | UnknownWebhook;

/** A disagreement between a payload and the description. */
export interface WebhookIssue extends Finding {
  /** The type of the event, such as `chat_started`. */
  event_type: WebhookPayload["event_type"];
}

export interface ParseWebhookOptions {
  /** The tokens that deliveries may carry: those of your subscriptions, from `webhooks.create` or `webhooks.list`. */
  tokens: Tokens;
  /** The largest body to read, in bytes. Default: 1,048,576. */
  maxBytes?: number;
  /** `false` takes payloads as they come, checking token, type and licence only. Default: true. */
  validate?: boolean;
  /**
   * Called with each disagreement between a payload and the description. The event is taken then, though its fields are not all
   * as typed. Default: it is refused.
   */
  onIssue?: (issue: WebhookIssue) => void;
  /**
   * The bundled description, for runtimes without a file system: import it from `livechat-openapi/openapi.json`.
   * Default: the one that this package ships, read from disk. Not needed with `validate: false`.
   */
  description?: object;
}

/**
 * Reads one delivery: checks size, JSON, token and payload, and gives the event.
 *
 * An event of an unknown type is no error: its `event_type` is null, and `unknown_type` names it.
 *
 * @param input the body, or the request that carries it
 *
 * @throws {@link WebhookError} when the delivery is to be refused; `code` says why, `status` what to answer
 * @throws {@link ArgumentError} when an option is unusable, or the body of the request has been read already
 *
 * @example
 * const event = await parseWebhook(request, { tokens: process.env["LIVECHAT_WEBHOOK_TOKEN"] ?? "" });
 * if (event.event_type === "chat_started") console.log(event.visitor?.name);
 */
export async function parseWebhook(
  input: string | Uint8Array | ArrayBuffer | Request,
  options: ParseWebhookOptions,
): Promise<WebhookEvent> {
  const { maxBytes, parse } = createParser(options);
  return await parse(await readBytes(input, maxBytes));
}

export interface Parser {
  maxBytes: number;
  parse: (bytes: Uint8Array) => Promise<WebhookEvent>;
}

/** Throws an ArgumentError for unusable options, and where the description is needed but cannot be read. */
export function createParser(options: ParseWebhookOptions): Parser {
  const tokens = checkTokens(options?.tokens);
  const maxBytes = checkMaxBytes(options.maxBytes ?? DEFAULT_MAX_BYTES);
  const find = options.validate === false ? undefined : payloadFinder(options.description ?? shippedDescription());
  return {
    maxBytes,
    async parse(bytes) {
      const payload = parseObject(bytes);
      const { event_type: type, license_id, token } = payload;
      if (typeof type !== "string" || typeof license_id !== "string")
        throw new WebhookError("payload", "The payload lacks event_type or license_id.");
      if (!(await isExpectedToken(tokens, token, license_id, type)))
        throw new WebhookError("token", "The token is not the expected one.");
      if (!isKnownType(type)) return { event_type: null, unknown_type: type, license_id, payload };
      if (find) judge(type, find(type, payload), options.onIssue);
      return payload as unknown as WebhookPayload;
    },
  };
}

function judge(
  event_type: WebhookIssue["event_type"],
  findings: Finding[],
  onIssue: ParseWebhookOptions["onIssue"],
): void {
  if (onIssue) for (const finding of findings) onIssue({ event_type, ...finding });
  else if (findings.length > 0) {
    const shown = findings.slice(0, 3).map(({ pointer, kind, message }) => `${pointer} (${kind}): ${message}`);
    throw new WebhookError(
      "payload",
      `The ${event_type} disagrees with the description: ${shown.join("; ")}`,
      findings,
    );
  }
}

const KNOWN_TYPES: Record<WebhookPayload["event_type"], true> = {
  chat_started: true,
  chat_ended: true,
  chat_changed: true,
  visitor_queued: true,
  ticket_created: true,
  canned_response_changed: true,
};

export function isKnownType(type: string): type is WebhookPayload["event_type"] {
  return Object.hasOwn(KNOWN_TYPES, type);
}

type PayloadFinder = (type: WebhookPayload["event_type"], payload: unknown) => Finding[];

// Preparing a description takes some milliseconds, so each is prepared once.
const finders = new WeakMap<object, PayloadFinder>();

function payloadFinder(description: object): PayloadFinder {
  const known = finders.get(description) ?? preparePayloadFinder(description as Description);
  finders.set(description, known);
  return known;
}

function preparePayloadFinder(description: Description): PayloadFinder {
  const find = createFinder(description);
  const schemas = new Map<string, Schema>(
    webhooksOf(description).flatMap(({ path, body }) => (body ? [[path, body.schema]] : [])),
  );
  return (type, payload) => find(schemas.get(type) ?? {}, payload);
}
