// The example receiver, as a reader would run it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { finished, ROOT } from "../support/project.js";
import { startRecorder } from "../support/recorder.js";
import { bodyOf, chatStarted, TOKEN } from "./support.js";

test("it adds details beside a chat that starts, refuses strangers, and ends when told", async () => {
  const api = await startRecorder({ body: '{"result":"ok"}' });
  const env = { ...process.env, LIVECHAT_BASE_URL: api.url, LIVECHAT_WEBHOOK_TOKEN: `old-token,${TOKEN}`, PORT: "0" };
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "examples/webhook-receiver.ts")], {
    cwd: ROOT,
    env,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const end = finished(child);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const url = `http://127.0.0.1:${/port: (\d+)/.exec(line.toString())?.[1]}`;
  const post = async (body: string): Promise<number> =>
    (await fetch(url, { method: "POST", body, headers: { Connection: "close" } })).status;
  expect(await post(bodyOf({ token: "x" }))).toBe(401);
  expect(api.requests).toEqual([]);
  expect(await post(bodyOf())).toBe(200);
  expect(api.requests.map(({ target }) => target)).toEqual([`/visitors/${chatStarted.visitor?.id}/details`]);
  child.kill("SIGTERM");
  expect(await end).toMatchObject({
    code: 0,
    output: expect.stringContaining(`Chat ${chatStarted.chat?.id} has started`),
  });
});
