// npm run dev: npm start for whoever edits the description. Made to answer a save within two seconds, and checks the types as well.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Description } from "../src/description/document.js";
import { reportFailure } from "./description/problems.js";
import { type Run, stayingRuns } from "./description/run.js";
import { replaceFiles } from "./output.js";
import { generate } from "./pipeline.js";
import { command, endOnInterrupt, follow, portTaken } from "./serve/command.js";
import { openSite, type Site } from "./serve/site.js";
import { createTypeCheck, type TypeCheck } from "./serve/types.js";

const USAGE = `Usage: npm run dev [-- --port 4010]

Serves the reference and the sandbox like npm start. After each save below openapi/
  - pages of the reference that are open reload, or show what is wrong with the description
  - generated/ is made, and the types of the whole project are checked against it
  - one line says how long after the save each of them was ready

Changes of scripts/ need a new start. Ctrl-C ends it.

  --port N   the port to listen on; default 4010
  --help     show this text`;

const directory = process.cwd();

await command(USAGE, async (port) => {
  const began = performance.now();
  const redocly = stayingRuns();
  const site = await openSite(directory, port, redocly.run).catch(portTaken("npm run dev", port));
  const types = createTypeCheck(directory);
  console.log("Making generated/ from openapi/ ...");
  const fault = await make(site, redocly.run, began);
  if (fault) {
    site.show(await lastGood());
    site.tell(fault.message);
  }
  console.log(`\n${await site.introduction()}\n`);
  void checkTypes(types, began);
  const watcher = follow(directory, async (savedAt) => {
    types.leave();
    if (await make(site, redocly.run, savedAt)) return;
    process.stdout.write(", ");
    void checkTypes(types, savedAt);
  });
  endOnInterrupt(() => Promise.all([watcher.close(), site.close(), types.close(), redocly.close()]));
});

/** Makes what follows from the description, and serves it. Gives the fault that hindered it. */
async function make(site: Site, run: Run, since: number): Promise<Error | undefined> {
  try {
    const { description, files } = await generate(directory, run);
    site.show(description);
    const shown = secondsSince(since);
    const changed = await replaceFiles(join(directory, "generated"), files);
    const names = changed.join(", ") || "as it was";
    process.stdout.write(`${clock()} reference ${shown}, generated/ ${secondsSince(since)} (${names})`);
    return undefined;
  } catch (error) {
    reportFailure(error);
    console.error(`${clock()} told after ${secondsSince(since)}. Still serving the last good description.`);
    site.tell((error as Error).message);
    return error as Error;
  }
}

/** What generated/ was made from the last time, for whoever begins with a broken description. */
async function lastGood(): Promise<Description> {
  return JSON.parse(await readFile(join(directory, "generated", "openapi.json"), "utf8")) as Description;
}

/** Ends the line of a save: with the time, or with the errors and the time below them. */
async function checkTypes(types: TypeCheck, since: number): Promise<void> {
  let errors = 0;
  process.stdout.write("types ");
  const whole = await types.check((error) => {
    console.log(errors === 0 ? `\n${error}` : error);
    errors += 1;
  });
  const time = whole ? secondsSince(since) : "not finished";
  console.log(errors === 0 ? `${time} (no errors)` : `types ${time} (${errors} error(s))`);
}

function clock(): string {
  return new Date().toLocaleTimeString();
}

function secondsSince(time: number): string {
  return `${((performance.now() - time) / 1000).toFixed(1)} s`;
}
