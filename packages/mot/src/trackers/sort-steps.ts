import type { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import type { TrackTable } from "../core/track-table.ts";
import { overlap } from "../costs/overlap.ts";
import type { AreaAspectMotion } from "../motion/area-aspect-motion.ts";

/** The steps that SORT and its descendants have in common (Bewley et al. 2016, §3). */

/** Moves every track ahead by `dt` frames. */
export function predictAll(tracks: TrackTable, motion: AreaAspectMotion, dt: number): void {
  for (let row = 0; row < tracks.count; row++) {
    const at = row * motion.stride;
    motion.predict(tracks.motion.data, at, dt);
    motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
  }
}

export interface OverlapRound {
  /** Boxes of the tracks: predicted or last observed, four numbers per row. */
  readonly boxes: Float64Array;
  /** Only the first detections, those with the best scores, take part. */
  readonly candidates: number;
  readonly overlapMin: number;
}

/** Admits every free pair of one group whose boxes overlap enough. */
export function admitOverlaps(
  matcher: GatedMatcher,
  tracks: TrackTable,
  detections: DetectionTable,
  { boxes, candidates, overlapMin }: OverlapRound,
): void {
  matcher.begin(tracks.count, detections.count);
  for (let row = 0; row < tracks.count; row++) {
    if (tracks.detection.data[row]! >= 0) continue;
    for (let j = 0; j < candidates; j++) {
      if (detections.track[j]! >= 0 || detections.group[j] !== tracks.group.data[row]) continue;
      const shared = overlap(boxes, row * 4, detections.box, j * 4);
      if (shared >= overlapMin) matcher.admit(row, j, shared);
    }
  }
}

/** Starts a track for every candidate that has none; `settle` is told its row. */
export function startAll(
  tracks: TrackTable,
  motion: AreaAspectMotion,
  detections: DetectionTable,
  { candidates, nowMs }: { readonly candidates: number; readonly nowMs: number },
  settle: (row: number) => void,
): void {
  for (let j = 0; j < candidates; j++) {
    if (detections.track[j]! >= 0) continue;
    const row = tracks.add(detections, j, nowMs);
    motion.start(tracks.motion.data, row * motion.stride, detections.box, j * 4);
    settle(row);
  }
}

/** Reports the tracks seen in this frame that have been seen often enough in a row. */
export function showStreaks(tracks: TrackTable, confirmHits: number): void {
  for (let row = 0; row < tracks.count; row++) {
    if (tracks.detection.data[row]! < 0) continue;
    if (tracks.streak.data[row]! >= confirmHits) tracks.show(row);
  }
}
