import type { Tracker } from "../tracker.ts";
import { groupByFrame } from "./mot-file.ts";
import type { MotRow } from "./mot-file.ts";

export interface RunOptions {
  /** Frames per second of the recording: frame f is at (f - 1) / fps. */
  readonly fps: number;
  /** Frames of the sequence, where the last ones have no detections. */
  readonly frames?: number;
  /** Also writes predicted places that the tracker itself calls credible. Default true. */
  readonly withCoasting?: boolean;
}

/** Runs a tracker over detections, one frame after the other, and writes down what it says. */
export function runTracker(
  tracker: Tracker,
  detections: readonly MotRow[],
  options: RunOptions,
): MotRow[] {
  const rows: MotRow[] = [];
  groupByFrame(detections, options.frames).forEach((frameRows, index) => {
    const { tracks, coasting } = tracker.update({
      timeMs: (index * 1000) / options.fps,
      boxes: frameRows.map((row) => ({
        box: row.box,
        score: row.confidence,
        classId: row.classId,
      })),
    });
    const add = (id: number, box: MotRow["box"], confidence: number): void => {
      rows.push({ frame: index + 1, id, box, confidence, classId: -1, visibility: -1 });
    };
    tracks.forEach(({ trackId, box }, i) => {
      if (trackId !== null) add(trackId, box, frameRows[i]!.confidence);
    });
    if (options.withCoasting === false) return;
    for (const { trackId, box, isCredible } of coasting) if (isCredible) add(trackId, box, 0);
  });
  return rows;
}
