import type { MapBounds, MapPoint, Street, StreetKind } from "../plan/index.ts";
import { besideLine, curveThrough } from "./curve.ts";
import { joinNear } from "./join-near.ts";
import { seededRandom } from "./random.ts";
import { SeedField, type SeedTag } from "./seed-field.ts";
import type { ShippedMap } from "./shipped-map.ts";
import { voronoiBorders, type Border } from "./voronoi.ts";

/** As wide as the ground over which existing clients of map 4 report positions. */
const BOUNDS: MapBounds = { minXM: -1409, minYM: -2554, maxXM: 1899, maxYM: 219 };
const CENTRE: MapPoint = [230, -1010];

/** The river's middle from west to east. */
const RIVER = curveThrough(
  [
    [-1560, -1700],
    [-1050, -1560],
    [-480, -1640],
    [120, -1420],
    [640, -1330],
    [1150, -1470],
    [1600, -1400],
    [2050, -1180],
  ],
  60,
);
/** From the river's middle to the road on each bank. */
const BANK_M = 82;

/** Main roads by the points they pass; the first two cross the river. */
const ARTERIES: readonly (readonly MapPoint[])[] = [
  [
    [60, 219],
    [150, -420],
    [195, -1010],
    [255, -1330],
    [310, -1480],
    [420, -2010],
    [330, -2554],
  ],
  [
    [1250, 219],
    [1090, -430],
    [1010, -1020],
    [985, -1370],
    [1000, -1520],
    [1180, -2030],
    [1500, -2554],
  ],
  [
    [-1409, -330],
    [-780, -560],
    [-210, -890],
    [195, -1010],
    [640, -900],
    [1080, -720],
    [1899, -560],
  ],
  [
    [-1409, -2040],
    [-800, -2090],
    [-180, -2040],
    [420, -2010],
    [1180, -2030],
    [1899, -1890],
  ],
  [
    [-1010, 219],
    [-850, -230],
    [-780, -560],
    [-760, -1100],
    [-620, -1480],
  ],
];

/** Quarters laid out at one time: turned by an angle, with blocks of one size. */
interface Quarter {
  readonly at: MapPoint;
  readonly turnRad: number;
  readonly blockM: readonly [number, number];
  /** 0 for a straight grid, 1 for grown ways. */
  readonly disorder: number;
}
const QUARTERS: readonly Quarter[] = [
  { at: CENTRE, turnRad: 0.2, blockM: [74, 62], disorder: 1 },
  { at: [-330, -560], turnRad: -0.55, blockM: [128, 76], disorder: 0.12 },
  { at: [560, -380], turnRad: 0.16, blockM: [120, 82], disorder: 0.1 },
  { at: [760, -1090], turnRad: 0.35, blockM: [98, 74], disorder: 0.45 },
  { at: [-420, -1240], turnRad: 0.1, blockM: [112, 84], disorder: 0.5 },
  { at: [40, -1790], turnRad: -0.1, blockM: [126, 80], disorder: 0.14 },
  { at: [800, -1760], turnRad: 0.3, blockM: [138, 86], disorder: 0.12 },
  { at: [1420, -900], turnRad: -0.25, blockM: [150, 104], disorder: 0.2 },
  { at: [-1000, -900], turnRad: 0.5, blockM: [160, 112], disorder: 0.4 },
  { at: [-560, -1850], turnRad: 0.22, blockM: [150, 96], disorder: 0.3 },
];

const BANK_TAG = 1;
const RIVER_TAG = 2;
const ARTERY_TAG = 10;
/** Crossings closer than this are one. */
const NEAR_M = 17;

/** An old town on both sides of a river with two bridges, grown quarter by quarter. */
export const oldTown: ShippedMap = {
  id: 4,
  name: "Ostwick (old town on the river)",
  stubM: 110,
  draw: () => {
    const field = plantSeeds();
    const borders = joinNear(voronoiBorders(field.points, BOUNDS), NEAR_M);
    const random = seededRandom(44);
    const streets = borders.flatMap((border): Street[] => {
      const kind = kindOf(border, field.tags);
      if (kind === null || !isBuilt(border, kind, random())) return [];
      return [{ points: [border.from, border.to], kind }];
    });
    const arteries = ARTERIES.flatMap((points, index) => {
      const own = borders.filter((border) => arteryOf(border, field.tags) === index);
      return gaps(curveThrough(points, 15), own);
    });
    return { streets: [...arteries, ...streets], isExit: onEdge };
  },
};

function plantSeeds(): SeedField {
  const field = new SeedField(BOUNDS);
  const random = seededRandom(4);
  for (const side of [-1, 1]) {
    const road = evenly(besideLine(RIVER, side * BANK_M), 92);
    field.pairs(road, 30, side > 0 ? [BANK_TAG, RIVER_TAG] : [RIVER_TAG, BANK_TAG]);
  }
  ARTERIES.forEach((points, index) => {
    const tag = ARTERY_TAG + index;
    const line = evenly(curveThrough(points, 30), 84).filter(
      (point) => riverM(point) > BANK_M + 62,
    );
    field.pairs(line, 31, [tag, tag]);
  });
  for (const quarter of QUARTERS) plantQuarter(field, quarter, random);
  // The country around: few ways, far apart.
  for (let tries = 0; tries < 2500; tries++) {
    const x = BOUNDS.minXM + random() * (BOUNDS.maxXM - BOUNDS.minXM);
    const y = BOUNDS.minYM + random() * (BOUNDS.maxYM - BOUNDS.minYM);
    if (riverM([x, y]) > BANK_M + 110) field.plant([x, y], 0, outskirts([x, y]) ? 205 : 120);
  }
  return field;
}

function plantQuarter(field: SeedField, quarter: Quarter, random: () => number): void {
  const [widthM, depthM] = quarter.blockM;
  const [cos, sin] = [Math.cos(quarter.turnRad), Math.sin(quarter.turnRad)];
  const leastM = Math.min(widthM, depthM);
  for (let row = -14; row <= 14; row++) {
    // A street that bends around a block's corner now and then: rows start where they please.
    const shiftM = (random() - 0.5) * widthM * quarter.disorder;
    for (let column = -12; column <= 12; column++) {
      const wobbleX = (random() - 0.5) * widthM * 0.7 * quarter.disorder;
      const wobbleY = (random() - 0.5) * depthM * 0.7 * quarter.disorder;
      const [along, up] = [column * widthM + shiftM + wobbleX, row * depthM + wobbleY];
      const point: MapPoint = [
        quarter.at[0] + along * cos - up * sin,
        quarter.at[1] + along * sin + up * cos,
      ];
      if (nearestQuarter(point) !== quarter || outskirts(point)) continue;
      if (riverM(point) < BANK_M + 58) continue;
      field.plant(point, 0, leastM * 0.62);
    }
  }
}

function nearestQuarter([x, y]: MapPoint): Quarter | undefined {
  const away = ({ at }: Quarter): number => Math.hypot(at[0] - x, at[1] - y);
  return QUARTERS.toSorted((a, b) => away(a) - away(b))[0];
}

/** Beyond the town's ragged limits. */
function outskirts([x, y]: MapPoint): boolean {
  const [dx, dy] = [x - CENTRE[0], y - CENTRE[1] + 180];
  const turn = Math.atan2(dy, dx);
  const limitM = 1120 + 130 * Math.sin(3 * turn + 0.6) + 90 * Math.sin(5 * turn + 2);
  return Math.hypot(dx / 1.12, dy) > limitM;
}

/** Points along a line, `stepM` apart. */
function evenly(line: readonly MapPoint[], stepM: number): MapPoint[] {
  const points: MapPoint[] = [];
  let leftM = 0;
  for (let index = 1; index < line.length; index++) {
    const [from, to] = [line[index - 1]!, line[index]!];
    const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    for (; leftM < lengthM; leftM += stepM) {
      const t = leftM / lengthM;
      points.push([from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t]);
    }
    leftM -= lengthM;
  }
  return points;
}

function riverM([x, y]: MapPoint): number {
  return Math.min(...RIVER.map(([riverX, riverY]) => Math.hypot(riverX - x, riverY - y)));
}

function kindOf({ left, right }: Border, tags: readonly SeedTag[]): StreetKind | null {
  if (right === null) return null;
  const [a, b] = [tags[left]!, tags[right]!];
  if (a.tag === RIVER_TAG && b.tag === RIVER_TAG) return null;
  if (a.tag === RIVER_TAG || b.tag === RIVER_TAG) return "street";
  if (arteryOf({ left, right }, tags) !== null) return "avenue";
  return (left * 7 + right) % 5 === 0 ? "street" : "lane";
}

/** Index of the main road that a border follows, or null. */
function arteryOf(
  { left, right }: Pick<Border, "left" | "right">,
  tags: readonly SeedTag[],
): number | null {
  const [a, b] = [tags[left]!, right === null ? undefined : tags[right]];
  const isArtery = a.tag >= ARTERY_TAG && a.tag === b?.tag && a.side !== b.side;
  return isArtery ? a.tag - ARTERY_TAG : null;
}

function onEdge([x, y]: MapPoint): boolean {
  const { minXM, maxXM, minYM, maxYM } = BOUNDS;
  return x < minXM + 1 || x > maxXM - 1 || y < minYM + 1 || y > maxYM - 1;
}

/** Main roads always; lanes fewer in the country, and none where only fields are. */
function isBuilt({ from, to }: Border, kind: StreetKind, chance: number): boolean {
  if (kind === "avenue") return true;
  const leaves = onEdge(from) || onEdge(to);
  if (leaves) return false;
  if (kind === "street" && riverM(from) < BANK_M + 20 && !outskirts(from)) return true;
  const middle: MapPoint = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return chance < (outskirts(middle) ? 0.62 : 0.94);
}

/** What a main road lacks between its pieces: the bridge, and the squares where others cross it. */
function gaps(line: readonly MapPoint[], pieces: readonly Border[]): Street[] {
  const along = (point: MapPoint): number => nearestIndex(line, point);
  const ordered = pieces
    .map(({ from, to }) =>
      along(from) <= along(to) ? ([from, to] as const) : ([to, from] as const),
    )
    .toSorted((a, b) => along(a[0]) - along(b[0]) || along(a[1]) - along(b[1]));
  return ordered.slice(1).flatMap(([start], index): Street[] => {
    const end = ordered[index]![1];
    const through = line.slice(along(end) + 2, Math.max(along(start) - 1, 0));
    if (awayM(end, start) < 2) return [];
    return [{ points: [end, ...through, start], kind: "avenue" }];
  });
}

function nearestIndex(line: readonly MapPoint[], point: MapPoint): number {
  let [best, bestM] = [0, Infinity];
  line.forEach((other, index) => {
    const away = awayM(other, point);
    if (away < bestM) [best, bestM] = [index, away];
  });
  return best;
}

function awayM(a: MapPoint, b: MapPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
