import type { CameraMotion, TrackerName } from "../tracker.ts";
import type { DetectionTable } from "./detection-table.ts";
import type { TrackTable } from "./track-table.ts";

/** What a step knows about time and camera. */
export interface StepContext {
  /** The tracker's own time, ms since its first frame; never runs backwards. */
  nowMs: number;
  /** Time since the previous frame, ms; 0 on the first. */
  elapsedMs: number;
  /** Frames since the tracker's first, from 1. */
  frameNumber: number;
  cameraMotion: CameraMotion | null;
}

/** One published (or own) way to link detections to tracks. */
export interface Algorithm {
  readonly name: TrackerName;
  readonly tracks: TrackTable;
  /** Links one frame: moves tracks, takes detections, adds, shows and removes rows. */
  step(detections: DetectionTable, context: StepContext): void;
  /** True while an unseen track's predicted place is good enough to stand for it. */
  isCredible(row: number, nowMs: number): boolean;
}
