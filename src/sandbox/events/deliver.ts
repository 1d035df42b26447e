// Webhooks delivered as LiveChat does it: to every subscription of an event, and again until the receiver has answered 200.
import type { WebhookPayload } from "../../../generated/models.js";
import type { Fault } from "../faults.js";
import type { Happening, Licence } from "../licence/licence.js";
import type { WebhookRecord } from "../licence/records.js";
import { fail, type Journey, travel } from "./journey.js";
import { createPauses } from "./pauses.js";
import { eventData, payloadFor } from "./payloads.js";
import { createSend, type DeliveryAttempt, requestTo, type Target, targetOf } from "./send.js";

/** How webhooks are delivered. */
export interface DeliveryOptions {
  /**
   * Takes each delivery in place of the runtime's `fetch`: `{ fetch: handler.fetch }` hands it to a handler of
   * `livechat-openapi/webhooks` without a network. Default: over HTTP, except to example.com, .net and .org.
   */
  fetch?: (request: Request) => Promise<Response>;
  /** How long a receiver has for its answer, in milliseconds. Default: 10,000, about what LiveChat allows since 2019. */
  timeoutMs?: number;
  /**
   * How long to wait before each further attempt, in milliseconds. LiveChat makes up to 10 within 6 hours; how they are spread
   * is not documented. Default: 10, from 10 seconds up to 160 minutes.
   */
  retryDelaysMs?: readonly number[];
}

/** One event on its way to one subscription, kept up to date. */
export interface Delivery {
  /** The type of event. */
  readonly event: WebhookPayload["event_type"];
  /** Where it goes; user name and password are left out. */
  readonly url: string;
  /** What is sent, each time the same. */
  readonly payload: WebhookPayload;
  /** What came of each attempt so far, in the order in which they ended. */
  readonly attempts: readonly DeliveryAttempt[];
  /** `delivered` once the receiver has answered 200; `failed` when no attempt is left, or after a reset; `waiting` until then. */
  readonly state: "delivered" | "waiting" | "failed";
}

/** The deliveries of one event. */
export interface Announced {
  readonly deliveries: readonly Delivery[];
  /** Resolves when the first attempt of each is over. */
  attempted(): Promise<void>;
}

export interface Deliveries {
  /** The newest 10,000, oldest first. */
  readonly log: readonly Delivery[];
  /**
   * To be called for every new licence: forgets what was delivered for the one before. The subscriptions that are there then
   * are samples, to which nothing is sent.
   */
  begin(): void;
  /** Begins to deliver what has happened. */
  announce(happening: Happening): Announced;
  /** Resolves when none is under way or waiting. */
  settled(): Promise<void>;
  /** Gives up all that is under way or waiting. */
  end(): void;
}

const MINUTE_MS = 60_000;

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_RETRY_DELAYS_MS = [10_000, 30_000, ...[1, 2, 5, 10, 20, 40, 80, 160].map((count) => count * MINUTE_MS)];

/** More than a test looks through, and no more than memory bears. */
const LOGGED = 10_000;

/** `faultOf` gives the fault that a delivery meets. Throws a TypeError for times that timers cannot take. */
export function createDeliveries(
  licence: () => Licence,
  { fetch: own, timeoutMs = DEFAULT_TIMEOUT_MS, retryDelaysMs = DEFAULT_RETRY_DELAYS_MS }: DeliveryOptions,
  faultOf: (event: Delivery["event"], request: Request) => Fault | undefined,
): Deliveries {
  for (const ms of [timeoutMs, ...retryDelaysMs]) checkMs(ms);
  const send = createSend(own ?? ((request) => fetch(request)), timeoutMs);
  const { pause, awaited } = createPauses();
  const underWay = new Set<Promise<void>>();
  let log: Delivery[] = [];
  let life = new AbortController();
  let samples: ReadonlySet<WebhookRecord> = new Set();

  const start = (event: Delivery["event"], address: string, payload: WebhookPayload): Started => {
    const body = JSON.stringify(payload);
    const target = targetOf(address, body);
    // As it is sent, and nothing of the licence's own records.
    const sent = JSON.parse(body) as WebhookPayload;
    const delivery: Started["delivery"] = { event, url: target.url, payload: sent, attempts: [], state: "waiting" };
    log.push(delivery);
    if (log.length > LOGGED) log.shift();
    const obstacle = obstacleTo(target, own !== undefined);
    if (obstacle !== undefined) {
      fail(delivery, obstacle);
      return { delivery, attempted: Promise.resolve() };
    }
    const attempt = (signal: AbortSignal): Promise<DeliveryAttempt> => send(target, signal);
    const fault = faultOf(event, requestTo(target)) ?? {};
    const { attempted, over } = travel(delivery, fault, { attempt, pause, retryDelaysMs }, life.signal);
    underWay.add(over);
    void over.then(() => underWay.delete(over));
    return { delivery, attempted };
  };
  const end = (): void => {
    life.abort(new Error("The sandbox has ended all deliveries"));
    life = new AbortController();
  };

  return {
    get log() {
      return log;
    },
    begin: () => {
      end();
      log = [];
      samples = new Set(licence().webhooks);
    },
    announce: (happening) => {
      const { event } = happening;
      const { webhooks, ids } = licence();
      const subscriptions = [...webhooks].filter((one) => one.event_type === event && !samples.has(one));
      if (subscriptions.length === 0) return { deliveries: [], attempted: async () => {} };
      const data = eventData(happening, licence());
      const id = ids.secret("made-up-event");
      const started = subscriptions.map((one) => start(event, one.url, payloadFor(one, id, data)));
      return {
        deliveries: started.map(({ delivery }) => delivery),
        attempted: async () => {
          await awaited(Promise.all(started.map(({ attempted }) => attempted)));
        },
      };
    },
    settled: async () => {
      while (underWay.size > 0) await awaited(Promise.all(underWay));
    },
    end,
  };
}

interface Started {
  delivery: Pick<Delivery, "event" | "url" | "payload"> & Journey;
  /** Resolves when the first attempt is over. */
  attempted: Promise<void>;
}

/** Why nothing is sent. Samples subscribe with addresses for examples, and a sandbox has no business there. */
function obstacleTo({ url }: Target, inProcess: boolean): string | undefined {
  if (!URL.canParse(url)) return "This is no address";
  const { hostname } = new URL(url);
  const reserved = /(^|\.)example\.(com|net|org)$/.test(hostname);
  return reserved && !inProcess ? `Nothing is sent to ${hostname}, which is for examples` : undefined;
}

/** The longest wait that a timer can do: longer ones would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

function checkMs(ms: number): void {
  if (!Number.isInteger(ms) || ms < 0 || ms > LONGEST_MS)
    throw new TypeError(`Times of webhooks must be whole numbers of milliseconds up to ${LONGEST_MS}, not ${ms}.`);
}
