import { SegmentGrid } from "./segment-grid.ts";
import type { MapPoint, Street } from "./street.ts";

/** A piece of street between two nodes, both at the same level as all they meet. */
export interface StreetPiece {
  readonly from: number;
  readonly to: number;
  readonly street: Street;
}

export interface SplitStreets {
  readonly nodes: readonly MapPoint[];
  readonly pieces: readonly StreetPiece[];
}

/** Points closer than this are one crossing. */
const SNAP_M = 1.5;
const CELL_M = 60;

interface Segment {
  readonly from: MapPoint;
  readonly to: MapPoint;
  readonly street: Street;
  /** Fractions along the segment at which another one meets it. */
  readonly cuts: number[];
}

/** Cuts streets wherever they cross or touch, and joins ends that lie within 1.5 m of each other. */
export function splitStreets(streets: readonly Street[]): SplitStreets {
  const segments = streets.flatMap(segmentsOf);
  const grid = new SegmentGrid(CELL_M);
  segments.forEach((segment, index) => {
    for (const other of grid.near(segment.from, segment.to)) cut(segment, segments[other]!);
    grid.add(index, segment.from, segment.to);
  });
  const nodes = new NodeSnapper();
  const pieces: StreetPiece[] = [];
  const known = new Set<string>();
  for (const { from, to, street, cuts } of segments) {
    const ids = [0, ...cuts.toSorted((a, b) => a - b), 1].map((at) =>
      nodes.at(between(from, to, at)),
    );
    for (let index = 1; index < ids.length; index++) {
      const [start, end] = [ids[index - 1]!, ids[index]!];
      const key = start < end ? `${start},${end}` : `${end},${start}`;
      if (start === end || known.has(key)) continue;
      known.add(key);
      pieces.push({ from: start, to: end, street });
    }
  }
  return { nodes: nodes.points, pieces };
}

function segmentsOf(street: Street): Segment[] {
  return street.points.slice(1).map((to, index) => ({
    from: street.points[index]!,
    to,
    street,
    cuts: [],
  }));
}

function between(from: MapPoint, to: MapPoint, at: number): MapPoint {
  return [from[0] + (to[0] - from[0]) * at, from[1] + (to[1] - from[1]) * at];
}

function cut(a: Segment, b: Segment): void {
  const [ux, uy] = [a.to[0] - a.from[0], a.to[1] - a.from[1]];
  const [vx, vy] = [b.to[0] - b.from[0], b.to[1] - b.from[1]];
  const [wx, wy] = [b.from[0] - a.from[0], b.from[1] - a.from[1]];
  const cross = ux * vy - uy * vx;
  if (Math.abs(cross) > 1e-9) {
    const atA = (wx * vy - wy * vx) / cross;
    const atB = (wx * uy - wy * ux) / cross;
    if (atA >= 0 && atA <= 1 && atB >= 0 && atB <= 1) {
      a.cuts.push(atA);
      b.cuts.push(atB);
      return;
    }
  }
  for (const end of [b.from, b.to]) touch(a, end);
  for (const end of [a.from, a.to]) touch(b, end);
}

/** An end that stops just short of a street, or on it, meets it. */
function touch(segment: Segment, end: MapPoint): void {
  const [ux, uy] = [segment.to[0] - segment.from[0], segment.to[1] - segment.from[1]];
  const squared = ux * ux + uy * uy;
  if (squared === 0) return;
  const at = ((end[0] - segment.from[0]) * ux + (end[1] - segment.from[1]) * uy) / squared;
  if (at <= 0 || at >= 1) return;
  const [x, y] = between(segment.from, segment.to, at);
  if (Math.hypot(end[0] - x, end[1] - y) < SNAP_M) segment.cuts.push(at);
}

/** Gives points numbers, the same to points that are close. */
class NodeSnapper {
  readonly points: MapPoint[] = [];
  readonly #cells = new Map<string, number[]>();

  at(point: MapPoint): number {
    const [column, row] = [Math.floor(point[0] / SNAP_M), Math.floor(point[1] / SNAP_M)];
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = row - 1; y <= row + 1; y++) {
        for (const id of this.#cells.get(`${x},${y}`) ?? []) {
          const [otherX, otherY] = this.points[id]!;
          if (Math.hypot(point[0] - otherX, point[1] - otherY) < SNAP_M) return id;
        }
      }
    }
    const id = this.points.push(point) - 1;
    const key = `${column},${row}`;
    const cell = this.#cells.get(key);
    if (cell) cell.push(id);
    else this.#cells.set(key, [id]);
    return id;
  }
}
