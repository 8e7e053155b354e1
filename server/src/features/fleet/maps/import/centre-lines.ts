import type { RoadGraph } from "../../roads/index.ts";
import { graphOfPieces, type MapPoint, type Polygon, type StreetPiece } from "../plan/index.ts";

const CELL_M = 2;
const CELLS_MAX = 4_000_000;
/** Side branches of the thinned area shorter than this are corners, not roads. */
const SPUR_M = 25;

interface Mask {
  readonly inside: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  readonly originXM: number;
  readonly originYM: number;
  readonly cellM: number;
}

/**
 * The roads of drivable polygons that come without a graph: the area is sampled every 2 m (coarser
 * beyond 4 km), thinned to lines one cell wide (Zhang and Suen, 1984), and the lines joined. They lie
 * within 1.7 m of the middle of the road for 95 % of the roads of the shipped maps (half of them
 * within 0.5 m); crossings within half of the road's width.
 * Two-way streets all, since polygons say nothing of directions.
 */
export function centreLines(
  polygons: readonly Polygon[],
  isExitOf: (points: readonly MapPoint[]) => (point: MapPoint) => boolean,
): RoadGraph {
  const mask = rasterise(polygons);
  thin(mask);
  const { points, pieces } = joinCells(mask);
  // Exits come last: a thinned road ends in a fork whose branches have to go first.
  const isExit = points.map(() => false);
  const options = { isExit, stubM: SPUR_M, toleranceM: mask.cellM };
  const { graph } = graphOfPieces(points, pieces, options);
  const nodes = Array.from(graph.nodeXM, (x, node): MapPoint => [x, graph.nodeYM[node]!]);
  const isAtEdge = isExitOf(nodes);
  const leaving = new Uint32Array(nodes.length);
  for (const from of graph.edgeFrom) leaving[from]!++;
  const exit = Uint8Array.from(nodes, (point, node) =>
    leaving[node] === 1 && isAtEdge(point) ? 1 : 0,
  );
  return { ...graph, exit };
}

/** Samples with a scan line per row: each crossing of a ring turns inside to outside or back. */
function rasterise(polygons: readonly Polygon[]): Mask {
  const all = polygons.flat(2);
  const bound = (axis: 0 | 1, pick: (a: number, b: number) => number): number =>
    all.reduce((found, point) => pick(found, point[axis]), all[0]?.[axis] ?? 0);
  const [minX, minY] = [bound(0, Math.min), bound(1, Math.min)];
  const [widthM, heightM] = [bound(0, Math.max) - minX, bound(1, Math.max) - minY];
  const cellM = Math.max(CELL_M, Math.sqrt((widthM * heightM) / CELLS_MAX));
  const columns = Math.ceil(widthM / cellM) + 4;
  const rows = Math.ceil(heightM / cellM) + 4;
  const [originXM, originYM] = [minX - 1.5 * cellM, minY - 1.5 * cellM];
  const inside = new Uint8Array(columns * rows);
  for (const polygon of polygons) {
    const crossings: number[][] = Array.from({ length: rows }, () => []);
    for (const ring of polygon) {
      for (let index = 1; index < ring.length; index++) {
        const [[ax, ay], [bx, by]] = [ring[index - 1]!, ring[index]!];
        const first = Math.ceil((Math.min(ay, by) - originYM) / cellM);
        for (let row = first; originYM + row * cellM < Math.max(ay, by); row++) {
          const y = originYM + row * cellM;
          crossings[row]?.push(ax + ((bx - ax) * (y - ay)) / (by - ay));
        }
      }
    }
    crossings.forEach((xs, row) => {
      const sorted = xs.toSorted((a, b) => a - b);
      for (let pair = 0; pair + 1 < sorted.length; pair += 2) {
        const from = Math.ceil((sorted[pair]! - originXM) / cellM);
        const to = Math.floor((sorted[pair + 1]! - originXM) / cellM);
        if (to >= from) inside.fill(1, row * columns + from, row * columns + to + 1);
      }
    });
  }
  return { inside, columns, rows, originXM, originYM, cellM };
}

/** Eight neighbours, clockwise from the one above. */
function around(columns: number): readonly number[] {
  return [columns, columns + 1, 1, 1 - columns, -columns, -columns - 1, -1, columns - 1];
}

function thin({ inside, columns }: Mask): void {
  const steps = around(columns);
  let border: number[] = [];
  inside.forEach((value, cell) => {
    if (value === 1) border.push(cell);
  });
  for (let removed = true; removed;) {
    removed = false;
    for (const pass of [0, 1] as const) {
      const gone = border.filter((cell) => isRemovable(inside, cell, steps, pass));
      for (const cell of gone) inside[cell] = 0;
      removed ||= gone.length > 0;
    }
    border = border.filter((cell) => inside[cell] === 1);
  }
}

function isRemovable(
  inside: Uint8Array,
  cell: number,
  steps: readonly number[],
  pass: 0 | 1,
): boolean {
  if (inside[cell] !== 1) return false;
  let [count, turns] = [0, 0];
  for (let index = 0; index < 8; index++) {
    const here = inside[cell + steps[index]!]!;
    count += here;
    if (here === 0 && inside[cell + steps[(index + 1) % 8]!] === 1) turns++;
  }
  if (count < 2 || count > 6 || turns !== 1) return false;
  const [up, right, down, left] = [0, 2, 4, 6].map((index) => inside[cell + steps[index]!]!);
  return pass === 0
    ? up! * right! * down! === 0 && right! * down! * left! === 0
    : up! * right! * left! === 0 && up! * down! * left! === 0;
}

/** Cells become points, neighbours pieces; cells of one crossing become one point. */
function joinCells(mask: Mask): { points: MapPoint[]; pieces: StreetPiece[] } {
  const { inside, columns, originXM, originYM, cellM } = mask;
  const steps = around(columns);
  const neighbours = (cell: number): number[] =>
    steps
      .filter((step, index) => {
        if (inside[cell + step] !== 1) return false;
        // A diagonal beside a straight step would make a triangle of every corner.
        const isDiagonal = index % 2 === 1;
        const beside = [steps[(index + 7) % 8]!, steps[(index + 1) % 8]!];
        return !isDiagonal || beside.every((other) => inside[cell + other] !== 1);
      })
      .map((step) => cell + step);
  const cells: number[] = [];
  inside.forEach((value, cell) => {
    if (value === 1) cells.push(cell);
  });
  const links = new Map(cells.map((cell) => [cell, neighbours(cell)]));
  const numbers = new Map<number, number>();
  const points: MapPoint[] = [];
  for (const cell of cells) {
    if (numbers.has(cell)) continue;
    const group = [cell];
    const isCrossing = (other: number): boolean => links.get(other)!.length > 2;
    numbers.set(cell, points.length);
    for (let at = 0; isCrossing(cell) && at < group.length; at++) {
      for (const other of links.get(group[at]!)!) {
        if (numbers.has(other) || !isCrossing(other)) continue;
        numbers.set(other, points.length);
        group.push(other);
      }
    }
    const near = group.length > 1 || isCrossing(cell) ? group : [cell, ...links.get(cell)!];
    const mean = (axis: (cell: number) => number): number =>
      near.reduce((sum, one) => sum + axis(one), 0) / near.length;
    points.push([
      originXM + mean((one) => one % columns) * cellM,
      originYM + mean((one) => Math.floor(one / columns)) * cellM,
    ]);
  }
  const street = { points: [], kind: "street" } as const;
  const pieces = cells.flatMap((cell) =>
    links.get(cell)!.flatMap((other): StreetPiece[] => {
      const [from, to] = [numbers.get(cell)!, numbers.get(other)!];
      return from < to ? [{ from, to, street }] : [];
    }),
  );
  return { points, pieces };
}
