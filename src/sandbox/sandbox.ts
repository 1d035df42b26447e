// LiveChat on your own machine, made from the description: requests are routed, authenticated and read by it, answered by
// what the licence holds, and the answers held against it.
import { type Description, operationsOf, webhooksOf } from "../description/document.js";
import { shippedDescription } from "../description/shipped.js";
import { createAccounts, type OAuthApp } from "./accounts/accounts.js";
import { createAnswer } from "./answer.js";
import { identify } from "./auth.js";
import { behave } from "./behaviour/index.js";
import { ACCOUNTS_PATH, createControl, isControl } from "./control.js";
import { createData, type Data } from "./data.js";
import { createDeliveries, type Delivery, type DeliveryOptions } from "./events/deliver.js";
import { createCheckGiven } from "./events/given.js";
import { createSimulate, type Simulate, simulateByType } from "./events/simulate.js";
import { addFaultRule, type FaultRule } from "./faultRules.js";
import { createFaults, type FaultLayer, type Faults } from "./faults.js";
import { type ListenOptions, type Server, serve } from "./http.js";
import { createIds } from "./licence/ids.js";
import { createLicence, type Licence } from "./licence/licence.js";
import { createStir } from "./unrest.js";

export interface SandboxOptions {
  /** The bundled description to serve. Default: the one that this package ships. */
  description?: Description;
  /** What the made-up data follows from: the same number gives the same records. Default: 1. */
  seed?: number;
  /** How many chats the archive holds at first, over three years. Default: 1,000. */
  chats?: number;
  /** How many tickets there are at first. Default: a fifth of the chats. */
  tickets?: number;
  /** The licence's time zone, a name of the TZ database. Default: `UTC`. */
  timezone?: string;
  /** How many of the newest chats a query reaches. Default: 25,000, as LiveChat since 2019. */
  recordLimit?: number;
  /** The clock. Default: the machine's. */
  now?: () => Date;
  /** Faults from the beginning, and again after each reset. Default: none. */
  faults?: readonly FaultRule[];
  /** How webhooks are delivered. */
  webhooks?: DeliveryOptions;
  /** Whether each answer is held against the description, and a faulty one answered by 500. Default: true. */
  checkAnswers?: boolean;
}

export interface Sandbox {
  /** The owner's credentials, ready for the client's `auth`. */
  readonly credentials: { login: string; apiKey: string };
  /** LiveChat's accounts service, for log-in by OAuth. */
  readonly accounts: SandboxAccounts;
  /** Makes it misbehave: statuses, latency, broken and stalled connections, truncated bodies. */
  readonly faults: Faults;
  /** What it holds, to arrange and to look at. */
  readonly data: Data;
  /** Lets chats, tickets and the like happen, and delivers what LiveChat sends webhooks about. */
  readonly simulate: Simulate;
  /**
   * Webhooks delivered or on their way since the last reset, the oldest first; of very many, the newest 10,000. Those that the
   * API's calls and `simulate` cause are told to every subscription, except to the samples that a sandbox begins with.
   */
  readonly deliveries: readonly Delivery[];
  /**
   * Resolves when no delivery is under way or waits for a further attempt. Receivers that fail are tried for hours unless
   * `webhooks.retryDelaysMs` says otherwise.
   */
  settled(): Promise<void>;
  /** Answers a request without a network: a drop-in for the client's `fetch` option. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Serves over HTTP. Rejects when the port is taken. */
  listen(options?: ListenOptions): Promise<{ url: string }>;
  /** Takes everything back to how it was at first: data, tokens and faults. Deliveries under way are given up. */
  reset(): void;
  /** Stops serving, ends the connections that are open, and gives up deliveries. */
  close(): Promise<void>;
}

/** The accounts service of a sandbox. */
export interface SandboxAccounts {
  /** Where it is below the sandbox's address: `accountsUrl: url + sandbox.accounts.path`. */
  readonly path: string;
  /**
   * An access token of this agent, without any flow. It does not expire.
   *
   * @param login default: the owner's
   * @throws TypeError when there is no such agent
   */
  issue(login?: string): string;
  /**
   * Makes an app known, or replaces it. Until one is known, every client ID may ask for tokens, as an app without a secret whose
   * redirect address is `https` or on this machine.
   *
   * @throws TypeError for an app without client ID, or with a redirect address that LiveChat would not take
   */
  register(app: OAuthApp): void;
}

/** Makes a sandbox. For development and tests: it keeps everything in memory, and its keys are no secrets. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { seed = 1, description = shippedDescription(), now = () => new Date() } = options;
  const seconds = (): number => Math.floor(now().getTime() / 1000);
  const begin = (): Licence =>
    createLicence({
      ...contents(options),
      seed,
      now: seconds,
      announce: (happening) => deliveries.announce(happening),
    });
  let licence = begin();
  const current = () => licence;
  const faults = createFaults(operationsOf(description), {
    webhooks: webhooksOf(description),
    stir: createStir((request) => api(request), current),
  });
  const deliveries = createDeliveries(current, options.webhooks ?? {}, faults.takeDelivery);
  deliveries.begin();
  const check = createCheckGiven(description);
  const simulate = createSimulate({ licence: current, announce: deliveries.announce, check });
  // A stream of its own, so that log-ins do not change what later records are called.
  const beginTokens = () => createIds(-seed);
  let tokens = beginTokens();
  const accounts = createAccounts({
    now: seconds,
    secret: (prefix) => tokens.secret(prefix),
    logins: () => [...licence.agents].map(({ login }) => login),
  });
  const heal = (): void => {
    faults.clear();
    for (const rule of options.faults ?? []) addFaultRule(faults, rule);
  };
  heal();
  const servers = new Set<Server>();
  const api = createAnswer({
    description,
    checkAnswers: options.checkAnswers ?? true,
    identify: (request) => identify(request, licence, accounts.loginOf),
    behave: (operation, request, caller) => behave(operation, request, caller, licence),
  });
  const reset = (): void => {
    licence = begin();
    deliveries.begin();
    tokens = beginTokens();
    accounts.reset();
    heal();
  };
  const control = createControl({
    faults,
    accounts: accounts.handle,
    reset,
    describe: () => ({ chats: licence.chats.size, tickets: licence.tickets.size, agents: licence.agents.size }),
    simulate: (event, details) => simulateByType(simulate, event, details),
    events: webhooksOf(description).map(({ path }) => path),
  });
  const handle = (request: Request): Promise<Response> => (isControl(request) ? control(request) : api(request));
  const faultyApi = faults.fetch(api);
  const [owner] = licence.agents;
  return {
    credentials: { login: owner?.login ?? "", apiKey: owner?.api_key ?? "" },
    accounts: {
      path: ACCOUNTS_PATH,
      issue: (login = owner?.login ?? "") => accounts.issue(login),
      register: accounts.register,
    },
    faults,
    data: createData(current),
    simulate,
    get deliveries() {
      return deliveries.log;
    },
    settled: deliveries.settled,
    fetch: (input, init) => {
      const request = input instanceof Request && init === undefined ? input : new Request(input, init);
      return isControl(request) ? control(request) : faultyApi(request);
    },
    listen: async (listenOptions) => {
      const server = await serve(handle, { ...listenOptions, faults: sparingControl(faults) });
      servers.add(server);
      return { url: server.url };
    },
    reset,
    close: async () => {
      deliveries.end();
      await Promise.all([...servers].map((server) => server.close()));
      servers.clear();
    },
  };
}

/** What a licence holds at first. */
function contents({ chats = 1000, tickets, timezone = "UTC", recordLimit = 25_000 }: SandboxOptions) {
  return { chats, tickets: tickets ?? Math.round(chats / 5), timezone, recordLimit };
}

/** The sandbox can be told to stop misbehaving, whatever it was told before. */
function sparingControl(faults: FaultLayer): FaultLayer {
  return { ...faults, take: (request) => (isControl(request) ? undefined : faults.take(request)) };
}
