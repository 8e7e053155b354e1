import type {
  DetectedFrame,
  IdentifiedFrame,
  LocatedFrame,
  PresenceChange,
  TrackedFrame,
  ZonedFrame,
} from "../model/index.ts";

/**
 * The stage contracts. Each stage turns one readonly type into the next, so the compiler knows
 * what has run. The order stands in `order.ts` alone.
 */
export interface TrackStage {
  /** One tracker per camera; state lives in the stage, keyed by camera. */
  track(frame: DetectedFrame): TrackedFrame;
  /** Forgets a camera's tracker (camera removed or its picture changed size). */
  reset(cameraId: string): readonly string[];
}

export interface LocateStage {
  locate(frame: TrackedFrame): LocatedFrame;
}

export interface IdentifyStage {
  identify(frame: LocatedFrame): IdentifiedFrame | Promise<IdentifiedFrame>;
  /** Nothing moves before this camera: its tracks go on where they are. */
  hold(cameraId: string, captureTimeMs: number): void;
}

export interface ZonesStage {
  assign(frame: IdentifiedFrame): ZonedFrame;
  /** Nothing moves before this camera: whoever stands in a zone still stands there. */
  hold(cameraId: string): void;
  /** Ends the stays of tracks that nobody has reported for a while. */
  sweep(): readonly PresenceChange[];
}

/** Rules look, they do not change the frame. */
export interface RulesStage {
  evaluate(frame: ZonedFrame): void;
}

export interface PublishStage {
  /** One message for the frame, one for every zone entered or left. */
  publish(frame: ZonedFrame): void;
  /** Stays that ended without a frame. */
  publishPresence(changes: readonly PresenceChange[]): void;
}

export interface StoreStage {
  /** @throws AppError `unavailable` when no more foreign frames can be taken now */
  assertRoom(): void;
  /** Resolves when every row of the frame is durable; rejects when it never will be. */
  store(frame: ZonedFrame): Promise<void>;
}

/** The pipeline as the rest of the server sees it. */
export interface PipelinePort {
  /** A frame of our own detector. Never blocks: storing happens behind a bounded queue. */
  submitDetected(frame: DetectedFrame): void;
  /**
   * A frame tracked elsewhere. Resolves when its rows are durable (promise 1 of the design).
   *
   * @throws AppError `unavailable` when the queues are full or the database does not answer
   */
  submitTracked(frame: TrackedFrame): Promise<ZonedFrame>;
  /** Ends the tracks of a camera that was removed or switched off. */
  forgetCamera(cameraId: string): void;
}
