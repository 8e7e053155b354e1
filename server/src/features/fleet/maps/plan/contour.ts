import type { Polygon, Ring, SampledField } from "./lane-buffer.ts";
import { containsPoint, ringArea, simplify } from "./ring.ts";
import type { MapPoint } from "./street.ts";

const SIMPLIFY_M = 0.12;
/** Smaller islands are paint, not kerbs. */
const HOLE_M2_MIN = 25;
const POLYGON_M2_MIN = 25;

/** Sides of a cell: bottom, right, top, left. */
type Side = 0 | 1 | 2 | 3;
type Turn = readonly [enter: Side, leave: Side];

/**
 * Marching squares: by which side of the cell the zero line enters and leaves, with the inside on
 * its left. Bits: bottom left 1, bottom right 2, top right 4, top left 8. Saddles 5 and 10 keep
 * their insides apart.
 */
const TURNS: readonly (readonly Turn[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

/** Outlines of where the field is negative, as polygons with holes. */
export function contourRings(field: SampledField): Polygon[] {
  const next = crossings(field);
  const outers: { ring: Ring; holes: Ring[] }[] = [];
  const holes: Ring[] = [];
  while (next.size > 0) {
    const ring = simplify(follow(next, field), SIMPLIFY_M);
    const areaM2 = ringArea(ring);
    if (areaM2 >= POLYGON_M2_MIN) outers.push({ ring, holes: [] });
    else if (areaM2 <= -HOLE_M2_MIN) holes.push(ring);
  }
  for (const hole of holes) {
    outers.find(({ ring }) => containsPoint(ring, hole[0]!))?.holes.push(hole);
  }
  return outers
    .toSorted((a, b) => ringArea(b.ring) - ringArea(a.ring))
    .map(({ ring, holes: inner }) => [ring, ...inner]);
}

/** From each crossed grid edge the one at which the line leaves the cell. */
function crossings({ values, columns, rows }: SampledField): Map<number, number> {
  const next = new Map<number, number>();
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const kind =
        (values[at]! < 0 ? 1 : 0) |
        (values[at + 1]! < 0 ? 2 : 0) |
        (values[at + columns + 1]! < 0 ? 4 : 0) |
        (values[at + columns]! < 0 ? 8 : 0);
      if (kind === 0 || kind === 15) continue;
      // Even numbers are edges to the right of a sample, odd ones edges upwards.
      const sides = [2 * at, 2 * (at + 1) + 1, 2 * (at + columns), 2 * at + 1];
      for (const [enter, leave] of TURNS[kind]!) next.set(sides[enter]!, sides[leave]!);
    }
  }
  return next;
}

/** Takes one closed line out of `next`. */
function follow(next: Map<number, number>, field: SampledField): MapPoint[] {
  const ring: MapPoint[] = [];
  let edge: number | undefined = next.keys().next().value;
  while (edge !== undefined) {
    const to = next.get(edge);
    if (to === undefined) break;
    next.delete(edge);
    ring.push(crossingPoint(edge, field));
    edge = to;
  }
  ring.push(ring[0]!);
  return ring;
}

function crossingPoint(edge: number, field: SampledField): MapPoint {
  const { values, columns, originXM, originYM, cellM } = field;
  const from = edge >> 1;
  const isUp = (edge & 1) === 1;
  const a = values[from]!;
  const b = values[isUp ? from + columns : from + 1]!;
  const at = a / (a - b);
  const x = (from % columns) + (isUp ? 0 : at);
  const y = Math.floor(from / columns) + (isUp ? at : 0);
  return [originXM + x * cellM, originYM + y * cellM];
}
