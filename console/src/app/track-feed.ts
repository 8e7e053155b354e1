import type { Point } from "./api.ts";

/** One box of one camera frame, as the live feed sends it. */
export interface LiveBox {
  readonly track_id: string;
  /** Null while nobody is sure whose track it is. */
  readonly subject_id: string | null;
  readonly global_id: string | null;
  readonly object_class: string;
  readonly score: number;
  /** `[x1, y1, x2, y2]` in pixels of the original frame. */
  readonly box_px: readonly [number, number, number, number];
  /** Where this camera sees it: metres on the floor's plan, y up. */
  readonly position_m: Point | null;
  /** Where its subject is, from every camera that sees it. */
  readonly subject_position_m: Point | null;
  readonly zone_ids: readonly string[];
}

/** All boxes of one camera at one capture time. */
export interface TrackFrame {
  readonly camera_id: string;
  readonly camera_code: string;
  readonly floor_id: string | null;
  readonly capture_time_ms: number;
  readonly size_px: readonly [number, number] | null;
  readonly boxes: readonly LiveBox[];
  readonly ended_track_ids: readonly string[];
}

type Listener = (frame: TrackFrame) => void;

/** About half a minute at the usual detector rate, more than any video lags behind. */
const FRAMES_PER_CAMERA_MAX = 90;
const CAMERAS_MAX = 256;

/** The newest track frames of every camera, kept outside React because they change all the time. */
export class TrackFeed {
  readonly #frames = new Map<string, TrackFrame[]>();
  readonly #listeners = new Set<Listener>();

  /** Frames of one camera, oldest first. Owned by the feed: read it, do not keep it. */
  framesOf(cameraId: string): readonly TrackFrame[] {
    return this.#frames.get(cameraId) ?? [];
  }

  push(frame: TrackFrame): void {
    const frames = this.#frames.get(frame.camera_id) ?? this.#open(frame.camera_id);
    const newest = frames.at(-1);
    // A resumed feed repeats nothing, but a restarted source may step back in time.
    if (newest !== undefined && frame.capture_time_ms < newest.capture_time_ms) frames.length = 0;
    frames.push(frame);
    if (frames.length > FRAMES_PER_CAMERA_MAX) frames.shift();
    for (const listener of this.#listeners) listener(frame);
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #open(cameraId: string): TrackFrame[] {
    if (this.#frames.size >= CAMERAS_MAX) {
      const oldest = this.#frames.keys().next().value;
      if (oldest !== undefined) this.#frames.delete(oldest);
    }
    const frames: TrackFrame[] = [];
    this.#frames.set(cameraId, frames);
    return frames;
  }
}

/** The feed of this page. */
export const trackFeed = new TrackFeed();
