/**
 * Films of the simulated site: what its cameras see as files, in which the same people always walk
 * the same ways. What is drawn, and what stands where, follows from camera and simulated time.
 */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

export { FILM_START_MS } from "./film-start.ts";

const SCRIPT = path.join(import.meta.dirname, "record-film.ts");

/** Writes a film (MP4, H.264). @throws Error with the messages of the process when it fails */
export async function filmCamera(film: {
  /** A simulated camera, for example `c09`. */
  readonly code: string;
  readonly seconds: number;
  readonly file: string;
}): Promise<void> {
  const args = [SCRIPT, film.code, String(film.seconds), film.file];
  await promisify(execFile)(process.execPath, args);
}
