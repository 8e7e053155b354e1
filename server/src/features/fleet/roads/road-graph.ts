import { AppError } from "../../../base/index.ts";

/** Metres in the map's frame, y up. Nodes and directed edges as columns; index = id. */
export interface RoadGraph {
  readonly nodeXM: Float64Array;
  readonly nodeYM: Float64Array;
  /** 1 where a vehicle leaves the map. */
  readonly exit: Uint8Array;
  readonly edgeFrom: Uint32Array;
  readonly edgeTo: Uint32Array;
  readonly edgeLengthM: Float64Array;
  readonly edgeSpeedMps: Float64Array;
  /** Inner points x, y, x, y from `edgeFrom` to `edgeTo`, or null where the edge is straight. */
  readonly edgeShape: readonly (Float64Array | null)[];
}

/** A place on a directed edge, `offsetM` metres along it from `edgeFrom`. */
export interface RoadPosition {
  readonly edge: number;
  readonly offsetM: number;
  /** 0 to 1: how sure the matching is of this edge. */
  readonly confidence: number;
}

/** One node: metres in the map's frame, y up. */
export interface RoadNode {
  readonly xM: number;
  readonly yM: number;
  readonly exit?: boolean;
}

/** One directed edge; `bothWays` adds the opposite edge right after it. */
export interface RoadEdge {
  readonly from: number;
  readonly to: number;
  /** Greater than 0. */
  readonly speedMps: number;
  /** Measured along the shape when left out. */
  readonly lengthM?: number;
  /** Inner points x, y, x, y. */
  readonly shape?: readonly number[];
  readonly bothWays?: boolean;
}

/**
 * Columns from rows. Edges keep their order; the opposite of a two-way edge follows it.
 * @throws AppError `invalid` naming the node or edge that is not finite, not positive or dangling.
 */
export function buildRoadGraph(nodes: readonly RoadNode[], edges: readonly RoadEdge[]): RoadGraph {
  nodes.forEach((node, index) => {
    requireFinite(node.xM, `node ${index} xM`);
    requireFinite(node.yM, `node ${index} yM`);
  });
  const directed = edges.flatMap((edge, index) => {
    requireEdge(edge, index, nodes.length);
    const lengthM = edge.lengthM ?? pathLengthM(edge, nodes);
    requirePositive(lengthM, `edge ${index} lengthM`);
    const forward = { ...edge, lengthM, shape: edge.shape ?? [] };
    return edge.bothWays === true ? [forward, opposite(forward)] : [forward];
  });
  return {
    nodeXM: Float64Array.from(nodes, (node) => node.xM),
    nodeYM: Float64Array.from(nodes, (node) => node.yM),
    exit: Uint8Array.from(nodes, (node) => (node.exit === true ? 1 : 0)),
    edgeFrom: Uint32Array.from(directed, (edge) => edge.from),
    edgeTo: Uint32Array.from(directed, (edge) => edge.to),
    edgeLengthM: Float64Array.from(directed, (edge) => edge.lengthM),
    edgeSpeedMps: Float64Array.from(directed, (edge) => edge.speedMps),
    edgeShape: directed.map((edge) =>
      edge.shape.length === 0 ? null : Float64Array.from(edge.shape),
    ),
  };
}

type MeasuredEdge = RoadEdge & { readonly lengthM: number; readonly shape: readonly number[] };

function opposite(edge: MeasuredEdge): MeasuredEdge {
  const shape: number[] = [];
  for (let at = edge.shape.length - 2; at >= 0; at -= 2) {
    shape.push(edge.shape[at] ?? 0, edge.shape[at + 1] ?? 0);
  }
  return { ...edge, from: edge.to, to: edge.from, shape };
}

function pathLengthM(edge: RoadEdge, nodes: readonly RoadNode[]): number {
  const from = nodes[edge.from];
  const to = nodes[edge.to];
  if (from === undefined || to === undefined) return 0;
  const points = [from.xM, from.yM, ...(edge.shape ?? []), to.xM, to.yM];
  let lengthM = 0;
  for (let at = 2; at < points.length; at += 2) {
    const dxM = (points[at] ?? 0) - (points[at - 2] ?? 0);
    const dyM = (points[at + 1] ?? 0) - (points[at - 1] ?? 0);
    lengthM += Math.hypot(dxM, dyM);
  }
  return lengthM;
}

function requireEdge(edge: RoadEdge, index: number, nodeCount: number): void {
  for (const end of ["from", "to"] as const) {
    const node = edge[end];
    if (!Number.isInteger(node) || node < 0 || node >= nodeCount) {
      throw new AppError(
        "invalid",
        `Road graph: edge ${index} ${end} is ${node}, expected a node from 0 to ${nodeCount - 1}`,
      );
    }
  }
  requirePositive(edge.speedMps, `edge ${index} speedMps`);
  const shape = edge.shape ?? [];
  if (shape.length % 2 !== 0) {
    throw new AppError(
      "invalid",
      `Road graph: edge ${index} shape has ${shape.length} numbers, expected pairs x, y`,
    );
  }
  shape.forEach((value, at) => requireFinite(value, `edge ${index} shape[${at}]`));
}

function requireFinite(value: number, name: string): void {
  if (!Number.isFinite(value)) {
    throw new AppError("invalid", `Road graph: ${name} is ${value}, expected a finite number`);
  }
}

function requirePositive(value: number, name: string): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new AppError("invalid", `Road graph: ${name} is ${value}, expected more than 0`);
  }
}
