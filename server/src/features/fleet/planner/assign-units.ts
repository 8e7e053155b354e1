import { JonkerVolgenant } from "@whereabouts/mot/assignment";

import type { Holding } from "./holding.ts";
import type { PlannerOptions } from "./plan.ts";
import type { Terrain } from "./terrain.ts";

/** More than any plan can cost: pairs of unit and vertex that are not in time. */
const NEVER = 1e9;

/**
 * Dislike of sending a unit to a vertex that it holds, in seconds: nothing with the comfortable spare,
 * growing with the square of what is missing, so that a little more for the tightest point outweighs
 * the same for an easy one; plus the switching cost where the unit is heading elsewhere.
 */
export function dislikeS(
  terrain: Terrain,
  holding: Holding,
  options: PlannerOptions,
  unit: number,
  vertex: number,
): number {
  const spareS = terrain.freeS[vertex]! - holding.etaS[unit]![vertex]!;
  const missing = Math.max(0, 1 - spareS / options.comfortS);
  const heading = holding.headingFor[unit]!;
  const switched = heading >= 0 && heading !== vertex ? options.switchingCostS : 0;
  return options.comfortS * missing * missing + switched;
}

/** Unit of each vertex, by least sum of dislikes. Every vertex has to have a unit of its own. */
export function assignUnits(
  terrain: Terrain,
  holding: Holding,
  options: PlannerOptions,
  held: readonly number[],
): { readonly unitOf: readonly number[]; readonly costS: number } {
  const unitCount = holding.units.length;
  const cost = new Float64Array(held.length * unitCount);
  held.forEach((vertex, row) => {
    for (let unit = 0; unit < unitCount; unit++) {
      const inTime = (holding.mask[vertex]! & (1 << unit)) !== 0;
      cost[row * unitCount + unit] = inTime
        ? dislikeS(terrain, holding, options, unit, vertex)
        : NEVER;
    }
  });
  const columns = new JonkerVolgenant().solve(cost, held.length, unitCount);
  const unitOf = held.map((_, row) => columns[row]!);
  const costS = unitOf.reduce((sum, unit, row) => sum + cost[row * unitCount + unit]!, 0);
  return { unitOf, costS };
}
