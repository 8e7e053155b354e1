import type { WorldPoint } from "../../model/index.ts";

/** A centimetre past the plan's edge is still a click on the edge. */
const EDGE_M = 0.01;
const AREA_M2_MIN = 1e-4;

export interface PolygonFlaw {
  /** Index of the corner to blame; null when the whole shape is. */
  readonly corner: number | null;
  readonly message: string;
}

/**
 * Says why corners (metres, first one not repeated) do not make a zone on a floor of this size:
 * outside the plan, without area, or with edges that cross. Null when they do.
 */
export function checkPolygon(
  corners: readonly WorldPoint[],
  floor: { readonly widthM: number; readonly heightM: number },
): PolygonFlaw | null {
  const outside = corners.findIndex(
    ([x, y]) =>
      x < -EDGE_M || y < -EDGE_M || x > floor.widthM + EDGE_M || y > floor.heightM + EDGE_M,
  );
  if (outside >= 0) {
    const limits = `0..${floor.widthM} by 0..${floor.heightM} m`;
    return { corner: outside, message: `Corner ${outside + 1} lies outside the floor's ${limits}` };
  }
  return crossing(corners) ?? flatness(corners);
}

function flatness(corners: readonly WorldPoint[]): PolygonFlaw | null {
  let doubled = 0;
  corners.forEach(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length]!;
    doubled += x * nextY - nextX * y;
  });
  if (Math.abs(doubled) / 2 >= AREA_M2_MIN) return null;
  return {
    corner: null,
    message: "Corners enclose no area: expected at least a square centimetre",
  };
}

function crossing(corners: readonly WorldPoint[]): PolygonFlaw | null {
  const count = corners.length;
  for (let i = 0; i < count; i++) {
    const [a, b] = [corners[i]!, corners[(i + 1) % count]!];
    if (a[0] === b[0] && a[1] === b[1]) {
      return {
        corner: (i + 1) % count,
        message: `Corner ${((i + 1) % count) + 1} repeats the one before`,
      };
    }
    for (let j = i + 1; j < count; j++) {
      const isNeighbour = j === i + 1 || (i === 0 && j === count - 1);
      const [c, d] = [corners[j]!, corners[(j + 1) % count]!];
      if (isNeighbour ? foldsBack(a, b, c, d, j === i + 1) : touches(a, b, c, d)) {
        return {
          corner: j,
          message: `Edge from corner ${j + 1} crosses the edge from corner ${i + 1}`,
        };
      }
    }
  }
  return null;
}

/** Neighbouring edges share a corner; they may not lie on each other. */
function foldsBack(
  a: WorldPoint,
  b: WorldPoint,
  c: WorldPoint,
  d: WorldPoint,
  isNext: boolean,
): boolean {
  const [far, shared, other] = isNext ? [a, b, d] : [b, a, c];
  if (turn(far, shared, other) !== 0) return false;
  const dot =
    (far[0] - shared[0]) * (other[0] - shared[0]) + (far[1] - shared[1]) * (other[1] - shared[1]);
  return dot > 0;
}

function touches(a: WorldPoint, b: WorldPoint, c: WorldPoint, d: WorldPoint): boolean {
  const [t1, t2] = [turn(a, b, c), turn(a, b, d)];
  const [t3, t4] = [turn(c, d, a), turn(c, d, b)];
  if (t1 * t2 < 0 && t3 * t4 < 0) return true;
  return (
    (t1 === 0 && within(a, b, c)) ||
    (t2 === 0 && within(a, b, d)) ||
    (t3 === 0 && within(c, d, a)) ||
    (t4 === 0 && within(c, d, b))
  );
}

/** Sign of the turn from `a` over `b` to `p`; 0 when straight. */
function turn(a: WorldPoint, b: WorldPoint, p: WorldPoint): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

function within(a: WorldPoint, b: WorldPoint, p: WorldPoint): boolean {
  return (
    p[0] >= Math.min(a[0], b[0]) &&
    p[0] <= Math.max(a[0], b[0]) &&
    p[1] >= Math.min(a[1], b[1]) &&
    p[1] <= Math.max(a[1], b[1])
  );
}
