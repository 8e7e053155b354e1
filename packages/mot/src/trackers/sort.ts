import { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { Algorithm, StepContext } from "../core/algorithm.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import { TrackTable } from "../core/track-table.ts";
import { AreaAspectMotion } from "../motion/area-aspect-motion.ts";
import { admitOverlaps, predictAll, showStreaks, startAll } from "./sort-steps.ts";

export interface SortOptions {
  /** Length of the frame that the published constants are about, ms. Default 1000 / 30. */
  readonly frameMs?: number;
  /** Detections below this score are left out. Default 0.25. */
  readonly scoreMin?: number;
  /** Smallest IoU of a match. Default 0.3. */
  readonly overlapMin?: number;
  /** Detections in a row before a track is reported, except at the start. Default 3. */
  readonly confirmHits?: number;
  /** An unseen track lives this long, ms. Default one frame and a half. */
  readonly unseenMsMax?: number;
}

/**
 * SORT: Kalman prediction and one IoU assignment.
 *
 * Source: Bewley et al., "Simple online and realtime tracking" (2016), §3.
 */
export class Sort implements Algorithm {
  readonly name = "sort";
  readonly tracks: TrackTable;
  readonly #motion = new AreaAspectMotion();
  readonly #matcher = new GatedMatcher();
  readonly #options: Required<SortOptions>;
  #nowMs = 0;

  constructor(options: SortOptions = {}) {
    this.tracks = new TrackTable({ motion: this.#motion.stride, extra: 0 });
    this.#options = {
      frameMs: options.frameMs ?? 1000 / 30,
      scoreMin: options.scoreMin ?? 0.25,
      overlapMin: options.overlapMin ?? 0.3,
      confirmHits: options.confirmHits ?? 3,
      unseenMsMax: options.unseenMsMax ?? 1.5 * (options.frameMs ?? 1000 / 30),
    };
  }

  step(detections: DetectionTable, { nowMs, elapsedMs, frameNumber }: StepContext): void {
    const { frameMs, scoreMin, confirmHits } = this.#options;
    this.#nowMs = nowMs;
    predictAll(this.tracks, this.#motion, elapsedMs / frameMs);
    let candidates = 0;
    while (candidates < detections.count && detections.score[candidates]! >= scoreMin) candidates++;
    this.#associate(detections, candidates);
    startAll(this.tracks, this.#motion, detections, { candidates, nowMs }, this.#settle);
    showStreaks(this.tracks, frameNumber <= confirmHits ? 0 : confirmHits);
    this.tracks.removeWhere(detections, this.#isOver);
  }

  isCredible(): boolean {
    return false;
  }

  #associate(detections: DetectionTable, candidates: number): void {
    const { tracks } = this;
    const { overlapMin } = this.#options;
    const boxes = tracks.box.data;
    admitOverlaps(this.#matcher, tracks, detections, { boxes, candidates, overlapMin });
    this.#matcher.match();
    for (let row = 0; row < tracks.count; row++) {
      const detection = this.#matcher.columnOf[row]!;
      if (detection < 0) {
        tracks.streak.data[row] = 0;
        continue;
      }
      const at = row * this.#motion.stride;
      this.#motion.correct(tracks.motion.data, at, detections.box, detection * 4);
      this.#settle(row);
      tracks.observe(row, detections, detection, this.#nowMs);
    }
  }

  readonly #settle = (row: number): void => {
    const { box, motion } = this.tracks;
    this.#motion.writeBox(motion.data, row * this.#motion.stride, box.data, row * 4);
  };

  readonly #isOver = (row: number): boolean =>
    this.#nowMs - this.tracks.seenMs.data[row]! > this.#options.unseenMsMax;
}
