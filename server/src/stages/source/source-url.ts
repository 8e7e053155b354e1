import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError } from "../../base/index.ts";

const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/gi;
const URL_LENGTH_MAX = 2048;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Replaces user names and passwords of every address in a text. */
export function maskCredentials(text: string): string {
  return text.replace(CREDENTIALS, "$1***@");
}

/** @throws AppError `bad-request` when the text cannot be a source address */
export function sourceScheme(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):/i.exec(url);
  if (!match || url.length > URL_LENGTH_MAX || CONTROL.test(url)) {
    throw new AppError("bad-request", "The source address must look like rtsp://host/path");
  }
  return match[1]!.toLowerCase();
}

/** @throws AppError `bad-request` when the address names no host */
export function networkUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed?.hostname) {
    throw new AppError("bad-request", "The source address must name a host");
  }
  return parsed;
}

/**
 * Absolute path of a `file:` address; relative ones start at the working directory.
 *
 * @throws AppError `not-found` when no such file exists, `bad-request` when it is not a
 *   regular file
 */
export async function sourceFilePath(url: string): Promise<string> {
  const written = url.slice("file:".length).replace(/^\/\/(?=\/)/, "");
  const path = resolve(written);
  const found = await stat(path).catch(() => null);
  if (!found) throw new AppError("not-found", `No such file: ${path}`);
  if (!found.isFile()) throw new AppError("bad-request", `${path} must be a regular file`);
  return path;
}
