import type { RoadGraph } from "../roads/index.ts";
import type { PlannerOptions, PoliceUnit, RoadblockPlan, RunnerState } from "./plan.ts";
import { placeOf, roadsOf } from "./roads-of.ts";
import { travelNetworkOf } from "./travel-network.ts";
import type { RoadPlace, TravelNetwork } from "./travel-network.ts";
import { Travel, arcS } from "./travel.ts";
import type { Mover, Starts } from "./travel.ts";

/** The roads with everything that matters now as vertices, and when the runner can be where. */
export interface Terrain {
  readonly network: TravelNetwork;
  readonly mover: Mover;
  readonly starts: Starts;
  /** Earliest arrival of the runner while nothing is held; seconds. */
  readonly freeS: Float64Array;
  /** The same at the least of its speed band. */
  readonly slowS: Float64Array;
  readonly units: readonly UnitPlace[];
}

export interface UnitPlace {
  readonly unit: PoliceUnit;
  readonly vertex: number;
  /** Vertex to which the plan in force has sent it, or -1. */
  readonly headingFor: number;
}

/**
 * Inserts the runner, the units, the points of the plan in force, and on each unit's road the place
 * where the runner could arrive last. A point on any other road holds no more than one of its ends:
 * a unit that is there before a runner who is no slower was at that end before it, too.
 */
export function terrainOf(
  graph: RoadGraph,
  runner: RunnerState,
  units: readonly PoliceUnit[],
  previous: RoadblockPlan | null,
  options: PlannerOptions,
): Terrain {
  const runnerPlaces = runner.positions.map((position) => placeOf(graph, position));
  const unitPlaces = units.map((unit) => placeOf(graph, unit.position));
  const heading = new Map(previous?.points.map((point) => [point.unit, point]));
  const headed = units.flatMap((unit) => heading.get(unit.id) ?? []);
  const known = [...runnerPlaces, ...unitPlaces, ...headed.map((point) => placeOf(graph, point))];
  const mover = {
    mostMps: runner.mostMps,
    overspeedFactor: options.overspeedFactor,
    wrongWayFactor: options.wrongWayFactor,
  };
  const travel = new Travel();
  const first = travelNetworkOf(graph, known);
  const firstStarts = startsOf(graph, runner, first, mover);
  const firstS = travel.arrivals(first, mover, firstStarts);
  const latest = new Set(unitPlaces.map(({ road }) => road));
  const meetings = [...latest].flatMap((road) => meetingsOn(graph, first, firstS, mover, road));
  const network = meetings.length === 0 ? first : travelNetworkOf(graph, [...known, ...meetings]);
  const starts = startsOf(graph, runner, network, mover);
  const freeS = travel.arrivals(network, mover, starts);
  for (let vertex = 0; vertex < freeS.length; vertex++) freeS[vertex] = Math.max(0, freeS[vertex]!);
  const slow = { ...mover, mostMps: runner.leastMps };
  const headingFor = new Map(
    headed.map((point, i) => [
      point.unit,
      network.vertexOf[runnerPlaces.length + unitPlaces.length + i]!,
    ]),
  );
  return {
    network,
    mover,
    starts,
    freeS,
    slowS: travel.arrivals(network, slow, startsOf(graph, runner, network, slow)),
    units: units.map((unit, i) => ({
      unit,
      vertex: network.vertexOf[runnerPlaces.length + i]!,
      headingFor: headingFor.get(unit.id) ?? -1,
    })),
  };
}

/** Where the runner starts: at its places, or, unable to turn, at the next vertices ahead. */
function startsOf(
  graph: RoadGraph,
  runner: RunnerState,
  network: TravelNetwork,
  mover: Mover,
): Starts {
  const headStartS = -(runner.fixAgeS ?? 0);
  const vertices: number[] = [];
  const timesS: number[] = [];
  runner.positions.forEach((position, i) => {
    const vertex = network.vertexOf[i]!;
    if (runner.mayReverse !== false || vertex < graph.nodeXM.length) {
      vertices.push(vertex);
      timesS.push(headStartS);
      return;
    }
    const roads = roadsOf(graph);
    const road = roads.roadOfEdge[position.edge]!;
    // An inserted vertex has two arcs: on along the road's forward edge, and back.
    const [on, back] = [network.firstArc[vertex]!, network.firstArc[vertex]! + 1];
    const forwardFirst = isFurther(graph, network, road, vertex, network.arcTo[on]!);
    const isForward = roads.forwardEdge[road] === position.edge;
    const arc = forwardFirst === isForward ? on : back;
    vertices.push(network.arcTo[arc]!);
    timesS.push(headStartS + arcS(network, arc, mover));
  });
  return { vertices, timesS };
}

function isFurther(
  graph: RoadGraph,
  network: TravelNetwork,
  road: number,
  vertex: number,
  other: number,
): boolean {
  const nodeCount = graph.nodeXM.length;
  if (other < nodeCount) return other === roadsOf(graph).endNode[road];
  return network.places[other - nodeCount]!.alongM > network.places[vertex - nodeCount]!.alongM;
}

/** Places on a road where the runner's ways from both sides meet: where it can be last. */
function meetingsOn(
  graph: RoadGraph,
  network: TravelNetwork,
  timesS: Float64Array,
  mover: Mover,
  road: number,
): RoadPlace[] {
  const roads = roadsOf(graph);
  const nodeCount = graph.nodeXM.length;
  const inner = network.places
    .flatMap((place, i) => (place.road === road ? [{ ...place, vertex: nodeCount + i }] : []))
    .toSorted((a, b) => a.alongM - b.alongM);
  const chain = [
    { road, alongM: 0, vertex: roads.startNode[road]! },
    ...inner,
    { road, alongM: roads.lengthM[road]!, vertex: roads.endNode[road]! },
  ];
  return chain.slice(1).flatMap((end, i) => {
    const start = chain[i]!;
    const lengthM = end.alongM - start.alongM;
    const onS = segmentS(network, start.vertex, end.vertex, lengthM, mover);
    const backS = segmentS(network, end.vertex, start.vertex, lengthM, mover);
    const leadS = timesS[end.vertex]! + backS - timesS[start.vertex]!;
    const meetM = backS === Number.POSITIVE_INFINITY ? 0 : (lengthM * leadS) / (onS + backS);
    return meetM > 0 && meetM < lengthM ? [{ road, alongM: start.alongM + meetM }] : [];
  });
}

/** Seconds along one stretch of a road; Infinity where the mover may not drive. */
function segmentS(
  network: TravelNetwork,
  from: number,
  to: number,
  lengthM: number,
  mover: Mover,
): number {
  for (let arc = network.firstArc[from]!; arc < network.firstArc[from + 1]!; arc++) {
    const sameLength = Math.abs(network.arcLengthM[arc]! - lengthM) < 1e-6;
    if (network.arcTo[arc] === to && sameLength) return arcS(network, arc, mover);
  }
  return Number.POSITIVE_INFINITY;
}
