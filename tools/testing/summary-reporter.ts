import { writeFileSync } from "node:fs";

import type { Reporter, TestModule } from "vitest/node";

/** What a test run came to; `skipped` lists full names, so that CI can refuse them by name. */
export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/**
 * Leaves the counts of a run as JSON in the file named by `WHEREABOUTS_TEST_SUMMARY`. A file that
 * could not be loaded and an error outside any test count as failures.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env["WHEREABOUTS_TEST_SUMMARY"];
    if (file === undefined) return;
    writeFileSync(file, JSON.stringify(summarize(modules, unhandledErrors.length)));
  }
}

function summarize(modules: readonly TestModule[], unhandled: number): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  const suites = modules.flatMap((module) => [...module.children.allSuites()]);
  const broken = [...modules, ...suites].filter((part) => part.errors().length > 0).length;
  return {
    passed: inState("passed").length,
    failed: inState("failed").length + inState("pending").length + broken + unhandled,
    skipped: inState("skipped").map((test) => test.fullName),
  };
}
