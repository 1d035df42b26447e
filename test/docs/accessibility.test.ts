// The reference can be read in light and dark, on a telephone and a wide screen, and used by keyboard alone.
import axe from "axe-core";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anchor } from "../../scripts/description/names.js";
import { renderReference } from "../../scripts/docs/reference.js";
import { type Server, serve } from "../../src/sandbox/http.js";
import { launchBrowser, skipWithoutBrowser } from "../support/browser.js";
import { description } from "../support/description.js";
import { ROOT } from "../support/project.js";

type Scheme = "light" | "dark";

const WIDE = 1440;
const NARROW = 360;
const SCHEMES: Scheme[] = ["light", "dark"];
const LIST = anchor("Archives", "chats.list");
const DELETION = anchor("Tags", "tags.delete");
const WEBHOOK = anchor("Webhooks", "events.chatEnded");
// Reaches through the menu, the page's own controls, and the first operation with its samples.
const STOPS = 55;
const SEARCH = '[data-testid="search-trigger"]';
const MENU_BUTTON = '[data-testid="floating-button"]';

describe.skipIf(skipWithoutBrowser)("the reference, for everybody", () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    const html = await renderReference(ROOT, description);
    server = await serve(async () => new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** The reference, with a page of its own, as loading takes longest. */
  async function open(place: string, width: number, scheme: Scheme = "light"): Promise<Page> {
    const page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 800 });
    await page.goto(`${server.url}/${place}`);
    await page.waitForSelector(`${SEARCH}[role="button"]`);
    await shown(page, place);
    return page;
  }

  async function move(page: Page, place: string, width: number): Promise<void> {
    await page.setViewport({ width, height: 800 });
    await page.evaluate((hash) => {
      location.hash = hash;
    }, place);
    await shown(page, place);
  }

  test("has no fault that axe finds, and enough contrast, in both schemes and widths", async () => {
    for (const scheme of SCHEMES) {
      const page = await open(DELETION, WIDE, scheme);
      expect(await paleTexts(page)).toEqual([]);
      expect(await faults(page)).toEqual([]);
      await move(page, WEBHOOK, NARROW);
      expect(await paleTexts(page)).toEqual([]);
      expect(await faults(page)).toEqual([]);
      await page.close();
    }
  });

  test("has chapters without such faults, and does not scroll sideways on a narrow screen", async () => {
    const page = await open("", NARROW);
    expect(await paleTexts(page)).toEqual([]);
    expect(await faults(page)).toEqual([]);
    for (const place of ["", LIST, DELETION, WEBHOOK]) {
      await move(page, place, NARROW);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(NARROW);
    }
    await page.close();
  });

  test("shows where the focus is, at every stop", async () => {
    for (const scheme of SCHEMES) {
      const page = await open(DELETION, WIDE, scheme);
      await page.evaluate(noteFocusRings);
      for (let count = 0; count < STOPS; count += 1) await page.keyboard.press("Tab");
      const rings = await page.evaluate(() => (globalThis as unknown as { rings: string[] }).rings);
      expect(rings).toEqual(
        Array(STOPS).fill(scheme === "light" ? "solid 2px rgb(29, 78, 216)" : "solid 2px rgb(159, 183, 255)"),
      );
      await page.close();
    }
  });

  test("leads past the menu, opens search and schemas by keyboard, and goes on from what was found", async () => {
    const page = await open(WEBHOOK, WIDE);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("main [data-section-id]"));
    await page.keyboard.press("Tab");
    expect(await focusedName(page)).toBe("link to Chat ended");

    await page.focus(SEARCH);
    await page.keyboard.press("Space");
    await page.waitForSelector('[role="dialog"][aria-label="Search"] input:focus');
    await page.keyboard.type("agents_occupancy");
    await page.waitForSelector('[data-component-name="Search/SearchItem"]');
    await page.keyboard.press("Escape");
    await page.waitForSelector(`${SEARCH}:focus`);

    const toggle = '[aria-label="Show 11 properties of chat"]';
    await page.focus(`[id="${WEBHOOK.slice(2)}"] ${toggle}`);
    await page.keyboard.press("Enter");
    await page.waitForSelector('[aria-label="Hide details of chat"]:focus');

    await page.focus(SEARCH);
    await page.keyboard.press("Enter");
    await page.waitForSelector('[role="dialog"] input:focus');
    await page.keyboard.type("agents_occupancy");
    await page.waitForSelector('[data-component-name="Search/SearchItem"]');
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (place) => document.activeElement?.getAttribute("data-section-id") === place,
      {},
      anchor("Reports", "reports.chats.agentsOccupancy").slice(1),
    );
    await page.close();
  });

  test("opens the menu of a narrow screen by keyboard, keeps the focus in it, and closes it", async () => {
    const page = await open(DELETION, NARROW);
    await page.focus(MENU_BUTTON);
    await page.keyboard.press("Enter");
    await page.waitForSelector(`nav ${SEARCH}:focus, [role="navigation"] ${SEARCH}:focus`);
    expect(await page.evaluate(() => document.querySelector("main")?.inert)).toBe(true);
    expect(
      await page.$$eval('.menu-content a[aria-current="true"]', (links) => links.map((link) => link.hash)),
    ).toEqual([DELETION]);
    await page.keyboard.press("Escape");
    await page.waitForSelector(`${MENU_BUTTON}[aria-expanded="false"]:focus`);
    await page.waitForFunction(() => document.querySelector("main")?.inert === false);
    await page.close();
  });

  test("is printed in light colours", async () => {
    const page = await open(DELETION, WIDE, "dark");
    const printed = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          addEventListener("beforeprint", () => resolve(document.documentElement.className), { once: true });
        }),
    );
    await page.pdf();
    expect(await printed).toBe("light");
    await page.waitForFunction(() => document.documentElement.className === "dark");
    await page.close();
  });

  test("changes the layout by keyboard", async () => {
    const page = await open(DELETION, WIDE);
    const samples = () => page.$eval("main [data-section-id] pre", (pre) => pre.getBoundingClientRect().left);
    const before = await samples();
    await page.focus('[aria-label="Samples beside or below the text"]');
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (left) => document.querySelector("main [data-section-id] pre")?.getBoundingClientRect().left !== left,
      {},
      before,
    );
    await page.close();
  });
});

/** What axe complains of. Contrast is measured by paleTexts, which also measures what axe cannot decide. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      rules: { "color-contrast": { enabled: false } },
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** The visible texts with less contrast than WCAG's level AA asks for: 4.5 to 1, or 3 to 1 where they are large. */
function paleTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = [number, number, number, number];
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const read = (text: string): Colour => {
      if (!pen) throw new Error("This browser has no canvas.");
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (upper: Colour, lower: Colour): Colour => {
      const mix = (a: number, b: number) => a * upper[3] + b * (1 - upper[3]);
      return [mix(upper[0], lower[0]), mix(upper[1], lower[1]), mix(upper[2], lower[2]), 1];
    };
    const behind = (element: Element | null): Colour => {
      if (!element) return [255, 255, 255, 1];
      const own = read(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const light = ([red, green, blue]: Colour): number => {
      const [r, g, b] = [red, green, blue].map((part) =>
        part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      ) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pale = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim();
      if (!text || !element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const style = getComputedStyle(element);
      const ground = behind(element);
      const [one, other] = [light(over(read(style.color), ground)), light(ground)].sort((a, b) => b - a) as [
        number,
        number,
      ];
      const ratio = (one + 0.05) / (other + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) pale.add(`${text.slice(0, 40)}: ${style.color}, ${ratio.toFixed(2)} to 1`);
    }
    return [...pale];
  });
}

function noteFocusRings(): void {
  const rings: string[] = [];
  Object.assign(globalThis, { rings });
  addEventListener("focusin", ({ target }) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(target as Element);
    rings.push(`${outlineStyle} ${outlineWidth} ${outlineColor}`);
  });
}

/** Until Redoc has made what stands at a place. */
async function shown(page: Page, place: string): Promise<void> {
  const section = `main [data-section-id="${place.slice(1) || "/"}"]`;
  await page.waitForSelector(`${section} :is(h1, h2)`);
  if (place) await page.waitForSelector(`${section} [data-testid="source-code"]`);
}

function focusedName(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
}
