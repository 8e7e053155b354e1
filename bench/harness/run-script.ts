import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const SERVERS = path.resolve(import.meta.dirname, "../servers");

/**
 * Runs a script of `bench/servers` to its end.
 *
 * @returns what it printed. @throws Error with its messages when it fails
 */
export async function runScript(name: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    path.join(SERVERS, name),
    ...args,
  ]);
  return stdout;
}
