import path from "node:path";

import type { SourceFile } from "./source-files.ts";
import type { Violation } from "./violation.ts";

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const EMPTY_WORDS = new Set([
  "util",
  "utils",
  "helper",
  "helpers",
  "common",
  "misc",
  "shared",
  "stuff",
]);

/** Files are kebab-case and named after what they hold; catch-all names say nothing. */
export function checkNames(sources: readonly SourceFile[]): readonly Violation[] {
  return sources.flatMap(({ file }) => {
    const stem = path.posix.basename(file).replace(/(\.[a-z0-9]+)+$/, "");
    const at = { file, line: 1 };
    if (!KEBAB_CASE.test(stem)) {
      return [{ ...at, reason: `${stem} is not kebab-case` }];
    }
    const empty = file
      .split("/")
      .concat(stem)
      .find((part) => EMPTY_WORDS.has(part));
    if (empty === undefined) return [];
    return [{ ...at, reason: `${empty} says nothing; name the file after what it holds` }];
  });
}
