// Where the sandbox cannot listen: told with the cure, and without a stack.
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";

test("an address of another machine", async () => {
  const { code, output } = await runCli(["sandbox", "--host", "192.0.2.1", "--port", "0"]);
  expect(output).toContain("192.0.2.1 is no address of this machine. Leave --host out to listen on 127.0.0.1.");
  expect(output).not.toContain("    at ");
  expect(code).not.toBe(0);
});
