// npm start: generates, then serves the reference and the sandbox on one local server, both following the description.
import { join } from "node:path";
import { reportFailure } from "./description/problems.js";
import { replaceFiles } from "./output.js";
import { generate } from "./pipeline.js";
import { command, endOnInterrupt, follow, portTaken } from "./serve/command.js";
import { openSite } from "./serve/site.js";

const USAGE = `Usage: npm start [-- --port 4010]

Makes generated/ from the description, then serves on this machine:
  /docs   the reference
  /       the sandbox: LiveChat's API with made-up data

Both follow the description as it changes. Ctrl-C ends it.

  --port N   the port to listen on; default 4010
  --help     show this text`;

const directory = process.cwd();

await command(USAGE, async (port) => {
  // The port comes first: whether it is free should not take a build to find out.
  const site = await openSite(directory, port).catch(portTaken("npm start", port));
  const refresh = async (): Promise<void> => {
    const { description, files } = await generate(directory);
    site.show(description);
    const changed = await replaceFiles(join(directory, "generated"), files);
    if (changed.length > 0) console.log(`generated/ updated: ${changed.join(", ")}.`);
  };
  console.log("Making generated/ from openapi/ ...");
  await refresh().catch(async (error: unknown) => {
    await site.close();
    throw error;
  });
  console.log(await site.introduction());
  const watcher = follow(directory, async () => {
    try {
      await refresh();
      console.log(`${new Date().toLocaleTimeString()} Reference and API follow the description.`);
    } catch (error) {
      reportFailure(error);
      site.tell(String((error as Error).message));
      console.error("Still serving the last good description.");
    }
  });
  endOnInterrupt(() => Promise.all([watcher.close(), site.close()]));
});
