/**
 * `npm start`: sets up what is missing, then runs the server. Runs on the Node that is there,
 * before any package is installed, so it imports nothing but Node and `setup/`.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { ensureConsole } from "./setup/console-build.mjs";
import { ensureInstalled, findRuntime, requireNode } from "./setup/install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`[whereabouts] ${line}\n`);

try {
  requireNode();
  ensureInstalled(root, say);
  const runtime = findRuntime(root);
  const args = process.argv.slice(2);
  if (!args.includes("--help")) ensureConsole(root, runtime, say);
  // Models come over HTTPS like packages do: whoever npm trusts by the system's store is trusted.
  run(runtime, ["--use-system-ca", path.join(root, "server/src/main.ts"), ...args]);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

/** Hands over to the server: same terminal, same signals, same exit code. */
function run(runtime, args) {
  const child = spawn(runtime, ["--disable-warning=ExperimentalWarning", ...args], {
    stdio: "inherit",
  });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  process.on("SIGINT", () => {
    // A terminal has already sent Ctrl-C to the whole process group; twice would mean "at once".
    if (process.stdin.isTTY !== true) child.kill("SIGINT");
  });
  child.on("error", (error) => {
    say(`Cannot start Node 24: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}
