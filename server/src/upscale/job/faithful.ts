import { SCALE } from "../contract.ts";
import type { PlanarPixels } from "./read-region.ts";
import type { SizePx } from "./tile-plan.ts";

/** What is allowed where all is smooth, of 0..1, and how much more per contrast around a pixel. */
interface Allowance {
  readonly floor: number;
  readonly perContrast: number;
}

/** By how much the mean of 4x4 enlarged pixels may leave the pixel they came from. */
export const DRIFT: Allowance = { floor: 4 / 255, perContrast: 0.25 };
/** Root mean square of what the network adds to a plain enlargement. */
export const DETAIL: Allowance = { floor: 3 / 255, perContrast: 0.5 };
const CONTRAST_RADIUS_PX = 2;
/** Over how many original pixels the picture goes over from one to the other. */
const SOFT_RADIUS_PX = 1;

export interface Faithful {
  /** Planar `[3, 4 height, 4 width]`, 0..1. */
  readonly pixels: Float32Array;
  /** Share of the plain enlargement, 0..1, per original pixel. */
  readonly original: Float32Array;
}

/**
 * Puts the original back where a network invents. Each original pixel gets the largest share `w`
 * of the network's picture N against the plain enlargement B, result `B + w (N - B)`, such that
 *
 * - drift: `w |mean of N over its 4x4 - original| <= 4/255 + contrast / 4` in each colour, since
 *   what the camera saw has to be what is seen when the result is looked at from afar;
 * - detail: `w * rms of (N - B) over its 4x4 <= 3/255 + contrast / 2`: texture on what was smooth
 *   is made up, an edge made sharper is not.
 *
 * Contrast is the standard deviation of the 5x5 original pixels around. Shares are lowered to the
 * least of their 3x3 surroundings and then averaged over as many, so that they change softly and
 * both rules still hold.
 */
export function keepFaithful(pictures: {
  readonly original: PlanarPixels;
  readonly network: Float32Array;
  readonly plain: Float32Array;
  readonly size: SizePx;
}): Faithful {
  const { network, plain, size } = pictures;
  const allowed = allowedShares(pictures);
  const shares = mean(least(allowed, size, SOFT_RADIUS_PX), size, SOFT_RADIUS_PX);
  const pixels = new Float32Array(network.length);
  const width = size.widthPx * SCALE;
  for (let row = 0, at = 0; row < 3 * size.heightPx * SCALE; row++) {
    const shareRow = (Math.floor(row / SCALE) % size.heightPx) * size.widthPx;
    for (let x = 0; x < width; x++, at++) {
      const share = shares[shareRow + Math.floor(x / SCALE)]!;
      pixels[at] = plain[at]! + share * (network[at]! - plain[at]!);
    }
  }
  return { pixels, original: shares.map((share) => 1 - share) };
}

function allowedShares(pictures: Parameters<typeof keepFaithful>[0]): Float32Array {
  const { original, size } = pictures;
  const contrast = contrastOf(original, size);
  const planePx = size.widthPx * size.heightPx;
  const shares = new Float32Array(planePx);
  for (let pixel = 0; pixel < planePx; pixel++) {
    const driftMax = DRIFT.floor + DRIFT.perContrast * contrast[pixel]!;
    const detailMax = DETAIL.floor + DETAIL.perContrast * contrast[pixel]!;
    let share = 1;
    let squares = 0;
    for (let plane = 0; plane < 3; plane++) {
      const { meanOfNetwork, squareOfDetail } = lookAt(pictures, plane, pixel);
      const drift = Math.abs(meanOfNetwork - original[plane * planePx + pixel]!);
      if (drift > driftMax) share = Math.min(share, driftMax / drift);
      squares += squareOfDetail / 3;
    }
    const detail = Math.sqrt(squares);
    if (detail > detailMax) share = Math.min(share, detailMax / detail);
    shares[pixel] = share;
  }
  return shares;
}

/** The 4x4 enlarged pixels of one original pixel in one colour. */
function lookAt(
  { network, plain, size }: Parameters<typeof keepFaithful>[0],
  plane: number,
  pixel: number,
): { readonly meanOfNetwork: number; readonly squareOfDetail: number } {
  const width = size.widthPx * SCALE;
  const row = Math.floor(pixel / size.widthPx) + plane * size.heightPx;
  let at = row * SCALE * width + (pixel % size.widthPx) * SCALE;
  let sum = 0;
  let squares = 0;
  for (let y = 0; y < SCALE; y++, at += width - SCALE) {
    for (let x = 0; x < SCALE; x++, at++) {
      sum += network[at]!;
      squares += (network[at]! - plain[at]!) ** 2;
    }
  }
  const count = SCALE * SCALE;
  return { meanOfNetwork: sum / count, squareOfDetail: squares / count };
}

/** Standard deviation of brightness around each pixel. */
function contrastOf(original: PlanarPixels, size: SizePx): Float32Array {
  const planePx = size.widthPx * size.heightPx;
  const gray = new Float32Array(planePx);
  for (let pixel = 0; pixel < planePx; pixel++) {
    // ITU-R BT.601.
    gray[pixel] =
      0.299 * original[pixel]! +
      0.587 * original[planePx + pixel]! +
      0.114 * original[2 * planePx + pixel]!;
  }
  const means = mean(gray, size, CONTRAST_RADIUS_PX);
  const squares = mean(
    gray.map((value) => value * value),
    size,
    CONTRAST_RADIUS_PX,
  );
  return squares.map((square, pixel) => Math.sqrt(Math.max(0, square - means[pixel]! ** 2)));
}

function mean(values: Float32Array, size: SizePx, radiusPx: number): Float32Array {
  const average = (window: readonly number[]) =>
    window.reduce((sum, value) => sum + value, 0) / window.length;
  return overWindows(values, { size, radiusPx, combine: average });
}

function least(values: Float32Array, size: SizePx, radiusPx: number): Float32Array {
  return overWindows(values, { size, radiusPx, combine: (window) => Math.min(...window) });
}

interface Windows {
  readonly size: SizePx;
  readonly radiusPx: number;
  readonly combine: (window: readonly number[]) => number;
}

/** Combines the square around each value, first along rows and then along columns. */
function overWindows(values: Float32Array, { size, radiusPx, combine }: Windows): Float32Array {
  const { widthPx, heightPx } = size;
  const rows = combineLines(values, {
    lines: heightPx,
    lineStep: widthPx,
    length: widthPx,
    step: 1,
    radiusPx,
    combine,
  });
  return combineLines(rows, {
    lines: widthPx,
    lineStep: 1,
    length: heightPx,
    step: widthPx,
    radiusPx,
    combine,
  });
}

/** Edge values are repeated beyond the ends of a line. */
function combineLines(
  values: Float32Array,
  along: Pick<Windows, "radiusPx" | "combine"> & {
    readonly lines: number;
    readonly lineStep: number;
    readonly length: number;
    readonly step: number;
  },
): Float32Array {
  const { radiusPx, combine, length, step } = along;
  const result = new Float32Array(values.length);
  const window = Array.from({ length: 2 * radiusPx + 1 }, () => 0);
  for (let line = 0; line < along.lines; line++) {
    const start = line * along.lineStep;
    for (let place = 0; place < length; place++) {
      for (let offset = -radiusPx; offset <= radiusPx; offset++) {
        const near = Math.min(length - 1, Math.max(0, place + offset));
        window[offset + radiusPx] = values[start + near * step]!;
      }
      result[start + place * step] = combine(window);
    }
  }
  return result;
}
