import type { PixelMeasures } from "../judgement.ts";
import type { LumaPlane } from "./luma.ts";
import { sharpnessOf } from "./sharpness.ts";

const DARK_LUMA_MAX = 5;
const BRIGHT_LUMA_MIN = 250;
const MIDDLE_LUMA = 118;
/** Long side of the shrunk picture in which directions are looked for. */
const SMALL_LONG_SIDE_PX = 512;
/** Below it the picture is as sharp one way as the other. */
const DIRECTED_MIN = 0.15;

/** Everything that is measured in the grey values alone. */
export function measure(plane: LumaPlane): PixelMeasures {
  return {
    sharpness: sharpnessOf(plane),
    ...exposureOf(plane),
    blur: blurOf(shrink(plane, SMALL_LONG_SIDE_PX)),
    hash: differenceHash(plane),
  };
}

function exposureOf({ data }: LumaPlane) {
  let [sum, dark, bright] = [0, 0, 0];
  for (const value of data) {
    sum += value;
    if (value <= DARK_LUMA_MAX) dark++;
    else if (value >= BRIGHT_LUMA_MIN) bright++;
  }
  const count = Math.max(1, data.length);
  const [meanLuma, darkShare, brightShare] = [sum / count, dark / count, bright / count];
  const balance = Math.max(0, 1 - Math.abs(meanLuma - MIDDLE_LUMA) / MIDDLE_LUMA);
  const exposure = balance * (1 - darkShare - brightShare);
  return { meanLuma, darkShare, brightShare, exposure };
}

/**
 * Anisotropy of the structure tensor (Bigun and Granlund, 1987): a smear leaves gradients only
 * across its direction.
 */
function blurOf({ data, widthPx, heightPx }: LumaPlane): PixelMeasures["blur"] {
  let [xx, xy, yy] = [0, 0, 0];
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const at = y * widthPx + x;
      const dx = data[at + 1]! - data[at - 1]!;
      const dy = data[at + widthPx]! - data[at - widthPx]!;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  }
  const total = xx + yy;
  if (total === 0) return { strength: 0, directionDeg: null };
  const strength = Math.hypot(xx - yy, 2 * xy) / total;
  if (strength < DIRECTED_MIN) return { strength, directionDeg: null };
  const gradientDeg = (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI;
  return { strength, directionDeg: (gradientDeg + 270) % 180 };
}

/** Mean of whole cells, so that noise does not decide. */
function shrink(plane: LumaPlane, longSidePx: number): LumaPlane {
  const factor = Math.max(1, Math.ceil(Math.max(plane.widthPx, plane.heightPx) / longSidePx));
  const widthPx = Math.max(1, Math.floor(plane.widthPx / factor));
  const heightPx = Math.max(1, Math.floor(plane.heightPx / factor));
  return factor === 1 ? plane : resample(plane, widthPx, heightPx);
}

/** Each target pixel is the mean of the cell of source pixels below it. */
function resample(plane: LumaPlane, widthPx: number, heightPx: number): LumaPlane {
  const data = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const [top, bottom] = cell(y, heightPx, plane.heightPx);
    for (let x = 0; x < widthPx; x++) {
      const [left, right] = cell(x, widthPx, plane.widthPx);
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let at = left; at < right; at++) sum += plane.data[row * plane.widthPx + at]!;
      }
      data[y * widthPx + x] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
  return { data, widthPx, heightPx };
}

function cell(index: number, count: number, size: number): readonly [number, number] {
  const from = Math.min(size - 1, Math.floor((index * size) / count));
  return [from, Math.max(from + 1, Math.floor(((index + 1) * size) / count))];
}

/** 64 bits: whether each cell of 9 x 8 is darker than its right neighbour. */
function differenceHash(plane: LumaPlane): string {
  const small = resample(plane, 9, 8);
  let bits = 0n;
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      const at = y * 9 + x;
      bits = (bits << 1n) | (small.data[at]! < small.data[at + 1]! ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, "0");
}
