import { bufferLanes, buildStreetGraph, type Polygon } from "../plan/index.ts";
import type { RoadGraph } from "../../roads/index.ts";
import { gridTown } from "./grid-town.ts";
import { oldTown } from "./old-town.ts";
import { ringTown } from "./ring-town.ts";

/** Maps of our own making. They come from code, so they are the same on every machine. */
export const SHIPPED_MAPS = [gridTown, ringTown, oldTown] as const;

export interface BuiltMap {
  readonly graph: RoadGraph;
  readonly polygons: readonly Polygon[];
}

/** Draws a shipped map: some 0.5 s of one core, so keep what it returns. */
export function buildShippedMap(map: (typeof SHIPPED_MAPS)[number]): BuiltMap {
  const { streets, isExit } = map.draw();
  const { graph, lanes } = buildStreetGraph(streets, { isExit, stubM: map.stubM });
  return { graph, polygons: bufferLanes(lanes) };
}
