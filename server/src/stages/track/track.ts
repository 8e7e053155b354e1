import { randomUUID } from "node:crypto";
import { createTracker, type Tracker } from "@whereabouts/mot";
import type { DetectedFrame, TrackedFrame } from "../../model/index.ts";
import type { TrackStage } from "../../pipeline/contract.ts";
import { CameraTracks } from "./camera-tracks.ts";
import { groupOf } from "./class-ids.ts";

export interface TrackOptions {
  /** Makes the tracker of one camera. Default: the library's own. */
  readonly createTracker?: () => Tracker;
  /** Names the next track. Default: a random uuid. */
  readonly nextId?: () => string;
}

export interface TrackStats {
  readonly cameras: number;
  /** Tracks held by all trackers, unconfirmed ones included. */
  readonly tracks: number;
}

/**
 * Small detectors are sure of little: CenterNet gives a running dog 0.4 to 0.6. With the library's
 * own thresholds the dog of the recording with a dog keeps its id in 3 of 29 frames, with these in
 * 25, and six persons one by one still give six tracks (2026-11-22).
 */
const SCORES = { highScore: 0.4, newTrackScore: 0.45 };

/** Classes between which a detector wavers, so that they are voted on together. */
const CAT_AND_DOG = groupOf("cat", "dog");
/** From shape alone somebody who sits down, or comes out from behind a hedge, was a dog before. */
const WALKERS = groupOf("person", "cat", "dog", "unknown");

export function createTrack(options: TrackOptions = {}): TrackStage & { stats(): TrackStats } {
  const makeTracker = (detector: string): Tracker => {
    if (options.createTracker) return options.createTracker();
    const classGroups = [detector === "motion" ? WALKERS : CAT_AND_DOG];
    return createTracker({ ...SCORES, classGroups });
  };
  const cameras = new Map<string, CameraTracks>();
  return {
    track(frame: DetectedFrame): TrackedFrame {
      const known = cameras.get(frame.cameraId);
      const tracks = known ?? new CameraTracks(makeTracker, options.nextId ?? randomUUID);
      if (!known) cameras.set(frame.cameraId, tracks);
      return tracks.follow(frame);
    },
    reset(cameraId) {
      const ended = cameras.get(cameraId)?.end() ?? [];
      cameras.delete(cameraId);
      return ended;
    },
    stats: () => ({
      cameras: cameras.size,
      tracks: [...cameras.values()].reduce((sum, camera) => sum + camera.size, 0),
    }),
  };
}
