// Debian's Chromium, where there is one. Tests that need it are skipped elsewhere, unless REQUIRE_BROWSER says that they must run.
import { existsSync } from "node:fs";
import puppeteer, { type Browser } from "puppeteer-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const browserMissing = existsSync(EXECUTABLE)
  ? undefined
  : `no browser at ${EXECUTABLE}: install Chromium, or name one in CHROMIUM`;

export const skipWithoutBrowser = browserMissing !== undefined && !process.env["REQUIRE_BROWSER"];

if (skipWithoutBrowser) console.warn(`Tests of the reference are skipped: ${browserMissing}.`);

export function launchBrowser(): Promise<Browser> {
  const quiet = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
  ];
  return puppeteer.launch({
    executablePath: EXECUTABLE,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", ...quiet],
  });
}
