import { distanceM, wrapAngle, type PlanPoint } from "../geometry.ts";

const CORNER_M = 1;
const CORNER_STEPS = 8;

/** A way with rounded corners, sampled by the distance walked along it. */
export interface SmoothPath {
  readonly lengthM: number;
  readonly startHeadingRad: number;
  readonly endHeadingRad: number;
  /** Place and tangent after `alongM` metres; clamps at both ends. */
  at(alongM: number): { readonly point: PlanPoint; readonly headingRad: number };
}

/** Replaces each inner corner by a quadratic Bezier curve that starts and ends on its legs. */
function roundCorners(corners: readonly PlanPoint[]): readonly PlanPoint[] {
  const points: PlanPoint[] = [];
  for (const [index, corner] of corners.entries()) {
    const [before, after] = [corners[index - 1], corners[index + 1]];
    if (!before || !after) {
      points.push(corner);
      continue;
    }
    const cutM = Math.min(
      CORNER_M,
      distanceM(before, corner) / 2.05,
      distanceM(corner, after) / 2.05,
    );
    const [start, end] = [towards(corner, before, cutM), towards(corner, after, cutM)];
    for (let step = 0; step <= CORNER_STEPS; step++) {
      points.push(bezier([start, corner, end], step / CORNER_STEPS));
    }
  }
  return points;
}

function towards(from: PlanPoint, to: PlanPoint, byM: number): PlanPoint {
  const share = byM / Math.max(distanceM(from, to), 1e-9);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

function bezier(control: readonly [PlanPoint, PlanPoint, PlanPoint], t: number): PlanPoint {
  const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return [
    a * control[0][0] + b * control[1][0] + c * control[2][0],
    a * control[0][1] + b * control[1][1] + c * control[2][1],
  ];
}

/** Builds the path through `corners`. @throws RangeError with fewer than two distinct corners */
export function createSmoothPath(corners: readonly PlanPoint[]): SmoothPath {
  const points = roundCorners(corners).filter(
    (point, index, all) => index === 0 || distanceM(point, all[index - 1] ?? point) > 1e-6,
  );
  if (points.length < 2) throw new RangeError("A path needs two distinct corners");
  const alongs = [0];
  for (const [index, point] of points.entries()) {
    if (index > 0)
      alongs.push((alongs[index - 1] ?? 0) + distanceM(points[index - 1] ?? point, point));
  }
  const headings = points.map((_, index) => tangent(points, index));
  const lengthM = alongs.at(-1) ?? 0;
  return {
    lengthM,
    startHeadingRad: headings[0] ?? 0,
    endHeadingRad: headings.at(-1) ?? 0,
    at(alongM) {
      const clamped = Math.min(lengthM, Math.max(0, alongM));
      const index = lastAtOrBelow(alongs, clamped);
      const start = alongs[index] ?? 0;
      const share = (clamped - start) / Math.max((alongs[index + 1] ?? start) - start, 1e-9);
      const a = points[index] ?? [0, 0];
      const b = points[index + 1] ?? a;
      const from = headings[index] ?? 0;
      const turn = wrapAngle((headings[index + 1] ?? from) - from);
      return {
        point: [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share],
        headingRad: from + turn * share,
      };
    },
  };
}

function tangent(points: readonly PlanPoint[], index: number): number {
  const a = points[Math.max(0, index - 1)] ?? [0, 0];
  const b = points[Math.min(points.length - 1, index + 1)] ?? [0, 0];
  return Math.atan2(b[1] - a[1], b[0] - a[0]);
}

function lastAtOrBelow(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
