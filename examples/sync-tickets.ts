// Keeps a CRM in step with LiveChat's tickets. Run it as often as you like, from cron for instance: `npx tsx examples/sync-tickets.ts`.
//
// A run sends what has changed since the one before, by PUT to CRM_URL/{id}, so that a ticket which is sent twice does no harm. How
// far it has come stands in STATE_FILE, which is written when everything is sent: what a run does not manage, the next one does.
//
// Needs LIVECHAT_LOGIN, LIVECHAT_API_KEY and CRM_URL. README.md says how to do without an account.
import { readFile, rename, writeFile } from "node:fs/promises";
import { createClient, type Ticket } from "livechat-openapi";

const crmUrl = process.env["CRM_URL"];
if (!crmUrl) throw new Error("Set CRM_URL, the address below which your CRM takes tickets by PUT.");
const stateFile = process.env["STATE_FILE"] ?? "sync-tickets.json";

// A ticket may come into LiveChat's list some seconds late, so that a run looks a little further back than the last one came.
const OVERLAP_MS = 5 * 60_000;

const livechat = createClient.fromEnv();

const since = await lastSync();
let upTo: number | undefined;
let sent = 0;
// The tickets that changed last come first: reading ends where the last run has been.
for await (const ticket of livechat.tickets.list()) {
  const modified = timeOf(ticket.modified);
  if (modified < since - OVERLAP_MS) break;
  // Of the first ticket, not of the latest that comes by: what changes during this run belongs to the next.
  upTo ??= modified;
  await save(ticket);
  sent += 1;
}
if (upTo !== undefined) await remember(upTo);
console.log(`Sent ${sent} ticket(s).`);

/** Creates the ticket in the CRM, or replaces it. This is where your CRM's own client comes in. */
async function save({ id, subject, status, requester, assignee, tags, modified }: Ticket): Promise<void> {
  const response = await fetch(`${crmUrl}/${encodeURIComponent(id)}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      subject,
      status,
      tags,
      customer: requester.mail,
      owner: assignee?.id ?? null,
      changed: new Date(timeOf(modified)).toISOString(),
    }),
  });
  if (!response.ok) throw new Error(`The CRM answers ${response.status} to ticket ${id}.`);
}

/** LiveChat writes times in Unix seconds or, in some answers, in ISO 8601. */
function timeOf(time: Ticket["modified"]): number {
  return typeof time === "number" ? time * 1000 : Date.parse(time);
}

async function lastSync(): Promise<number> {
  try {
    return (JSON.parse(await readFile(stateFile, "utf8")) as { upTo: number }).upTo;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}

/** In two steps, so that a crash leaves the old state or the new one. */
async function remember(time: number): Promise<void> {
  await writeFile(`${stateFile}.new`, JSON.stringify({ upTo: time }));
  await rename(`${stateFile}.new`, stateFile);
}
