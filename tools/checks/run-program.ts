import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** @returns the program's output as problems when it fails, nothing when it succeeds */
export async function runProgram(
  root: string,
  [file, ...args]: readonly [string, ...string[]],
): Promise<readonly string[]> {
  const command = file.includes("/") ? path.join(root, file) : file;
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return [];
  const lines = Buffer.concat(chunks).toString("utf8").split("\n");
  return [...lines.filter((line) => line.trim() !== ""), `${file} ended with code ${code}`];
}
