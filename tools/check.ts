/**
 * `npm run check [name ...]`: every static check, one line each. Fails when any of them does.
 */
import path from "node:path";

import { CHECKS } from "./checks/index.ts";

const PROBLEMS_SHOWN_MAX = 40;
const root = path.dirname(import.meta.dirname);
const wanted = process.argv.slice(2);
const chosen = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length < wanted.length) {
  console.error(`Unknown check; expected some of: ${CHECKS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

let failed = 0;
for (const check of chosen) {
  const startedMs = performance.now();
  const problems = await check.run(root);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${check.name} (${seconds} s)`);
  for (const problem of problems.slice(0, PROBLEMS_SHOWN_MAX)) console.log(`     ${problem}`);
  const hidden = problems.length - PROBLEMS_SHOWN_MAX;
  if (hidden > 0) console.log(`     ... and ${hidden} more`);
  if (problems.length > 0) failed++;
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
