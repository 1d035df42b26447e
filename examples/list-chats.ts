// Lists the chats of a month, whatever it takes: LIVECHAT_LOGIN and LIVECHAT_API_KEY in the environment, `npx tsx examples/list-chats.ts 2026-01`.
// README.md says how to do without an account.
import { createClient, isLiveChatError } from "livechat-openapi";

const month = process.argv[2] ?? "2026-01";
const [year, number] = month.split("-").map(Number) as [number, number];
const lastDay = new Date(Date.UTC(year, number, 0)).getUTCDate();

const livechat = createClient.fromEnv({
  maxConcurrency: 4,
  retry: { maxRetries: 5 },
  hooks: { onRetry: ({ reason, delayMs }) => console.error(`${reason}: again in ${Math.round(delayMs)} ms`) },
});

// Ctrl-C ends the call, and with it what is under way.
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

try {
  const range = { date_from: `${month}-01`, date_to: `${month}-${lastDay}` };
  for await (const chat of livechat.chats.list(range, { concurrency: 4, signal: controller.signal })) {
    if (chat.type === "chat") console.log(chat.id, chat.started, chat.visitor.name);
    else console.log(chat.id, chat.time ?? "", chat.email ?? "");
  }
} catch (error) {
  if (!isLiveChatError(error)) throw error;
  console.error(error.message);
  process.exitCode = error.code === "aborted" ? 130 : 1;
}
