import { readFileSync, writeFileSync } from "node:fs";
import { runCommand } from "./commands.ts";
import { UsageError } from "./usage.ts";

/** The `mot` command: the only file of the library that touches files and the process. */
try {
  const output = runCommand(process.argv.slice(2), {
    read: (path) => readFileSync(path, "utf8"),
    write: (path, text) => writeFileSync(path, text),
  });
  process.stdout.write(output);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`mot: ${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
