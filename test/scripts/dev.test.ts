// npm run dev, as a whole and in its parts: pages that follow the description, types that are checked, processes that stay.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runOnce, stayingRuns } from "../../scripts/description/run.js";
import { renderReference } from "../../scripts/docs/reference.js";
import { createLive } from "../../scripts/serve/live.js";
import { createTypeCheck } from "../../scripts/serve/types.js";
import { serve } from "../../src/sandbox/http.js";
import { launchBrowser, skipWithoutBrowser } from "../support/browser.js";
import { description } from "../support/description.js";
import { copyProject, ROOT } from "../support/project.js";
import { startServing } from "../support/serving.js";

interface News {
  fault?: string;
}

/** What pages of the reference that are open are told: first how things are, then whatever is new. */
function newsFrom(url: string): () => Promise<News> {
  let seen = "";
  return async () => {
    const text = await (await fetch(`${url}/docs/news`, { headers: { "Last-Event-ID": seen } })).text();
    seen = /^id: (.*)$/m.exec(text)?.[1] ?? "";
    return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "") as News;
  };
}

/** The processes that a process has started. */
function childrenOf(pid: number): number[] {
  return spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .stdout.split("\n")
    .map((line) => line.trim().split(/ +/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

/** Waits until none of the processes is there, or is more than a name that nobody has asked after yet. */
async function gone(pids: number[]): Promise<void> {
  const lives = (pid: number): boolean => {
    const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
    return state !== "" && !state.startsWith("Z");
  };
  while (pids.some(lives)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("npm run dev", () => {
  test("begins with the last good description, tells faults and type errors, and leaves no process behind", async () => {
    const project = await copyProject();
    // A small part of the project, to save time.
    await project.edit("tsconfig.json", /"include": \[.*\]/, '"include": ["program.ts"]');
    await project.write("program.ts", PROGRAM);
    await project.edit(`${GOALS}/schemas/GoalSuccess.yaml`, "  order_currency:", "  currency:");

    const { pid, url, said, stop } = await startServing(project, "scripts/dev.ts");
    const next = newsFrom(url);
    expect(await next()).toEqual({ fault: expect.stringMatching(`^${GOALS}/${ITEM}:\\d+:\\d+ .*order_currency`) });
    expect(await (await fetch(`${url}/docs`)).text()).toContain("order_currency");
    expect(await said("no errors")).toMatch(/types \d+\.\d s \(no errors/);

    await project.edit(`${GOALS}/${ITEM}`, "order_currency:", "currency:");
    expect(await next()).toEqual({});
    expect(await (await fetch(`${url}/docs`)).text()).not.toContain("order_currency");
    const line = await said("1 error(s)");
    expect(line).toMatch(/reference \d+\.\d s, generated\/ \d+\.\d s \(.*models\.ts.*\), types/);
    expect(line).toMatch(/^program\.ts:2:\d+ Property 'order_currency' does not exist.* \(TS\d+\)$/m);
    expect(await project.read("generated/models.ts")).toContain("  currency?: string;");

    await project.edit(`${GOALS}/${ITEM}`, "tags: [Goals]", "tags: [Gaols]");
    expect((await next()).fault).toMatch(new RegExp(`^${GOALS}/${ITEM}:\\d+:\\d+ Operation tags`));
    expect(await said("Still serving the last good description")).toContain("Use one of the tags");

    const children = childrenOf(pid);
    expect(children.length).toBeGreaterThanOrEqual(3);
    expect(await stop()).toBe(0);
    await gone(children);
  });

  test("its processes end with it, however it ends", async () => {
    const project = await copyProject();
    await project.write("begin.ts", BEGIN);
    const child = project.spawn("begin.ts");
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    const children = childrenOf(child.pid as number);
    expect(children.length).toBeGreaterThanOrEqual(2);
    child.kill("SIGKILL");
    await gone(children);
  });
});

const GOALS = "openapi/resources/goals";
const ITEM = "goals_goal_id_mark_as_successful.yaml";

const PROGRAM = `import type { GoalSuccess } from "./generated/models.js";
export const currencyOf = (success: GoalSuccess): string | undefined => success.order_currency;
`;

const BEGIN = `
import { stayingRuns } from "./scripts/description/run.js";
import { createTypeCheck } from "./scripts/serve/types.js";
createTypeCheck(process.cwd());
console.log(await stayingRuns().run(process.cwd(), ["--version"]));
`;

describe("runs in processes that stay", () => {
  test("say what a run in a process of its own says, again and again", async () => {
    const project = await copyProject();
    const redocly = stayingRuns();
    onTestFinished(redocly.close);
    const file = "openapi/resources/status/status.yaml";
    const command = ["lint", "openapi/openapi.yaml", "--format=json"];
    for (const [from, to] of [
      ["tags: [Status]", "tags: [Stauts]"],
      ["tags: [Stauts]", "tags: [Status]"],
    ] as const) {
      await project.edit(file, from, to);
      const [warm, cold] = await Promise.all([
        redocly.run(project.directory, command),
        runOnce(project.directory, command),
      ]);
      expect(warm.code).toBe(cold.code);
      expect(warm.output).toBe(cold.output);
    }
  });

  test("are done in a process of their own where one that stays breaks", async () => {
    const redocly = stayingRuns();
    onTestFinished(redocly.close);
    expect((await redocly.run(join(ROOT, "no such folder"), ["--version"])).code).toBe(1);
    expect(await redocly.run(ROOT, ["--version"])).toMatchObject({ code: 0, output: expect.stringMatching(/^\d/) });
  });
});

describe("the check of types", () => {
  test("tells first what has to do with the change, takes no notice of comments, and can be left", async () => {
    const directory = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const write = (file: string, text: string): Promise<void> => writeFile(join(directory, file), text);
    await write("tsconfig.json", JSON.stringify({ compilerOptions: OPTIONS, include: ["*.ts"] }));
    await write("models.ts", "// Generated by hand.\n/** A tag. */\nexport interface Tag {\n  name: string;\n}\n");
    await write("others.ts", `export const count: number = "one";\n`);
    await write(
      "uses.ts",
      `import type { Tag } from "./models.js";\nexport const of = (tag: Tag): string => tag.name;\n`,
    );
    const types = createTypeCheck(directory);
    onTestFinished(types.close);
    const errors = async (): Promise<string[]> => {
      const found: string[] = [];
      expect(await types.check((error) => found.push(error))).toBe(true);
      return found;
    };
    const other = "others.ts:1:14 Type 'string' is not assignable to type 'number'. (TS2322)";
    expect(await errors()).toEqual([other]);

    await write("models.ts", "// Generated by hand.\nexport interface Tag {\n  title: string;\n}\n");
    const use = "uses.ts:2:45 Property 'name' does not exist on type 'Tag'. (TS2339)";
    expect(await errors()).toEqual([use, other]);

    // What is kept between runs holds which text each file was checked with.
    const kept = (): Promise<string> => readFile(join(directory, "dist", "dev.tsbuildinfo"), "utf8");
    expect(await errors()).toEqual([other, use]);
    const before = await kept();
    await write("models.ts", "// Generated by hand.\n/** A label. */\nexport interface Tag {\n  title: string;\n}\n");
    expect(await errors()).toEqual([other, use]);
    expect(await errors()).toEqual([other, use]);
    expect(await kept()).toBe(before);

    const left = types.check(() => {});
    types.leave();
    expect(await left).toBe(false);
    await write("models.ts", "// Generated by hand.\nexport interface Tag {\n  name: string;\n}\n");
    expect(await errors()).toEqual([other]);
  });
});

const OPTIONS = { strict: true, noEmit: true, target: "ES2022", module: "NodeNext", lib: ["ES2022"], types: [] };

describe.skipIf(skipWithoutBrowser)("a page of the reference", () => {
  test("shows a fault, and reloads when it is mended", async () => {
    const built = await renderReference(ROOT, description);
    expect(built).not.toContain("/news?seen=");
    const live = createLive("/news");
    let version = live.renew();
    let loads = 0;
    const server = await serve(async (request) => {
      if (new URL(request.url).pathname === "/news") return live.answer(request);
      loads += 1;
      return new Response(live.follow(built, version), { headers: { "Content-Type": "text/html; charset=utf-8" } });
    });
    onTestFinished(server.close);
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warn") complaints.push(message.text());
    });
    await page.goto(server.url);

    live.tell("openapi/openapi.yaml:1:1 Broken");
    await page.waitForFunction(
      () => document.getElementById("fault")?.textContent === "openapi/openapi.yaml:1:1 Broken",
    );
    expect(loads).toBe(1);
    const loaded = page.waitForNavigation();
    version = live.renew();
    await loaded;
    expect(loads).toBe(2);
    expect(await page.evaluate(() => document.getElementById("fault"))).toBeNull();
    expect(complaints).toEqual([]);
  });
});
