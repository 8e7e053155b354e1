import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { expect, it } from "vitest";

const PACKAGE = path.resolve(import.meta.dirname, "../..");

/** The first fenced block of a language. */
function blockOf(text: string, language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(text);
  if (found === null) throw new Error(`The README has no ${language} block`);
  return found[1]!;
}

it("the README's example prints what the README says", { timeout: 60_000 }, () => {
  const readme = readFileSync(path.join(PACKAGE, "README.md"), "utf8");
  const entry = pathToFileURL(path.join(PACKAGE, "src/index.ts")).href;
  const example = blockOf(readme, "ts").replace('"@whereabouts/mot"', JSON.stringify(entry));
  expect(example.split("\n").length).toBeLessThanOrEqual(22);
  const folder = mkdtempSync(path.join(tmpdir(), "mot-readme-"));
  try {
    const file = path.join(folder, "example.mts");
    writeFileSync(file, example);
    const printed = execFileSync(process.execPath, [file], { encoding: "utf8" });
    expect(printed).toBe(blockOf(readme, "text"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
