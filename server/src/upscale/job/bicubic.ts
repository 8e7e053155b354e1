import { SCALE } from "../contract.ts";
import type { PlanarPixels } from "./read-region.ts";
import type { SizePx } from "./tile-plan.ts";

const TAPS = 4;

/** Weights of four neighbours for each place between two pixels; a = -0.5, as the contract's. */
const PHASES = Array.from({ length: SCALE }, (_, phase) => {
  const offset = (phase + 0.5) / SCALE - 0.5;
  const first = Math.floor(offset) - 1;
  const weights = Array.from({ length: TAPS }, (_tap, tap) => cubic(offset - (first + tap)));
  return { first, weights };
});

/**
 * Enlarges four times by cubic convolution with edge pixels repeated.
 *
 * Source: Keys, "Cubic convolution interpolation for digital image processing", 1981, a = -1/2.
 *
 * @returns planar `[3, 4 height, 4 width]`, 0..1
 */
export function enlargeBicubic(pixels: PlanarPixels, { widthPx, heightPx }: SizePx): Float32Array {
  const wide = new Float32Array(3 * heightPx * widthPx * SCALE);
  for (let row = 0; row < 3 * heightPx; row++) {
    const line = { from: row * widthPx, step: 1, length: widthPx };
    stretch(pixels, line, wide, { from: row * widthPx * SCALE, step: 1 });
  }
  const width = widthPx * SCALE;
  const result = new Float32Array(wide.length * SCALE);
  for (let plane = 0; plane < 3; plane++) stretchRows(wide, result, { plane, width, heightPx });
  return result;
}

function stretch(
  from: Float32Array,
  line: { readonly from: number; readonly step: number; readonly length: number },
  to: Float32Array,
  at: { readonly from: number; readonly step: number },
): void {
  const last = line.length - 1;
  for (let pixel = 0, out = at.from; pixel < line.length; pixel++) {
    for (const { first, weights } of PHASES) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        const place = Math.min(last, Math.max(0, pixel + first + tap));
        sum += weights[tap]! * from[line.from + place]!;
      }
      to[out++] = sum;
    }
  }
}

/** Whole rows at a time: going down columns would miss the cache at each step. */
function stretchRows(
  wide: Float32Array,
  result: Float32Array,
  { plane, width, heightPx }: { plane: number; width: number; heightPx: number },
): void {
  const base = plane * heightPx * width;
  for (let row = 0; row < heightPx; row++) {
    for (const [phase, { first, weights }] of PHASES.entries()) {
      const at = (base + row * width) * SCALE + phase * width;
      const rows = weights.map((_weight, tap) => {
        return base + Math.min(heightPx - 1, Math.max(0, row + first + tap)) * width;
      });
      const [r0 = 0, r1 = 0, r2 = 0, r3 = 0] = rows;
      const [w0 = 0, w1 = 0, w2 = 0, w3 = 0] = weights;
      for (let x = 0; x < width; x++) {
        const sum =
          w0 * wide[r0 + x]! + w1 * wide[r1 + x]! + w2 * wide[r2 + x]! + w3 * wide[r3 + x]!;
        result[at + x] = Math.min(1, Math.max(0, sum));
      }
    }
  }
}

function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  if (x < 2) return -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2;
  return 0;
}
