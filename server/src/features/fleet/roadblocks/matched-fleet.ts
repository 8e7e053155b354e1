import type { VehicleFix } from "../../../model/index.ts";
import type { MapCatalog } from "../maps/index.ts";
import { RoadMatcher } from "../matching/index.ts";
import type { RoadGraph, RoadPosition } from "../roads/index.ts";

/** Where on the roads a vehicle was last. */
export interface MatchedFix {
  readonly position: RoadPosition;
  readonly mapId: number;
  /** UTC ms. */
  readonly atMs: number;
}

interface MatchedMap {
  readonly graph: RoadGraph;
  readonly matcher: RoadMatcher;
}

/** Vehicles remembered; the longest unheard goes. */
const VEHICLES_MAX = 20_000;

/** Fixes brought onto the roads of their map, the newest of each vehicle. */
export class MatchedFleet {
  readonly #maps: Pick<MapCatalog, "graph">;
  readonly #matchers = new Map<number, MatchedMap>();
  /** In the order in which they were heard of last. */
  readonly #newest = new Map<number, MatchedFix>();

  constructor(maps: Pick<MapCatalog, "graph">) {
    this.#maps = maps;
  }

  /** Forgets where the vehicle was when this fix lies on no road. */
  note({ vehicle, mapId, xM, yM, atMs }: VehicleFix): void {
    this.#newest.delete(vehicle.id);
    if (xM === null || yM === null) return;
    const position = this.#matcherOf(mapId)?.match(vehicle.id, xM, yM, atMs) ?? null;
    if (position === null) return;
    this.#newest.set(vehicle.id, { position, mapId, atMs });
    if (this.#newest.size <= VEHICLES_MAX) return;
    const oldest = this.#newest.keys().next().value;
    if (oldest !== undefined) this.#newest.delete(oldest);
  }

  of(vehicleId: number): MatchedFix | undefined {
    return this.#newest.get(vehicleId);
  }

  /** Vehicles heard of since `sinceMs`, by key. */
  *since(sinceMs: number): IterableIterator<readonly [number, MatchedFix]> {
    for (const entry of this.#newest) if (entry[1].atMs >= sinceMs) yield entry;
  }

  /** An edited map has another graph, and its positions begin anew. */
  #matcherOf(mapId: number): RoadMatcher | undefined {
    const graph = this.#maps.graph(mapId);
    if (graph === undefined) return undefined;
    const known = this.#matchers.get(mapId);
    if (known?.graph === graph) return known.matcher;
    const matcher = new RoadMatcher(graph);
    this.#matchers.set(mapId, { graph, matcher });
    return matcher;
  }
}
