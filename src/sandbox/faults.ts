// Misbehaviour on command: which request meets which fault, and a count of what came in. It carries nothing out: faultHttp.ts
// does so over HTTP, faultFetch.ts in process.
import type { Operation } from "../description/document.js";
import { type FetchLike, faultyFetch } from "./faultFetch.js";
import { createRouter } from "./router.js";

/** A point in an answer: nothing sent yet, headers sent, or part of the body sent. */
export type FaultPlace = "beforeHeaders" | "afterHeaders" | "midBody";

/**
 * What goes wrong with an answer. The parts combine: `{ latencyMs: 500, status: 502, reset: "midBody" }`; `{}` is an answer
 * as it should be.
 *
 * An answer is made up when `status`, `json`, `html`, `body` or `bytes` is given; the request then changes nothing.
 * Otherwise the request is carried out, and its real answer goes wrong: after `{ reset: "beforeHeaders" }` to a `POST`,
 * what it creates exists, and the client does not know.
 */
export interface Fault {
  /**
   * Milliseconds to wait before the answer begins. The request has been carried out by then. A webhook's delivery is made so
   * much later. Default: 0.
   */
  latencyMs?: number;

  /** Answer with this status, 200 to 599. Default for a made-up answer: 200. */
  status?: number;
  /** Headers of the answer; those of a real answer are kept beside them. A redirect is a `status` with a `Location` here. */
  headers?: Record<string, string>;
  /** Sends `Retry-After`: a number as seconds, a Date as an HTTP date. */
  retryAfter?: number | Date;

  /** A body as JSON. Default of a made-up answer of status 400 and above: an error body as LiveChat sends it. */
  json?: unknown;
  /** A body as an HTML page, such as firewalls and proxies send. */
  html?: string;
  /** A body exactly as given: `""` for none, `'{"chats":['` for broken JSON. Its type is JSON unless `headers` say otherwise. */
  body?: string;
  /** A body of this many bytes, at least 2: valid JSON, made while it is sent. */
  bytes?: number;
  /** Sends the body in chunks, without `Content-Length`. Default: false. */
  chunked?: boolean;

  /**
   * Ends the connection before the request is read, and carries nothing out. Without a filter it meets new connections; with
   * one, or on a connection that is already open, it meets the request as soon as that is read. Goes with no other part. A
   * webhook's delivery is lost by it: it never arrives, and is not tried again.
   */
  drop?: boolean;
  /** Resets the connection (TCP RST) at this point. */
  reset?: FaultPlace;
  /** Closes the connection in good order at this point, although more was promised: a truncated answer. */
  end?: FaultPlace;
  /** Sends nothing more from this point on, until the client hangs up or the server closes. */
  stall?: FaultPlace;
  /** How much of the body is sent before `"midBody"`, in bytes. Default: half of it. */
  afterBytes?: number;

  /**
   * Lets so many new records come just before the list is answered, and pushes the others to later pages. They are twins of
   * the newest one in the list, so that they fit what the request filters for. Default: 0.
   *
   * With this part, or one of the next two, a fault meets only requests for a list in pages.
   */
  arriving?: number;
  /** Lets so many records vanish just before the list is answered: the newest in it, which pulls the others forward. Default: 0. */
  vanishing?: number;
  /**
   * Lets so many records change just before the list is answered: those in it that have not for longest, which moves them to
   * its front. Only tickets move. Default: 0.
   */
  moving?: number;

  /** How many more times a webhook's delivery is made at the same moment. Needs a webhook as the filter's `operation`. Default: 0. */
  duplicates?: number;
}

/** Which requests meet a fault: those that fit everything given here. Default: all. */
export interface FaultFilter {
  /** The method, in capitals. */
  method?: string;
  /** The path without query: exactly this text, or one that the expression finds something in. */
  path?: string | RegExp;
  /**
   * The operation's name, such as `chats.list`; or a webhook's, such as `events.chatStarted`, whose deliveries the fault then
   * meets: with `latencyMs`, `duplicates` or `drop`, and once for all attempts of a delivery.
   */
  operation?: string;
  /** Decides by the request itself, whose body it must not read. */
  when?: (request: Request) => boolean;
}

export interface FaultTurns extends FaultFilter {
  /** How many requests meet the fault. Default: 1. */
  times?: number;
}

/** What has come in so far, and what is open now. */
export interface Traffic {
  /** Requests that arrived, with a fault or without. */
  requests: number;
  /** Answers held back now, by latency or a stall. */
  waiting: number;
  /** Requests whose client went away before the answer was complete. In process: of those with a fault. */
  hungUp: number;
  /** Connections that clients opened. Stays 0 in process. */
  opened: number;
  /** Connections that are open now. Stays 0 in process. */
  connections: number;
}

/** Makes a server misbehave. A request meets one fault at most. */
export interface Faults {
  /**
   * Queues a fault for the next request that fits, or for several. A request takes the first in the queue that fits it, and
   * one turn of that. Throws a TypeError for a fault or filter that cannot be.
   */
  next(fault: Fault, turns?: FaultTurns): void;
  /**
   * A fault for every request that fits and finds nothing in the queue; where several fit, the one set last. Throws a
   * TypeError for a fault or filter that cannot be.
   */
  always(fault: Fault, filter?: FaultFilter): void;
  /** Forgets all faults, queued and standing. Answers under way are not changed. */
  clear(): void;
  /** Counts, kept up to date. */
  readonly seen: Readonly<Traffic>;
  /** Resolves as soon as the counts fit, at once if they do already: `until((seen) => seen.hungUp === 1)`. */
  until(condition: (seen: Readonly<Traffic>) => boolean): Promise<void>;
  /**
   * The same faults without a network: a stand-in for `fetch` that answers as `handle` does, except for requests that meet
   * a fault. Broken connections are the TypeErrors that Node's `fetch` throws, with the code in `cause`.
   */
  fetch(handle: (request: Request) => Promise<Response>): FetchLike;
}

/** Faults as those see them who carry them out. */
export interface FaultLayer extends Faults {
  /** The fault that a request meets; a turn of it is used. */
  take(request: Request): Fault | undefined;
  /** Whether a new connection is dropped; a turn of the fault is used. */
  takeDrop(): boolean;
  count(name: keyof Traffic, change: 1 | -1): void;
  /** Waits, Infinity for ever. Rejects with the signal's reason as soon as it is aborted. */
  hold(ms: number, signal: AbortSignal): Promise<void>;
  /** Lets records come, go and move as the fault says. To be called before the request that meets it is answered. */
  stir(fault: Fault, request: Request): Promise<void>;
  /** The fault that a delivery of this type of event meets; a turn of it is used. */
  takeDelivery(event: string, delivery: Request): Fault | undefined;
}

/** How many records come, go and move. */
type Unrest = Required<Pick<Fault, "arriving" | "vanishing" | "moving">>;

/** Changes the list that a request is about to ask for. */
export type Stir = (list: Operation, unrest: Unrest, request: Request) => Promise<void>;

export interface FaultOptions {
  /** What is delivered to others, whose names filters can then use. */
  webhooks?: Operation[];
  /** Without it no records can come, go or move. */
  stir?: Stir;
}

interface Rule {
  fault: Fault;
  turns: number;
  /** Without a filter it fits every request. */
  filter: FaultFilter | undefined;
}

/** Faults for a server of these operations, whose names filters can then use. */
export function createFaults(operations: Operation[] = [], { webhooks = [], stir }: FaultOptions = {}): FaultLayer {
  const router = createRouter(operations);
  let queue: Rule[] = [];
  let standing: Rule[] = [];

  const operationOf = (request: Request): Operation | undefined =>
    router(request.method, new URL(request.url).pathname)?.operation;
  const isWebhook = (name: string | undefined): boolean => webhooks.some(({ id }) => id === name);
  const fits = ({ fault, filter = {} }: Rule, request: Request, target: Operation | undefined): boolean => {
    const { pathname } = new URL(request.url);
    const { method, path, operation, when } = filter;
    return (
      (method === undefined || method === request.method) &&
      (path === undefined || (typeof path === "string" ? path === pathname : pathname.search(path) >= 0)) &&
      // A delivery is met only by its name.
      (operation === target?.id || (operation === undefined && !isWebhook(target?.id))) &&
      (!stirs(fault) || stillness(fault, target) === undefined) &&
      (when === undefined || when(request))
    );
  };
  const take = (request: Request, target: Operation | undefined): Fault | undefined => {
    const meets = (rule: Rule): boolean => fits(rule, request, target);
    return use(queue.find(meets) ?? standing.findLast(meets));
  };
  const use = (rule: Rule | undefined): Fault | undefined => {
    if (rule) rule.turns -= 1;
    queue = queue.filter(({ turns }) => turns > 0);
    return rule?.fault;
  };
  const check = (fault: Fault, { operation }: FaultFilter): void => {
    checkFault(fault);
    const target = [...operations, ...webhooks].find(({ id }) => id === operation);
    if (operation !== undefined && !target)
      throw new TypeError(`There is no operation ${operation} here that could meet a fault.`);
    if (target && isWebhook(operation)) checkDeliveryFault(fault, target);
    else if (fault.duplicates)
      throw new TypeError(
        "A fault with duplicates needs a webhook as its filter's operation, such as events.chatStarted.",
      );
    if (stirs(fault) && !stir) throw new TypeError("There are no records here that could arrive, vanish or move.");
    const obstacle = stirs(fault) && target ? stillness(fault, target) : undefined;
    if (obstacle) throw new TypeError(obstacle);
  };
  const counts = createCounts();

  const layer: FaultLayer = {
    next: (fault, { times = 1, ...filter } = {}) => {
      check(fault, filter);
      checkNumber("times", times, 1);
      queue.push({ fault, turns: times, filter: emptyAsNone(filter) });
    },
    always: (fault, filter = {}) => {
      check(fault, filter);
      standing.push({ fault, turns: Infinity, filter: emptyAsNone(filter) });
    },
    clear: () => {
      queue = [];
      standing = [];
    },
    ...counts,
    fetch: (handle) => faultyFetch(handle, layer),
    take: (request) => take(request, operationOf(request)),
    takeDelivery: (event, delivery) =>
      take(
        delivery,
        webhooks.find(({ path }) => path === event),
      ),
    takeDrop: () => {
      // Whom a filter means is not known before there is a request, so only the first in line counts.
      const meetsRequests = ({ filter }: Rule): boolean => !isWebhook(filter?.operation);
      const first = queue.find(meetsRequests) ?? standing.findLast(meetsRequests);
      const dropped = first?.fault.drop === true && first.filter === undefined;
      if (dropped) use(first);
      return dropped;
    },
    hold: async (ms, signal) => {
      signal.throwIfAborted();
      if (ms > 0) await pause(ms, signal, (change) => counts.count("waiting", change));
    },
    stir: async (fault, request) => {
      const list = operationOf(request);
      if (stir && list && stirs(fault)) await stir(list, unrestOf(fault), request);
    },
  };
  return layer;
}

function createCounts(): Pick<FaultLayer, "seen" | "until" | "count"> {
  const seen: Traffic = { requests: 0, waiting: 0, hungUp: 0, opened: 0, connections: 0 };
  const watchers = new Set<() => void>();
  return {
    seen,
    until: (condition) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          try {
            if (!condition(seen)) return;
            resolve();
          } catch (error) {
            reject(error);
          }
          watchers.delete(look);
        };
        watchers.add(look);
        look();
      }),
    count: (name, change) => {
      seen[name] += change;
      for (const look of [...watchers]) look();
    },
  };
}

function pause(ms: number, signal: AbortSignal, count: (change: 1 | -1) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const release = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      count(-1);
    };
    const stop = (): void => {
      release();
      reject(signal.reason);
    };
    const go = (): void => {
      release();
      resolve();
    };
    const timer = ms === Infinity ? undefined : setTimeout(go, ms);
    signal.addEventListener("abort", stop);
    count(1);
  });
}

function unrestOf({ arriving = 0, vanishing = 0, moving = 0 }: Fault): Unrest {
  return { arriving, vanishing, moving };
}

function stirs(fault: Fault): boolean {
  return Object.values(unrestOf(fault)).some((count) => count > 0);
}

/** Why no records of an operation can come, go or move as the fault says; undefined where they can. */
function stillness(fault: Fault, operation: Operation | undefined): string | undefined {
  const list = operation?.source["x-pagination"];
  if (!list) return `${operation?.id} is no list in pages, so no records can arrive, vanish or move in it.`;
  return unrestOf(fault).moving > 0 && !list.moves ? `The records of ${operation?.id} keep their places.` : undefined;
}

function emptyAsNone(filter: FaultFilter): FaultFilter | undefined {
  return Object.values(filter).every((part) => part === undefined) ? undefined : filter;
}

/** The longest wait that a timer can do: longer ones would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** For whoever writes faults without a compiler. */
const PARTS: Record<keyof Fault, true> = {
  latencyMs: true,
  status: true,
  headers: true,
  retryAfter: true,
  json: true,
  html: true,
  body: true,
  bytes: true,
  chunked: true,
  drop: true,
  reset: true,
  end: true,
  stall: true,
  afterBytes: true,
  arriving: true,
  vanishing: true,
  moving: true,
  duplicates: true,
};

function checkFault(fault: Fault): void {
  const unknown = Object.keys(fault).find((name) => !Object.hasOwn(PARTS, name));
  if (unknown) throw new TypeError(`A fault has no ${unknown}. Its parts are ${Object.keys(PARTS).join(", ")}.`);
  new Headers(fault.headers);
  const { latencyMs = 0, status = 200, bytes = 2, afterBytes = 0, retryAfter = 0, drop, reset, end, stall } = fault;
  for (const [name, count] of Object.entries({ ...unrestOf(fault), duplicates: fault.duplicates ?? 0 }))
    checkNumber(name, count, 0);
  checkNumber("latencyMs", latencyMs, 0, LONGEST_MS);
  checkNumber("status", status, 200, 599);
  checkNumber("bytes", bytes, 2);
  checkNumber("afterBytes", afterBytes, 0);
  if (
    retryAfter instanceof Date ? Number.isNaN(retryAfter.getTime()) : !(Number.isFinite(retryAfter) && retryAfter >= 0)
  )
    throw new TypeError("The fault's retryAfter must be a number of seconds or a valid Date.");
  if (drop && Object.keys(fault).length > 1) throw new TypeError("A fault with drop can have no other part.");
  checkOneOf({ reset, end, stall });
  checkOneOf({ json: fault.json, html: fault.html, body: fault.body, bytes: fault.bytes });
}

function checkDeliveryFault({ latencyMs, duplicates, drop, ...others }: Fault, { id }: Operation): void {
  const [part] = Object.keys(others);
  if (part) throw new TypeError(`A delivery of ${id} can be met by latencyMs, duplicates or drop, not by ${part}.`);
}

function checkNumber(name: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new TypeError(`The fault's ${name} must be a whole number from ${least} to ${most}, not ${value}.`);
}

function checkOneOf(parts: Record<string, unknown>): void {
  const given = Object.keys(parts).filter((name) => parts[name] !== undefined);
  if (given.length > 1) throw new TypeError(`A fault can have one of ${given.join(" and ")}, not both.`);
}
