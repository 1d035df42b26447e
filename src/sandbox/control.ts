// The sandbox worked from outside while it runs: `/_sandbox/...`, beside the API. The command line uses it, and so can tests in
// other languages. LiveChat has nothing of the kind.
import { addFaultRule, type FaultRule } from "./faultRules.js";
import type { Faults } from "./faults.js";
import { badRequest, notFound, Refusal, refusalAnswer, sandboxFailure } from "./refusals.js";

/** Everything below this path is the sandbox's own. */
const CONTROL_PATH = "/_sandbox";

/** Where the accounts service is. */
export const ACCOUNTS_PATH = `${CONTROL_PATH}/accounts`;

export function isControl(request: Request): boolean {
  return `${new URL(request.url).pathname}/`.startsWith(`${CONTROL_PATH}/`);
}

export interface Controlled {
  faults: Faults;
  /** Answers requests to the accounts service, by the path below its root. */
  accounts(request: Request, path: string): Promise<Response>;
  reset(): void;
  /** What it holds, for people. */
  describe(): unknown;
  /** Lets something happen that LiveChat sends webhooks about, by the webhook's name. Undefined for an unknown one. */
  simulate(event: string, details: unknown): Promise<unknown> | undefined;
  /** The names of the webhooks. */
  events: string[];
}

/** Answers the requests that `isControl` names. Never rejects. */
export function createControl(controlled: Controlled): (request: Request) => Promise<Response> {
  return (request) => {
    const path = new URL(request.url).pathname;
    if (`${path}/`.startsWith(`${ACCOUNTS_PATH}/`))
      return controlled.accounts(request, path.slice(ACCOUNTS_PATH.length) || "/");
    return answer(controlled, request).then(
      (body) => Response.json(body),
      (error: unknown) => refusalAnswer(error instanceof Refusal ? error : sandboxFailure(error)),
    );
  };
}

async function answer(controlled: Controlled, request: Request): Promise<unknown> {
  const steps = new URL(request.url).pathname.slice(CONTROL_PATH.length).split("/").filter(Boolean);
  const command = [request.method, steps[0] ?? ""].join(" ").trim();
  switch (steps.length > (steps[0] === "simulate" ? 2 : 1) ? "" : command) {
    case "GET":
      return controlled.describe();
    case "POST reset":
      await readJson(request);
      controlled.reset();
      return { result: "everything is as it was at first" };
    case "POST faults":
      refuseTypeErrors(addFaultRule, controlled.faults, (await readJson(request)) as FaultRule);
      return { result: "the fault is set" };
    case "DELETE faults":
      controlled.faults.clear();
      return { result: "there are no faults any more" };
    case "POST simulate":
      return simulate(controlled, steps[1] ?? "", await readJson(request));
    default:
      throw notFound(
        `${request.method} ${CONTROL_PATH}/${steps.join("/")} is nothing that the sandbox can do. There is GET ${CONTROL_PATH}, POST reset, POST faults, DELETE faults, and POST simulate/{event}`,
      );
  }
}

async function simulate({ simulate, events }: Controlled, event: string, details: unknown): Promise<unknown> {
  const happening = simulate(event, details);
  if (!happening) throw badRequest(`There is no webhook ${event || "(none)"}. There is ${events.join(", ")}`);
  return happening.catch((error: unknown) => {
    throw error instanceof TypeError || error instanceof RangeError ? badRequest(error.message) : error;
  });
}

/** The content type is asked for because web pages cannot send it to another site unasked. */
async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    throw badRequest("Content-Type: application/json is required");
  const text = await request.text();
  try {
    return text === "" ? {} : (JSON.parse(text) as unknown);
  } catch (error) {
    throw badRequest(`the body cannot be read as JSON: ${(error as Error).message}`);
  }
}

function refuseTypeErrors<A extends unknown[]>(action: (...args: A) => void, ...args: A): void {
  try {
    action(...args);
  } catch (error) {
    throw error instanceof TypeError ? badRequest(error.message) : error;
  }
}
