import type { Covariance2, Point2 } from "../geometry/index.ts";

/** One camera saw something touch the ground. */
export interface GroundObservation {
  /** Observations of one camera in one cycle are different things. */
  readonly cameraId: string;
  /** Metres on the plan shared by all cameras. */
  readonly positionM: Point2;
  /** Square metres. */
  readonly covarianceM2: Covariance2;
}

export interface GroundTrack {
  /** From 1, never reused by this tracker. */
  readonly worldId: number;
  readonly positionM: Point2;
  readonly covarianceM2: Covariance2;
  readonly velocityMps: Point2;
  readonly unseenMs: number;
}

export interface GroundResult {
  /** World track per observation, input order; null while it is not confirmed. */
  readonly worldIds: readonly (number | null)[];
  /** Confirmed tracks, oldest first. */
  readonly tracks: readonly GroundTrack[];
  /** Numbers that are gone for good. */
  readonly ended: readonly number[];
}

/** A cycle in flat arrays, for callers that keep their buffers. */
export interface GroundArrays {
  /** Capture time, ms. */
  readonly timeMs: number;
  readonly count: number;
  /** Number of the camera of each observation, any integer. */
  readonly cameras: Int32Array;
  /** Five numbers each: x, y in metres, covariance xx, xy, yy in square metres. */
  readonly places: Float64Array;
}

/** Owned by the tracker; true until its next update. */
export interface GroundArraysResult {
  /** World track per observation, input order; 0 while it is not confirmed. */
  readonly worldIds: Int32Array;
  readonly trackCount: number;
  /** Oldest first; a row with 0 is not confirmed and to be passed over. */
  readonly trackIds: Int32Array;
  /** 20 numbers each: x, y, vx, vy (m, m/s) and their row-major covariance. */
  readonly states: Float64Array;
  readonly unseenMs: Float64Array;
  /** Numbers that are gone for good, the first `endedCount`. */
  readonly endedIds: Int32Array;
  readonly endedCount: number;
}

export interface GroundOptions {
  /** An unseen world track lives this long, ms. Default 3000. */
  readonly unseenMsMax?: number;
  /** Cycles with an observation before a track is reported. Default 2. */
  readonly confirmCycles?: number;
  /** Spectral density of a walker's acceleration, m²/s³. Default 0.5. */
  readonly acceleration?: number;
}
