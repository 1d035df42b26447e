// Takes everything out of a licence: chats, tickets, and the settings around them. `npx tsx examples/export-everything.ts backup`
//
// Writes chats.ndjson, tickets.ndjson and settings.json into the folder. Ended at any moment and started again, it goes on where it
// stood. What it writes is personal data: only you can read it, and you should keep it so.
//
// Needs LIVECHAT_LOGIN and LIVECHAT_API_KEY. README.md says how to do without an account.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "livechat-openapi";
import { type Archive, exportChats, exportTickets, type Progress, writeArchive } from "livechat-openapi/archive";

const folder = process.argv[2] ?? "livechat-backup";
await mkdir(folder, { recursive: true, mode: 0o700 });

const livechat = createClient.fromEnv({ maxConcurrency: 4, retry: { maxRetries: 5 } });

await writeFile(join(folder, "settings.json"), JSON.stringify(await settings(), null, 2), { mode: 0o600 });
console.log("settings.json is written");
await keep(exportChats(livechat, { onProgress: show }), "chats.ndjson");
await keep(exportTickets(livechat, { onProgress: show }), "tickets.ndjson");

async function keep(archive: Archive<{ id: string }>, name: string): Promise<void> {
  const path = join(folder, name);
  // The manifest is written last: with it, an earlier run has finished this file.
  if (existsSync(`${path}.manifest.json`)) return console.log(`${name} is there already`);
  const { records } = await writeArchive(archive, { path });
  console.log(`${name} has ${records} records`);
}

function show({ records, share, window }: Progress): void {
  if (process.stderr.isTTY) process.stderr.write(`${records} records, ${Math.round(share * 100)} %, ${window}\r`);
}

/** Everything else that the API gives, without keys and tokens. Agents and goals are listed in short, and then got one by one. */
async function settings(): Promise<object> {
  const [agents, groups, goals, greetings, tags, { events }] = await Promise.all([
    livechat.agents.list(),
    livechat.groups.list(),
    livechat.goals.list(),
    livechat.greetings.list(),
    livechat.tags.list(),
    livechat.webhooks.list(),
  ]);
  // Canned responses are listed by group; 0 is the whole licence.
  const groupIds = [...new Set([0, ...groups.map(({ id }) => id)])];
  const cannedResponses = await Promise.all(groupIds.map((group) => livechat.cannedResponses.list({ group })));
  return {
    agents: await Promise.all(agents.map(async ({ login }) => without("api_key", await livechat.agents.get(login)))),
    groups,
    goals: await Promise.all(goals.map(({ id }) => livechat.goals.get(id))),
    greetings,
    tags,
    cannedResponses: cannedResponses.flat(),
    webhooks: events.map((subscription) => without("token", subscription)),
  };
}

function without<Item extends object, Key extends keyof Item>(key: Key, item: Item): Omit<Item, Key> {
  const { [key]: _, ...rest } = item;
  return rest;
}
