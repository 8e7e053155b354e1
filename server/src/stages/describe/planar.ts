import type { SizePx } from "../../model/index.ts";
import type { Crop } from "./descriptor.ts";

/** Per plane, red first: `network = (pixel / 255 - mean) / deviation`. */
export interface PixelScale {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** Crops one after another as planar network input, `[count, 3, height, width]`. */
export function toPlanar(crops: readonly Crop[], size: SizePx, scale: PixelScale): Float32Array {
  const planePx = size.widthPx * size.heightPx;
  const pixels = new Float32Array(crops.length * 3 * planePx);
  crops.forEach(({ rgb }, index) => {
    for (let plane = 0; plane < 3; plane++) {
      const factor = 1 / (255 * scale.deviation[plane]!);
      const shift = scale.mean[plane]! / scale.deviation[plane]!;
      const start = (index * 3 + plane) * planePx;
      for (let at = 0, from = plane; at < planePx; at++, from += 3) {
        pixels[start + at] = rgb[from]! * factor - shift;
      }
    }
  });
  return pixels;
}
