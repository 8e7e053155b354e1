import type { RoadGraph } from "../../roads/index.ts";
import type { MapPoint, Polygon } from "../plan/index.ts";
import type { MapOrigin } from "./projection.ts";
import { IMPORT_LIMITS, refusal } from "./refusal.ts";

export interface ImportedMap {
  readonly graph: RoadGraph;
  readonly polygons: readonly Polygon[];
  /** Where the metres start; null for a file in metres. */
  readonly origin: MapOrigin | null;
}

/** A dead end so near the bounds of all roads leads out of the map. */
const EDGE_M = 40;

/** Tells whether a point lies at the bounds of all points. */
export function atEdge(points: readonly MapPoint[]): (point: MapPoint) => boolean {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    [minX, maxX] = [Math.min(minX, x), Math.max(maxX, x)];
    [minY, maxY] = [Math.min(minY, y), Math.max(maxY, y)];
  }
  return ([x, y]) =>
    x - minX < EDGE_M || maxX - x < EDGE_M || y - minY < EDGE_M || maxY - y < EDGE_M;
}

/** @throws AppError when the roads are none, too many, or lead nowhere out */
export function checkGraph(graph: RoadGraph): void {
  const nodes = graph.nodeXM.length;
  if (graph.edgeFrom.length === 0) {
    throw refusal("the roads", "are not connected: no two of them can be driven to and fro");
  }
  if (nodes > IMPORT_LIMITS.graphNodes) {
    const most = IMPORT_LIMITS.graphNodes;
    throw refusal("the roads", `have ${nodes} crossings, expected at most ${most}`, "too-large");
  }
  if (!graph.exit.includes(1)) {
    throw refusal(
      "the roads",
      `have no exit: none ends within ${EDGE_M} m of the map's bounds, expected at least one`,
    );
  }
}
