// A process that writes an archive, to be killed: `child.ts <kind> <base URL> <path> <options as JSON>`.

import { exportChats, exportTickets, type WriteOptions, writeArchive } from "../../src/archive/index.js";
import { createClient } from "../../src/index.js";

const [kind, baseUrl = "", path = "", options = "{}"] = process.argv.slice(2);
const { from, to, ...write } = JSON.parse(options) as { from: string; to: string } & Partial<WriteOptions>;
const livechat = createClient.fromEnv({ baseUrl, retry: { maxRetries: 8, baseDelayMs: 1 } });
if (kind === "chats") await writeArchive(exportChats(livechat, { from, to }), { path, ...write });
else await writeArchive(exportTickets(livechat, { from, to }), { path, ...write });
