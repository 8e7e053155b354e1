import type { RoadGraph } from "../server/src/features/fleet/roads/index.ts";

/** Everybody drives at this multiple of an edge's speed, and no faster than their most. */
export const OVERSPEED = 1.2;

/** Shortest ways between all nodes of one map, by driving time at the edges' speeds. */
export interface Ways {
  readonly graph: RoadGraph;
  readonly edgesOut: readonly (readonly number[])[];
  /** The edge in the other direction, or -1. */
  readonly opposite: Int32Array;
  readonly exits: readonly number[];
  /** Edge to take at `node` towards `target`, or -1. */
  readonly next: (node: number, target: number) => number;
  readonly seconds: (node: number, target: number) => number;
}

export function waysOf(graph: RoadGraph): Ways {
  const nodeCount = graph.nodeXM.length;
  const edgesOut: number[][] = Array.from({ length: nodeCount }, () => []);
  graph.edgeFrom.forEach((from, edge) => edgesOut[from]!.push(edge));
  const opposite = Int32Array.from(
    graph.edgeFrom,
    (from, edge) =>
      edgesOut[graph.edgeTo[edge]!]!.find((back) => graph.edgeTo[back] === from) ?? -1,
  );
  const exits = [...graph.exit.keys()].filter((node) => graph.exit[node] === 1);
  const known = new Map<number, { readonly next: Int32Array; readonly seconds: Float64Array }>();
  const towards = (target: number) => {
    const found = known.get(target) ?? waysTo(graph, [target], new Set());
    known.set(target, found);
    return found;
  };
  return {
    graph,
    edgesOut,
    opposite,
    exits,
    next: (node, target) => towards(target).next[node]!,
    seconds: (node, target) => towards(target).seconds[node]!,
  };
}

const edgesInto = new WeakMap<RoadGraph, readonly (readonly number[])[]>();

/** Edge to take and seconds left, from every node to the nearest target round the shut nodes. */
export function waysTo(
  graph: RoadGraph,
  targets: readonly number[],
  shut: ReadonlySet<number>,
): { readonly next: Int32Array; readonly seconds: Float64Array } {
  const nodeCount = graph.nodeXM.length;
  const into = edgesInto.get(graph) ?? intoOf(graph);
  edgesInto.set(graph, into);
  const next = new Int32Array(nodeCount).fill(-1);
  const seconds = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  const waiting = targets.filter((target) => !shut.has(target));
  for (const target of waiting) seconds[target] = 0;
  // Label correcting from a queue: small graphs, few corrections.
  for (let at = 0; at < waiting.length; at++) {
    const node = waiting[at]!;
    for (const edge of into[node]!) {
      const from = graph.edgeFrom[edge]!;
      const total = seconds[node]! + graph.edgeLengthM[edge]! / graph.edgeSpeedMps[edge]!;
      if (shut.has(from) || total >= seconds[from]!) continue;
      seconds[from] = total;
      next[from] = edge;
      waiting.push(from);
    }
  }
  return { next, seconds };
}

function intoOf(graph: RoadGraph): number[][] {
  const into: number[][] = Array.from(graph.nodeXM, () => []);
  graph.edgeTo.forEach((to, edge) => into[to]!.push(edge));
  return into;
}
