import { open } from "node:fs/promises";
import sharp from "sharp";
import { AppError } from "../../base/index.ts";

/** Pixels a picture may unfold to, whatever its file weighs. */
export const PIXELS_MAX = 100_000_000;

const PROBE_BYTES = 32;
const LIMIT_SECONDS = 60;
const EXPECTED = "expected a JPEG, PNG, WebP or AVIF picture";

export type PictureFormat = "jpeg" | "png" | "webp" | "heif";

/** What the head of a picture file says; nothing was decoded yet. */
export interface PictureHead {
  readonly format: PictureFormat;
  /** Upright, that is with the EXIF orientation applied. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** The TIFF structure of EXIF 2.32, 4.5, with or without its `Exif\0\0`. */
  readonly exif: Uint8Array | null;
}

/**
 * Reads the head of a file without trusting its name or declared type.
 *
 * @throws AppError `invalid` saying why it is no picture we take; never with a path of ours
 */
export async function readPictureHead(path: string): Promise<PictureHead> {
  const format = formatOf(await firstBytes(path));
  try {
    const { width, height, autoOrient, exif } = await sharp(path, { limitInputPixels: false })
      .timeout({ seconds: LIMIT_SECONDS })
      .metadata();
    if (width * height > PIXELS_MAX) throw tooManyPixels(width, height);
    const { width: widthPx, height: heightPx } = autoOrient;
    return { format, widthPx, heightPx, exif: exif ?? null };
  } catch (error) {
    throw unreadable(error, format);
  }
}

/** Any failure of the picture library as a reason in words, without paths. */
export function unreadable(error: unknown, format: PictureFormat | null): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const reason = REASONS.find(([pattern]) => pattern.test(text))?.[1];
  const name = format === null ? "picture" : NAMES[format];
  return new AppError("invalid", `The ${name} cannot be read: ${reason ?? "its data is damaged"}`, {
    cause: error,
  });
}

const NAMES: Readonly<Record<PictureFormat, string>> = {
  jpeg: "JPEG",
  png: "PNG",
  webp: "WebP",
  heif: "HEIC or AVIF picture",
};

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/pixel limit/i, `it has more than ${PIXELS_MAX} pixels`],
  [/timeout/i, `decoding took longer than ${LIMIT_SECONDS} s`],
  [/compression format|no decoder|unsupported codec/i, "HEVC is not supported here, send a JPEG"],
  [/premature end|truncat|too small|end of file|read error|end of stream/i, "the file is torn"],
];

function tooManyPixels(width: number, height: number): AppError {
  const message = `The picture has ${width} x ${height} pixels, expected at most ${PIXELS_MAX}`;
  return new AppError("invalid", message);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PROBE_BYTES), 0, PROBE_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** By its first bytes: other formats of the library (SVG, PDF, TIFF) are never opened. */
function formatOf(head: Buffer): PictureFormat {
  if (head.length === 0) throw new AppError("invalid", `The file is empty, ${EXPECTED}`);
  if (head.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))) return "jpeg";
  if (head.subarray(0, 8).toString("latin1") === "\x89PNG\r\n\x1a\n") return "png";
  const word = (from: number) => head.subarray(from, from + 4).toString("latin1");
  if (word(0) === "RIFF" && word(8) === "WEBP") return "webp";
  if (word(4) === "ftyp" && /^(?:hei[cfmsx]|hev[cx]|mif1|msf1|avi[fs])$/.test(word(8))) {
    return "heif";
  }
  throw new AppError("invalid", `The file is no picture, ${EXPECTED}`);
}
