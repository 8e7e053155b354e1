/** `[x1, y1, x2, y2]` in pixels of the original frame, y down, x2 > x1, y2 > y1. */
export type Box = readonly [number, number, number, number];

/** One thing a detector saw in one frame. */
export interface Detection {
  readonly box: Box;
  /** Confidence, 0..1. */
  readonly score: number;
  /** Any whole number; default 0. */
  readonly classId?: number;
  /** Appearance vector of the crop, any fixed length; need not be normalised. */
  readonly appearance?: ArrayLike<number>;
}

/**
 * How the picture moved since the previous frame: a point at `(x, y)` there is now at
 * `(a x + b y + c, d x + e y + f)`, as `[a, b, c, d, e, f]` in pixels.
 */
export type CameraMotion = readonly [number, number, number, number, number, number];

/** Everything seen at one instant by one camera. */
export interface TrackerFrame {
  /** Capture time, ms; any epoch, any spacing. Time that runs backwards counts as no time. */
  readonly timeMs: number;
  readonly boxes: readonly Detection[];
  readonly cameraMotion?: CameraMotion;
}

/** What a tracker says about one detection. */
export interface TrackedDetection {
  /**
   * Number of the track, from 1, never reused by this tracker; null while the track is not
   * confirmed, or when the detection was not worth a track.
   */
  readonly trackId: number | null;
  /** True exactly once per track: in the frame that first reports its number. */
  readonly isNew: boolean;
  /** The tracker's own idea of where the thing is, pixels. The detection's box without a track. */
  readonly box: Box;
  /** Class by vote over the track so far; the detection's own class without a track. */
  readonly classId: number;
}

/** A confirmed track that no detection supports in this frame, with its predicted place. */
export interface CoastingTrack {
  readonly trackId: number;
  /** Predicted place, pixels. */
  readonly box: Box;
  /** Time since it was last seen, ms. */
  readonly unseenMs: number;
  readonly classId: number;
  /** True while the tracker thinks the place good enough to be shown or written as a result. */
  readonly isCredible: boolean;
}

export interface TrackerResult {
  /** One entry per detection, in input order. */
  readonly tracks: readonly TrackedDetection[];
  /** Confirmed tracks not seen in this frame, by number. */
  readonly coasting: readonly CoastingTrack[];
  /** Reported numbers that are gone for good, ascending. */
  readonly ended: readonly number[];
}

/** The same frame in flat arrays, for callers that must not allocate. */
export interface TrackerArrays {
  readonly timeMs: number;
  readonly count: number;
  /** `count` times x1, y1, x2, y2, pixels. */
  readonly boxes: ArrayLike<number>;
  /** `count` confidences, 0..1. */
  readonly scores: ArrayLike<number>;
  /** `count` classes; all 0 when absent. */
  readonly classIds?: ArrayLike<number>;
  readonly cameraMotion?: CameraMotion;
}

/** Views of the tracker's own arrays: read them before the next call, never write. */
export interface TrackerArraysResult {
  readonly count: number;
  /** Per detection, input order: number of the track, 0 for none. */
  readonly trackIds: Int32Array;
  /** Per detection: 1 in the frame that first reports the number. */
  readonly isNew: Uint8Array;
  /** Per detection x1, y1, x2, y2 as {@link TrackedDetection.box}. */
  readonly boxes: Float64Array;
  /** Per detection as {@link TrackedDetection.classId}. */
  readonly classIds: Int32Array;
  readonly endedCount: number;
  /** First `endedCount` entries, ascending. */
  readonly ended: Int32Array;
}

export type TrackerName = "whereabouts" | "sort" | "bytetrack" | "ocsort" | "cbiou";

/** One camera's tracker. State is the instance's own; nothing is shared between instances. */
export interface Tracker {
  readonly name: TrackerName;
  /**
   * Tracks one frame. The input is neither kept nor changed; its order does not matter.
   *
   * @throws RangeError when `timeMs` is not finite.
   */
  update(frame: TrackerFrame): TrackerResult;
  /** As {@link update} without allocating; see {@link TrackerArraysResult} for who owns what. */
  updateArrays(frame: TrackerArrays): TrackerArraysResult;
  /** Ends every track. Numbering goes on. @returns the reported numbers that end, ascending. */
  reset(): number[];
  /** Tracks held in memory now, unconfirmed ones included. */
  readonly trackCount: number;
}
