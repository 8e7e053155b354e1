import { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { Algorithm, StepContext } from "../core/algorithm.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import { TrackTable } from "../core/track-table.ts";
import { overlap } from "../costs/overlap.ts";
import { AreaAspectMotion } from "../motion/area-aspect-motion.ts";

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
    this.#nowMs = nowMs;
    this.#predict(elapsedMs / this.#options.frameMs);
    this.#associate(detections);
    this.#start(detections);
    this.#show(frameNumber <= this.#options.confirmHits);
    this.tracks.removeWhere(detections, this.#isOver);
  }

  isCredible(): boolean {
    return false;
  }

  #predict(dt: number): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      const at = row * this.#motion.stride;
      this.#motion.predict(tracks.motion.data, at, dt);
      this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
    }
  }

  #associate(detections: DetectionTable): void {
    const { tracks } = this;
    const { scoreMin, overlapMin } = this.#options;
    this.#matcher.begin(tracks.count, detections.count);
    for (let row = 0; row < tracks.count; row++) {
      for (let j = 0; j < detections.count && detections.score[j]! >= scoreMin; j++) {
        if (detections.group[j] !== tracks.group.data[row]) continue;
        const shared = overlap(tracks.box.data, row * 4, detections.box, j * 4);
        if (shared >= overlapMin) this.#matcher.admit(row, j, shared);
      }
    }
    this.#matcher.match();
    for (let row = 0; row < tracks.count; row++) {
      const detection = this.#matcher.columnOf[row]!;
      if (detection < 0) {
        tracks.streak.data[row] = 0;
        continue;
      }
      const at = row * this.#motion.stride;
      this.#motion.correct(tracks.motion.data, at, detections.box, detection * 4);
      this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
      tracks.observe(row, detections, detection, this.#nowMs);
    }
  }

  #start(detections: DetectionTable): void {
    const { tracks } = this;
    for (let j = 0; j < detections.count; j++) {
      if (detections.score[j]! < this.#options.scoreMin) break;
      if (detections.track[j]! >= 0) continue;
      const row = tracks.add(detections, j, this.#nowMs);
      const at = row * this.#motion.stride;
      this.#motion.start(tracks.motion.data, at, detections.box, j * 4);
      this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
    }
  }

  #show(isStart: boolean): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! < 0) continue;
      if (isStart || tracks.streak.data[row]! >= this.#options.confirmHits) tracks.show(row);
    }
  }

  readonly #isOver = (row: number): boolean =>
    this.#nowMs - this.tracks.seenMs.data[row]! > this.#options.unseenMsMax;
}
