/**
 * Owns identity inside one camera (multi-object tracking over boxes) and the way from its pixels to
 * the plan. Plain data in, plain data out: no pictures, no files, no clock, no dependencies, so it
 * runs in any thread, browser or test. Scoring trackers lives in the `./eval` entry.
 */
export { createTracker, TRACKER_NAMES } from "./create-tracker.ts";
export type { TrackerOptions } from "./create-tracker.ts";
export type {
  Box,
  CameraMotion,
  CoastingTrack,
  Detection,
  TrackedDetection,
  Tracker,
  TrackerArrays,
  TrackerArraysResult,
  TrackerFrame,
  TrackerName,
  TrackerResult,
} from "./tracker.ts";
export { ClassVote } from "./core/class-vote.ts";
export * from "./geometry/index.ts";
