import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import sharp, { type Sharp } from "sharp";
import { AppError } from "../../base/index.ts";
import type { UpscaleJob } from "../messages.ts";
import type { SizePx } from "./tile-plan.ts";

/** A picture as the network gets to see it, on disk. */
export interface Prepared {
  /** Tiled TIFF of 8-bit RGB, upright, without alpha, not larger than asked for. */
  readonly path: string;
  readonly size: SizePx;
}

const PIXELS_MAX = 100e6;
const TILE_PX = 256;
/** Raised whenever other code would make other tiles of the same request. */
const FORMAT = 1;
const NOTE = "request.json";
const PICTURE = "prepared.tif";

/**
 * Turns the source upright, drops alpha, and shrinks it to fit (Lanczos, never enlarging), unless
 * an earlier run of the same request has. What lies in the folder of another request goes.
 *
 * Source: photo contract, section 9, with EXIF orientation applied first.
 *
 * @throws AppError `not-found` or `invalid`, without the server's paths
 */
export async function prepare(job: UpscaleJob): Promise<Prepared> {
  await mkdir(job.workFolder, { recursive: true });
  const path = join(job.workFolder, PICTURE);
  const notePath = join(job.workFolder, NOTE);
  const { method, faithful, longSideMaxPx } = job;
  const sourceSha256 = await sha256OfSource(job.sourcePath);
  const request = { format: FORMAT, sourceSha256, method, faithful, longSideMaxPx };
  const note = await readNote(notePath);
  if (note !== null && note.request === JSON.stringify(request)) return { path, size: note.size };
  await rm(job.workFolder, { recursive: true });
  await mkdir(job.workFolder, { recursive: true });
  const size = await shrinkInto(path, job);
  await writeFile(`${notePath}.part`, JSON.stringify({ request: JSON.stringify(request), size }));
  await rename(`${notePath}.part`, notePath);
  return { path, size };
}

async function sha256OfSource(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash).catch((cause: unknown) => {
    throw new AppError("not-found", "The picture to enlarge is no longer there", { cause });
  });
  return hash.digest("hex");
}

interface Note {
  readonly request: string;
  readonly size: SizePx;
}

async function readNote(path: string): Promise<Note | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Note;
  } catch {
    // Absent, or torn by a power cut: begin anew.
    return null;
  }
}

async function shrinkInto(path: string, job: UpscaleJob): Promise<SizePx> {
  const uprightPath = join(job.workFolder, "upright.tif");
  const layout = {
    compression: "none",
    tile: true,
    tileWidth: TILE_PX,
    tileHeight: TILE_PX,
  } as const;
  try {
    const { hasAlpha } = await open8Bit(job.sourcePath).metadata();
    // Shrinking weighs colours by their alpha, which is to be dropped as if it were not there.
    if (hasAlpha) await upright(job.sourcePath).tiff(layout).toFile(uprightPath);
    const source = hasAlpha ? open8Bit(uprightPath) : upright(job.sourcePath);
    const side = job.longSideMaxPx;
    const { width, height } = await source
      .resize(side, side, { fit: "inside", withoutEnlargement: true, kernel: "lanczos3" })
      .tiff(layout)
      .toFile(path);
    await rm(uprightPath, { force: true });
    await sync(path);
    return { widthPx: width, heightPx: height };
  } catch (error) {
    throw unreadable(error);
  }
}

function open8Bit(path: string): Sharp {
  return sharp(path, { limitInputPixels: PIXELS_MAX, failOn: "truncated" });
}

function upright(path: string): Sharp {
  return open8Bit(path).autoOrient().removeAlpha().toColourspace("srgb");
}

/** libvips names files in its words, which are for us and not for who uploaded the picture. */
function unreadable(error: unknown): AppError {
  const words = error instanceof Error ? error.message : "";
  const options = { cause: error };
  if (/pixel limit/.test(words)) {
    const limit = PIXELS_MAX / 1e6;
    return new AppError("invalid", `The picture has more than ${limit} million pixels`, options);
  }
  if (/unsupported image format/.test(words)) {
    return new AppError(
      "invalid",
      "The file is no picture that can be read, expected JPEG, PNG or WebP",
      options,
    );
  }
  if (/ENOSPC|no space/i.test(words)) {
    return new AppError("unavailable", "The disk is full: free some space and try again", options);
  }
  return new AppError("invalid", "The picture is damaged and cannot be read to its end", options);
}

/** The note that comes after must not outlive what it speaks of. */
async function sync(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
