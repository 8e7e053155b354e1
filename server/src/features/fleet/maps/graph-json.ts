import { z } from "zod";
import { AppError } from "../../../base/index.ts";
import { buildRoadGraph, type RoadGraph } from "../roads/index.ts";
import type { Polygon } from "./plan/index.ts";

const Finite = z.number();

/** A road graph as it is kept: nodes `[x, y, exit]`, directed edges `[from, to, m, m/s, shape]`. */
const StoredGraph = z.object({
  nodes: z.array(z.tuple([Finite, Finite, z.union([z.literal(0), z.literal(1)])])),
  edges: z.array(z.tuple([z.int(), z.int(), Finite, Finite, z.array(Finite)])),
});
export type StoredGraph = z.output<typeof StoredGraph>;

const StoredPolygons = z.array(z.array(z.array(z.tuple([Finite, Finite]))));

export function storedGraph(graph: RoadGraph): StoredGraph {
  return {
    nodes: Array.from(graph.nodeXM, (xM, node) => [
      xM,
      graph.nodeYM[node]!,
      graph.exit[node] === 1 ? 1 : 0,
    ]),
    edges: Array.from(graph.edgeFrom, (from, edge) => [
      from,
      graph.edgeTo[edge]!,
      graph.edgeLengthM[edge]!,
      graph.edgeSpeedMps[edge]!,
      [...(graph.edgeShape[edge] ?? [])],
    ]),
  };
}

/** @throws AppError `internal` when the row is not what {@link storedGraph} writes */
export function graphFromStored(value: unknown, mapName: string): RoadGraph {
  const { nodes, edges } = parseStored(StoredGraph, value, `Road graph of map ${mapName}`);
  return buildRoadGraph(
    nodes.map(([xM, yM, exit]) => ({ xM, yM, exit: exit === 1 })),
    edges.map(([from, to, lengthM, speedMps, shape]) => ({ from, to, lengthM, speedMps, shape })),
  );
}

/** @throws AppError `internal` when the row holds no polygons */
export function polygonsFromStored(value: unknown, mapName: string): readonly Polygon[] {
  return parseStored(StoredPolygons, value, `Polygons of map ${mapName}`);
}

function parseStored<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    "internal",
    `${what} is stored wrongly at ${issue?.path.join(".") ?? "?"}: ${issue?.message ?? "?"}`,
  );
}
