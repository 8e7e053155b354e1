import type { LiveBox, TrackFrame } from "../../app/track-feed.ts";

/** A box as it stands at one moment of the video. */
export interface TimedBox {
  readonly box: LiveBox;
  /** `[x1, y1, x2, y2]` in pixels of the original frame, moved to the moment asked for. */
  readonly box_px: LiveBox["box_px"];
  /** 1 while the detector has just confirmed it, falling to 0 while it waits for news. */
  readonly opacity: number;
}

/** A box may be carried on along its own motion this long past its last detection. */
const CARRY_ON_MS = 400;
/** A box disappears this long after its last detection. */
const FORGET_MS = 1500;

/**
 * Boxes at `captureTimeMs`, the capture time of the picture on screen. Between two detections a box
 * moves in a straight line; past the newest it is carried on shortly, then it fades.
 *
 * @param frames of one camera, oldest first
 */
export function boxesAt(frames: readonly TrackFrame[], captureTimeMs: number): TimedBox[] {
  const next = frames.findIndex((frame) => frame.capture_time_ms > captureTimeMs);
  const before = next === -1 ? frames.length - 1 : next - 1;
  const current = frames[before];
  if (current === undefined) return [];
  const following = frames[before + 1];
  if (following !== undefined) return between(current, following, captureTimeMs);
  return pastNewest(frames[before - 1], current, captureTimeMs);
}

function between(current: TrackFrame, following: TrackFrame, timeMs: number): TimedBox[] {
  const spanMs = following.capture_time_ms - current.capture_time_ms;
  if (timeMs - current.capture_time_ms > FORGET_MS) return [];
  const share = (timeMs - current.capture_time_ms) / spanMs;
  return current.boxes.map((box) => {
    const later = following.boxes.find((other) => other.track_id === box.track_id);
    if (later === undefined) return { box, box_px: box.box_px, opacity: 1 - share };
    return { box, box_px: moved(box.box_px, later.box_px, share), opacity: 1 };
  });
}

function pastNewest(
  previous: TrackFrame | undefined,
  current: TrackFrame,
  timeMs: number,
): TimedBox[] {
  const ageMs = timeMs - current.capture_time_ms;
  if (ageMs > FORGET_MS) return [];
  const opacity = ageMs <= CARRY_ON_MS ? 1 : 1 - (ageMs - CARRY_ON_MS) / (FORGET_MS - CARRY_ON_MS);
  const spanMs = previous === undefined ? 0 : current.capture_time_ms - previous.capture_time_ms;
  const share = spanMs > 0 ? Math.min(ageMs, CARRY_ON_MS) / spanMs : 0;
  return current.boxes.map((box) => {
    const earlier = previous?.boxes.find((other) => other.track_id === box.track_id);
    if (earlier === undefined) return { box, box_px: box.box_px, opacity };
    return { box, box_px: moved(earlier.box_px, box.box_px, 1 + share), opacity };
  });
}

function moved(from: LiveBox["box_px"], to: LiveBox["box_px"], share: number): LiveBox["box_px"] {
  const at = (edge: 0 | 1 | 2 | 3) => from[edge] + (to[edge] - from[edge]) * share;
  return [at(0), at(1), at(2), at(3)];
}
