// Deliveries answered: each event is handled until its handler has succeeded once, and LiveChat is told so.
import type { WebhookPayload } from "../../generated/models.js";
import type { LiveChat } from "../client/createClient.js";
import { ArgumentError } from "../client/errors.js";
import { readBytes } from "./body.js";
import { type EventActions, withActions } from "./details.js";
import { WebhookError } from "./errors.js";
import { readIncoming, sendResponse } from "./node.js";
import type { NodeRequest, NodeResponse } from "./nodeTypes.js";
import {
  createParser,
  isKnownType,
  type ParseWebhookOptions,
  type UnknownWebhook,
  type WebhookEvent,
} from "./parse.js";
import { type SeenEvents, seenInMemory } from "./seen.js";

/** What to do with each type of event. */
export type WebhookHandlers = {
  [Type in WebhookPayload["event_type"]]?: (
    event: Extract<WebhookPayload, { event_type: Type }> & EventActions,
  ) => unknown;
};

export interface WebhookHandlerOptions extends ParseWebhookOptions {
  /** A function for each type of event that is wanted, awaited if it returns a promise. Other types are answered 200. */
  on: WebhookHandlers;
  /** Handles events of unknown types, as `on` does those of known ones. Default: a line by `console.warn`, without contents. */
  onUnknown?: (event: UnknownWebhook) => unknown;
  /**
   * Called with what went wrong: what a handler or a store threw, with the event, and the WebhookError of a delivery that was
   * refused, without one. What it throws itself is ignored. Default: refusals are not told, everything else goes to
   * `console.error`.
   */
  onError?: (error: unknown, event: WebhookEvent | undefined) => unknown;
  /** Where to keep what has been handled. Default: {@link seenInMemory}, 10,000 events for 6 hours. */
  seen?: SeenEvents;
  /**
   * When to answer: `after` the handler, with 500 if it fails, so that LiveChat delivers again; or `first`, for handlers that
   * take longer than the 10 seconds in which LiveChat wants its answer. Then a handler that fails is not tried again.
   * Default: `after`.
   */
  respond?: "after" | "first";
  /** Given the work that goes on after an answer, for runtimes that stop after it otherwise. It never rejects. */
  waitUntil?: (work: Promise<unknown>) => void;
  /** The client that `event.addDetails` calls. */
  client?: Pick<LiveChat, "visitors">;
}

/** Answers deliveries. Its functions need no `this`. */
export interface WebhookHandler {
  /** For runtimes that speak the web's Request and Response. Never rejects. */
  fetch(request: Request): Promise<Response>;
  /** For Node: `http.createServer(handler.node)`, or a route of a framework over it, before anything that parses bodies. */
  node(request: NodeRequest, response: NodeResponse): void;
  /** Waits until no handler is running any more, as before the end of the process. Never rejects. */
  settled(): Promise<void>;
}

/**
 * Makes a handler for LiveChat's webhooks.
 *
 * An event counts as seen when its handler has succeeded, and is known by licence, type and `event_unique_id`, or by a digest
 * of the body where that is missing. One that is delivered again after that is answered 200 and not handled; one that is
 * delivered again meanwhile waits, and gets the same answer. This holds within a process: several that share a store can handle an
 * event at the same time.
 *
 * Answers: 200, or 401 for a wrong token, 400 for what is no payload, 413 for too large a body, 405 for anything but POST, and
 * 500 when a handler fails. The content type is not looked at.
 *
 * LiveChat wants 200 within about 10 seconds, or delivers up to 10 times more within 6 hours.
 *
 * @throws {@link ArgumentError} when an option is missing or unusable
 *
 * @example
 * const handler = createWebhookHandler({
 *   tokens: "made-up-webhook-token",
 *   on: { chat_ended: (event) => console.log(event.chat?.id) },
 * });
 * createServer(handler.node).listen(8080);
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { on, respond = "after", seen = seenInMemory(), waitUntil, client } = options;
  checkHandlers(on);
  if (respond !== "after" && respond !== "first")
    throw new ArgumentError('createWebhookHandler: respond must be "after" or "first".', undefined);
  const { maxBytes, parse } = createParser(options);
  const report = createReporter(options.onError);
  const running = new Map<string, Promise<boolean>>();

  const dispatch = async (event: WebhookEvent): Promise<void> => {
    if (event.event_type === null) await (options.onUnknown ?? warnOfUnknown)(event);
    // The type of the event and that of its handler are the same, which the compiler cannot see.
    else await on[event.event_type]?.(withActions(event, client) as never);
  };

  /** Whether the event has been handled, now or before. */
  const handle = async (event: WebhookEvent, key: string): Promise<boolean> => {
    try {
      if (await seen.has(key)) return true;
      await dispatch(event);
    } catch (error) {
      await report(error, event);
      return false;
    }
    try {
      await seen.add(key);
    } catch (error) {
      // The event is handled. Failing now would only have it handled again.
      await report(error, event);
    }
    return true;
  };

  const handleOnce = (event: WebhookEvent, key: string): Promise<boolean> => {
    const work = running.get(key) ?? handle(event, key).finally(() => running.delete(key));
    running.set(key, work);
    return work;
  };

  const answer = async (
    method: string | undefined,
    read: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Response> => {
    try {
      if (method !== "POST") throw new WebhookError("method", "Webhooks are delivered by POST.");
      const body = await read();
      const event = await parse(body);
      const work = handleOnce(event, await keyOf(event, body));
      if (respond === "first") {
        waitUntil?.(work);
        return new Response(null);
      }
      return (await work) ? new Response(null) : failed();
    } catch (error) {
      await report(error, undefined);
      return error instanceof WebhookError ? refused(error) : failed();
    }
  };

  return {
    fetch: (request) => answer(request.method, () => readBytes(request, maxBytes)),
    node: (incoming, outgoing) => {
      void answer(incoming.method, () => readIncoming(incoming, maxBytes)).then((response) =>
        sendResponse(response, outgoing),
      );
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

function checkHandlers(on: WebhookHandlers): void {
  if (typeof on !== "object" || on === null)
    throw new ArgumentError("createWebhookHandler: on must be an object of functions.", undefined);
  for (const [type, handler] of Object.entries(on)) {
    if (!isKnownType(type))
      throw new ArgumentError(
        `createWebhookHandler: on.${type} is no known type of event. Use onUnknown for others.`,
        undefined,
      );
    if (handler !== undefined && typeof handler !== "function")
      throw new ArgumentError(`createWebhookHandler: on.${type} must be a function.`, undefined);
  }
}

function createReporter(onError: WebhookHandlerOptions["onError"]): NonNullable<WebhookHandlerOptions["onError"]> {
  const report = onError ?? logFailure;
  return async (error, event) => {
    try {
      await report(error, event);
    } catch {
      // Whatever goes wrong in reporting must not change the answer.
    }
  };
}

function logFailure(error: unknown): void {
  if (!(error instanceof WebhookError)) console.error("A LiveChat webhook could not be handled:", error);
}

function warnOfUnknown({ unknown_type }: UnknownWebhook): void {
  console.warn(`A LiveChat webhook of an unknown type was ignored: ${JSON.stringify(unknown_type.slice(0, 80))}`);
}

const MAX_KEY_LENGTH = 250;

/** What tells an event from others. An identifier is trusted within its licence only. */
async function keyOf(event: WebhookEvent, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const type = event.event_type ?? event.unknown_type;
  const { event_unique_id }: { event_unique_id?: unknown } = event.event_type === null ? event.payload : event;
  if (typeof event_unique_id !== "string" || event_unique_id === "") return await digest(body);
  const key = JSON.stringify([event.license_id, type, event_unique_id]);
  return key.length <= MAX_KEY_LENGTH ? key : await digest(body);
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256:${[...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function refused(error: WebhookError): Response {
  const headers: Record<string, string> = error.code === "method" ? { Allow: "POST" } : {};
  return new Response(error.message, { status: error.status, headers });
}

function failed(): Response {
  return new Response("The event was not handled.", { status: 500 });
}
