import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../../../../shared/data/videos/", import.meta.url);

/**
 * Path of a real recording beside the checkout. Absent: `skip` holds the reason, so that a test
 * can skip with it; with `CI=true` that is an error instead.
 */
export function testVideo(name: string): { readonly path: string; readonly skip: string | null } {
  const path = fileURLToPath(new URL(name, FOLDER));
  if (existsSync(path)) return { path, skip: null };
  const skip = `Test video ${path} is absent`;
  if (process.env["CI"] === "true") throw new Error(skip);
  return { path, skip };
}
