import { existsSync } from "node:fs";

import { defineConfig } from "vitest/config";

import { LongestFirst } from "./tools/testing/longest-first.ts";
import { PATIENCE_MS } from "./tools/testing/patience.ts";
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
    // One more than the cores of a small machine: the longest files mostly wait for real time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
    setupFiles: ["./tools/testing/patient-waits.ts", "./tools/testing/fixed-cases.ts"],
    // Limits end what hangs. None may be near to what a busy machine needs.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    reporters: ["default", new SummaryReporter()],
    restoreMocks: true,
    unstubEnvs: true,
  },
});
