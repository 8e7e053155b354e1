/**
 * Intersection over union of two boxes in flat arrays, each x1, y1, x2, y2 from its offset.
 *
 * @returns 0..1; 0 for boxes without area.
 */
export function overlap(a: Float64Array, i: number, b: Float64Array, j: number): number {
  const width = Math.min(a[i + 2]!, b[j + 2]!) - Math.max(a[i]!, b[j]!);
  if (!(width > 0)) return 0;
  const height = Math.min(a[i + 3]!, b[j + 3]!) - Math.max(a[i + 1]!, b[j + 1]!);
  if (!(height > 0)) return 0;
  const shared = width * height;
  const areaA = (a[i + 2]! - a[i]!) * (a[i + 3]! - a[i + 1]!);
  const areaB = (b[j + 2]! - b[j]!) * (b[j + 3]! - b[j + 1]!);
  return shared / (areaA + areaB - shared);
}

/**
 * Intersection over union of two boxes after each has grown by a share of its own size on every
 * side: finds a match where fast or unsure boxes no longer touch.
 *
 * Source: Yang et al., "Hard to track objects with irregular motions and similar appearances? Make
 * it easier by buffering the matching space" (2023), equation 1.
 *
 * @param buffer share of width and height added on each side, 0 for the plain overlap.
 */
export function bufferedOverlap(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  buffer: number,
): number {
  const aw = a[i + 2]! - a[i]!;
  const ah = a[i + 3]! - a[i + 1]!;
  const bw = b[j + 2]! - b[j]!;
  const bh = b[j + 3]! - b[j + 1]!;
  const width =
    Math.min(a[i + 2]! + buffer * aw, b[j + 2]! + buffer * bw) -
    Math.max(a[i]! - buffer * aw, b[j]! - buffer * bw);
  if (!(width > 0)) return 0;
  const height =
    Math.min(a[i + 3]! + buffer * ah, b[j + 3]! + buffer * bh) -
    Math.max(a[i + 1]! - buffer * ah, b[j + 1]! - buffer * bh);
  if (!(height > 0)) return 0;
  const grown = (1 + 2 * buffer) * (1 + 2 * buffer);
  const shared = width * height;
  return shared / (grown * (aw * ah + bw * bh) - shared);
}
