// The programs of examples/, run as readers run them, against the sandbox over HTTP.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ticket } from "livechat-openapi";
import { createSandbox, type Sandbox, type SandboxOptions } from "livechat-openapi/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { copyProject, finished, listenTo, ROOT } from "./support/project.js";
import { startRecorder } from "./support/recorder.js";
import { compile } from "./support/snippets.js";

interface Place {
  sandbox: Sandbox;
  /** A folder that goes when the test ends. */
  folder: string;
  /** Runs an example to its end. */
  run(name: string, args?: string[], env?: Record<string, string>): Promise<{ code: number | null; output: string }>;
  /** Starts an example that does not end by itself. It is killed when the test ends. */
  start(name: string, args?: string[], env?: Record<string, string>): ChildProcess;
}

async function place(options: SandboxOptions): Promise<Place> {
  const sandbox = createSandbox({ now: () => new Date("2026-03-02T12:00:00Z"), ...options });
  const folder = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
  onTestFinished(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { url } = await sandbox.listen();
  const { login, apiKey } = sandbox.credentials;
  const credentials = { LIVECHAT_LOGIN: login, LIVECHAT_API_KEY: apiKey, LIVECHAT_BASE_URL: url };
  const start: Place["start"] = (name, args = [], env = {}) => {
    const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "examples", name), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...credentials, ...env },
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  };
  return { sandbox, folder, start, run: (...example) => finished(start(...example)) };
}

/** A port on which nothing listens. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return String(port);
}

const readLines = async <Item>(path: string): Promise<Item[]> =>
  (await readFile(path, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Item);

const FRAMEWORKS = join(ROOT, "examples", "frameworks");
const skipFrameworks = !existsSync(join(FRAMEWORKS, "node_modules")) && !process.env["REQUIRE_FRAMEWORKS"];
if (skipFrameworks)
  console.warn("Examples with frameworks are not tested: run npm ci --prefix examples/frameworks once.");

test("all of them compile", async () => {
  const project = await copyProject();
  const isOurs = (source: string): boolean => !source.includes("node_modules") && source !== FRAMEWORKS;
  await cp(join(ROOT, "examples"), project.path("examples"), { recursive: true, filter: isOurs });
  if (!skipFrameworks) {
    await mkdir(project.path("examples/frameworks"));
    for (const name of ["express.ts", "hono.ts", "node_modules"])
      await symlink(join(FRAMEWORKS, name), project.path(`examples/frameworks/${name}`));
  }
  expect(await compile(project, "examples")).toBe("");
});

test("first-call prints the agents, the chats and the rules of a greeting", async () => {
  const { sandbox, run } = await place({ chats: 20 });
  const { code, output } = await run("first-call.ts");
  expect(code).toBe(0);
  for (const { name, login, status } of sandbox.data.agents)
    expect(output).toContain(`${name} <${login}> is ${status}\n`);
  const sold = [...sandbox.data.chats].filter(
    (chat) => chat.type === "chat" && chat.started_timestamp >= 1_767_225_600 && chat.tags?.includes("sales"),
  );
  expect(sold).not.toEqual([]);
  expect(output).toContain(`${sold.length} chats on 1 page(s)\n`);
  for (const { type } of sandbox.data.greetings.get(2411)?.rules ?? []) expect(output).toContain(type);
});

test("list-chats prints the chats of a month, through a bad moment", async () => {
  const { sandbox, run } = await place({ chats: 1000 });
  sandbox.faults.next({ status: 503 }, { operation: "chats.list" });
  const { code, output } = await run("list-chats.ts", ["2025-06"]);
  const listed = output.split("\n").map((line) => line.split(" ")[0]);
  const expected = [...sandbox.data.chats]
    .filter((chat) => (chat.type === "chat" ? isoDay(chat.started_timestamp) : (chat.time ?? "")).startsWith("2025-06"))
    .map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(25);
  expect(output).toContain("again in");
  expect(listed).toEqual(expect.arrayContaining(expected));
  expect(code).toBe(0);
});

function isoDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

describe("sync-tickets", () => {
  const secondsOf = (time: Ticket["modified"]): number => (typeof time === "number" ? time : Date.parse(time) / 1000);

  test("sends every ticket, then what has changed, and makes good what failed", async () => {
    const { sandbox, folder, run } = await place({ chats: 20, tickets: 60 });
    const crm = await startRecorder({ body: "" });
    const env = { CRM_URL: `${crm.url}/tickets`, STATE_FILE: join(folder, "state.json") };
    const sync = async (): Promise<{ code: number | null; sent: string[] }> => {
      crm.requests.length = 0;
      const { code } = await run("sync-tickets.ts", [], env);
      expect(crm.requests.every(({ method }) => method === "PUT")).toBe(true);
      return { code, sent: crm.requests.map(({ target }) => target.replace("/tickets/", "")) };
    };
    const tickets = [...sandbox.data.tickets];
    expect(await sync()).toEqual({ code: 0, sent: tickets.map(({ id }) => id) });
    const { body } = crm.requests[0] ?? {};
    expect(JSON.parse(body ?? "")).toMatchObject({
      subject: tickets[0]?.subject,
      customer: tickets[0]?.requester.mail,
      changed: new Date(secondsOf(tickets[0]?.modified ?? 0) * 1000).toISOString(),
    });

    const old = tickets[40] as Ticket;
    sandbox.data.tickets.update(old.id, { status: "spam" });
    crm.answer = { status: 503 };
    expect(await sync()).toEqual({ code: 1, sent: [old.id] });
    crm.answer = { body: "" };
    const newest = secondsOf(tickets[0]?.modified ?? 0);
    const again = tickets.filter(({ modified }) => secondsOf(modified) >= newest - 300).map(({ id }) => id);
    expect(await sync()).toEqual({ code: 0, sent: [old.id, ...again] });
    expect(JSON.parse(crm.requests[0]?.body ?? "")).toMatchObject({ status: "spam" });
    expect(await sync()).toEqual({ code: 0, sent: [old.id] });
  });

  test("asks for the address of the CRM", async () => {
    const { run } = await place({ chats: 1 });
    const { code, output } = await run("sync-tickets.ts");
    expect(code).toBe(1);
    expect(output).toContain("Set CRM_URL");
  });
});

test("visitor-details subscribes once, and shows agents what the shop knows", async () => {
  const { sandbox, start } = await place({ chats: 5 });
  const env = { PORT: await freePort() };
  const before = [...sandbox.data.webhooks].length;
  for (const run of [1, 2]) {
    const child = start("visitor-details.ts", [], env);
    const end = finished(child);
    await listenTo(child)("Events come from");
    expect([...sandbox.data.webhooks].length).toBe(before + 1);
    const { record, deliveries } = await sandbox.simulate.chatStarted({ visitor: { email: "mina@example.net" } });
    const stranger = await sandbox.simulate.chatStarted({ visitor: { email: "stranger@example.org" } });
    expect([...deliveries, ...stranger.deliveries].map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    child.kill("SIGTERM");
    const { code, output } = await end;
    expect({ run, code, added: output.match(/Details of .*/g) }).toEqual({
      run,
      code: 0,
      added: [`Details of visitor ${record.visitor.id} added`],
    });
  }
});

test("weekly-report draws a column a day, as high as there were chats", async () => {
  const { sandbox, folder, run } = await place({ chats: 3000 });
  const file = join(folder, "report.svg");
  const { code, output } = await run("weekly-report.ts", ["2025-06-04", file]);
  const days = ["02", "03", "04", "05", "06", "07", "08"].map((number) => {
    const day = `2025-06-${number}`;
    const chats = [...sandbox.data.chats].filter((chat) =>
      chat.type === "chat" ? isoDay(chat.started_timestamp) === day : chat.time?.startsWith(day),
    );
    const rated = (rate: string): number => chats.filter((chat) => chat.type === "chat" && chat.rate === rate).length;
    return { day, chats: chats.length, good: rated("rated_good"), bad: rated("rated_bad") };
  });
  const sum = (key: "chats" | "good" | "bad"): number => days.reduce((total, day) => total + day[key], 0);
  expect(sum("good")).toBeGreaterThan(0);
  expect(output).toBe(
    `2025-06-02 to 2025-06-08:\n${sum("chats")} chats, ${sum("good")} rated good, ${sum("bad")} rated bad.\n`,
  );
  expect(code).toBe(0);

  const svg = await readFile(file, "utf8");
  const columns = [...svg.matchAll(/<title>(.*)<\/title>\s*(<rect.*)/g)].map(([, title, rects = ""]) => ({
    title,
    heights: [...rects.matchAll(/height="([\d.]+)"/g)].map(([, height]) => Number(height)),
  }));
  expect(columns.map(({ title }) => title)).toEqual(
    days.map(({ day, chats, good, bad }) => `${day}: ${chats} chats, ${good} rated good, ${bad} rated bad`),
  );
  const unit = 200 / Math.max(...days.map(({ chats }) => chats));
  for (const [index, { heights }] of columns.entries()) {
    const { chats = 0, good = 0, bad = 0 } = days[index] ?? {};
    for (const [part, count] of [good, bad, chats - good - bad].entries())
      expect(heights[part]).toBeCloseTo(count * unit);
  }
});

test("export-everything writes chats, tickets and settings, also when it is killed on the way", async () => {
  const { sandbox, folder, start, run } = await place({ chats: 300 });
  const target = join(folder, "backup");
  sandbox.faults.always({ stall: "beforeHeaders" }, { operation: "tickets.list" });
  const killed = start("export-everything.ts", [target]);
  await listenTo(killed)("chats.ndjson has");
  killed.kill("SIGKILL");
  await once(killed, "close");
  sandbox.faults.clear();
  // The lock of a process that is no more does not count.
  const { code, output } = await run("export-everything.ts", [target]);
  const { chats, tickets, agents, cannedResponses, webhooks } = sandbox.data;
  expect(output).toBe(
    `settings.json is written\nchats.ndjson is there already\ntickets.ndjson has ${tickets.size} records\n`,
  );
  expect(code).toBe(0);
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  expect((await readLines<{ id: string }>(join(target, "chats.ndjson"))).sort(byId)).toEqual([...chats].sort(byId));
  expect((await readLines<{ id: string }>(join(target, "tickets.ndjson"))).sort(byId)).toEqual([...tickets].sort(byId));

  const text = await readFile(join(target, "settings.json"), "utf8");
  const settings = JSON.parse(text) as Record<string, Record<string, unknown>[]>;
  expect(settings["agents"]?.map((agent) => agent["login"])).toEqual([...agents].map(({ login }) => login));
  expect(settings["cannedResponses"]).toHaveLength([...cannedResponses].length);
  expect(text).not.toContain(sandbox.credentials.apiKey);
  for (const { token } of webhooks) expect(text).not.toContain(token);
});

test("oauth-login lets a person log in, shows the agents, and logs out", async () => {
  const { sandbox, start } = await place({ chats: 1 });
  const { url } = await sandbox.listen();
  const port = await freePort();
  const app = start("oauth-login.ts", [], {
    PORT: port,
    LIVECHAT_ACCOUNTS_URL: `${url}${sandbox.accounts.path}`,
    LIVECHAT_CLIENT_ID: "made-up-client-id",
  });
  await listenTo(app)("Open http");
  const get = (address: string, cookie = ""): Promise<Response> =>
    fetch(address, { redirect: "manual", headers: { Cookie: cookie, Connection: "close" } });
  const home = `http://localhost:${port}/`;
  const begun = await get(home);
  const cookie = begun.headers.get("set-cookie")?.split(";")[0] ?? "";
  const allowed = await get(begun.headers.get("location") ?? "");
  const back = await get(allowed.headers.get("location") ?? "", cookie);
  expect(back.status).toBe(302);
  expect(await (await get(home, cookie)).text()).toContain("Ada Moreno <ada@example.com> is accepting chats\n");
  expect(await (await get(`${home}logout`, cookie)).text()).toBe("Logged out.\n");
  expect((await get(home, cookie)).status).toBe(302);
});

test.skipIf(skipFrameworks).each(["express", "hono"])(
  "frameworks/%s takes what LiveChat delivers, beside the app's other routes, and ends when told",
  async (framework) => {
    const { sandbox, start } = await place({ chats: 5 });
    const PORT = await freePort();
    const app = start(`frameworks/${framework}.ts`, [], { PORT, LIVECHAT_WEBHOOK_TOKEN: "made-up-token" });
    const end = finished(app);
    await listenTo(app)("Waiting for webhooks");
    const subscribe = (id: string, event_type: "chat_started" | "chat_ended" | "ticket_created", token: string) =>
      sandbox.data.webhooks.add({
        id,
        event_type,
        token,
        url: `http://127.0.0.1:${PORT}/livechat`,
        data_types: event_type === "ticket_created" ? ["ticket"] : ["chat"],
        licence: 1234567,
        verified: true,
      });
    subscribe("one", "chat_started", "made-up-token");
    subscribe("two", "ticket_created", "made-up-token");
    subscribe("three", "chat_ended", "somebody-elses-token");
    const { record: chat } = await sandbox.simulate.chatStarted();
    const { record: ticket } = await sandbox.simulate.ticketCreated();
    await sandbox.simulate.chatEnded(chat.id);
    expect(sandbox.deliveries.map(({ attempts }) => attempts[0]?.status)).toEqual([200, 200, 401]);
    const other = await fetch(`http://127.0.0.1:${PORT}/`, { headers: { Connection: "close" } });
    expect(await other.json()).toEqual({ up: true });
    app.kill("SIGTERM");
    const { code, output } = await end;
    expect(output).toContain(`Chat ${chat.id} has started\nTicket ${ticket.id}: ${ticket.subject}\n`);
    expect(code).toBe(0);
  },
);
