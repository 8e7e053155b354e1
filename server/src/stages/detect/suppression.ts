import {
  overlapOf,
  type Detection,
  type ObjectClass,
  type PixelBox,
  type SizePx,
} from "../../model/index.ts";

const ANIMALS: ReadonlySet<ObjectClass> = new Set(["cat", "dog", "bird", "horse"]);
const OVERLAP_MAX = 0.5;
const DETECTIONS_MAX = 200;

/** Animals are mistaken for one another, so one place holds one; other classes may overlap. */
function compete(a: ObjectClass, b: ObjectClass): boolean {
  return a === b || (ANIMALS.has(a) && ANIMALS.has(b));
}

/**
 * Greedy non-maximum suppression, best score first. Boxes are clipped to the picture, empty ones
 * dropped, and at most 200 are kept.
 */
export function suppressOverlaps(candidates: readonly Detection[], size: SizePx): Detection[] {
  const kept: Detection[] = [];
  const byScore = candidates.toSorted((a, b) => b.score - a.score);
  for (const candidate of byScore) {
    const boxPx = clip(candidate.boxPx, size);
    if (boxPx[2] - boxPx[0] < 1 || boxPx[3] - boxPx[1] < 1) continue;
    const isCovered = kept.some(
      (other) =>
        compete(other.objectClass, candidate.objectClass) &&
        overlapOf(other.boxPx, boxPx) > OVERLAP_MAX,
    );
    if (!isCovered) kept.push({ ...candidate, boxPx });
    if (kept.length === DETECTIONS_MAX) break;
  }
  return kept;
}

function clip(box: PixelBox, size: SizePx): PixelBox {
  const x = (value: number) => Math.min(Math.max(value, 0), size.widthPx);
  const y = (value: number) => Math.min(Math.max(value, 0), size.heightPx);
  return [x(box[0]), y(box[1]), x(box[2]), y(box[3])];
}
