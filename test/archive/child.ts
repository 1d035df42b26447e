// A process that writes an archive, to be killed: `child.ts <kind> <base URL> <path> <options as JSON>`.

import { exportChats, exportTickets, type WriteOptions, writeArchive } from "../../src/archive/index.js";
import { createClient } from "../../src/index.js";

interface Range {
  from: string;
  to: string;
  recordLimit: number;
}

const [kind, baseUrl = "", path = "", options = "{}"] = process.argv.slice(2);
const { from, to, recordLimit, ...write } = JSON.parse(options) as Range & Partial<WriteOptions>;
const range = { from, to, recordLimit };
const livechat = createClient.fromEnv({ baseUrl, retry: { maxRetries: 8, baseDelayMs: 1 } });
if (kind === "chats") await writeArchive(exportChats(livechat, range), { path, ...write });
else await writeArchive(exportTickets(livechat, range), { path, ...write });
