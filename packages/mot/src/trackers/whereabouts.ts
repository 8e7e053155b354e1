import { GatedMatcher } from "../assignment/gated-matcher.ts";
import type { Algorithm, StepContext } from "../core/algorithm.ts";
import type { DetectionTable } from "../core/detection-table.ts";
import { TrackTable } from "../core/track-table.ts";
import { appearanceSimilarity, updateAppearance } from "../costs/appearance.ts";
import { coveredShare } from "../costs/occlusion.ts";
import { bufferedOverlap, overlap } from "../costs/overlap.ts";
import { CentreSizeMotion } from "../motion/centre-size-motion.ts";
import { replayGap } from "../motion/observation-centric.ts";
import { WhereaboutsMemory } from "./whereabouts-memory.ts";
import { withDefaults } from "./whereabouts-options.ts";
import type { WhereaboutsOptions } from "./whereabouts-options.ts";

/** Length of the frame that the published noise weights are about. */
const NOISE_FRAME_MS = 1000 / 30;

/** The rounds of association, in order. */
const SURE = 0;
const WEAK = 1;
const NEARBY = 2;
const UNCONFIRMED = 3;
const ROUNDS = [SURE, WEAK, NEARBY, UNCONFIRMED] as const;
type Round = (typeof ROUNDS)[number];
/** Smallest overlap of a match in each round. */
const OVERLAP_MIN = [0.2, 0.5, 0.2, 0.2] as const;

/** A last look is taken with boxes grown by this share on each side. */
const NEARBY_BUFFER = 0.1;
/**
 * While its speed is unknown, a thing may be this much further off per second since the previous
 * frame, share of its box on each side; every sight makes the speed surer. At 30 frames a second
 * this is next to nothing; at 2 a walker's second box would otherwise begin a second track.
 */
const REACH_PER_S = 1;
const REACH_MAX = 0.5;
/** Weight of the direction in the gain. */
const INERTIA = 0.1;
/** Appearance that is neither for nor against a match. */
const APPEARANCE_NEUTRAL = 0.5;

/** Detections before a track's prediction is believed. */
const COAST_HITS = 5;
/** A gap this short is the detector's, not the thing's: one frame at 5 a second, with jitter. */
const COAST_UNCOVERED_MS = 250;
const COAST_COVERED_SHARE = 0.1;
/** Tracks whose detections fell further from the prediction than this are not predictable. */
const COAST_SURPRISE_MAX = 0.15;

/**
 * Our own tracker. Sure detections are linked first, then weak ones to tracks seen a moment ago,
 * then what is left to the neighbourhood of where a track should be or was last seen. The cost joins
 * overlap, height, score, direction and appearance; a returning track's filter is replayed over the
 * gap; a track hidden behind another one goes on as a credible prediction.
 *
 * Sources: two rounds from ByteTrack (Zhang et al. 2022), re-update and direction from OC-SORT (Cao
 * et al. 2023), grown boxes from C-BIoU (Yang et al. 2023), height in the cost after Hybrid-SORT
 * (Yang et al. 2024, §3.3). The constants are round numbers that hold up with frames dropped to
 * 2 per second, time reversed, detections thinned by 30 % and boxes shaken by 6 %.
 */
export class Whereabouts implements Algorithm {
  readonly name = "whereabouts";
  readonly tracks: TrackTable;
  readonly #motion = new CentreSizeMotion();
  readonly #memory = new WhereaboutsMemory(this.#motion.stride);
  readonly #matcher = new GatedMatcher();
  readonly #options: Required<WhereaboutsOptions>;
  /** Smallest box that held every detection so far: beyond it is out of the picture. */
  readonly #view = new Float64Array([Infinity, Infinity, -Infinity, -Infinity]);
  #nowMs = 0;
  #previousMs = 0;

  constructor(options: WhereaboutsOptions = {}) {
    this.#options = withDefaults(options);
    this.tracks = new TrackTable({ motion: this.#motion.stride, extra: this.#memory.stride });
  }

  step(detections: DetectionTable, context: StepContext): void {
    this.#nowMs = context.nowMs;
    this.#previousMs = context.nowMs - context.elapsedMs;
    if (context.cameraMotion !== null) this.#memory.moveAll(this.tracks, context.cameraMotion);
    this.#widenView(detections);
    this.#predict(context.elapsedMs / NOISE_FRAME_MS);
    for (const round of ROUNDS) this.#associate(detections, round);
    this.#markMissed();
    this.#start(detections);
    this.#show(context.frameNumber === 1);
    this.tracks.removeWhere(detections, this.#isOver);
  }

  isCredible(row: number, nowMs: number): boolean {
    const { tracks } = this;
    const unseenMs = nowMs - tracks.seenMs.data[row]!;
    if (unseenMs > this.#options.coastMsMax || tracks.hits.data[row]! < COAST_HITS) return false;
    if (this.#memory.surprise(tracks, row) > COAST_SURPRISE_MAX || !this.#isInView(row))
      return false;
    return unseenMs <= COAST_UNCOVERED_MS || coveredShare(tracks, row) >= COAST_COVERED_SHARE;
  }

  #isInView(row: number): boolean {
    const box = this.tracks.box.data;
    const x = (box[row * 4]! + box[row * 4 + 2]!) / 2;
    const y = (box[row * 4 + 1]! + box[row * 4 + 3]!) / 2;
    const view = this.#view;
    return x >= view[0]! && x <= view[2]! && y >= view[1]! && y <= view[3]!;
  }

  #widenView(detections: DetectionTable): void {
    const view = this.#view;
    for (let j = 0; j < detections.count; j++) {
      view[0] = Math.min(view[0]!, detections.box[j * 4]!);
      view[1] = Math.min(view[1]!, detections.box[j * 4 + 1]!);
      view[2] = Math.max(view[2]!, detections.box[j * 4 + 2]!);
      view[3] = Math.max(view[3]!, detections.box[j * 4 + 3]!);
    }
  }

  #predict(dt: number): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      const at = row * this.#motion.stride;
      this.#motion.predict(tracks.motion.data, at, dt, this.#memory.missed(tracks, row) === 0);
      this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
    }
  }

  #associate(detections: DetectionTable, round: Round): void {
    const { tracks } = this;
    this.#matcher.begin(tracks.count, detections.count);
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! >= 0) continue;
      if ((tracks.id.data[row] === 0) !== (round === UNCONFIRMED)) continue;
      if (round === WEAK && tracks.seenMs.data[row]! < this.#previousMs) continue;
      this.#admitAll(row, detections, round);
    }
    if (this.#matcher.match() === 0) return;
    for (let row = 0; row < tracks.count; row++) {
      const detection = this.#matcher.columnOf[row]!;
      if (detection >= 0) this.#take(row, detections, detection);
    }
  }

  #admitAll(row: number, detections: DetectionTable, round: Round): void {
    const { highScore, lowScore } = this.#options;
    const group = this.tracks.group.data[row]!;
    for (let j = 0; j < detections.count; j++) {
      const score = detections.score[j]!;
      if (score < lowScore) break;
      if (score >= highScore === (round === WEAK)) continue;
      if (detections.track[j]! >= 0 || detections.group[j] !== group) continue;
      const shared = this.#shared(row, detections, j, round);
      if (shared >= OVERLAP_MIN[round]) {
        this.#matcher.admit(row, j, this.#gain(row, detections, j, shared));
      }
    }
  }

  #shared(row: number, detections: DetectionTable, j: number, round: Round): number {
    const { box, observed } = this.tracks;
    if (round === SURE || round === WEAK) {
      return overlap(box.data, row * 4, detections.box, j * 4);
    }
    const reach = this.#reach(row);
    if (round === UNCONFIRMED) {
      return bufferedOverlap(box.data, row * 4, detections.box, j * 4, reach);
    }
    const buffer = Math.max(NEARBY_BUFFER, reach);
    return Math.max(
      bufferedOverlap(box.data, row * 4, detections.box, j * 4, buffer),
      bufferedOverlap(observed.data, row * 4, detections.box, j * 4, buffer),
    );
  }

  /** How far off a track may be beyond its box because its speed is not known well yet. */
  #reach(row: number): number {
    const elapsedMs = this.#nowMs - this.#previousMs;
    const reach = Math.min(REACH_MAX, (REACH_PER_S * elapsedMs) / 1000);
    return reach / Math.max(1, this.tracks.hits.data[row]! - 1);
  }

  /** Worth of a match, above 0 for every admissible pair unless the appearance speaks against it. */
  #gain(row: number, detections: DetectionTable, j: number, shared: number): number {
    const { tracks } = this;
    const seen = detections.box[j * 4 + 3]! - detections.box[j * 4 + 1]!;
    const expected = tracks.box.data[row * 4 + 3]! - tracks.box.data[row * 4 + 1]!;
    const heightRatio = Math.min(seen, expected) / Math.max(seen, expected);
    const likeness = 0.25 * (1 + heightRatio) * (1 + detections.score[j]!);
    const agreement = this.#memory.agreement(tracks, row, detections, j, this.#nowMs);
    const similarity = appearanceSimilarity(tracks.appearance[row]!, detections.appearance[j]!);
    const motionGain = Math.max(shared * likeness + INERTIA * agreement, Number.MIN_VALUE);
    if (similarity === null) return motionGain;
    return motionGain + this.#options.appearanceWeight * (similarity - APPEARANCE_NEUTRAL);
  }

  #take(row: number, detections: DetectionTable, j: number): void {
    const { tracks } = this;
    const at = row * this.#motion.stride;
    this.#memory.beforeTake(tracks, row, detections, j, this.#nowMs);
    const missed = this.#memory.missed(tracks, row);
    if (missed === 0) this.#motion.correct(tracks.motion.data, at, detections.box, j * 4);
    else {
      replayGap(this.#motion, tracks.motion.data, at, {
        saved: tracks.extra.data,
        savedAt: this.#memory.savedAt(row),
        from: tracks.observed.data,
        fromAt: row * 4,
        to: detections.box,
        toAt: j * 4,
        steps: missed + 1,
        dt: (this.#nowMs - tracks.seenMs.data[row]!) / NOISE_FRAME_MS,
      });
    }
    tracks.observe(row, detections, j, this.#nowMs);
    this.#settle(row, detections, j);
  }

  #settle(row: number, detections: DetectionTable, j: number): void {
    const { tracks } = this;
    const at = row * this.#motion.stride;
    this.#motion.writeBox(tracks.motion.data, at, tracks.box.data, row * 4);
    this.#memory.afterTake(tracks, row, this.#nowMs);
    tracks.appearance[row] = updateAppearance(
      tracks.appearance[row]!,
      detections.appearance[j]!,
      detections.score[j]!,
    );
  }

  #markMissed(): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! >= 0) continue;
      tracks.streak.data[row] = 0;
      this.#memory.miss(tracks, row);
    }
  }

  #start(detections: DetectionTable): void {
    const { tracks } = this;
    for (let j = 0; j < detections.count; j++) {
      if (detections.score[j]! < this.#options.newTrackScore) break;
      if (detections.track[j]! >= 0) continue;
      const row = tracks.add(detections, j, this.#nowMs);
      const at = row * this.#motion.stride;
      this.#motion.start(tracks.motion.data, at, detections.box, j * 4);
      this.#settle(row, detections, j);
    }
  }

  #show(isStart: boolean): void {
    const { tracks } = this;
    for (let row = 0; row < tracks.count; row++) {
      if (tracks.detection.data[row]! < 0) continue;
      const isConfirmed = tracks.hits.data[row]! >= this.#options.confirmHits;
      if (isStart || isConfirmed || tracks.id.data[row] !== 0) tracks.show(row);
    }
  }

  readonly #isOver = (row: number): boolean => {
    const { tracks } = this;
    if (tracks.detection.data[row]! >= 0) return false;
    if (tracks.id.data[row] === 0) return true;
    return this.#nowMs - tracks.seenMs.data[row]! > this.#options.unseenMsMax;
  };
}
