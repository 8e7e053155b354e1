import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { PIXELS_MAX, type PictureFormat } from "../picture-file.ts";
import { luminanceStream } from "./jpeg-luma.ts";

/** Grey values of a picture as stored, row by row; EXIF orientation not applied. */
export interface LumaPlane {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const LIMIT_SECONDS = 60;

/**
 * Decodes a picture's grey values: of a JPEG its own Y channel, of anything else
 * 0.299 R + 0.587 G + 0.114 B, rounded (photo contract, section 8).
 *
 * @throws Error of the picture library for a file that is damaged, torn or too large
 */
export async function decodeLuma(path: string, format: PictureFormat): Promise<LumaPlane> {
  if (format === "jpeg") {
    const luminance = luminanceStream(await readFile(path));
    if (luminance !== null) return planeOf(open(luminance).extractChannel(0));
  }
  const { data, widthPx, heightPx, channels } = await samplesOf(open(path).flatten());
  if (channels === 1) return { data, widthPx, heightPx };
  const grey = new Uint8Array(widthPx * heightPx);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += channels) {
    const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    grey[pixel] = (r * 19_595 + g * 38_470 + b * 7_471 + 32_768) >> 16;
  }
  return { data: grey, widthPx, heightPx };
}

function open(input: Buffer | string): Sharp {
  return sharp(input, { limitInputPixels: PIXELS_MAX, failOn: "error" }).timeout({
    seconds: LIMIT_SECONDS,
  });
}

async function planeOf(picture: Sharp): Promise<LumaPlane> {
  const { data, widthPx, heightPx } = await samplesOf(picture);
  return { data, widthPx, heightPx };
}

async function samplesOf(picture: Sharp) {
  const { data, info } = await picture
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height, channels: info.channels };
}
