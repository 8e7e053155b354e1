import type { RoadGraph, RoadPosition } from "../roads/index.ts";

/** Damage as the status byte of the fleet protocol names it. */
export type UnitDamage = "normal" | "half_destroyed" | "complete_destroyed";

/** A police vehicle that may be sent. */
export interface PoliceUnit {
  readonly id: number;
  readonly position: RoadPosition;
  /** The most it can do undamaged, m/s. */
  readonly mostMps: number;
  /** 0 to 255, as devices send it; worth `fuelSecondsPerPercent` of driving each. */
  readonly fuelPercent: number;
  readonly damage: UnitDamage;
}

/** What is known of the vehicle that flees. */
export interface RunnerState {
  /** Where it may be: one place, or several when the matching is unsure; it may be at any of them. */
  readonly positions: readonly RoadPosition[];
  /** Speed band, m/s: what it hardly stays below, and the most it can do. */
  readonly leastMps: number;
  readonly mostMps: number;
  /** Whether it can turn round where it is; it can at every node in any case. True when left out. */
  readonly mayReverse?: boolean;
  /** How old the position is, in seconds; 0 when left out. */
  readonly fixAgeS?: number;
}

export interface PlannerOptions {
  /** A point counts as held when its unit is there this long before the runner can be; seconds. */
  readonly marginS: number;
  /** The same for a unit that is on its way to the point already, so that plans do not flap. */
  readonly keptMarginS: number;
  /** From the plan to a unit's wheels turning, for units not on their way; seconds. */
  readonly reactionS: number;
  /** Spare beyond which more makes no difference to the choice; seconds. */
  readonly comfortS: number;
  /** What sending a unit elsewhere than it is heading has to gain; seconds of comfort. */
  readonly switchingCostS: number;
  /** Both sides drive up to this multiple of an edge's speed. */
  readonly overspeedFactor: number;
  /** Driving a one-way edge backwards takes this many times as long; null: nobody does. */
  readonly wrongWayFactor: number | null;
  readonly halfDestroyedSpeedFactor: number;
  /** Seconds of driving per percent of fuel; devices lose one percent every five seconds. */
  readonly fuelSecondsPerPercent: number;
  /** Arcs looked at before the search settles for the best plan so far (`proven` false). */
  readonly searchLimit: number;
}

export interface RoadblockRequest {
  readonly graph: RoadGraph;
  readonly runner: RunnerState;
  readonly units: readonly PoliceUnit[];
  /** The plan in force for this runner on this graph, or null. */
  readonly previous?: RoadblockPlan | null;
  readonly options?: Partial<PlannerOptions>;
}

/** Where one unit stands. Metres in the map's frame, y up; seconds from the request. */
export interface RoadblockPoint {
  readonly xM: number;
  readonly yM: number;
  /** The node, or null when the point lies inside an edge. */
  readonly node: number | null;
  /** The edge the point lies on; for a node one of its edges. */
  readonly edge: number;
  readonly offsetM: number;
  readonly unit: number;
  readonly etaS: number;
  /** `runnerEarliestS - etaS`. */
  readonly spareS: number;
  /** When the runner can be there at its most, and when it is at its least. */
  readonly runnerEarliestS: number;
  readonly runnerLatestS: number;
  /** Exits (nodes) that the runner could reach if only this point were not held. */
  readonly cutsExits: readonly number[];
}

/** One exit that the runner can reach while nobody stands in its way. */
export interface ExitOutlook {
  readonly node: number;
  /** Earliest arrival when nothing is held; seconds. */
  readonly earliestS: number;
  /** Earliest arrival round the held points, or null when they cut it off; seconds. */
  readonly escapeS: number | null;
}

/** Why the plan is what it is, as data: people's words are made where they are shown. */
export type PlanReason =
  /** Every exit is cut off by `points` points; `fewest`: no smaller set does it. */
  | { readonly kind: "closed"; readonly points: number; readonly fewest: boolean }
  /** Some exits stay open. */
  | {
      readonly kind: "exits-left";
      readonly exits: readonly number[];
      readonly escapeS: number;
      readonly fewest: boolean;
    }
  /** The runner can reach no exit at all. */
  | { readonly kind: "no-exit-in-reach" }
  /** The point with the least spare. */
  | { readonly kind: "tightest"; readonly unit: number; readonly spareS: number }
  | { readonly kind: "unit-left-out"; readonly unit: number; readonly why: LeftOut }
  /** Units keep their points because nothing else gains enough to send them elsewhere. */
  | { readonly kind: "kept"; readonly units: readonly number[] }
  | { readonly kind: "sent-elsewhere"; readonly units: readonly number[] };

export type LeftOut = "destroyed" | "no-fuel" | "too-late-everywhere" | "too-many-units";

export interface RoadblockPlan {
  /** `closed`: no exit can be reached; `partial`: some are cut off; `open`: none is. */
  readonly outcome: "closed" | "partial" | "open";
  readonly points: readonly RoadblockPoint[];
  readonly exits: readonly ExitOutlook[];
  /** Whether the search has shown that no plan leaves less, or leaves the same with fewer units. */
  readonly proven: boolean;
  readonly reasons: readonly PlanReason[];
  /** Earliest arrival of the runner at each node; Infinity where it cannot be. For the map. */
  readonly reachable: {
    /** While nothing is held; seconds. */
    readonly freeS: Float64Array;
    /** Round the held points; seconds. */
    readonly heldS: Float64Array;
  };
}

export const DEFAULT_PLANNER_OPTIONS: PlannerOptions = {
  marginS: 5,
  keptMarginS: 2,
  reactionS: 2,
  comfortS: 30,
  switchingCostS: 8,
  overspeedFactor: 1.5,
  wrongWayFactor: 1.5,
  halfDestroyedSpeedFactor: 0.5,
  fuelSecondsPerPercent: 5,
  searchLimit: 1_200_000,
};
