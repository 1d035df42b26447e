// The reference in a real browser: it is whole, it works, and it asks nothing of anybody else.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anchor } from "../../scripts/description/names.js";
import { successorText } from "../../scripts/description/successor.js";
import { renderReference } from "../../scripts/docs/reference.js";
import { curlDelivery, curlSample, payloadSample, typescriptSample } from "../../scripts/docs/samples.js";
import type { Operation } from "../../src/description/document.js";
import { type Server, serve } from "../../src/sandbox/http.js";
import { launchBrowser, skipWithoutBrowser } from "../support/browser.js";
import { description, operations, webhooks } from "../support/description.js";
import { ROOT } from "../support/project.js";

describe.skipIf(skipWithoutBrowser)("the reference", () => {
  let browser: Browser;
  let folder: string;
  let html: string;
  let server: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
    html = await renderReference(ROOT, description);
    await writeFile(join(folder, "index.html"), html);
    server = await serve(async () => new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A page that keeps every complaint, and every request beyond the page itself. */
  async function open(url: string): Promise<{ page: Page; complaints: string[]; requests: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warn") complaints.push(message.text());
    });
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && request.url().split("#")[0] !== url.split("#")[0])
        requests.push(request.url());
    });
    await page.goto(url);
    await page.waitForFunction(
      () => document.body.innerText.includes("Receiving webhooks") && document.querySelector("h1, h2") !== null,
    );
    return { page, complaints, requests };
  }

  const places = (): [string, string][] => [
    ["over HTTP", `${server.url}/`],
    ["from a disk", pathToFileURL(join(folder, "index.html")).href],
  ];

  test("loads without complaint and without a request, over HTTP and from a disk, and finds an operation", async () => {
    for (const [place, url] of places()) {
      const { page, complaints, requests } = await open(url);
      await page.keyboard.down("Control");
      await page.keyboard.press("k");
      await page.keyboard.up("Control");
      const field = await page.waitForSelector('input[placeholder*="earch"]', { visible: true });
      await field?.type("agents_occupancy");
      await page.waitForFunction(
        (summary) => document.body.innerText.includes(summary),
        {},
        summaryOf("reports.chats.agentsOccupancy"),
      );
      expect({ place, complaints, requests }).toEqual({ place, complaints: [], requests: [] });
      await page.close();
    }
  });

  test("has every chapter, operation and webhook, with samples and what replaces them", async () => {
    const { page, complaints } = await open(`${server.url}/`);
    const chapters = [
      "Authentication",
      "Requests",
      "Errors",
      "Paging and the record limit",
      "Dates and time zones",
      "JSONP",
      "Receiving webhooks",
      "Moving to version 3",
    ];
    const menu = await text(page);
    for (const chapter of chapters) expect(menu).toContain(chapter);
    for (const operation of [...operations, ...webhooks]) {
      await page.evaluate(
        (hash) => {
          location.hash = hash;
        },
        anchor(operation.source.tags[0] as string, operation.id),
      );
      await page.waitForFunction(
        (summary) =>
          [...document.querySelectorAll("h1, h2, h3")].some((heading) => heading.textContent?.startsWith(summary)),
        {},
        operation.source.summary,
      );
      await page.waitForFunction((name) => document.body.innerText.includes(name), {}, `Name: ${operation.id}`);
      const shown = await text(page);
      for (const part of successorParts(operation)) expect(shown).toContain(part);
      for (const sample of samplesOf(operation)) expect(html).toContain(embedded(sample));
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("shows the TypeScript sample on request", async () => {
    const { page } = await open(`${server.url}/${anchor("Agents", "agents.list")}`);
    const picker = await page.waitForSelector("xpath/.//button[normalize-space()='curl']");
    await picker?.click();
    const choice = await page.waitForSelector('[title="TypeScript"]');
    await choice?.click();
    await page.waitForFunction(() => document.body.innerText.includes("await livechat.agents.list("));
    await page.close();
  });

  test("fits a narrow screen", async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 360, height: 740 });
    await page.goto(`${server.url}/${anchor("Archives", "chats.list")}`);
    await page.waitForFunction(() => document.body.innerText.includes("List chats"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.close();
  });
});

function text(page: Page): Promise<string> {
  return page.evaluate(() => document.body.innerText);
}

function samplesOf(operation: Operation): string[] {
  if (webhooks.includes(operation))
    return [curlDelivery(operation, "http://127.0.0.1:3000/livechat"), payloadSample(operation)];
  return [curlSample(operation, description.servers[0]?.url as string), typescriptSample(operation)];
}

function summaryOf(id: string): string {
  return operations.find((operation) => operation.id === id)?.source.summary ?? "";
}

function successorParts({ source }: Operation): string[] {
  return successorText(source["x-successor"]) === undefined
    ? []
    : ["In version 3:", ...(source["x-successor"]?.methods ?? [])];
}

/** As a text stands in the page's embedded data. */
function embedded(sample: string): string {
  return JSON.stringify(sample).slice(1, -1);
}
