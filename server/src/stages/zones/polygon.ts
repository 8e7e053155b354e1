import type { WorldPoint } from "../../model/index.ts";

/** Nearer to an edge than this counts as on it: a tenth of a millimetre. */
const BORDER_M = 1e-4;

/** A polygon with its bounds worked out once. Corners in metres, not repeated at the end. */
export interface Polygon {
  readonly corners: readonly WorldPoint[];
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function preparePolygon(corners: readonly WorldPoint[]): Polygon {
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  return {
    corners,
    minX: Math.min(...xs),
    minY: Math.min(...ys),
    maxX: Math.max(...xs),
    maxY: Math.max(...ys),
  };
}

/**
 * How far outside a simple polygon a point lies, metres; 0 inside and on the border. Even-odd
 * rule for the inside (W. R. Franklin, PNPOLY), nearest edge for the distance.
 */
export function distanceOutsideM(polygon: Polygon, [x, y]: WorldPoint): number {
  let isInside = false;
  let nearest2 = Number.POSITIVE_INFINITY;
  const { corners } = polygon;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [ax, ay] = corners[i]!;
    const [bx, by] = corners[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
    nearest2 = Math.min(nearest2, edgeDistance2([ax, ay], [bx, by], [x, y]));
  }
  if (isInside) return 0;
  const distanceM = Math.sqrt(nearest2);
  return distanceM <= BORDER_M ? 0 : distanceM;
}

/** True when the point is so far from the polygon's bounds that it must be outside by `marginM`. */
export function isFarOff(polygon: Polygon, [x, y]: WorldPoint, marginM: number): boolean {
  return (
    x < polygon.minX - marginM ||
    x > polygon.maxX + marginM ||
    y < polygon.minY - marginM ||
    y > polygon.maxY + marginM
  );
}

function edgeDistance2(a: WorldPoint, b: WorldPoint, p: WorldPoint): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2;
  const t = Math.min(1, Math.max(0, along));
  return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2;
}
