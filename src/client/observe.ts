// What a client tells of its work: hooks for programs, a log for people. Nothing told here holds a credential.
/** A request, just before it is sent. */
export interface RequestEvent {
  /** The same for all attempts of a call. */
  id: string;
  /** The operation, such as `agents.get`; missing for calls through `raw`. */
  operation: string | undefined;
  method: string;
  url: string;
  /** 1 for the first attempt of the call. */
  attempt: number;
}

/** An answer, whatever its status. */
export interface ResponseEvent extends RequestEvent {
  status: number;
  headers: Headers;
  /** From sending to the end of the body, in milliseconds. */
  elapsedMs: number;
}

/** A repetition that is about to be waited for. */
export interface RetryEvent extends RequestEvent {
  /** Why: the status, or what broke. */
  reason: string;
  /** How long the wait is, in milliseconds. */
  delayMs: number;
}

/** Functions told of each request, answer and retry. An error that one throws is logged, and does not reach the call. */
export interface Hooks {
  onRequest?(event: RequestEvent): void;
  onResponse?(event: ResponseEvent): void;
  onRetry?(event: RetryEvent): void;
}

/** Where messages go; `console` is one. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** How serious messages must be to be logged. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

const SEVERITY: Record<LogLevel, number> = { off: 0, error: 1, warn: 2, info: 3, debug: 4 };

/** Whether a text names a level. */
export function isLogLevel(level: unknown): level is LogLevel {
  return typeof level === "string" && Object.hasOwn(SEVERITY, level);
}

/** Headers by which the API says that a version or method is on its way out. */
const FAREWELLS = ["deprecation", "legacy"];

export class Observer {
  static #clients = 0;
  readonly #client = ++Observer.#clients;
  #calls = 0;

  constructor(
    private readonly hooks: Hooks = {},
    private readonly logger: Logger = console,
    private readonly level: LogLevel = "warn",
    /** What has been warned of; shared by clients that were derived from one another. */
    private readonly warned = new Set<string>(),
  ) {}

  /** An observer with other hooks or another log, which does not warn again. */
  with(hooks: Hooks | undefined, logger: Logger | undefined, level: LogLevel | undefined): Observer {
    return new Observer(hooks ?? this.hooks, logger ?? this.logger, level ?? this.level, this.warned);
  }

  /** A name for a call, by which its attempts are known to belong together. */
  callId(): string {
    return `${this.#client.toString(36)}-${(++this.#calls).toString(36)}`;
  }

  request(event: RequestEvent): void {
    this.#tell(this.hooks.onRequest, event);
    this.log("debug", () => `${describe(event)} sent`);
  }

  /** `start` is when the request was sent, on the clock of `performance.now()`. */
  response(event: RequestEvent, { status, headers }: Response, start: number): void {
    for (const name of FAREWELLS) {
      const value = headers.get(name);
      if (value !== null) this.#warnOnce(`LiveChat answers with the header "${name}: ${value}"`, event);
    }
    const elapsedMs = performance.now() - start;
    this.#tell(this.hooks.onResponse, event, { status, headers, elapsedMs });
    this.log("debug", () => `${describe(event)} answered ${status} after ${Math.round(elapsedMs)} ms`);
  }

  retry(event: RequestEvent, reason: string, delayMs: number): void {
    this.#tell(this.hooks.onRetry, event, { reason, delayMs });
    this.log("info", () => `${describe(event)} failed (${reason}); again in ${Math.round(delayMs)} ms`);
  }

  log(level: Exclude<LogLevel, "off">, message: () => string): void {
    if (SEVERITY[level] <= SEVERITY[this.level]) this.logger[level](`livechat: ${message()}`);
  }

  #warnOnce(message: string, event: RequestEvent): void {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.log("warn", () => `${message}, first to ${event.operation ?? event.method}.`);
  }

  /** Hands out a copy: the engine goes on with its own. */
  #tell<More extends object>(
    hook: ((event: RequestEvent & More) => void) | undefined,
    event: RequestEvent,
    more?: More,
  ): void {
    if (!hook) return;
    try {
      hook({ ...event, ...(more as More) });
    } catch (fault) {
      this.log("error", () => `a hook failed: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }
}

/** The query may hold personal data, so the log leaves it out. */
function describe({ id, operation, method, url, attempt }: RequestEvent): string {
  return `[${id}] ${operation ?? `${method} ${url.split("?")[0]}`}${attempt > 1 ? `, attempt ${attempt}` : ""}`;
}
