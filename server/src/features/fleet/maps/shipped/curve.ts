import type { MapPoint } from "../plan/index.ts";

/** A smooth line through points, one every `stepM` metres (uniform spline of Catmull and Rom, 1974). */
export function curveThrough(points: readonly MapPoint[], stepM: number): MapPoint[] {
  const line: MapPoint[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const [b, c] = [points[index]!, points[index + 1]!];
    const a = points[index - 1] ?? [2 * b[0] - c[0], 2 * b[1] - c[1]];
    const d = points[index + 2] ?? [2 * c[0] - b[0], 2 * c[1] - b[1]];
    const steps = Math.max(1, Math.round(Math.hypot(c[0] - b[0], c[1] - b[1]) / stepM));
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      line.push([spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)]);
    }
  }
  const last = points.at(-1);
  if (last) line.push(last);
  return line;
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const bend = 2 * a - 5 * b + 4 * c - d;
  return b + 0.5 * t * (c - a + t * (bend + t * (3 * (b - c) + d - a)));
}

/** The same line moved to its left by `offsetM` (to its right when negative). */
export function besideLine(line: readonly MapPoint[], offsetM: number): MapPoint[] {
  return line.map(([x, y], index) => {
    const before = line[Math.max(index - 1, 0)]!;
    const after = line[Math.min(index + 1, line.length - 1)]!;
    const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
    const lengthM = Math.hypot(dx, dy) || 1;
    return [x - (dy / lengthM) * offsetM, y + (dx / lengthM) * offsetM];
  });
}
