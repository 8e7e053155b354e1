import type { PlanPoint } from "../geometry.ts";
import { createSmoothPath, type SmoothPath } from "../motion/index.ts";
import { hashUnit } from "../random.ts";
import type { Scene } from "../scene.ts";

/** A street crossing of the road graph around a site. */
export interface RoadNode {
  readonly code: string;
  readonly at: PlanPoint;
}
/** The roads around a site, metres in the site's frame; edges join nodes by code, both ways. */
export interface RoadGraph {
  readonly nodes: readonly RoadNode[];
  readonly edges: readonly (readonly [string, string])[];
}

/** Where one vehicle truly is. */
export interface VehicleTruth {
  readonly vehicleId: string;
  readonly name: string;
  readonly kind: "police" | "runner";
  readonly planM: PlanPoint;
  readonly headingRad: number;
  readonly speedMps: number;
}

const COLUMNS_M = [-240, -90, -6, 46, 150, 260] as const;
const ROWS_M = [-220, -110, -16, 42, 130, 230] as const;

const name = (column: number, row: number): string => `r${column}${row}`;

/** A grid of streets; the site lies in its middle block. */
export const ROADS: RoadGraph = {
  nodes: COLUMNS_M.flatMap((x, column) =>
    ROWS_M.map((y, row) => ({ code: name(column, row), at: [x, y] }) as const),
  ),
  edges: COLUMNS_M.flatMap((_x, column) =>
    ROWS_M.flatMap((_y, row): (readonly [string, string])[] => [
      ...(column + 1 < COLUMNS_M.length
        ? [[name(column, row), name(column + 1, row)] as const]
        : []),
      ...(row + 1 < ROWS_M.length ? [[name(column, row), name(column, row + 1)] as const] : []),
    ]),
  ),
};

interface Round {
  readonly vehicleId: string;
  readonly name: string;
  readonly kind: VehicleTruth["kind"];
  readonly speedMps: number;
  /** Columns and rows of the rectangle it drives around. */
  readonly block: readonly [number, number, number, number];
}

const ROUNDS: readonly Round[] = [
  { vehicleId: "vehicle-1", name: "Patrol 11", kind: "police", speedMps: 11, block: [1, 1, 4, 4] },
  {
    vehicleId: "vehicle-2",
    name: "Patrol 12",
    kind: "police",
    speedMps: 12.5,
    block: [0, 2, 3, 5],
  },
  { vehicleId: "vehicle-3", name: "Patrol 13", kind: "police", speedMps: 10, block: [2, 0, 5, 3] },
  { vehicleId: "vehicle-4", name: "Patrol 14", kind: "police", speedMps: 13, block: [0, 0, 5, 5] },
  {
    vehicleId: "vehicle-5",
    name: "Grey saloon",
    kind: "runner",
    speedMps: 15.5,
    block: [1, 0, 5, 4],
  },
];

const paths = ROUNDS.map(({ block }): SmoothPath => {
  const [left, bottom, right, top] = block;
  const corner = (column: number, row: number): PlanPoint => [
    COLUMNS_M[column] ?? 0,
    ROWS_M[row] ?? 0,
  ];
  const middle: PlanPoint = [
    ((COLUMNS_M[left] ?? 0) + (COLUMNS_M[right] ?? 0)) / 2,
    ROWS_M[bottom] ?? 0,
  ];
  return createSmoothPath([
    middle,
    corner(right, bottom),
    corner(right, top),
    corner(left, top),
    corner(left, bottom),
    middle,
  ]);
});

/** All vehicles at an instant (UTC ms). Each drives its round for ever, closed, so nothing jumps. */
export function vehiclesAt(scene: Scene, timeMs: number): readonly VehicleTruth[] {
  return ROUNDS.flatMap(({ block: _block, ...round }, index) => {
    const path = paths[index];
    if (!path) return [];
    const lapMs = (path.lengthM / round.speedMps) * 1000;
    const phase = (((timeMs / lapMs + hashUnit(scene.seed, index, 41)) % 1) + 1) % 1;
    const { point, headingRad } = path.at(phase * path.lengthM);
    return { ...round, planM: point, headingRad };
  });
}
