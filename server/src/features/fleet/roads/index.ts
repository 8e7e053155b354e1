/** The roads of a map as a graph: what maps, matching and the planner share. Pure. */
export { buildRoadGraph } from "./road-graph.ts";
export type { RoadEdge, RoadGraph, RoadNode, RoadPosition } from "./road-graph.ts";
