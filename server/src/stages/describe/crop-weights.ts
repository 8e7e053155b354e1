import type { PixelBox, SizePx } from "../../model/index.ts";
import type { MotionField } from "../../pipeline/perception/contract.ts";

/** Width of the bell over the crop, as a share of its width. */
const BELL_WIDTH = 0.3;
/** What a pixel counts that looks like the empty scene or like a shadow. */
const STILL_WEIGHT = 0.02;
/** The motion field knows the thing when so much of the crop differs from the empty scene. */
const MOVING_SHARE_MIN = 0.2;
const FOREGROUND = 1;

/**
 * How much each pixel of a crop belongs to the thing: a bell over the width, since things stand in
 * the middle of their boxes, and less where the motion field says that the scene shows through.
 *
 * @param region the crop in pixels of a picture of size `picture`
 * @param size the crop's own size
 */
export function cropWeights(options: {
  readonly region: PixelBox;
  readonly picture: SizePx;
  readonly size: SizePx;
  readonly motion: MotionField;
}): Float32Array {
  const { widthPx, heightPx } = options.size;
  const weights = new Float32Array(widthPx * heightPx);
  const bell = Float32Array.from({ length: widthPx }, (_, x) =>
    Math.exp(-(((x + 0.5 - widthPx / 2) / (widthPx * BELL_WIDTH)) ** 2)),
  );
  const moving = movingPixels(options);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      weights[at] = moving === null || moving[at] === 1 ? bell[x]! : STILL_WEIGHT * bell[x]!;
    }
  }
  return weights;
}

/** 1 where the crop moves; null when the field does not know the thing. */
function movingPixels(options: {
  readonly region: PixelBox;
  readonly picture: SizePx;
  readonly size: SizePx;
  readonly motion: MotionField;
}): Uint8Array | null {
  const { region, picture, motion } = options;
  const { widthPx, heightPx } = options.size;
  if (!motion.isSettled) return null;
  const [x1, y1, x2, y2] = region;
  const columns = Int32Array.from({ length: widthPx }, (_, x) =>
    cellOf(x1 + ((x + 0.5) * (x2 - x1)) / widthPx, picture.widthPx, motion.size.widthPx),
  );
  const moving = new Uint8Array(widthPx * heightPx);
  let count = 0;
  for (let y = 0, at = 0; y < heightPx; y++) {
    const pixelY = y1 + ((y + 0.5) * (y2 - y1)) / heightPx;
    const row = cellOf(pixelY, picture.heightPx, motion.size.heightPx) * motion.size.widthPx;
    for (let x = 0; x < widthPx; x++, at++) {
      if (motion.foreground[row + columns[x]!] !== FOREGROUND) continue;
      moving[at] = 1;
      count++;
    }
  }
  return count >= MOVING_SHARE_MIN * moving.length ? moving : null;
}

function cellOf(pixel: number, pixels: number, cells: number): number {
  return Math.max(0, Math.min(cells - 1, Math.floor((pixel * cells) / pixels)));
}
