import { createHash, type Hash } from "node:crypto";
import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, stat, unlink } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import * as tar from "tar";
import { AppError, retry, systemClock } from "../base/index.ts";

export interface PackageRef {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, `sha512-<base64>`. */
  readonly integrity: string;
}
export interface FetchProgress {
  readonly doneBytes: number;
  /** Null when the registry does not say. */
  readonly totalBytes: number | null;
}

const VIEW_TIMEOUT_MS = 60_000;
const ARCHIVE_BYTES_MAX = 400e6;
const ENTRY_BYTES_MAX = 100e6;
const STALL_MS = 30_000;

/**
 * Downloads a package archive to `path` through the registry that npm is configured for. A broken
 * download goes on where it stopped; the file appears under its name only once it is complete and
 * its checksum is right.
 *
 * @throws AppError `unavailable` when the registry cannot be reached, `invalid` when the archive
 *   is not the one we expect
 */
export async function fetchPackageArchive(
  ref: PackageRef,
  path: string,
  options: { onProgress: (progress: FetchProgress) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  if (await hasIntegrity(path, ref.integrity)) return;
  const partPath = `${path}.part-${process.pid}`;
  const url = await archiveUrl(ref);
  const { onProgress, signal } = options;
  await retry(() => download({ url, partPath, onProgress, signal }), {
    tries: 5,
    firstMs: 500,
    maxMs: 8000,
    clock: systemClock,
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    throw new AppError("unavailable", `Package ${ref.name}@${ref.version} cannot be downloaded`, {
      cause,
    });
  });
  if (!(await hasIntegrity(partPath, ref.integrity))) {
    await unlink(partPath);
    throw new AppError(
      "invalid",
      `Package ${ref.name}@${ref.version} does not have the expected checksum`,
    );
  }
  await rename(partPath, path);
}

/** Reads single files of a package archive, by their path inside the package. */
export async function readPackageFiles(
  archivePath: string,
  wanted: (path: string) => boolean,
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  await tar.list({
    file: archivePath,
    onReadEntry: (entry) => {
      const path = entry.path.split("/").slice(1).join("/");
      if (!wanted(path) || entry.size > ENTRY_BYTES_MAX) return entry.resume();
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => files.set(path, Buffer.concat(chunks)));
    },
  });
  return files;
}

/** npm knows the registry, its mirrors and scopes, so we ask npm and never name a host. */
async function archiveUrl(ref: PackageRef): Promise<string> {
  const script = process.env["npm_execpath"];
  const view = ["view", `${ref.name}@${ref.version}`, "dist", "--json"];
  const [file, args] = script?.endsWith(".js")
    ? [process.execPath, [script, ...view]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", view];
  const { stdout } = await promisify(execFile)(file, args, { timeout: VIEW_TIMEOUT_MS }).catch(
    (cause: unknown) => {
      throw new AppError("unavailable", `npm cannot look up ${ref.name}@${ref.version}`, { cause });
    },
  );
  const dist = JSON.parse(stdout) as { tarball?: unknown; integrity?: unknown };
  if (dist.integrity !== ref.integrity || typeof dist.tarball !== "string") {
    throw new AppError(
      "invalid",
      `The registry offers another ${ref.name}@${ref.version} than the one expected`,
    );
  }
  return dist.tarball;
}

async function download(options: {
  url: string;
  partPath: string;
  onProgress: (progress: FetchProgress) => void;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { url, partPath, onProgress } = options;
  const have = await stat(partPath).then(
    (found) => found.size,
    () => 0,
  );
  const stalled = new AbortController();
  const signals = options.signal ? [options.signal, stalled.signal] : [stalled.signal];
  const signal = AbortSignal.any(signals);
  const stall = setTimeout(() => stalled.abort(new Error("Download stalled")), STALL_MS);
  try {
    const response = await fetch(url, {
      signal,
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
    });
    // 416: there is nothing behind what we have; the checksum decides whether that is all.
    if (response.status === 416) return;
    if (!response.ok || !response.body) throw new Error(`Registry answered ${response.status}`);
    const isResumed = response.status === 206;
    const length = Number(response.headers.get("content-length")) || null;
    let doneBytes = isResumed ? have : 0;
    const totalBytes = length === null ? null : doneBytes + length;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        stall.refresh();
        doneBytes += chunk.length;
        if (doneBytes > ARCHIVE_BYTES_MAX) return done(new Error("Archive is too large"));
        onProgress({ doneBytes, totalBytes });
        done(null, chunk);
      },
    });
    const file = createWriteStream(partPath, { flags: isResumed ? "a" : "w" });
    const body: AsyncIterable<Uint8Array> = response.body;
    await pipeline(body, meter, file, { signal });
  } finally {
    clearTimeout(stall);
  }
}

async function hasIntegrity(path: string, integrity: string): Promise<boolean> {
  const [algorithm = "", expected = ""] = integrity.split(/-(.*)/s);
  const found = await stat(path).catch(() => null);
  if (!found) return false;
  const hash: Hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("base64") === expected;
}
