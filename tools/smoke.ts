/**
 * Starts the server as a newcomer would, in an empty folder, and sees a track arrive. Prints one
 * line a step and closes with `N passed, N failed`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { newcomerSteps } from "./smoke/newcomer.ts";
import { freePort } from "./smoke/server-process.ts";

const dataDir = mkdtempSync(path.join(tmpdir(), "whereabouts-newcomer-"));
const root = path.dirname(import.meta.dirname);
const { steps, cleanUp } = newcomerSteps({ root, port: await freePort(), dataDir });
process.on("SIGTERM", () => void cleanUp().finally(() => process.exit(143)));

let passed = 0;
try {
  for (const step of steps) {
    console.log(`ok   ${step.name}: ${await step.run()}`);
    passed++;
  }
} catch (error) {
  console.log(`FAIL ${steps[passed]!.name}: ${(error as Error).message}`);
} finally {
  await cleanUp();
  rmSync(dataDir, { recursive: true, force: true });
}
// Steps after a failed one cannot be tried and count with it.
console.log(`${passed} passed, ${steps.length - passed} failed`);
process.exitCode = passed === steps.length ? 0 : 1;
