import { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { Algorithm, StepContext } from "../core/algorithm.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import { TrackTable } from "../core/track-table.ts";
import { overlap } from "../costs/overlap.ts";
import { AreaAspectMotion } from "../motion/area-aspect-motion.ts";
import { directionAgreement, replayGap } from "../motion/observation-centric.ts";
import { HISTORY_STRIDE, boxSince, remember } from "../motion/observation-history.ts";
import { admitOverlaps, predictAll, showStreaks, startAll } from "./sort-steps.ts";

export interface OcSortOptions {
  /** Length of the frame that the published constants are about, ms. Default 1000 / 30. */
  readonly frameMs?: number;
  /** Detections below this score are left out. Default 0.6. */
  readonly scoreMin?: number;
  /** Smallest IoU of a match. Default 0.3. */
  readonly overlapMin?: number;
  /** Detections in a row before a track is reported, except at the start. Default 3. */
  readonly confirmHits?: number;
  /** An unseen track lives this long, ms. Default 1000. */
  readonly unseenMsMax?: number;
  /** Direction is measured over this many frames. Default 3. */
  readonly directionFrames?: number;
  /** Weight of the direction against the IoU. Default 0.2. */
  readonly inertia?: number;
}

/** Columns of `extra`: direction x and y, missed frames, saved motion state, history. */
const DIRECTION_X = 0;
const DIRECTION_Y = 1;
const MISSED = 2;
const SAVED = 3;

/**
 * OC-SORT: SORT that trusts observations more than its filter: re-update after a gap, consistency of
 * direction in the cost, and a second try against the last observation.
 *
 * Source: Cao et al., "Observation-centric SORT: rethinking SORT for robust multi-object tracking"
 * (2023), §4; constants of the authors' implementation.
 */
export class OcSort implements Algorithm {
  readonly name = "ocsort";
  readonly tracks: TrackTable;
  readonly #motion = new AreaAspectMotion();
  readonly #matcher = new GatedMatcher();
  readonly #options: Required<OcSortOptions>;
  readonly #history: number;
  #nowMs = 0;

  constructor(options: OcSortOptions = {}) {
    this.#history = SAVED + this.#motion.stride;
    this.tracks = new TrackTable({
      motion: this.#motion.stride,
      extra: this.#history + HISTORY_STRIDE,
    });
    this.#options = {
      frameMs: options.frameMs ?? 1000 / 30,
      scoreMin: options.scoreMin ?? 0.6,
      overlapMin: options.overlapMin ?? 0.3,
      confirmHits: options.confirmHits ?? 3,
      unseenMsMax: options.unseenMsMax ?? 1000,
      directionFrames: options.directionFrames ?? 3,
      inertia: options.inertia ?? 0.2,
    };
  }

  step(detections: DetectionTable, { nowMs, elapsedMs, frameNumber }: StepContext): void {
    const { frameMs, scoreMin, confirmHits } = this.#options;
    this.#nowMs = nowMs;
    predictAll(this.tracks, this.#motion, elapsedMs / frameMs);
    let candidates = 0;
    while (candidates < detections.count && detections.score[candidates]! > scoreMin) candidates++;
    this.#associateMoving(detections, candidates);
    this.#associateLastSeen(detections, candidates);
    this.#markMissed();
    startAll(this.tracks, this.#motion, detections, { candidates, nowMs }, this.#keep);
    showStreaks(this.tracks, frameNumber <= confirmHits ? 0 : confirmHits);
    this.tracks.removeWhere(detections, this.#isOver);
  }

  isCredible(): boolean {
    return false;
  }

  #associateMoving(detections: DetectionTable, candidates: number): void {
    const { tracks } = this;
    const { overlapMin, inertia } = this.#options;
    this.#matcher.begin(tracks.count, detections.count);
    for (let row = 0; row < tracks.count; row++) {
      for (let j = 0; j < candidates; j++) {
        if (detections.group[j] !== tracks.group.data[row]) continue;
        const shared = overlap(tracks.box.data, row * 4, detections.box, j * 4);
        if (shared < overlapMin) continue;
        const agreement = this.#agreement(row, detections, j) * detections.score[j]!;
        this.#matcher.admit(row, j, shared + inertia * agreement);
      }
    }
    this.#takeMatches(detections);
  }

  /** How well the way to a detection continues the track's direction, -0.5..0.5. */
  #agreement(row: number, detections: DetectionTable, j: number): number {
    const extra = this.tracks.extra.data;
    const at = row * this.tracks.extra.stride;
    const from = this.#pastBox(row);
    return directionAgreement(
      extra[at + DIRECTION_X]!,
      extra[at + DIRECTION_Y]!,
      centre(detections.box, j * 4) - centre(extra, from),
      centre(detections.box, j * 4 + 1) - centre(extra, from + 1),
    );
  }

  #pastBox(row: number): number {
    const { directionFrames, frameMs } = this.#options;
    const sinceMs = this.#nowMs - (directionFrames + 0.5) * frameMs;
    const { data, stride } = this.tracks.extra;
    return boxSince(data, row * stride + this.#history, sinceMs);
  }

  #associateLastSeen(detections: DetectionTable, candidates: number): void {
    const { tracks } = this;
    const { overlapMin } = this.#options;
    const boxes = tracks.observed.data;
    admitOverlaps(this.#matcher, tracks, detections, { boxes, candidates, overlapMin });
    this.#takeMatches(detections);
  }

  #markMissed(): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! >= 0) continue;
      tracks.streak.data[row] = 0;
      const missed = row * tracks.extra.stride + MISSED;
      tracks.extra.data[missed] = tracks.extra.data[missed]! + 1;
    }
  }

  #takeMatches(detections: DetectionTable): void {
    this.#matcher.match();
    for (let row = 0; row < this.tracks.count; row++) {
      const detection = this.#matcher.columnOf[row]!;
      if (detection >= 0) this.#take(row, detections, detection);
    }
  }

  #take(row: number, detections: DetectionTable, detection: number): void {
    const { tracks } = this;
    const { data: extra, stride } = tracks.extra;
    const own = row * stride;
    const at = row * this.#motion.stride;
    const from = this.#pastBox(row);
    extra[own + DIRECTION_X] = centre(detections.box, detection * 4) - centre(extra, from);
    extra[own + DIRECTION_Y] = centre(detections.box, detection * 4 + 1) - centre(extra, from + 1);
    const missed = extra[own + MISSED]!;
    if (missed > 0) {
      replayGap(this.#motion, tracks.motion.data, at, {
        saved: extra,
        savedAt: own + SAVED,
        from: tracks.observed.data,
        fromAt: row * 4,
        to: detections.box,
        toAt: detection * 4,
        steps: missed + 1,
        dt: (this.#nowMs - tracks.seenMs.data[row]!) / this.#options.frameMs,
      });
    } else this.#motion.correct(tracks.motion.data, at, detections.box, detection * 4);
    tracks.observe(row, detections, detection, this.#nowMs);
    this.#keep(row);
  }

  /** Notes the observation and the state after it. */
  readonly #keep = (row: number): void => {
    const { tracks } = this;
    const { data: extra, stride } = tracks.extra;
    const own = row * stride;
    extra[own + MISSED] = 0;
    for (let k = 0; k < this.#motion.stride; k++) {
      extra[own + SAVED + k] = tracks.motion.data[row * this.#motion.stride + k]!;
    }
    remember(extra, own + this.#history, this.#nowMs, tracks.observed.data, row * 4);
    for (let k = row * 4; k < row * 4 + 4; k++) tracks.box.data[k] = tracks.observed.data[k]!;
  };

  readonly #isOver = (row: number): boolean =>
    this.#nowMs - this.tracks.seenMs.data[row]! > this.#options.unseenMsMax;
}

/** Centre along x when `at` is the offset of x1, along y when it is that of y1. */
function centre(box: Float64Array, at: number): number {
  return (box[at]! + box[at + 2]!) / 2;
}
