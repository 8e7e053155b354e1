import type { MapPoint, Street } from "../plan/index.ts";
import { curveThrough } from "./curve.ts";
import { seededRandom } from "./random.ts";
import type { ShippedMap } from "./shipped-map.ts";

const CENTRE: MapPoint = [1000, 1000];
/** Half the width of the square map. */
const REACH_M = 1620;
/** Rings of streets around the market place; the last is the ring road. */
const RINGS_M = [85, 155, 230, 310, 385, 460, 540, 620, 705, 795, 960] as const;
/** Between these rings streets run on from ring to ring. */
const ZONES = [
  [0, 3],
  [3, 6],
  [6, 9],
] as const;
const INNER_RING = 3;
const RING_ROAD = RINGS_M.length - 1;
/** Main roads out of town, radians. */
const SPOKES_RAD = [0.12, 0.93, 1.66, 2.45, 3.2, 4.08, 4.83, 5.6] as const;

/** A market town inside a ring road, with villages and fields beyond. */
export const ringTown: ShippedMap = {
  id: 2,
  name: "Ringstead (ring road)",
  stubM: 120,
  draw: () => ({
    streets: [
      ...RINGS_M.slice(0, RING_ROAD).flatMap(ring),
      ...ringRoad(),
      ...SPOKES_RAD.map(spoke),
      ...sideStreets(),
      ...villages(),
    ],
    isExit: ([x, y]) => Math.max(Math.abs(x - CENTRE[0]), Math.abs(y - CENTRE[1])) > REACH_M - 1,
  }),
};

/** A point by its polar place, pushed about gently so that no circle is a circle. */
function place(radiusM: number, turnRad: number): MapPoint {
  const bulge =
    1 + 0.055 * Math.sin(2 * turnRad + 0.7) + 0.035 * Math.sin(3 * turnRad + radiusM / 260);
  const swirl = 0.09 * Math.sin(radiusM / 210 + 1) + 0.03 * Math.sin(4 * turnRad);
  const [r, t] = [radiusM * bulge, turnRad + swirl];
  return [CENTRE[0] + r * Math.cos(t) * 1.1, CENTRE[1] + r * Math.sin(t) * 0.94];
}

/** One ring street with gaps where gardens, schools and works lie. */
function ring(radiusM: number, index: number): Street[] {
  const random = seededRandom(200 + index);
  const sectors = SPOKES_RAD.length;
  const kind = index === INNER_RING ? "avenue" : index % 2 === 0 ? "lane" : "street";
  const streets: Street[] = [];
  for (let sector = 0; sector < sectors; sector++) {
    const from = SPOKES_RAD[sector]!;
    const to = SPOKES_RAD[(sector + 1) % sectors]! + (sector + 1 === sectors ? 2 * Math.PI : 0);
    const isGap = index > INNER_RING && random() < (index === RING_ROAD - 1 ? 0.4 : 0.12);
    if (!isGap) streets.push({ points: arc(radiusM, from, to), kind });
  }
  return streets;
}

function arc(radiusM: number, fromRad: number, toRad: number): MapPoint[] {
  const steps = Math.max(2, Math.ceil(((toRad - fromRad) * radiusM) / 35));
  return Array.from({ length: steps + 1 }, (_point, step) =>
    place(radiusM, fromRad + ((toRad - fromRad) * step) / steps),
  );
}

/** Two carriageways around the town, driven on the right. */
function ringRoad(): Street[] {
  const radiusM = RINGS_M[RING_ROAD]!;
  const outer = arc(radiusM + 13, 0, 2 * Math.PI);
  const inner = arc(radiusM - 13, 0, 2 * Math.PI).toReversed();
  return [outer, inner].map((points) => ({ points, kind: "motorway", oneWay: true }) as const);
}

function spoke(turnRad: number): Street {
  const points: MapPoint[] = [];
  for (let radiusM: number = RINGS_M[0]; ; radiusM += 40) {
    const point = place(radiusM, turnRad);
    const edge = clampToEdge(points.at(-1), point);
    points.push(edge ?? point);
    if (edge) return { points, kind: "avenue" };
  }
}

/** Where the line from `from` to `to` meets the edge of the map; null while it does not. */
function clampToEdge(from: MapPoint | undefined, to: MapPoint): MapPoint | null {
  if (!from || outM(to) <= REACH_M) return null;
  let [inside, outside] = [from, to];
  while (Math.hypot(outside[0] - inside[0], outside[1] - inside[1]) > 0.01) {
    const middle: MapPoint = [(inside[0] + outside[0]) / 2, (inside[1] + outside[1]) / 2];
    if (outM(middle) > REACH_M) outside = middle;
    else inside = middle;
  }
  return inside;
}

function outM([x, y]: MapPoint): number {
  return Math.max(Math.abs(x - CENTRE[0]), Math.abs(y - CENTRE[1]));
}

/** Streets away from the centre, some through several rings, about every eighty metres. */
function sideStreets(): Street[] {
  const random = seededRandom(20);
  const streets: Street[] = [];
  for (const [first, last] of ZONES) {
    const middleM = (RINGS_M[first]! + RINGS_M[last]!) / 2;
    const count = Math.round((2 * Math.PI * middleM) / 84);
    for (let side = 0; side < count; side++) {
      const turnRad = ((side + 0.2 + 0.6 * random()) / count) * 2 * Math.PI;
      const starts = random() < 0.75 ? first : first + 1;
      const ends = random() < 0.75 ? last : last - 1;
      const isNearSpoke = SPOKES_RAD.some(
        (spokeRad) => Math.abs(turnRad - spokeRad) * middleM < 40,
      );
      if (isNearSpoke || random() < 0.06) continue;
      const points: MapPoint[] = [];
      for (let ring = starts; ring <= ends; ring++) {
        points.push(place(RINGS_M[ring]!, turnRad));
        if (ring < ends) points.push(place((RINGS_M[ring]! + RINGS_M[ring + 1]!) / 2, turnRad));
      }
      streets.push({ points, kind: random() < 0.2 ? "street" : "lane" });
    }
  }
  return streets;
}

/** Small settlements on the main roads beyond the ring road, joined by country roads. */
function villages(): Street[] {
  const random = seededRandom(22);
  return SPOKES_RAD.flatMap((turnRad, index) => {
    const radiusM = 1130 + 90 * random();
    const streets: Street[] = [];
    const at = (alongM: number, acrossM: number): MapPoint =>
      place(radiusM + alongM, turnRad + acrossM / radiusM);
    for (const side of [-1, 1]) {
      const depthM = (80 + 60 * random()) * side;
      const lanes = 2 + Math.floor(random() * 3);
      for (let lane = 0; lane < lanes; lane++) {
        const alongM = -60 + lane * (62 + 14 * random());
        streets.push({ points: [at(alongM, 0), at(alongM + 12, depthM)], kind: "lane" });
        const last = streets.at(-2);
        if (lane > 0 && last)
          streets.push({ points: [last.points[1]!, at(alongM + 12, depthM)], kind: "lane" });
      }
    }
    const nextRad = SPOKES_RAD[(index + 1) % SPOKES_RAD.length]!;
    const toRad = nextRad < turnRad ? nextRad + 2 * Math.PI : nextRad;
    if (index % 3 === 2) return streets;
    const [from, to] = [at(-35, 0), place(radiusM - 35, toRad)];
    const middle = place(radiusM + 20, (turnRad + toRad) / 2);
    return [...streets, { points: curveThrough([from, middle, to], 40), kind: "street" }];
  });
}
