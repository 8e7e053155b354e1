import { execFileSync } from "node:child_process";
import { readFileSync, existsSync } from "node:fs";
import path from "node:path";

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/**
 * Every file of the project with one of the extensions, in the work tree and not ignored by git.
 *
 * @param root absolute path of the project
 * @param extensions without a dot
 */
export function listFiles(root: string, extensions: readonly string[]): readonly SourceFile[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed
    .split("\0")
    .filter((file) => extensions.includes(path.extname(file).slice(1)))
    .filter((file) => existsSync(path.join(root, file)))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
}

export function isTest(file: string): boolean {
  return /\.test\.(ts|tsx|mjs)$/.test(file);
}
