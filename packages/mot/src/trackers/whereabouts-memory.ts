import type { DetectionTable } from "../core/detection-table.ts";
import type { TrackTable } from "../core/track-table.ts";
import type { CameraMotion } from "../tracker.ts";
import { moveBox, moveHistory, moveState, moveVector, zoomOf } from "../motion/camera-motion.ts";
import { directionAgreement } from "../motion/observation-centric.ts";
import { HISTORY_STRIDE, boxSince, remember } from "../motion/observation-history.ts";

/** Columns of `extra`; the saved motion state and the history follow them. */
const DIRECTION_X = 0;
const DIRECTION_Y = 1;
const MISSED = 2;
const SURPRISE = 3;
const SAVED = 4;

/** Direction is measured over this time, ms. */
const DIRECTION_MS = 500;
const SURPRISE_SHARE_MIN = 0.1;

/** What our own tracker remembers per track beside its motion, kept in the table's `extra`. */
export class WhereaboutsMemory {
  readonly stride: number;
  readonly #motionStride: number;
  readonly #history: number;

  constructor(motionStride: number) {
    this.#motionStride = motionStride;
    this.#history = SAVED + motionStride;
    this.stride = this.#history + HISTORY_STRIDE;
  }

  /** Frames without a detection since the last one. */
  missed(tracks: TrackTable, row: number): number {
    return tracks.extra.data[row * this.stride + MISSED]!;
  }

  miss(tracks: TrackTable, row: number): void {
    const at = row * this.stride + MISSED;
    tracks.extra.data[at] = tracks.extra.data[at]! + 1;
  }

  /** Offset in `extra` of the motion state as it was after the last observation. */
  savedAt(row: number): number {
    return row * this.stride + SAVED;
  }

  /** Root mean square of how far detections fell from the prediction, share of the box. */
  surprise(tracks: TrackTable, row: number): number {
    return Math.sqrt(tracks.extra.data[row * this.stride + SURPRISE]!);
  }

  /** How well the way to a detection continues the track's direction, -0.5..0.5. */
  agreement(
    tracks: TrackTable,
    row: number,
    detections: DetectionTable,
    j: number,
    nowMs: number,
  ): number {
    const extra = tracks.extra.data;
    const own = row * this.stride;
    const from = boxSince(extra, own + this.#history, nowMs - DIRECTION_MS);
    const dx = centre(detections.box, j * 4) - centre(extra, from);
    const dy = centre(detections.box, j * 4 + 1) - centre(extra, from + 1);
    return directionAgreement(extra[own + DIRECTION_X]!, extra[own + DIRECTION_Y]!, dx, dy);
  }

  /** Notes, before the motion is corrected, what a detection says about direction and surprise. */
  beforeTake(
    tracks: TrackTable,
    row: number,
    detections: DetectionTable,
    j: number,
    nowMs: number,
  ): void {
    const extra = tracks.extra.data;
    const own = row * this.stride;
    const from = boxSince(extra, own + this.#history, nowMs - DIRECTION_MS);
    extra[own + DIRECTION_X] = centre(detections.box, j * 4) - centre(extra, from);
    extra[own + DIRECTION_Y] = centre(detections.box, j * 4 + 1) - centre(extra, from + 1);
    const error = squaredError(tracks.box.data, row * 4, detections.box, j * 4);
    const perFrame = Math.min(1, error / (extra[own + MISSED]! + 1));
    const share = Math.max(1 / tracks.hits.data[row]!, SURPRISE_SHARE_MIN);
    extra[own + SURPRISE] = extra[own + SURPRISE]! + (perFrame - extra[own + SURPRISE]!) * share;
  }

  /** Notes the observation that `tracks.observe` has just taken and the motion state after it. */
  afterTake(tracks: TrackTable, row: number, nowMs: number): void {
    const extra = tracks.extra.data;
    const own = row * this.stride;
    extra[own + MISSED] = 0;
    for (let k = 0; k < this.#motionStride; k++) {
      extra[own + SAVED + k] = tracks.motion.data[row * this.#motionStride + k]!;
    }
    remember(extra, own + this.#history, nowMs, tracks.observed.data, row * 4);
  }

  /** Carries all tracks over a movement of the camera. */
  moveAll(tracks: TrackTable, motion: CameraMotion): void {
    const zoom = zoomOf(motion);
    for (let row = 0; row < tracks.count; row++) {
      const own = row * this.stride;
      moveState(motion, zoom, tracks.motion.data, row * this.#motionStride);
      moveState(motion, zoom, tracks.extra.data, own + SAVED);
      moveVector(motion, tracks.extra.data, own + DIRECTION_X, 1);
      moveHistory(motion, zoom, tracks.extra.data, own + this.#history);
      moveBox(motion, zoom, tracks.observed.data, row * 4);
    }
  }
}

/** Centre along x when `at` is the offset of x1, along y when it is that of y1. */
function centre(box: Float64Array, at: number): number {
  return (box[at]! + box[at + 2]!) / 2;
}

/** Squared distance of place and, at a quarter, of size, in shares of the predicted box. */
function squaredError(predicted: Float64Array, i: number, seen: Float64Array, j: number): number {
  const width = predicted[i + 2]! - predicted[i]!;
  const height = predicted[i + 3]! - predicted[i + 1]!;
  const x = (centre(seen, j) - centre(predicted, i)) / width;
  const y = (centre(seen, j + 1) - centre(predicted, i + 1)) / height;
  const w = (seen[j + 2]! - seen[j]!) / width - 1;
  const h = (seen[j + 3]! - seen[j + 1]!) / height - 1;
  return x * x + y * y + (w * w + h * h) / 4;
}
