import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What the console's bundle is made of, relative to the project. */
const INPUTS = ["console", "packages/contracts/src", "package-lock.json"];
const LEFT_OUT = new Set(["node_modules", "dist"]);
const STAMP = "console/dist/.build";

/**
 * Builds the web console when its sources changed since the last build.
 *
 * @param {string} root absolute path of the project
 * @param {string} runtime Node that runs the build
 * @param {(line: string) => void} say receives progress lines for people
 * @throws Error when the build fails
 */
export function ensureConsole(root, runtime, say) {
  const digest = digestOf(root, INPUTS);
  const stamp = path.join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  say("Building the web console (once) ...");
  const result = spawnSync(
    runtime,
    [path.join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"],
    {
      cwd: path.join(root, "console"),
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NODE_ENV: "production" },
    },
  );
  if (result.status !== 0) throw new Error("The web console could not be built; see above");
  writeFileSync(stamp, digest);
}

/**
 * @param {string} root absolute path of the project
 * @param {readonly string[]} inputs files and folders, relative to `root`
 * @returns {string} hex digest over the names and the bytes of every file, in name order
 */
export function digestOf(root, inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesUnder(root, input))) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(root, relative) {
  const absolute = path.join(root, relative);
  if (!existsSync(absolute)) return [];
  const entries = readEntries(absolute);
  if (entries === undefined) return [relative];
  return entries
    .filter((name) => !LEFT_OUT.has(name))
    .sort()
    .flatMap((name) => filesUnder(root, `${relative}/${name}`));
}

/** Names in a folder, or undefined for a file. */
function readEntries(absolute) {
  try {
    return readdirSync(absolute);
  } catch (error) {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
