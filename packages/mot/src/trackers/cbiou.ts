import { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { Algorithm, StepContext } from "../core/algorithm.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import { TrackTable } from "../core/track-table.ts";
import { bufferedOverlap } from "../costs/overlap.ts";
import {
  HISTORY_STRIDE,
  boxSince,
  latestTimeMs,
  remember,
  timeOf,
} from "../motion/observation-history.ts";

export interface CBiouOptions {
  /** Length of the frame that the published constants are about, ms. Default 1000 / 30. */
  readonly frameMs?: number;
  /** Detections below this score are left out. Default 0.6. */
  readonly scoreMin?: number;
  /** Growth of the boxes in the first and second round, share per side. Default 0.3 and 0.5. */
  readonly buffers?: readonly [number, number];
  /** Smallest buffered IoU of a match. Default 0.3. */
  readonly overlapMin?: number;
  /** Motion is averaged over this many frames. Default 5. */
  readonly motionFrames?: number;
  /** Detections before a track is reported, except at the start. Default 3. */
  readonly confirmHits?: number;
  /** An unseen track lives this long, ms. Default 1000. */
  readonly unseenMsMax?: number;
}

/**
 * C-BIoU: no filter, only the mean motion of the last frames, and a cascade of two associations with
 * boxes grown a little and then more.
 *
 * Source: Yang et al., "Hard to track objects with irregular motions and similar appearances? Make
 * it easier by buffering the matching space" (2023), §3; growths as found best there. Authors'
 * implementation is not public, so the remaining constants are SORT's and OC-SORT's.
 */
export class CBiou implements Algorithm {
  readonly name = "cbiou";
  readonly tracks = new TrackTable({ motion: 0, extra: HISTORY_STRIDE });
  readonly #matcher = new GatedMatcher();
  readonly #options: Required<CBiouOptions>;
  #nowMs = 0;

  constructor(options: CBiouOptions = {}) {
    this.#options = {
      frameMs: options.frameMs ?? 1000 / 30,
      scoreMin: options.scoreMin ?? 0.6,
      buffers: options.buffers ?? [0.3, 0.5],
      overlapMin: options.overlapMin ?? 0.3,
      motionFrames: options.motionFrames ?? 5,
      confirmHits: options.confirmHits ?? 3,
      unseenMsMax: options.unseenMsMax ?? 1000,
    };
  }

  step(detections: DetectionTable, { nowMs, frameNumber }: StepContext): void {
    this.#nowMs = nowMs;
    for (let row = 0; row < this.tracks.count; row++) this.#predict(row);
    for (const buffer of this.#options.buffers) this.#associate(detections, buffer);
    this.#start(detections);
    this.#show(frameNumber <= this.#options.confirmHits);
    this.tracks.removeWhere(detections, this.#isOver);
  }

  isCredible(): boolean {
    return false;
  }

  /** Last box plus the mean motion of the latest frames times the time since (equation 2). */
  #predict(row: number): void {
    const { box, observed, extra } = this.tracks;
    const at = row * HISTORY_STRIDE;
    const latestMs = latestTimeMs(extra.data, at);
    const { motionFrames, frameMs } = this.#options;
    const past = boxSince(extra.data, at, latestMs - (motionFrames - 0.5) * frameMs);
    const spanMs = latestMs - timeOf(extra.data, past);
    const share = spanMs > 0 ? (this.#nowMs - latestMs) / spanMs : 0;
    for (let k = 0; k < 4; k++) {
      const last = observed.data[row * 4 + k]!;
      box.data[row * 4 + k] = last + (last - extra.data[past + k]!) * share;
    }
    keepOrder(box.data, row * 4);
  }

  #associate(detections: DetectionTable, buffer: number): void {
    const { tracks } = this;
    const { scoreMin, overlapMin } = this.#options;
    this.#matcher.begin(tracks.count, detections.count);
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! >= 0) continue;
      for (let j = 0; j < detections.count && detections.score[j]! >= scoreMin; j++) {
        if (detections.track[j]! >= 0 || detections.group[j] !== tracks.group.data[row]) continue;
        const shared = bufferedOverlap(tracks.box.data, row * 4, detections.box, j * 4, buffer);
        if (shared >= overlapMin) this.#matcher.admit(row, j, shared);
      }
    }
    this.#matcher.match();
    for (let row = 0; row < tracks.count; row++) {
      const detection = this.#matcher.columnOf[row]!;
      if (detection < 0) continue;
      tracks.observe(row, detections, detection, this.#nowMs);
      this.#keep(row);
    }
  }

  #keep(row: number): void {
    const { box, observed, extra } = this.tracks;
    remember(extra.data, row * HISTORY_STRIDE, this.#nowMs, observed.data, row * 4);
    for (let k = row * 4; k < row * 4 + 4; k++) box.data[k] = observed.data[k]!;
  }

  #start(detections: DetectionTable): void {
    for (let j = 0; j < detections.count; j++) {
      if (detections.score[j]! < this.#options.scoreMin) break;
      if (detections.track[j]! < 0) this.#keep(this.tracks.add(detections, j, this.#nowMs));
    }
  }

  #show(isStart: boolean): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! < 0) tracks.streak.data[row] = 0;
      else if (
        isStart ||
        tracks.id.data[row] !== 0 ||
        tracks.streak.data[row]! >= this.#options.confirmHits
      ) {
        tracks.show(row);
      }
    }
  }

  readonly #isOver = (row: number): boolean =>
    this.#nowMs - this.tracks.seenMs.data[row]! > this.#options.unseenMsMax;
}

/** A long extrapolation may turn a shrinking box inside out: it stays a box around its centre. */
function keepOrder(box: Float64Array, at: number): void {
  for (let k = at; k < at + 2; k++) {
    if (box[k + 2]! > box[k]!) continue;
    const middle = (box[k]! + box[k + 2]!) / 2;
    box[k] = middle - 0.5;
    box[k + 2] = middle + 0.5;
  }
}
