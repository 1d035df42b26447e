// The sandbox on the command line: runs one, or works one that is running.
import { isTimezone } from "../calendar.js";
import { createSandbox, type FaultRule, type Sandbox, type SandboxOptions } from "../sandbox/index.js";
import { json, portNumber, readArguments, UsageError, wholeNumber } from "./usage.js";

const USAGE = `Usage: livechat-openapi sandbox [options]                  runs it until Ctrl-C
       livechat-openapi sandbox simulate <event> [json]   lets something happen in the one that is running
       livechat-openapi sandbox fault <json>              has it misbehave
       livechat-openapi sandbox heal                      has it behave again
       livechat-openapi sandbox reset                     takes everything back to how it was at first

LiveChat on this machine, for development and tests: all operations, with made-up data that follow from a number.

Running it:
  --port N           the port to listen on, 0 for any free one; default 4010
  --host ADDRESS     the address to bind to; default 127.0.0.1, which only this machine reaches
  --chats N          how many chats the archive holds; default 1000
  --tickets N        how many tickets there are; default a fifth of the chats
  --seed N           the number that the data follow from; default 1
  --timezone NAME    the licence's time zone; default UTC
  --record-limit N   how many of the newest chats a query reaches; default 25000
  --latency MS       how long each answer takes; default 0
  --fault JSON       a fault, see below; may be repeated

Working one that is running:
  --port N           the port that it listens on; default 4010

Events: canned_response_changed, chat_changed, chat_ended, chat_started, ticket_created, visitor_queued. The JSON says what the
chat, visitor, ticket or canned response is to be like.

A fault says what goes wrong (status, retryAfter, latencyMs, html, reset, end, stall, drop, arriving, vanishing, moving, ...),
which requests it meets (operation, method, path) and how often (times; without it, always):
  --fault '{"operation":"chats.list","status":429,"retryAfter":2,"times":3}'`;

const OPTIONS = {
  port: { type: "string", default: "4010" },
  host: { type: "string", default: "127.0.0.1" },
  chats: { type: "string", default: "1000" },
  tickets: { type: "string" },
  seed: { type: "string", default: "1" },
  timezone: { type: "string", default: "UTC" },
  "record-limit": { type: "string", default: "25000" },
  latency: { type: "string", default: "0" },
  fault: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
} as const;

export async function runSandbox(args: string[]): Promise<void> {
  const { values, positionals } = readArguments({ args, options: OPTIONS, allowPositionals: true });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const port = portNumber(values.port);
  const [command, ...rest] = positionals;
  if (command !== undefined) return work(port, command, rest);

  const chats = wholeNumber("chats", values.chats, 0, 5_000_000);
  if (!isTimezone(values.timezone))
    throw new UsageError(`--timezone takes a name of the TZ database, such as Europe/Berlin, not ${values.timezone}.`);
  const latencyMs = wholeNumber("latency", values.latency, 0, 600_000);
  const sandbox = create({
    chats,
    ...(values.tickets !== undefined && { tickets: wholeNumber("tickets", values.tickets, 0, 5_000_000) }),
    seed: wholeNumber("seed", values.seed, 0, 2 ** 31 - 1),
    timezone: values.timezone,
    recordLimit: wholeNumber("record-limit", values["record-limit"], 25),
    faults: [
      ...(latencyMs > 0 ? [{ latencyMs }] : []),
      ...(values.fault ?? []).map((text) => json("--fault", text) as FaultRule),
    ],
  });
  await serve(sandbox, port, values.host);
}

/** What the options say can still be no fault. */
function create(options: SandboxOptions): Sandbox {
  try {
    return createSandbox(options);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

async function serve(sandbox: Sandbox, port: number, host: string): Promise<void> {
  const { url } = await sandbox.listen({ port, host }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(listenProblem(error, port, host));
  });
  // An address that stands for all of this machine's is none to call.
  console.log(greeting(sandbox, url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:"), host));
  const stop = async (): Promise<void> => {
    await sandbox.close();
    process.exit(0);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

function listenProblem({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === "EADDRINUSE")
    return `Port ${port} is taken. End what listens there, or choose another: livechat-openapi sandbox --port ${port + 1}`;
  if (code === "EACCES") return `Port ${port} may not be used here. Choose one above 1023: --port 4010`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine. Leave --host out to listen on 127.0.0.1.`;
  return `It cannot listen on ${host}, port ${port}: ${message}`;
}

/** What to do with it. */
function greeting({ credentials: { login, apiKey }, accounts, data }: Sandbox, url: string, host: string): string {
  const local = /^(127\.|localhost$|::1$)/.test(host);
  return `LiveChat sandbox: ${data.chats.size} chats, ${data.tickets.size} tickets, ${data.agents.size} agents.
For development only: it keeps everything in memory, and its keys are no secrets.

API       ${url}
Log-in    ${login}
API key   ${apiKey}
OAuth     ${url}${accounts.path}

  curl -u ${login}:${apiKey} -H 'X-API-Version: 2' ${url}/agents

${local ? "It listens on this machine only." : "WARNING: other machines can reach it, and anybody who does can read and change what it holds."} Ctrl-C ends it.`;
}

async function work(port: number, command: string, args: string[]): Promise<void> {
  const [method, path, body] = requestOf(command, args);
  const response = await fetch(`http://127.0.0.1:${port}/_sandbox/${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new UsageError(
      `No sandbox listens on port ${port}. Run one in another terminal: livechat-openapi sandbox --port ${port}`,
    );
  });
  const text = await response.text();
  if (!response.ok) throw new UsageError(text);
  console.log(JSON.stringify(JSON.parse(text), undefined, 2));
}

function requestOf(command: string, args: string[]): [method: string, path: string, body?: unknown] {
  switch (command) {
    case "simulate": {
      const [event = "", details = "{}"] = args;
      return ["POST", `simulate/${encodeURIComponent(event)}`, json("simulate", details)];
    }
    case "fault":
      return ["POST", "faults", json("fault", args[0] ?? "")];
    case "heal":
      return ["DELETE", "faults"];
    case "reset":
      return ["POST", "reset", {}];
    default:
      throw new UsageError(`There is no sandbox command ${command}.\n\n${USAGE}`);
  }
}
