/**
 * Where police vehicles stand so that a runner cannot leave the map, and what stays open when they
 * cannot close it. Pure: no clock, no database, nothing kept but the pairing of a graph's edges.
 *
 * Follows docs/design/roadblocks.md.
 */
export { planRoadblocks } from "./plan-roadblocks.ts";
export { DEFAULT_PLANNER_OPTIONS } from "./plan.ts";
export type {
  ExitOutlook,
  LeftOut,
  PlannerOptions,
  PlanReason,
  PoliceUnit,
  RoadblockPlan,
  RoadblockPoint,
  RoadblockRequest,
  RunnerState,
  UnitDamage,
} from "./plan.ts";
