#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

// Older Nodes cannot read TypeScript: they hand over to the one that this project installs.
if (process.features.typescript) await import("./main.ts");
else {
  const node = createRequire(import.meta.url).resolve("node/bin/node");
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
