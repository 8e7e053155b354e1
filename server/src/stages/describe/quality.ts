import {
  boxArea,
  commonArea,
  type Detection,
  type ObjectClass,
  type PixelBox,
  type SizePx,
} from "../../model/index.ts";

/** Sides of the box (geometric mean) that say next to nothing, and that say all. */
const SIDE_PX_MIN = 16;
const SIDE_PX_FULL = 80;
const SCORE_FULL = 0.6;
/** Factor per side of the box that lies on the picture's edge. */
const EDGE_FACTOR = 0.5;
const EDGE_SHARE = 0.008;
/** Something behind hides less than something in front, but what shows of it is not ours. */
const BEHIND_SHARE = 0.4;
/** Mean square of the Laplacian, luma levels, at which a crop is half as sharp as can be. */
const SHARPNESS_HALF = 60;
/** The least a blurred crop keeps of its quality. */
const BLURRED_FACTOR = 0.5;

/** Height by width between which a class shows whole and upright. */
const ASPECTS: Readonly<Partial<Record<ObjectClass, readonly [low: number, high: number]>>> = {
  person: [1.4, 4.5],
};
const ASPECT_ANY = [0.25, 4.5] as const;

/**
 * How good a detection's crop promises to be before a pixel was looked at, 0..1: the product of
 *
 * - size: square root of the box's area, 0 at 16 px, 1 from 80 px;
 * - score: 0.5 at score 0, 1 from score 0.6;
 * - edge: half for every side on the picture's edge, for there the rest is missing;
 * - cover: the share that the worst other box leaves free. One whose lower edge is lower stands in
 *   front and counts whole, one behind counts 0.4;
 * - aspect: how far height by width is outside what its class has, as a ratio.
 *
 * @param others all boxes of the picture; the detection's own is passed over
 */
export function boxQuality(
  detection: Detection,
  others: readonly Detection[],
  picture: SizePx,
): number {
  const { boxPx, score, objectClass } = detection;
  const side = Math.sqrt(boxArea(boxPx));
  const size = unit((side - SIDE_PX_MIN) / (SIDE_PX_FULL - SIDE_PX_MIN));
  const sure = 0.5 + 0.5 * unit(score / SCORE_FULL);
  const edge = EDGE_FACTOR ** sidesOnEdge(boxPx, picture);
  const free = 1 - coveredShare(detection, others);
  return size * sure * edge * free * aspectFactor(boxPx, objectClass);
}

/** The part of the quality that sharpness decides: 0.5 for a smear, towards 1 for a sharp crop. */
export function sharpnessFactor(sharpness: number): number {
  return BLURRED_FACTOR + (1 - BLURRED_FACTOR) * (sharpness / (sharpness + SHARPNESS_HALF));
}

/**
 * Mean square of the Laplacian of the luma (Pech-Pacheco et al. 2000), every second pixel.
 *
 * @param rgb interleaved, row by row
 */
export function sharpnessOf(rgb: Uint8Array, { widthPx, heightPx }: SizePx): number {
  let squares = 0;
  let count = 0;
  const luma = (at: number) => 0.3 * rgb[at]! + 0.6 * rgb[at + 1]! + 0.1 * rgb[at + 2]!;
  const row = 3 * widthPx;
  for (let y = 1; y < heightPx - 1; y += 2) {
    for (let x = 1; x < widthPx - 1; x += 2) {
      const at = y * row + 3 * x;
      const around = luma(at - 3) + luma(at + 3) + luma(at - row) + luma(at + row);
      squares += (4 * luma(at) - around) ** 2;
      count++;
    }
  }
  return count === 0 ? 0 : squares / count;
}

function sidesOnEdge([x1, y1, x2, y2]: PixelBox, { widthPx, heightPx }: SizePx): number {
  const marginX = Math.max(1, widthPx * EDGE_SHARE);
  const marginY = Math.max(1, heightPx * EDGE_SHARE);
  const sides = [x1 < marginX, y1 < marginY, x2 > widthPx - marginX, y2 > heightPx - marginY];
  return sides.filter(Boolean).length;
}

function coveredShare({ boxPx }: Detection, others: readonly Detection[]): number {
  const area = Math.max(1, boxArea(boxPx));
  let most = 0;
  for (const other of others) {
    if (other.boxPx === boxPx) continue;
    const share = commonArea(boxPx, other.boxPx) / area;
    most = Math.max(most, other.boxPx[3] >= boxPx[3] ? share : BEHIND_SHARE * share);
  }
  return most;
}

function aspectFactor([x1, y1, x2, y2]: PixelBox, objectClass: ObjectClass): number {
  const [low, high] = ASPECTS[objectClass] ?? ASPECT_ANY;
  const aspect = Math.max(0, y2 - y1) / Math.max(1, x2 - x1);
  return unit(Math.min(aspect / low, high / Math.max(aspect, 1e-6)));
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
