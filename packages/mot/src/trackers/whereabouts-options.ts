/** Settings of our own tracker. All lengths of time are in ms, whatever the frame rate. */
export interface WhereaboutsOptions {
  /** Detections from this score on take part in the first association. Default 0.6. */
  readonly highScore?: number;
  /** Detections from this score on may continue a track, never start one. Default 0.1. */
  readonly lowScore?: number;
  /** New tracks need this score. Default 0.7. */
  readonly newTrackScore?: number;
  /** Detections before a track is reported; at the very start one is enough. Default 2. */
  readonly confirmHits?: number;
  /** An unseen track lives this long, ms. Default 2500. */
  readonly unseenMsMax?: number;
  /** A hidden track's predicted place is credible for this long, ms. Default 1000; 0 for never. */
  readonly coastMsMax?: number;
  /** Weight of the appearance against the overlap, where detections carry one. Default 0.4. */
  readonly appearanceWeight?: number;
}

/** Every setting with its default. */
export function withDefaults(options: WhereaboutsOptions): Required<WhereaboutsOptions> {
  return {
    highScore: options.highScore ?? 0.6,
    lowScore: options.lowScore ?? 0.1,
    newTrackScore: options.newTrackScore ?? 0.7,
    confirmHits: options.confirmHits ?? 2,
    unseenMsMax: options.unseenMsMax ?? 2500,
    coastMsMax: options.coastMsMax ?? 1000,
    appearanceWeight: options.appearanceWeight ?? 0.4,
  };
}
