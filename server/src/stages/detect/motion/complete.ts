import type { SizePx } from "../../../model/index.ts";
import type { Blob } from "./blobs.ts";
import type { PersonHeight } from "./person-height.ts";

/** An upright figure is narrower than this, in person heights. */
const WIDTH_MAX = 0.6;
/** Less of a person than the first cannot be told from an animal; more than the second is whole. */
const PART = { least: 0.5, most: 0.92 };
/** Head and feet lie within this of the figure's middle, in person heights. */
const REACH = 0.13;
/** So much of where a head or feet must be differs from the background. */
const FILLED_MIN = 0.35;

/**
 * Adds the head or the legs to an upright figure whose clothes there pass for shadow: as far as a
 * person reaches at this place, and only where much differs from the background.
 *
 * @param field classes of the motion field
 */
export function completeFigure(
  blob: Blob,
  field: Uint8Array,
  options: { readonly size: SizePx; readonly heights: PersonHeight },
): Blob {
  const { size, heights } = options;
  const byFeet = heights.at(blob.y2);
  const height = blob.y2 - blob.y1;
  const isUpright = (expected: number) =>
    blob.x2 - blob.x1 <= WIDTH_MAX * expected &&
    height >= PART.least * expected &&
    height < PART.most * expected;
  const middle = (blob.x1 + blob.x2) / 2;
  if (byFeet !== null && isUpright(byFeet)) {
    const top = Math.max(0, Math.round(blob.y2 - byFeet));
    const box = [middle - REACH * byFeet, top, middle + REACH * byFeet, blob.y1] as const;
    if (filledShare(field, size, box) >= FILLED_MIN) return { ...blob, y1: top };
  }
  const foot = heights.footOf(blob.y1);
  const byHead = foot === null ? null : heights.at(foot);
  if (foot === null || byHead === null) return blob;
  if (!isUpright(byHead)) return blob;
  const bottom = Math.min(size.heightPx, Math.round(foot));
  const box = [middle - REACH * byHead, blob.y2, middle + REACH * byHead, bottom] as const;
  if (filledShare(field, size, box) < FILLED_MIN) return blob;
  return { ...blob, y2: Math.max(blob.y2, bottom) };
}

function filledShare(
  field: Uint8Array,
  size: SizePx,
  [left, top, right, bottom]: readonly [number, number, number, number],
): number {
  let filled = 0;
  let total = 0;
  for (let y = Math.max(0, top); y < Math.min(size.heightPx, bottom); y++) {
    const last = Math.min(size.widthPx, Math.round(right));
    for (let x = Math.max(0, Math.round(left)); x < last; x++) {
      total++;
      if (field[y * size.widthPx + x] !== 0) filled++;
    }
  }
  return total === 0 ? 0 : filled / total;
}
