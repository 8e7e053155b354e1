import type { RoadGraph, RoadPosition } from "../roads/index.ts";
import type { RoadPlace } from "./travel-network.ts";

/** Roads: an edge together with its opposite where there is one, since a block on it holds both. */
export interface Roads {
  readonly count: number;
  readonly startNode: Uint32Array;
  readonly endNode: Uint32Array;
  readonly lengthM: Float64Array;
  readonly forwardEdge: Uint32Array;
  /** The opposite edge, or -1 on a one-way road. */
  readonly backwardEdge: Int32Array;
  readonly roadOfEdge: Uint32Array;
}

/** Two edges between the same nodes are one road when their lengths differ by no more; metres. */
const SAME_ROAD_M = 0.5;

const known = new WeakMap<RoadGraph, Roads>();

/** The roads of a graph; remembered per graph, which does not change. */
export function roadsOf(graph: RoadGraph): Roads {
  const found = known.get(graph);
  if (found !== undefined) return found;
  const made = pairEdges(graph);
  known.set(graph, made);
  return made;
}

function pairEdges(graph: RoadGraph): Roads {
  const edgeCount = graph.edgeFrom.length;
  const nodeCount = graph.nodeXM.length;
  const roadOfEdge = new Uint32Array(edgeCount);
  const forward: number[] = [];
  const backward: number[] = [];
  const unpaired = new Map<number, number[]>();
  for (let edge = 0; edge < edgeCount; edge++) {
    const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
    const waiting = from === to ? [] : (unpaired.get(to * nodeCount + from) ?? []);
    const at = waiting.findIndex((road) => {
      const otherM = graph.edgeLengthM[forward[road]!]!;
      return Math.abs(otherM - graph.edgeLengthM[edge]!) <= SAME_ROAD_M;
    });
    const road = waiting[at];
    if (road === undefined) {
      roadOfEdge[edge] = forward.push(edge) - 1;
      backward.push(-1);
      const key = from * nodeCount + to;
      unpaired.set(key, [...(unpaired.get(key) ?? []), forward.length - 1]);
    } else {
      roadOfEdge[edge] = road;
      backward[road] = edge;
      waiting.splice(at, 1);
    }
  }
  return {
    count: forward.length,
    startNode: Uint32Array.from(forward, (edge) => graph.edgeFrom[edge]!),
    endNode: Uint32Array.from(forward, (edge) => graph.edgeTo[edge]!),
    lengthM: Float64Array.from(forward, (edge) => graph.edgeLengthM[edge]!),
    forwardEdge: Uint32Array.from(forward),
    backwardEdge: Int32Array.from(backward),
    roadOfEdge,
  };
}

/** Where a position on an edge lies along its road; offsets beyond the edge are clipped to it. */
export function placeOf(
  graph: RoadGraph,
  { edge, offsetM }: Pick<RoadPosition, "edge" | "offsetM">,
): RoadPlace {
  const roads = roadsOf(graph);
  const road = roads.roadOfEdge[edge]!;
  const lengthM = roads.lengthM[road]!;
  const clippedM = Math.min(Math.max(offsetM, 0), lengthM);
  const forward = roads.forwardEdge[road] === edge;
  return { road, alongM: forward ? clippedM : lengthM - clippedM };
}

/** Metres in the map's frame, y up, of a point along an edge's shape. */
export function pointOnEdge(
  graph: RoadGraph,
  edge: number,
  offsetM: number,
): { readonly xM: number; readonly yM: number } {
  const [from, to] = [graph.edgeFrom[edge]!, graph.edgeTo[edge]!];
  const inner = graph.edgeShape[edge] ?? [];
  const path = [
    graph.nodeXM[from]!,
    graph.nodeYM[from]!,
    ...inner,
    graph.nodeXM[to]!,
    graph.nodeYM[to]!,
  ];
  const stepsM: number[] = [];
  for (let at = 2; at < path.length; at += 2) {
    stepsM.push(Math.hypot(path[at]! - path[at - 2]!, path[at + 1]! - path[at - 1]!));
  }
  const drawnM = stepsM.reduce((sum, stepM) => sum + stepM, 0);
  let leftM = (offsetM / graph.edgeLengthM[edge]!) * drawnM;
  for (const [step, stepM] of stepsM.entries()) {
    if (leftM <= stepM || step === stepsM.length - 1) {
      const share = stepM > 0 ? Math.min(leftM / stepM, 1) : 0;
      const [x, y] = [path[2 * step]!, path[2 * step + 1]!];
      return {
        xM: x + share * (path[2 * step + 2]! - x),
        yM: y + share * (path[2 * step + 3]! - y),
      };
    }
    leftM -= stepM;
  }
  return { xM: graph.nodeXM[from]!, yM: graph.nodeYM[from]! };
}
