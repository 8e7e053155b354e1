import type { Point } from "../../app/api.ts";

/** What a line on the plan may become. */
export interface LineShape {
  /** The last corner is joined with the first. */
  readonly isClosed: boolean;
  readonly cornersMin: number;
}
export const ZONE_SHAPE: LineShape = { isClosed: true, cornersMin: 3 };
export const WALL_SHAPE: LineShape = { isClosed: false, cornersMin: 2 };

/** Moves one corner. */
export function moveCorner(polygon: readonly Point[], at: number, to: Point): Point[] {
  return polygon.map((corner, index) => (index === at ? to : corner));
}

/** Adds a corner in the middle of the edge that starts at corner `after`. */
export function splitEdge(polygon: readonly Point[], after: number): Point[] {
  const from = polygon[after];
  const to = polygon[(after + 1) % polygon.length];
  if (from === undefined || to === undefined) return [...polygon];
  const middle: Point = [round((from[0] + to[0]) / 2), round((from[1] + to[1]) / 2)];
  return [...polygon.slice(0, after + 1), middle, ...polygon.slice(after + 1)];
}

/** Removes one corner; a line that has no more than it needs stays as it is. */
export function removeCorner(
  line: readonly Point[],
  at: number,
  { cornersMin }: LineShape,
): Point[] {
  return line.length <= cornersMin ? [...line] : line.filter((_, index) => index !== at);
}

/** Length of a wall in metres. */
export function lengthM(line: readonly Point[]): number {
  return line.slice(1).reduce((sum, [x, y], at) => {
    const [fromX, fromY] = line[at] ?? [x, y];
    return sum + Math.hypot(x - fromX, y - fromY);
  }, 0);
}

/** A wall in the middle of a floor, for one that begins. */
export function startWall({ width_m, height_m }: { width_m: number; height_m: number }): Point[] {
  const half = Math.min(width_m, height_m) / 6;
  const y = round(height_m / 2);
  return [
    [round(width_m / 2 - half), y],
    [round(width_m / 2 + half), y],
  ];
}

/** Area in square metres. Shoelace formula. */
export function areaM2(polygon: readonly Point[]): number {
  const doubled = polygon.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

/** Whether no two edges cross: a crossed polygon has no clear inside. */
export function isSimple(polygon: readonly Point[]): boolean {
  const edges = polygon.map(
    (from, at) => [from, polygon[(at + 1) % polygon.length] ?? from] as const,
  );
  return edges.every((edge, at) =>
    edges.every((other, otherAt) => {
      const neighbours = Math.abs(at - otherAt) <= 1 || Math.abs(at - otherAt) === edges.length - 1;
      return neighbours || !crosses(edge, other);
    }),
  );
}

/** A square in the middle of a floor, for a zone that begins. */
export function startPolygon({
  width_m,
  height_m,
}: {
  width_m: number;
  height_m: number;
}): Point[] {
  const half = Math.min(width_m, height_m) / 6;
  const [x, y] = [width_m / 2, height_m / 2];
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([dx = 0, dy = 0]) => [round(x + dx * half), round(y + dy * half)]);
}

type Edge = readonly [Point, Point];

function crosses([a, b]: Edge, [c, d]: Edge): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
