import { MOST_UNITS } from "./matching.ts";
import type { LeftOut, PlannerOptions, PoliceUnit } from "./plan.ts";
import type { Terrain } from "./terrain.ts";
import { Travel } from "./travel.ts";

/** Driving time up to which a unit counts as standing at its point; seconds. */
const STANDING_S = 1;

export interface Holding {
  readonly units: readonly PoliceUnit[];
  /** Per unit: arrival at each vertex, Infinity where it does not get; seconds. */
  readonly etaS: readonly Float64Array[];
  /** Units that are at each vertex with margin before the runner, as bits. */
  readonly mask: Uint32Array;
  /** Vertex to which each unit is on its way, or -1. */
  readonly headingFor: readonly number[];
  readonly leftOut: readonly { readonly unit: number; readonly why: LeftOut }[];
}

/** Who can be where in time. */
export function holdingOf(terrain: Terrain, options: PlannerOptions): Holding {
  const leftOut: { unit: number; why: LeftOut }[] = [];
  const travel = new Travel();
  const latestS = latestOf(terrain.freeS);
  const mask = new Uint32Array(terrain.network.vertexCount);
  const units: PoliceUnit[] = [];
  const etaS: Float64Array[] = [];
  const headingFor: number[] = [];
  for (const { unit, vertex, headingFor: heading } of terrain.units) {
    const why = whyUseless(unit, units.length);
    if (why !== null) {
      leftOut.push({ unit: unit.id, why });
      continue;
    }
    const fuelS = unit.fuelPercent * options.fuelSecondsPerPercent;
    const drivingS = travel.arrivals(
      terrain.network,
      moverOf(unit, options),
      { vertices: [vertex], timesS: [0] },
      { untilS: Math.min(fuelS, latestS) },
    );
    const reactionS = heading >= 0 ? 0 : options.reactionS;
    const held = markHeld({ terrain, drivingS, heading, reactionS, options }, mask, units.length);
    if (!held) {
      leftOut.push({ unit: unit.id, why: fuelS > 0 ? "too-late-everywhere" : "no-fuel" });
      continue;
    }
    units.push(unit);
    etaS.push(drivingS);
    headingFor.push(heading);
  }
  return { units, etaS, mask, headingFor, leftOut };
}

interface Drive {
  readonly terrain: Terrain;
  /** Driving seconds per vertex; the reaction time is added to it. */
  readonly drivingS: Float64Array;
  readonly heading: number;
  readonly reactionS: number;
  readonly options: PlannerOptions;
}

/** Turns driving times into arrivals, and marks the vertices that the unit holds. */
function markHeld(drive: Drive, mask: Uint32Array, unit: number): boolean {
  const { terrain, drivingS, heading, reactionS, options } = drive;
  const bit = 1 << unit;
  let held = false;
  for (let vertex = 0; vertex < drivingS.length; vertex++) {
    const seconds = drivingS[vertex]!;
    const freeS = terrain.freeS[vertex]!;
    if (seconds > 0) drivingS[vertex] = seconds + reactionS;
    if (freeS === Number.POSITIVE_INFINITY || freeS <= 0) continue;
    const standingS = seconds <= STANDING_S ? 0 : options.keptMarginS;
    const marginS = vertex === heading ? standingS : options.marginS;
    if (drivingS[vertex]! + marginS > freeS) continue;
    mask[vertex]! |= bit;
    held = true;
  }
  return held;
}

function whyUseless(unit: PoliceUnit, taken: number): LeftOut | null {
  if (unit.damage === "complete_destroyed") return "destroyed";
  return taken >= MOST_UNITS ? "too-many-units" : null;
}

function moverOf(unit: PoliceUnit, options: PlannerOptions) {
  const factor = unit.damage === "half_destroyed" ? options.halfDestroyedSpeedFactor : 1;
  return {
    mostMps: unit.mostMps * factor,
    overspeedFactor: options.overspeedFactor,
    wrongWayFactor: options.wrongWayFactor,
  };
}

function latestOf(timesS: Float64Array): number {
  let latestS = 0;
  for (const timeS of timesS) {
    if (timeS !== Number.POSITIVE_INFINITY && timeS > latestS) latestS = timeS;
  }
  return latestS;
}
