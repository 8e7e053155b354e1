import type { Ring } from "./lane-buffer.ts";
import type { MapPoint } from "./street.ts";

/** Square metres; positive when the ring runs counter-clockwise. */
export function ringArea(ring: Ring): number {
  let doubled = 0;
  for (let index = 1; index < ring.length; index++) {
    const [x, y] = ring[index]!;
    const [lastX, lastY] = ring[index - 1]!;
    doubled += lastX * y - x * lastY;
  }
  return doubled / 2;
}

/** Whether a closed ring goes round a point (even-odd rule). */
export function containsPoint(ring: Ring, [x, y]: MapPoint): boolean {
  let inside = false;
  for (let index = 1; index < ring.length; index++) {
    const [ax, ay] = ring[index - 1]!;
    const [bx, by] = ring[index]!;
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}

/** Leaves out points that stand less than `toleranceM` off the line (Douglas and Peucker, 1973). */
export function simplify(points: readonly MapPoint[], toleranceM: number): MapPoint[] {
  const kept = new Uint8Array(points.length);
  kept[0] = 1;
  kept[points.length - 1] = 1;
  // A closed ring has no chord between its ends: its farthest point makes two lines of it.
  const stack: [number, number][] = [[0, points.length - 1]];
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    const [first, last] = range;
    let [worst, worstM] = [-1, toleranceM];
    for (let index = first + 1; index < last; index++) {
      const offM = offLineM(points[index]!, points[first]!, points[last]!);
      if (offM > worstM) [worst, worstM] = [index, offM];
    }
    if (worst < 0) continue;
    kept[worst] = 1;
    stack.push([first, worst], [worst, last]);
  }
  return points.filter((_point, index) => kept[index] === 1);
}

/** Distance of a point from a segment. */
export function offLineM([x, y]: MapPoint, from: MapPoint, to: MapPoint): number {
  const [ux, uy] = [to[0] - from[0], to[1] - from[1]];
  const squared = ux * ux + uy * uy;
  const dot = (x - from[0]) * ux + (y - from[1]) * uy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, dot / squared));
  return Math.hypot(x - from[0] - along * ux, y - from[1] - along * uy);
}
