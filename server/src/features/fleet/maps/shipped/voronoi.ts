import type { MapBounds, MapPoint } from "../plan/index.ts";

/** The border between the cells of two seeds; `right` is null at the edge of the map. */
export interface Border {
  readonly left: number;
  readonly right: number | null;
  readonly from: MapPoint;
  readonly to: MapPoint;
}

interface Corner {
  readonly at: MapPoint;
  /** The seed beyond the side that starts here; null at the edge of the map. */
  readonly beyond: number | null;
}

/** Borders of the Voronoi cells of seeds within bounds, each once, by clipping half-planes. */
export function voronoiBorders(seeds: readonly MapPoint[], bounds: MapBounds): Border[] {
  const borders: Border[] = [];
  const order = seeds.map((_seed, index) => index);
  seeds.forEach(([x, y], seed) => {
    const distanceM = (other: number): number =>
      Math.hypot(seeds[other]![0] - x, seeds[other]![1] - y);
    let cell = frame(bounds);
    const nearest = order.map((other) => [distanceM(other), other] as const);
    for (const [awayM, other] of nearest.toSorted((a, b) => a[0] - b[0])) {
      if (other === seed) continue;
      const reachM = Math.max(...cell.map(({ at }) => Math.hypot(at[0] - x, at[1] - y)));
      if (awayM > 2 * reachM) break;
      cell = clip(cell, seeds[seed]!, seeds[other]!, other);
    }
    cell.forEach(({ at, beyond }, index) => {
      if (beyond !== null && beyond < seed) return;
      const to = cell[(index + 1) % cell.length]!.at;
      borders.push({ left: seed, right: beyond, from: at, to });
    });
  });
  return borders;
}

function frame({ minXM, minYM, maxXM, maxYM }: MapBounds): Corner[] {
  const corners: MapPoint[] = [
    [minXM, minYM],
    [maxXM, minYM],
    [maxXM, maxYM],
    [minXM, maxYM],
  ];
  return corners.map((at) => ({ at, beyond: null }));
}

/** Cuts off what is nearer to `other` than to `seed`. */
function clip(cell: readonly Corner[], seed: MapPoint, other: MapPoint, beyond: number): Corner[] {
  const middle = [(seed[0] + other[0]) / 2, (seed[1] + other[1]) / 2] as const;
  const normal = [other[0] - seed[0], other[1] - seed[1]] as const;
  const side = ({ at }: Corner): number =>
    (at[0] - middle[0]) * normal[0] + (at[1] - middle[1]) * normal[1];
  const kept: Corner[] = [];
  cell.forEach((corner, index) => {
    const next = cell[(index + 1) % cell.length]!;
    const [here, there] = [side(corner), side(next)];
    if (here <= 0) kept.push(corner);
    if (here <= 0 === there <= 0) return;
    const t = here / (here - there);
    const at: MapPoint = [
      corner.at[0] + (next.at[0] - corner.at[0]) * t,
      corner.at[1] + (next.at[1] - corner.at[1]) * t,
    ];
    kept.push({ at, beyond: here <= 0 ? beyond : corner.beyond });
  });
  return kept;
}
