import type { MapBounds, MapPoint, Street, StreetKind } from "../plan/index.ts";
import { curveThrough } from "./curve.ts";
import { seededRandom } from "./random.ts";
import type { ShippedMap } from "./shipped-map.ts";

const BOUNDS: MapBounds = { minXM: -1300, minYM: -950, maxXM: 1300, maxYM: 950 };
/** The street each so many is an avenue. */
const AVENUE_EVERY = 4;

/** Blocks without streets inside: a park, a campus, a rail yard, a stadium. */
const CLEARINGS: readonly MapBounds[] = [
  { minXM: -570, minYM: 300, maxXM: -170, maxYM: 640 },
  { minXM: -1120, minYM: -330, maxXM: -760, maxYM: -70 },
  { minXM: 540, minYM: -760, maxXM: 840, maxYM: -420 },
  { minXM: 300, minYM: -170, maxXM: 560, maxYM: 170 },
];
/** Avenues that go on into the country, by their place in the grid. */
const LEAVES = { west: [5, 13], east: [1, 9, 13], south: [1, 9, 17], north: [5, 13] } as const;

/** A planned town: avenues, one-way streets between them, a diagonal, and a motorway past it. */
export const gridTown: ShippedMap = {
  id: 1,
  name: "Gridley (planned town)",
  stubM: 150,
  draw: () => {
    const random = seededRandom(1);
    const columns = lines(BOUNDS.minXM + 150, BOUNDS.maxXM - 330, [76, 128], random);
    const rows = lines(BOUNDS.minYM + 120, BOUNDS.maxYM - 120, [62, 104], random);
    return {
      streets: [
        ...columns.flatMap((x, index) => street(index, x, columns, rows, "column")),
        ...rows.flatMap((y, index) => street(index, y, rows, columns, "row")),
        ...diagonal(columns, rows),
        ...motorway(),
      ],
      isExit: ([x, y]) =>
        x < BOUNDS.minXM + 1 ||
        x > BOUNDS.maxXM - 1 ||
        y < BOUNDS.minYM + 1 ||
        y > BOUNDS.maxYM - 1,
    };
  },
};

function lines(
  from: number,
  to: number,
  [least, most]: readonly [number, number],
  random: () => number,
): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at += least + (most - least) * random()) found.push(Math.round(at));
  return found;
}

/** Whether a place lies within the rounded limits of the town. */
function isTown([x, y]: MapPoint): boolean {
  return Math.abs((x + 110) / 1130) ** 5 + Math.abs(y / 870) ** 5 < 1;
}

/** One line of the grid, cut where a clearing lies; avenues alone leave the town. */
function street(
  index: number,
  at: number,
  own: readonly number[],
  across: readonly number[],
  way: "column" | "row",
): Street[] {
  const isAvenue = index % AVENUE_EVERY === 1;
  const isLast = index === 0 || index === own.length - 1;
  const kind: StreetKind = isAvenue ? "avenue" : isLast ? "street" : index % 2 ? "street" : "lane";
  const point = (along: number): MapPoint => (way === "column" ? [at, along] : [along, at]);
  const inClearing = (along: number): boolean => {
    const [x, y] = point(along);
    return CLEARINGS.some(
      ({ minXM, minYM, maxXM, maxYM }) => x > minXM && x < maxXM && y > minYM && y < maxYM,
    );
  };
  const [low, high] =
    way === "column" ? [BOUNDS.minYM, BOUNDS.maxYM] : [BOUNDS.minXM, BOUNDS.maxXM];
  const [lowEnd, highEnd] =
    way === "column" ? [LEAVES.south, LEAVES.north] : [LEAVES.west, LEAVES.east];
  const leaves = (list: readonly number[]): boolean => isAvenue && list.includes(index);
  const stops = [...(leaves(lowEnd) ? [low] : []), ...across, ...(leaves(highEnd) ? [high] : [])];
  const oneWay = kind === "lane" && !isLast;
  const streets: Street[] = [];
  for (let stop = 1; stop < stops.length; stop++) {
    const [from, to] = [stops[stop - 1]!, stops[stop]!];
    const middle = (from + to) / 2;
    if (!isAvenue && (inClearing(middle) || !isTown(point(middle)))) continue;
    const points = index % 4 === 0 ? [point(to), point(from)] : [point(from), point(to)];
    streets.push({ points, kind, oneWay });
  }
  return streets;
}

/** A boulevard from corner to corner of the inner town. */
function diagonal(columns: readonly number[], rows: readonly number[]): Street[] {
  const from: MapPoint = [columns[2]!, rows[2]!];
  const to: MapPoint = [columns.at(-4)!, rows.at(-3)!];
  return [{ points: [from, to], kind: "avenue" }];
}

/** Two carriageways past the eastern edge, with a junction at each avenue that reaches them. */
function motorway(): Street[] {
  const { minYM, maxYM, maxXM } = BOUNDS;
  const middle: readonly MapPoint[] = [
    [maxXM - 190, minYM],
    [maxXM - 165, minYM + 500],
    [maxXM - 205, 0],
    [maxXM - 150, maxYM - 420],
    [maxXM - 180, maxYM],
  ];
  const line = curveThrough(middle, 40);
  return [
    {
      points: line.map(([x, y]): MapPoint => [x - 13, y]).toReversed(),
      kind: "motorway",
      oneWay: true,
    },
    { points: line.map(([x, y]): MapPoint => [x + 13, y]), kind: "motorway", oneWay: true },
  ];
}
