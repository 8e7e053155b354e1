import type { RoadGraph } from "../roads/index.ts";
import { roadsOf } from "./roads-of.ts";

/** A place along a road, metres from the start of its forward edge. */
export interface RoadPlace {
  readonly road: number;
  readonly alongM: number;
}

/**
 * The road graph with further places inserted as vertices: the graph's nodes keep their numbers, the
 * places follow. Arcs leave `vertex` from `firstArc[vertex]` to `firstArc[vertex + 1]` (exclusive).
 */
export interface TravelNetwork {
  readonly vertexCount: number;
  readonly firstArc: Uint32Array;
  readonly arcTo: Uint32Array;
  readonly arcLengthM: Float64Array;
  readonly arcSpeedMps: Float64Array;
  /** 1 where the arc runs against a one-way edge. */
  readonly arcWrongWay: Uint8Array;
  /** Places behind the graph's nodes: vertex `nodeCount + i` is `places[i]`. */
  readonly places: readonly RoadPlace[];
  /** Vertex of each wanted place; a node where the place is one. */
  readonly vertexOf: readonly number[];
}

/** Nearer than this to a node a place is the node; metres. */
const SNAP_M = 0.01;

/** Inserts the places, in the order given, into the graph's roads. */
export function travelNetworkOf(graph: RoadGraph, wanted: readonly RoadPlace[]): TravelNetwork {
  const roads = roadsOf(graph);
  const nodeCount = graph.nodeXM.length;
  const places: RoadPlace[] = [];
  const byRoad = new Map<number, number[]>();
  const vertexOf = wanted.map((place) => {
    if (place.alongM <= SNAP_M) return roads.startNode[place.road]!;
    if (place.alongM >= roads.lengthM[place.road]! - SNAP_M) return roads.endNode[place.road]!;
    const onRoad = byRoad.get(place.road) ?? [];
    const same = onRoad.find((i) => Math.abs(places[i]!.alongM - place.alongM) <= SNAP_M);
    if (same !== undefined) return nodeCount + same;
    byRoad.set(place.road, [...onRoad, places.length]);
    return nodeCount + places.push(place) - 1;
  });
  const vertexCount = nodeCount + places.length;
  const arcs = new ArcColumns(vertexCount, 2 * (roads.count + places.length));
  for (let road = 0; road < roads.count; road++) {
    const inner = byRoad.get(road)?.toSorted((a, b) => places[a]!.alongM - places[b]!.alongM) ?? [];
    const lengthM = roads.lengthM[road]!;
    const forwardMps = graph.edgeSpeedMps[roads.forwardEdge[road]!]!;
    const back = roads.backwardEdge[road]!;
    const backwardMps = back >= 0 ? graph.edgeSpeedMps[back]! : forwardMps;
    let from = roads.startNode[road]!;
    let fromM = 0;
    for (let step = 0; step <= inner.length; step++) {
      const place = inner[step];
      const to = place === undefined ? roads.endNode[road]! : nodeCount + place;
      const toM = place === undefined ? lengthM : places[place]!.alongM;
      arcs.add(from, to, toM - fromM, forwardMps, 0);
      arcs.add(to, from, toM - fromM, backwardMps, back >= 0 ? 0 : 1);
      from = to;
      fromM = toM;
    }
  }
  return { vertexCount, ...arcs.sorted(), places, vertexOf };
}

/** Arcs in any order, then sorted by the vertex they leave. */
class ArcColumns {
  readonly #vertexCount: number;
  #count = 0;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  readonly #lengthM: Float64Array;
  readonly #speedMps: Float64Array;
  readonly #wrongWay: Uint8Array;

  constructor(vertexCount: number, arcCount: number) {
    this.#vertexCount = vertexCount;
    this.#from = new Uint32Array(arcCount);
    this.#to = new Uint32Array(arcCount);
    this.#lengthM = new Float64Array(arcCount);
    this.#speedMps = new Float64Array(arcCount);
    this.#wrongWay = new Uint8Array(arcCount);
  }

  add(from: number, to: number, lengthM: number, speedMps: number, wrongWay: number): void {
    const arc = this.#count++;
    this.#from[arc] = from;
    this.#to[arc] = to;
    this.#lengthM[arc] = lengthM;
    this.#speedMps[arc] = speedMps;
    this.#wrongWay[arc] = wrongWay;
  }

  sorted(): Pick<
    TravelNetwork,
    "firstArc" | "arcTo" | "arcLengthM" | "arcSpeedMps" | "arcWrongWay"
  > {
    const firstArc = new Uint32Array(this.#vertexCount + 1);
    for (let arc = 0; arc < this.#count; arc++) firstArc[this.#from[arc]! + 1]!++;
    for (let vertex = 0; vertex < this.#vertexCount; vertex++) {
      firstArc[vertex + 1]! += firstArc[vertex]!;
    }
    const next = firstArc.slice();
    const arcTo = new Uint32Array(this.#count);
    const arcLengthM = new Float64Array(this.#count);
    const arcSpeedMps = new Float64Array(this.#count);
    const arcWrongWay = new Uint8Array(this.#count);
    for (let arc = 0; arc < this.#count; arc++) {
      const at = next[this.#from[arc]!]!++;
      arcTo[at] = this.#to[arc]!;
      arcLengthM[at] = this.#lengthM[arc]!;
      arcSpeedMps[at] = this.#speedMps[arc]!;
      arcWrongWay[at] = this.#wrongWay[arc]!;
    }
    return { firstArc, arcTo, arcLengthM, arcSpeedMps, arcWrongWay };
  }
}
