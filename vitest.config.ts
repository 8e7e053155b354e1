import { existsSync } from "node:fs";

import { defineConfig } from "vitest/config";

import { SummaryReporter } from "./tools/testing/summary-reporter.ts";

const globalSetup = "./server/src/testing/global-setup.ts";

export default defineConfig({
  // Nothing here runs in a browser page; the console's tests drive Chromium from Node.
  publicDir: false,
  test: {
    include: [
      "{packages,server,console}/**/src/**/*.test.{ts,tsx}",
      "{tools,bench}/**/*.test.{ts,mjs}",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // One module graph for all files: a fresh one per file costs ten times the run time.
    isolate: false,
    // FFmpeg and ONNX may only ever live in child processes, so that ending one is safe.
    pool: "forks",
    maxWorkers: 2,
    globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    reporters: ["default", new SummaryReporter()],
    restoreMocks: true,
    unstubEnvs: true,
  },
});
