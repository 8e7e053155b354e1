/** `[x, y]` in metres in the site's frame, y up, origin at the lower left corner of the plan. */
export type PlanPoint = readonly [number, number];
/** `[x, y, z]` in metres: the plan's frame with height above the ground as z. */
export type SpacePoint = readonly [number, number, number];
/** `[u, v]` in pixels, v down; pixel `i` covers `[i, i + 1)`. */
export type PixelPoint = readonly [number, number];
/** `[x1, y1, x2, y2]` in pixels, y down. */
export type PixelBox = readonly [number, number, number, number];

/** Distance between two plan points, metres. */
export function distanceM(a: PlanPoint, b: PlanPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** True when the point lies inside the simple polygon (even-odd rule). */
export function insidePolygon(point: PlanPoint, polygon: readonly PlanPoint[]): boolean {
  let inside = false;
  let previous = polygon.at(-1);
  for (const corner of polygon) {
    if (previous && corner[1] > point[1] !== previous[1] > point[1]) {
      const slope = (previous[0] - corner[0]) / (previous[1] - corner[1]);
      if (point[0] < corner[0] + (point[1] - corner[1]) * slope) inside = !inside;
    }
    previous = corner;
  }
  return inside;
}

/** Intersection over union of two boxes, 0 when they do not touch. */
export function intersectionOverUnion(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: PixelBox): number => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Turns an angle into (-pi, pi]. */
export function wrapAngle(angleRad: number): number {
  const turns = Math.round(angleRad / (2 * Math.PI));
  return angleRad - turns * 2 * Math.PI;
}

/** Cubic ease from 0 to 1 with flat ends; clamps outside [0, 1]. */
export function smoothStep(x: number): number {
  const t = Math.min(1, Math.max(0, x));
  return t * t * (3 - 2 * t);
}
