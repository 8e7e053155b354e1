import { assignUnits, dislikeS } from "./assign-units.ts";
import { outcomeOf, withoutNeedless } from "./cut-problem.ts";
import type { CutOutcome, CutProblem } from "./cut-problem.ts";
import { searchCut } from "./cut-search.ts";
import { describePlan } from "./describe-plan.ts";
import { holdingOf } from "./holding.ts";
import type { Holding } from "./holding.ts";
import { DEFAULT_PLANNER_OPTIONS } from "./plan.ts";
import type { PlannerOptions, RoadblockPlan, RoadblockRequest } from "./plan.ts";
import { requireRequest } from "./require-request.ts";
import { terrainOf } from "./terrain.ts";
import type { Terrain } from "./terrain.ts";
import { arcS } from "./travel.ts";

/** Dislikes of vertices are told from 0 to this. */
const MOST_DISLIKE = 7;

/**
 * Where to stand so that the runner cannot get out: the fewest points that cut off every exit, each
 * with a unit that is there before the runner can be; or, when that cannot be, what leaves the fewest
 * exits, the soonest of them as late as possible.
 *
 * Pure: the same request gives the same plan. docs/design/roadblocks.md has the model and its limits.
 * @throws AppError `invalid` naming the value that is out of range.
 */
export function planRoadblocks(request: RoadblockRequest): RoadblockPlan {
  const options = { ...DEFAULT_PLANNER_OPTIONS, ...request.options };
  requireRequest(request, options);
  const { graph, runner, units, previous = null } = request;
  const terrain = terrainOf(graph, runner, units, previous, options);
  const holding = holdingOf(terrain, options);
  const problem = problemOf(graph.exit, terrain, holding, options);
  const inForce = heldInForce(holding);
  const found = searchCut(problem, { start: inForce, searchLimit: options.searchLimit });
  const assigned = chooseAssigned({ terrain, holding, options, problem }, found, inForce);
  return describePlan({ graph, terrain, holding, problem, ...assigned });
}

/**
 * The cut problem of a moment. The runner starts at a vertex of its own behind all others, with arcs
 * to where it can be first, so that what lies right ahead of it can be held.
 */
export function problemOf(
  exit: Uint8Array,
  terrain: Terrain,
  holding: Holding,
  options: PlannerOptions,
): CutProblem {
  const { network, mover, freeS, starts } = terrain;
  const { vertexCount, firstArc, arcTo } = network;
  const arcOpen = new Uint8Array(arcTo.length + starts.vertices.length).fill(1);
  for (let arc = 0; arc < arcTo.length; arc++) {
    if (arcS(network, arc, mover) === Number.POSITIVE_INFINITY) arcOpen[arc] = 0;
  }
  const exits: { vertex: number; earliestS: number }[] = [];
  exit.forEach((isExit, vertex) => {
    const earliestS = freeS[vertex]!;
    if (isExit === 1 && earliestS < Number.POSITIVE_INFINITY) exits.push({ vertex, earliestS });
  });
  return {
    vertexCount: vertexCount + 1,
    firstArc: joined(firstArc, [arcOpen.length]),
    arcTo: joined(arcTo, starts.vertices),
    arcOpen,
    sources: [vertexCount],
    exits,
    unitCount: holding.units.length,
    holdMask: joined(holding.mask, [0]),
    dislike: dislikesOf(terrain, holding, options),
  };
}

/** The least dislike of any unit that holds the vertex, on a scale from 0 to `MOST_DISLIKE`. */
function dislikesOf(terrain: Terrain, holding: Holding, options: PlannerOptions): Uint8Array {
  const most = options.comfortS + options.switchingCostS;
  const dislikes = new Uint8Array(holding.mask.length + 1);
  holding.mask.forEach((mask, vertex) => {
    if (mask === 0) return;
    let least = most;
    for (let unit = 0; unit < holding.units.length; unit++) {
      if ((mask & (1 << unit)) === 0) continue;
      least = Math.min(least, dislikeS(terrain, holding, options, unit, vertex));
    }
    dislikes[vertex] = most > 0 ? Math.round((least / most) * MOST_DISLIKE) : 0;
  });
  return dislikes;
}

/** Points of the plan in force that their units still hold. */
function heldInForce({ headingFor, mask }: Holding): number[] {
  const held = headingFor.filter(
    (vertex, unit) => vertex >= 0 && (mask[vertex]! & (1 << unit)) !== 0,
  );
  return [...new Set(held)];
}

interface Moment {
  readonly terrain: Terrain;
  readonly holding: Holding;
  readonly options: PlannerOptions;
  readonly problem: CutProblem;
}

interface Assigned {
  readonly outcome: CutOutcome;
  readonly unitOf: readonly number[];
  readonly proven: boolean;
}

/** What was found, or what is in force when that is as good and sending units elsewhere gains little. */
function chooseAssigned(
  { terrain, holding, options, problem }: Moment,
  found: CutOutcome & { readonly proven: boolean },
  inForce: readonly number[],
): Assigned {
  const fresh = assignUnits(terrain, holding, options, found.held);
  const chosen = { outcome: found, unitOf: fresh.unitOf, proven: found.proven };
  if (inForce.length === 0) return chosen;
  const kept = withoutNeedless(problem, outcomeOf(problem, inForce));
  if (kept.left.length > found.left.length || kept.held.length > found.held.length) return chosen;
  const gainedS = kept.left.length === 0 ? 0 : found.soonestS - kept.soonestS;
  const old = assignUnits(terrain, holding, options, kept.held);
  if (gainedS > options.switchingCostS || old.costS > fresh.costS) return chosen;
  return { outcome: kept, unitOf: old.unitOf, proven: found.proven && gainedS <= 0 };
}

function joined(values: Uint32Array, more: readonly number[]): Uint32Array {
  const all = new Uint32Array(values.length + more.length);
  all.set(values);
  all.set(more, values.length);
  return all;
}
