import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const STAMP = "node_modules/.whereabouts-lock";

/**
 * Settings that keep install scripts from downloading what we do not use: node-av's FFmpeg
 * command line and onnxruntime-node's CUDA libraries.
 */
const INSTALL_ENVIRONMENT = { SKIP_FFMPEG: "true", ONNXRUNTIME_NODE_INSTALL: "skip" };

/**
 * Installs the packages when they are missing or differ from the lock file. Costs one hash of the
 * lock file when there is nothing to do.
 *
 * @param {string} root absolute path of the project
 * @param {(line: string) => void} say receives progress lines for people
 * @returns {boolean} whether anything was installed
 * @throws Error with what to do when npm fails
 */
export function ensureInstalled(root, say) {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  const digest = createHash("sha256").update(lock).digest("hex");
  const stampPath = path.join(root, STAMP);
  if (readIfThere(stampPath) === digest && isRuntimeThere(root)) return false;
  if (matchesLock(root, JSON.parse(lock.toString("utf8"))) && isRuntimeThere(root)) {
    writeStamp(stampPath, digest);
    return false;
  }
  say("Installing packages (once, a minute or two) ...");
  const startedMs = Date.now();
  npm(root, ["ci", "--include=dev", "--no-fund", "--no-audit", "--loglevel=error"]);
  if (!isRuntimeThere(root)) {
    throw new Error(
      "npm finished without installing Node 24; run `npm ci` with install scripts allowed and try again",
    );
  }
  writeStamp(stampPath, digest);
  say(`Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
  return true;
}

/**
 * @param {string} root absolute path of the project
 * @returns {string} the Node that runs the product: the pinned one, or the running one if new enough
 * @throws Error when there is neither
 */
export function findRuntime(root) {
  const pinned = path.join(root, "node_modules/.bin/node");
  if (existsSync(pinned)) return pinned;
  if (nodeMajor() >= 24) return process.execPath;
  throw new Error("Node 24 is missing from node_modules; run `npm ci` and try again");
}

/** @throws Error naming the version when the running Node is too old for the set-up scripts */
export function requireNode() {
  if (nodeMajor() < 20) {
    throw new Error(`Node 20 or newer is needed to start, this is ${process.version}`);
  }
}

function nodeMajor() {
  return Number(process.versions.node.split(".")[0]);
}

function isRuntimeThere(root) {
  return existsSync(path.join(root, "node_modules/.bin/node")) || nodeMajor() >= 24;
}

/**
 * Packages marked optional may be absent: they belong to other platforms.
 *
 * @param {string} root absolute path of the project
 * @param {{ packages: Record<string, object> }} lock content of `package-lock.json`
 * @returns {boolean} whether what npm recorded as installed holds every package at its version
 */
export function matchesLock(root, lock) {
  const installedText = readIfThere(path.join(root, "node_modules/.package-lock.json"));
  if (installedText === undefined) return false;
  const installed = JSON.parse(installedText).packages;
  return Object.entries(lock.packages).every(([location, wanted]) => {
    if (location === "") return true;
    const found = installed[location];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** `npm_execpath` is set under `npm run`, and finds the npm that was called on every platform. */
function npm(root, args) {
  const script = process.env.npm_execpath;
  const [command, prefix] =
    script?.endsWith(".js") === true ? [process.execPath, [script]] : ["npm", []];
  const result = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...INSTALL_ENVIRONMENT },
  });
  if (result.error !== undefined) {
    throw new Error(
      `Cannot run npm (${result.error.message}); install npm 10 or newer and try again`,
    );
  }
  if (result.status !== 0) {
    throw new Error("npm could not install the packages; its message above says why");
  }
}

/** A stamp only saves work: an installation that belongs to somebody else is used as it is. */
function writeStamp(stampPath, digest) {
  try {
    writeFileSync(stampPath, digest);
  } catch (error) {
    if (error.code !== "EACCES" && error.code !== "EROFS") throw error;
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
