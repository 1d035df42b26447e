// The tests that have to notice: the client's own.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import project from "../../vitest.config.js";

export default defineConfig({
  ...project,
  test: {
    include: ["test/client/*.test.ts"],
    // Its 10,000 calls would come again for almost every mutant.
    exclude: ["test/client/load.test.ts"],
    setupFiles: [fileURLToPath(new URL("setup.ts", import.meta.url))],
    // A test that a mutant keeps waiting has noticed it.
    testTimeout: 5_000,
    isolate: false,
    cache: false,
  },
});
