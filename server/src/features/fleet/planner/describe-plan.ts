import type { RoadGraph } from "../roads/index.ts";
import { outcomeOf } from "./cut-problem.ts";
import type { CutOutcome, CutProblem } from "./cut-problem.ts";
import type { Holding } from "./holding.ts";
import type { ExitOutlook, PlanReason, RoadblockPlan, RoadblockPoint } from "./plan.ts";
import { pointOnEdge, roadsOf } from "./roads-of.ts";
import type { Terrain } from "./terrain.ts";
import { Travel } from "./travel.ts";

export interface ChosenPlan {
  readonly graph: RoadGraph;
  readonly terrain: Terrain;
  readonly holding: Holding;
  readonly problem: CutProblem;
  readonly outcome: CutOutcome;
  /** Index of the unit of each held vertex. */
  readonly unitOf: readonly number[];
  readonly proven: boolean;
}

/** The plan in terms of the map: places, times, what each point cuts off, and why. */
export function describePlan(chosen: ChosenPlan): RoadblockPlan {
  const { graph, terrain, problem, outcome, proven } = chosen;
  const blocked = new Uint8Array(terrain.network.vertexCount);
  for (const vertex of outcome.held) blocked[vertex] = 1;
  const heldS = new Travel()
    .arrivals(terrain.network, terrain.mover, terrain.starts, { blocked })
    .map((timeS) => Math.max(0, timeS));
  const exits = problem.exits.map(({ vertex, earliestS }): ExitOutlook => ({
    node: vertex,
    earliestS,
    escapeS: heldS[vertex]! < Number.POSITIVE_INFINITY ? heldS[vertex]! : null,
  }));
  const points = outcome.held.map((vertex, at) => pointOf(chosen, vertex, chosen.unitOf[at]!));
  const left = exits.filter(({ escapeS }) => escapeS !== null);
  const partial = left.length < exits.length ? "partial" : "open";
  const nodeCount = graph.nodeXM.length;
  return {
    outcome: left.length === 0 ? "closed" : partial,
    points,
    exits,
    proven,
    reasons: reasonsOf(chosen, points, exits),
    reachable: { freeS: terrain.freeS.slice(0, nodeCount), heldS: heldS.slice(0, nodeCount) },
  };
}

function pointOf(chosen: ChosenPlan, vertex: number, unit: number): RoadblockPoint {
  const { graph, terrain, holding, problem, outcome } = chosen;
  const others = outcome.held.filter((other) => other !== vertex);
  const stillLeft = new Set(outcome.left);
  const opened = outcomeOf(problem, others).left.filter((exit) => !stillLeft.has(exit));
  const etaS = holding.etaS[unit]![vertex]!;
  const runnerEarliestS = terrain.freeS[vertex]!;
  return {
    ...placeOfVertex(graph, terrain, vertex),
    unit: holding.units[unit]!.id,
    etaS,
    spareS: runnerEarliestS - etaS,
    runnerEarliestS,
    runnerLatestS: Math.max(0, terrain.slowS[vertex]!),
    cutsExits: opened.map((exit) => problem.exits[exit]!.vertex),
  };
}

function placeOfVertex(
  graph: RoadGraph,
  { network }: Terrain,
  vertex: number,
): Pick<RoadblockPoint, "xM" | "yM" | "node" | "edge" | "offsetM"> {
  const roads = roadsOf(graph);
  const place = network.places[vertex - graph.nodeXM.length];
  if (place !== undefined) {
    const edge = roads.forwardEdge[place.road]!;
    const offsetM = place.alongM;
    return { ...pointOnEdge(graph, edge, offsetM), node: null, edge, offsetM };
  }
  const leaving = graph.edgeFrom.indexOf(vertex);
  const edge = leaving >= 0 ? leaving : graph.edgeTo.indexOf(vertex);
  return {
    xM: graph.nodeXM[vertex]!,
    yM: graph.nodeYM[vertex]!,
    node: vertex,
    edge,
    offsetM: leaving >= 0 ? 0 : graph.edgeLengthM[edge]!,
  };
}

function reasonsOf(
  { holding, outcome, unitOf, proven }: ChosenPlan,
  points: readonly RoadblockPoint[],
  exits: readonly ExitOutlook[],
): PlanReason[] {
  const reasons: PlanReason[] = [];
  const left = exits.flatMap(({ node, escapeS }) => (escapeS === null ? [] : [{ node, escapeS }]));
  if (exits.length === 0) {
    reasons.push({ kind: "no-exit-in-reach" });
  } else if (left.length === 0) {
    reasons.push({ kind: "closed", points: points.length, fewest: proven });
  } else {
    reasons.push({
      kind: "exits-left",
      exits: left.map(({ node }) => node),
      escapeS: Math.min(...left.map(({ escapeS }) => escapeS)),
      fewest: proven,
    });
  }
  const tightest = points.toSorted((a, b) => a.spareS - b.spareS)[0];
  if (tightest !== undefined) {
    reasons.push({ kind: "tightest", unit: tightest.unit, spareS: tightest.spareS });
  }
  const kept: number[] = [];
  const sent: number[] = [];
  unitOf.forEach((unit, at) => {
    const heading = holding.headingFor[unit]!;
    if (heading < 0) return;
    (heading === outcome.held[at] ? kept : sent).push(holding.units[unit]!.id);
  });
  if (kept.length > 0) reasons.push({ kind: "kept", units: kept });
  if (sent.length > 0) reasons.push({ kind: "sent-elsewhere", units: sent });
  for (const { unit, why } of holding.leftOut) reasons.push({ kind: "unit-left-out", unit, why });
  return reasons;
}
