import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^livechat-openapi$/, replacement: source("src/index.ts") },
      { find: /^livechat-openapi\/(\w+)$/, replacement: source("src/$1/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    // Tests that run the project's commands wait for processes most of the time.
    maxWorkers: 2,
    coverage: {
      provider: "custom",
      customProviderModule: "./test/support/coverage.ts",
      include: ["src/**", "scripts/**"],
      exclude: ["**/*.md"],
      reporter: [["text", { skipFull: true }], "html"],
      thresholds: { lines: 95 },
    },
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
  },
});
