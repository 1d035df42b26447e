// Log-in and key, asked for at a terminal that a test types at.
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { askCredentials } from "../../src/cli/credentials.js";

/** As much of a terminal as is used. */
class Terminal extends PassThrough {
  isTTY = true;
  raw = false;
  shown = "";

  override write(chunk: string): boolean {
    this.shown += chunk;
    return super.write(chunk);
  }

  setRawMode(raw: boolean): this {
    this.raw = raw;
    return this;
  }
}

let keyboard: Terminal;
let screen: Terminal;

beforeEach(() => {
  keyboard = new Terminal();
  screen = new Terminal();
  vi.spyOn(process, "stdin", "get").mockReturnValue(keyboard as unknown as typeof process.stdin);
  vi.spyOn(process, "stderr", "get").mockReturnValue(screen as unknown as typeof process.stderr);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Types once a question is on the screen. */
async function type(question: string, keys: string): Promise<void> {
  await vi.waitUntil(() => screen.shown.includes(question), { interval: 1 });
  keyboard.write(keys);
}

const LOGIN = "Log-in (e-mail";
const KEY = "API key or personal";

describe("asks for", () => {
  test("log-in and key, and does not show the key", async () => {
    const asked = askCredentials({});
    await type(LOGIN, " ada@example.com\n");
    await vi.waitUntil(() => keyboard.raw, { interval: 1 });
    await type(KEY, "made-uq\u007fp");
    await type(KEY, "-key\r");
    expect(await asked).toEqual({ login: "ada@example.com", apiKey: "made-up-key" });
    expect(screen.shown).not.toContain("made");
    expect(keyboard.raw).toBe(false);
  });

  test("the key alone where the environment has the log-in", async () => {
    const asked = askCredentials({ LIVECHAT_LOGIN: "ada@example.com" });
    await type(KEY, "made-up-key\n");
    expect(await asked).toEqual({ login: "ada@example.com", apiKey: "made-up-key" });
    expect(screen.shown).not.toContain(LOGIN);
  });
});

describe("gives up", () => {
  test.each([
    ["on Ctrl-C", "made\u0003up", "Interrupted."],
    ["when nothing was typed", "\u0004", "A log-in and a key are needed."],
  ])("%s", async (_, keys, message) => {
    const asked = askCredentials({ LIVECHAT_LOGIN: "ada@example.com" });
    await Promise.all([type(KEY, keys), expect(asked).rejects.toThrow(message)]);
    expect(keyboard.raw).toBe(false);
  });

  test("where nobody sits at a terminal", async () => {
    keyboard.isTTY = false;
    await expect(askCredentials({})).rejects.toThrow(
      "There are no credentials. Set LIVECHAT_LOGIN and LIVECHAT_API_KEY",
    );
    expect(screen.shown).toBe("");
  });
});

test.each([{ LIVECHAT_ACCESS_TOKEN: "made-up" }, { LIVECHAT_LOGIN: "ada@example.com", LIVECHAT_API_KEY: "made-up" }])(
  "asks for nothing that the environment has: %o",
  async (env) => {
    expect(await askCredentials(env)).toBeUndefined();
    expect(screen.shown).toBe("");
  },
);
