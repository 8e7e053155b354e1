import { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { Algorithm, StepContext } from "../core/algorithm.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import { TrackTable } from "../core/track-table.ts";
import { overlap } from "../costs/overlap.ts";
import { AspectHeightMotion } from "../motion/aspect-height-motion.ts";

export interface ByteTrackOptions {
  /** Length of the frame that the published constants are about, ms. Default 1000 / 30. */
  readonly frameMs?: number;
  /** Detections from this score on take part in the first association. Default 0.5. */
  readonly highScore?: number;
  /** Detections from this score on take part in the second. Default 0.1. */
  readonly lowScore?: number;
  /** New tracks need this score. Default 0.7. */
  readonly newTrackScore?: number;
  /** An unseen track lives this long, ms. Default 1000. */
  readonly unseenMsMax?: number;
  /** Largest `1 - IoU x score` of a first association. Default 0.8. */
  readonly costMax?: number;
}

/** Cost limits of the second association and of that of unconfirmed tracks. */
const SECOND_COST_MAX = 0.5;
const UNCONFIRMED_COST_MAX = 0.7;
/** Two tracks that overlap this much are one. */
const DUPLICATE_OVERLAP = 0.85;

/**
 * ByteTrack: high-scoring detections first, then the low-scoring ones for whoever is left.
 *
 * Source: Zhang et al., "ByteTrack: multi-object tracking by associating every detection box"
 * (2022), algorithm 1; constants of the authors' implementation.
 */
export class ByteTrack implements Algorithm {
  readonly name = "bytetrack";
  readonly tracks: TrackTable;
  readonly #motion = new AspectHeightMotion();
  readonly #matcher = new GatedMatcher();
  readonly #frameMs: number;
  readonly #highScore: number;
  readonly #lowScore: number;
  readonly #newTrackScore: number;
  readonly #unseenMsMax: number;
  readonly #costMax: number;
  /** Time of the previous frame: a track seen then is not lost. */
  #previousMs = 0;
  #nowMs = 0;
  #isDuplicate = new Uint8Array(64);

  constructor(options: ByteTrackOptions = {}) {
    this.tracks = new TrackTable({ motion: this.#motion.stride, extra: 0 });
    this.#frameMs = options.frameMs ?? 1000 / 30;
    this.#highScore = options.highScore ?? 0.5;
    this.#lowScore = options.lowScore ?? 0.1;
    this.#newTrackScore = options.newTrackScore ?? 0.7;
    this.#unseenMsMax = options.unseenMsMax ?? 1000;
    this.#costMax = options.costMax ?? 0.8;
  }

  step(detections: DetectionTable, { nowMs, elapsedMs, frameNumber }: StepContext): void {
    this.#previousMs = nowMs - elapsedMs;
    this.#nowMs = nowMs;
    this.#predict(elapsedMs / this.#frameMs);
    this.#associate(detections, "first");
    this.#associate(detections, "second");
    this.#associate(detections, "unconfirmed");
    this.#start(detections, frameNumber === 1);
    this.tracks.removeWhere(detections, this.#isOver);
    this.#removeDuplicates(detections);
  }

  isCredible(): boolean {
    return false;
  }

  #predict(dt: number): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      const at = row * this.#motion.stride;
      this.#motion.predict(tracks.motion.data, at, dt, !this.#isLost(row));
      this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
    }
  }

  #isLost(row: number): boolean {
    return this.tracks.seenMs.data[row]! < this.#previousMs;
  }

  #associate(detections: DetectionTable, stage: "first" | "second" | "unconfirmed"): void {
    const { tracks } = this;
    const matcher = this.#matcher;
    matcher.begin(tracks.count, detections.count);
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row] !== -1) continue;
      if ((tracks.id.data[row] === 0) !== (stage === "unconfirmed")) continue;
      if (stage === "second" && this.#isLost(row)) continue;
      this.#admitAll(detections, row, stage);
    }
    if (matcher.match() === 0) return;
    for (let row = 0; row < tracks.count; row++) {
      const detection = matcher.columnOf[row]!;
      if (detection >= 0) this.#take(row, detections, detection);
    }
  }

  #admitAll(detections: DetectionTable, row: number, stage: string): void {
    const { tracks } = this;
    const isSecond = stage === "second";
    const limit =
      stage === "first" ? this.#costMax : isSecond ? SECOND_COST_MAX : UNCONFIRMED_COST_MAX;
    for (let j = 0; j < detections.count; j++) {
      const score = detections.score[j]!;
      if (score < this.#lowScore) break;
      if (score > this.#highScore === isSecond || detections.track[j]! >= 0) continue;
      if (detections.group[j] !== tracks.group.data[row]) continue;
      const shared = overlap(tracks.box.data, row * 4, detections.box, j * 4);
      if (shared > 0) this.#matcher.admit(row, j, limit - 1 + (isSecond ? shared : shared * score));
    }
  }

  #take(row: number, detections: DetectionTable, detection: number): void {
    const { tracks } = this;
    const at = row * this.#motion.stride;
    this.#motion.correct(tracks.motion.data, at, detections.box, detection * 4);
    this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
    tracks.observe(row, detections, detection, this.#nowMs);
    tracks.show(row);
  }

  #start(detections: DetectionTable, isFirstFrame: boolean): void {
    const { tracks } = this;
    for (let j = 0; j < detections.count; j++) {
      if (detections.score[j]! < this.#newTrackScore) break;
      if (detections.track[j]! >= 0) continue;
      const row = tracks.add(detections, j, this.#nowMs);
      const at = row * this.#motion.stride;
      this.#motion.start(tracks.motion.data, at, detections.box, j * 4);
      this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
      if (isFirstFrame) tracks.show(row);
    }
  }

  readonly #isOver = (row: number): boolean => {
    const { tracks } = this;
    if (tracks.detection.data[row]! >= 0) return false;
    return tracks.id.data[row] === 0 || this.#nowMs - tracks.seenMs.data[row]! > this.#unseenMsMax;
  };

  /** Of a seen and a lost track in the same place, the one with the longer life stays. */
  #removeDuplicates(detections: DetectionTable): void {
    const { tracks } = this;
    if (tracks.count > this.#isDuplicate.length) {
      this.#isDuplicate = new Uint8Array(tracks.count * 2);
    }
    this.#isDuplicate.fill(0, 0, tracks.count);
    for (let lost = 0; lost < tracks.count; lost++) {
      if (tracks.detection.data[lost]! >= 0) continue;
      for (let seen = 0; seen < tracks.count; seen++) {
        if (tracks.detection.data[seen]! < 0 || tracks.id.data[seen] === 0) continue;
        const shared = overlap(tracks.box.data, lost * 4, tracks.box.data, seen * 4);
        if (shared <= DUPLICATE_OVERLAP) continue;
        this.#isDuplicate[this.#lifeMs(seen) > this.#lifeMs(lost) ? lost : seen] = 1;
      }
    }
    tracks.removeWhere(detections, (row) => this.#isDuplicate[row] === 1);
  }

  #lifeMs(row: number): number {
    return this.tracks.seenMs.data[row]! - this.tracks.bornMs.data[row]!;
  }
}
