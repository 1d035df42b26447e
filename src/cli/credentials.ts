// Who calls LiveChat: by the environment, or asked for where somebody sits at the keyboard. Never by arguments, which other
// processes can read.
import { createInterface } from "node:readline/promises";
import type { ClientOptions } from "../client/options.js";
import { UsageError } from "./usage.js";

/** The credentials to call with; undefined where the client finds its own in the environment. */
export async function askCredentials(env: NodeJS.ProcessEnv): Promise<ClientOptions["auth"] | undefined> {
  if (env["LIVECHAT_ACCESS_TOKEN"] || (env["LIVECHAT_LOGIN"] && env["LIVECHAT_API_KEY"])) return undefined;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UsageError(
      "There are no credentials. Set LIVECHAT_LOGIN and LIVECHAT_API_KEY, or LIVECHAT_ACCESS_TOKEN, in the environment.",
    );
  const login = env["LIVECHAT_LOGIN"] || (await ask("Log-in (e-mail address or account ID): "));
  const apiKey = await askSecret("API key or personal access token (not shown): ");
  if (!login || !apiKey) throw new UsageError("A log-in and a key are needed.");
  return { login, apiKey };
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

/** What is typed is not echoed. */
function askSecret(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true).setEncoding("utf8").resume();
  let typed = "";
  return new Promise((resolve, reject) => {
    const end = (): void => {
      stdin.off("data", read).setRawMode(false).pause();
      stderr.write("\n");
    };
    const read = (text: string): void => {
      for (const key of text) {
        if (key === "\u0003") {
          end();
          reject(new UsageError("Interrupted."));
          return;
        }
        if (key === "\r" || key === "\n" || key === "\u0004") {
          end();
          resolve(typed.trim());
          return;
        }
        typed = key === "\u007f" || key === "\b" ? typed.slice(0, -1) : typed + key;
      }
    };
    stdin.on("data", read);
  });
}
