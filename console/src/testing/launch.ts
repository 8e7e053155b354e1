import { existsSync } from "node:fs";
import path from "node:path";

import { chromium, type Browser } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ROOT = path.resolve(import.meta.dirname, "../../..");

/**
 * Where Chromium is. Absence is printed, so that a skipped test is seen.
 *
 * @throws Error when it is absent and `CI` is true: there a silent skip would hide a fault
 */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  const found = [named, ...USUAL_PLACES].find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) return found;
  if (process.env["CI"] === "true") throw new Error("Chromium is not found, and CI expects it");
  process.stderr.write("Chromium is not found: the console's browser tests are skipped\n");
  return undefined;
}

/** Starts a browser of the machine; the caller closes it. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Builds the console as the start command does, so that the tests see the sources as they are. */
export async function buildConsole(): Promise<void> {
  const file = path.join(ROOT, "tools/setup/console-build.mjs");
  const { ensureConsole } = (await import(file)) as {
    ensureConsole(root: string, runtime: string, say: (line: string) => void): void;
  };
  ensureConsole(ROOT, process.execPath, (line) => process.stderr.write(`${line}\n`));
}
