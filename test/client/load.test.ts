// What many calls leave behind. A file of its own, because it takes longer than all the others.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "livechat-openapi";
import { expect, onTestFinished, test, vi } from "vitest";

test("10,000 calls leave no more timers, listeners and sockets than 10 do", async () => {
  let connections = 0;
  const server = createServer((request, response) =>
    response.writeHead(request.url?.endsWith("offline") ? 500 : 200).end("[]"),
  );
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const controller = new AbortController();
  const listeners = vi.spyOn(controller.signal, "addEventListener");
  const livechat = createClient({
    auth: { login: "ada@example.com", apiKey: "made-up-key" },
    baseUrl: `http://127.0.0.1:${port}`,
    maxConcurrency: 16,
    totalTimeoutMs: 60_000,
    retry: { maxRetries: 1, baseDelayMs: 0 },
  });
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const run = async (count: number): Promise<void> => {
    const calls = Array.from({ length: count }, (_, index) =>
      livechat.agents
        .list(index % 50 === 0 ? { status: "offline" } : {}, { signal: controller.signal })
        .catch(() => {}),
    );
    await Promise.all(calls);
  };
  await run(10);
  const before = timers();
  await run(10_000);
  expect(timers()).toBeLessThanOrEqual(before);
  expect(listeners).toHaveBeenCalledTimes(1);
  expect(connections).toBeLessThan(64);
});
