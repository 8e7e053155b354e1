/**
 * `npm test [file ...]`: sets up what is missing, runs every test once and closes with the line
 * `N passed, N failed`. With `CI=true` a missing service or a skipped test is a failure.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { ensureConsole } from "./setup/console-build.mjs";
import { ensureInstalled, findRuntime, requireNode } from "./setup/install.mjs";
import { findServices } from "./setup/services.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`[whereabouts] ${line}\n`);
const strict = process.env.CI === "true";

try {
  requireNode();
  ensureInstalled(root, say);
  const runtime = findRuntime(root);
  if (process.argv.length === 2) ensureConsole(root, runtime, say);
  const services = await findServices();
  for (const name of services.missing) {
    say(strict ? `Not found: ${name}` : `Not found, its tests are skipped: ${name}`);
  }
  const counts = runVitest(runtime, services.chromium);
  report(counts, strict ? services.missing.length : 0);
} catch (error) {
  say(error.message);
  process.stdout.write("0 passed, 1 failed\n");
  process.exitCode = 1;
}

/** @returns {{ passed: number, failed: number, skipped: string[] }} */
function runVitest(runtime, chromium) {
  const folder = mkdtempSync(path.join(tmpdir(), "whereabouts-test-"));
  const summaryFile = path.join(folder, "summary.json");
  try {
    const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
    const result = spawnSync(runtime, [vitest, "run", ...process.argv.slice(2)], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        WHEREABOUTS_TEST_SUMMARY: summaryFile,
        ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
      },
    });
    const counts = JSON.parse(readFileSync(summaryFile, "utf8"));
    if (result.status !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    throw new Error("The test run ended before it could count its tests; see above");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(counts, missing) {
  const skipped = counts.skipped.length;
  if (strict) for (const name of counts.skipped) say(`Skipped, which CI does not accept: ${name}`);
  const none = counts.passed + counts.failed === 0 ? 1 : 0;
  if (none === 1) say("No test was run");
  const failed = counts.failed + missing + none + (strict ? skipped : 0);
  const tail = skipped > 0 ? `, ${skipped} skipped` : "";
  process.stdout.write(`${counts.passed} passed, ${failed} failed${tail}\n`);
  if (failed > 0) process.exitCode = 1;
}
