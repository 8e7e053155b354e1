/**
 * Owns the joining of overlapping cameras on one plan: places with covariances in, world tracks
 * out. Cameras that do not overlap, and appearance, are not its matter.
 */
export { GroundTracker } from "./ground-tracker.ts";
export type {
  GroundArrays,
  GroundArraysResult,
  GroundObservation,
  GroundOptions,
  GroundResult,
  GroundTrack,
} from "./ground.ts";
