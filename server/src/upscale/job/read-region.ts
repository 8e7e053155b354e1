import sharp from "sharp";
import type { Prepared } from "./prepare.ts";
import type { Region } from "./tile-plan.ts";

/** Planar RGB of 0..1, `[3, height, width]`, in memory that threads can share. */
export type PlanarPixels = Float32Array;

/**
 * Reads a region, mirroring the picture where it reaches beyond: the edge pixel comes twice, as in
 * the photo contract's section 9. Repeating it on and on would make networks see stripes.
 */
export async function readRegion(picture: Prepared, region: Region): Promise<PlanarPixels> {
  const { widthPx: width, heightPx: height } = picture.size;
  const left = Math.max(0, region.leftPx);
  const top = Math.max(0, region.topPx);
  const right = Math.min(width, region.leftPx + region.widthPx);
  const bottom = Math.min(height, region.topPx + region.heightPx);
  const inside = { left, top, width: right - left, height: bottom - top };
  const bytes = await sharp(picture.path, { limitInputPixels: false })
    .extract(inside)
    .raw()
    .toBuffer();
  const planePx = region.widthPx * region.heightPx;
  const pixels = new Float32Array(new SharedArrayBuffer(3 * planePx * 4));
  for (let y = 0, at = 0; y < region.heightPx; y++) {
    const row = mirrored(region.topPx + y, height) - top;
    for (let x = 0; x < region.widthPx; x++, at++) {
      const column = mirrored(region.leftPx + x, width) - left;
      const from = 3 * (row * inside.width + column);
      for (let plane = 0; plane < 3; plane++) {
        pixels[plane * planePx + at] = bytes[from + plane]! / 255;
      }
    }
  }
  return pixels;
}

function mirrored(index: number, count: number): number {
  const period = 2 * count;
  const inPeriod = ((index % period) + period) % period;
  return inPeriod < count ? inPeriod : period - 1 - inPeriod;
}
