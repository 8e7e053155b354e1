import type { LumaPlane } from "./luma.ts";

/**
 * Population variance of the 4-neighbour Laplacian, the border mirrored without repeating the edge
 * pixel (reflect-101). Photo contract, section 8.
 *
 * Sums of whole numbers below 2^53 are exact, so one pass loses nothing.
 */
export function sharpnessOf({ data, widthPx, heightPx }: LumaPlane): number {
  const count = widthPx * heightPx;
  if (count === 0) return 0;
  let [sum, squares] = [0, 0];
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx;
    const up = mirrored(y - 1, heightPx) * widthPx;
    const down = mirrored(y + 1, heightPx) * widthPx;
    const at = (x: number): number =>
      data[up + x]! +
      data[down + x]! +
      data[row + mirrored(x - 1, widthPx)]! +
      data[row + mirrored(x + 1, widthPx)]! -
      4 * data[row + x]!;
    const first = at(0);
    sum += first;
    squares += first * first;
    for (let x = 1; x < widthPx - 1; x++) {
      const here = row + x;
      const value =
        data[up + x]! + data[down + x]! + data[here - 1]! + data[here + 1]! - 4 * data[here]!;
      sum += value;
      squares += value * value;
    }
    if (widthPx === 1) continue;
    const last = at(widthPx - 1);
    sum += last;
    squares += last * last;
  }
  const mean = sum / count;
  return squares / count - mean * mean;
}

/** Index behind a mirror that stands on the first and the last pixel. */
function mirrored(index: number, size: number): number {
  if (size === 1) return 0;
  if (index < 0) return -index;
  return index < size ? index : 2 * size - 2 - index;
}
