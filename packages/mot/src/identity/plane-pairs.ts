import { PLANE_STRIDE, planeDistance } from "../ground/plane-filter.ts";
import { PlaneGrid } from "../ground/plane-grid.ts";
import { clamp, logPlaneDensity } from "./likelihood.ts";
import { expectTrack } from "./track.ts";
import type { Track } from "./track.ts";

/** Two tracks of different cameras that were near each other on one plane at one time. */
export interface PlanePair {
  readonly a: Track;
  readonly b: Track;
  /** Natural log of P(places | one subject) / P(places | two). */
  ratio: number;
  sharedMs: number;
  distanceM: number;
  mahalanobis2: number;
  /** Last time at which both places were compared. */
  lastMs: number;
}

export interface PairContext {
  readonly timeMs: number;
  /** Square metres that a camera sees. */
  readonly areaOf: (cameraKey: string) => number;
  /** Tracks alive in a camera. */
  readonly crowdOf: (cameraKey: string) => number;
}

/** A track unseen for longer is no place to compare with. */
export const FRESH_MS = 1500;
/** A pair begins within this many squared deviations (99 % of true pairs), and lasts beyond. */
const GATE_BEGIN = 9.21;
/**
 * Errors of two looks closer in time than this are one error: the calibration and the posture that
 * cause them change slowly. Evidence is counted per this time, not per look.
 */
const CORRELATION_MS = 1000;
/** What the first look counts for. */
const FIRST_WEIGHT = 0.4;
/** One look can say no more, natural log. */
const LOOK_BOUNDS = [-4, 3] as const;
/** All looks together can say no more; evidence against piles up higher. */
const RATIO_BOUNDS = [-20, 14] as const;

/**
 * Compares where tracks of overlapping cameras stand. Each pair gathers a log-likelihood ratio:
 * normal density of the distance against the density of other people there (the camera's crowd
 * over its ground).
 *
 * Source: track-to-track association of Bar-Shalom and Li, Multitarget-Multisensor Tracking (1995),
 * §8.3, as a sequential likelihood-ratio test; new-target density after Blackman and Popoli, Design
 * and Analysis of Modern Tracking Systems (1999), §6.2.
 */
export class PlanePairs {
  size = 0;
  forgotten = 0;
  readonly #pairsMax: number;
  readonly #planErrorM2: number;
  readonly #grid = new PlaneGrid();
  readonly #rows: Track[] = [];
  readonly #rowOf = new Map<Track, number>();
  #states = new Float64Array(64 * PLANE_STRIDE);
  readonly #expected = new Float64Array(PLANE_STRIDE);
  readonly #place = new Float64Array(5);

  constructor(pairsMax: number, planErrorM: number) {
    this.#pairsMax = pairsMax;
    this.#planErrorM2 = planErrorM ** 2;
  }

  /** Lays out where the fresh tracks of other cameras on the plane are expected now. */
  begin(others: Iterable<Track>, cameraKey: string, timeMs: number): void {
    this.#rows.length = 0;
    this.#rowOf.clear();
    for (const other of others) {
      if (other.cameraKey === cameraKey || other.endMs !== null) continue;
      if (Math.abs(timeMs - other.planeMs) > FRESH_MS) continue;
      this.#rowOf.set(other, this.#rows.length);
      this.#rows.push(other);
    }
    const count = this.#rows.length;
    if (count * PLANE_STRIDE > this.#states.length) {
      this.#states = new Float64Array(2 ** Math.ceil(Math.log2(count)) * PLANE_STRIDE);
    }
    this.#grid.clear(count);
    for (let row = 0; row < count; row++) {
      expectTrack(this.#rows[row]!, timeMs, this.#expected);
      const at = row * PLANE_STRIDE;
      this.#states.set(this.#expected, at);
      const widest = Math.max(this.#expected[4]!, this.#expected[9]!, 0);
      this.#grid.add(row, this.#expected[0]!, this.#expected[1]!, Math.sqrt(GATE_BEGIN * widest));
    }
  }

  /** Compares one track, seen now at a measured point (x, y, xx, xy, yy), with those laid out. */
  look(track: Track, measured: Float64Array, context: PairContext): void {
    this.#place.set(measured);
    this.#place[2] = this.#place[2]! + this.#planErrorM2;
    this.#place[4] = this.#place[4]! + this.#planErrorM2;
    for (const pair of track.pairs.values()) {
      const row = this.#rowOf.get(pair.a === track ? pair.b : pair.a);
      if (row !== undefined) this.#weigh(pair, row, context);
    }
    const reach = Math.sqrt(GATE_BEGIN * Math.max(this.#place[2]!, this.#place[4]!));
    this.#grid.find(this.#place[0]!, this.#place[1]!, reach);
    for (let i = 0; i < this.#grid.found; i++) {
      const row = this.#grid.candidates[i]!;
      const other = this.#rows[row]!;
      if (other.group !== track.group || track.pairs.has(other.key)) continue;
      const distance2 = planeDistance(this.#states, row * PLANE_STRIDE, this.#place, 0);
      if (distance2 < GATE_BEGIN) this.#begin(track, row, context);
    }
    for (const sibling of track.link?.subject.tracks ?? []) {
      const row = this.#rowOf.get(sibling);
      if (row !== undefined && !track.pairs.has(sibling.key)) this.#begin(track, row, context);
    }
  }

  /** Forgets the pairs of an ended track that nobody will ask for. */
  end(track: Track): void {
    for (const pair of [...track.pairs.values()]) {
      const other = pair.a === track ? pair.b : pair.a;
      if (other.endMs !== null || pair.ratio < -2) this.#drop(pair);
    }
  }

  /** Forgets all pairs of a track. */
  forget(track: Track): void {
    for (const pair of [...track.pairs.values()]) this.#drop(pair);
  }

  #drop(pair: PlanePair): void {
    pair.a.pairs.delete(pair.b.key);
    pair.b.pairs.delete(pair.a.key);
    this.size--;
  }

  #begin(track: Track, row: number, context: PairContext): void {
    const other = this.#rows[row]!;
    if (this.size >= this.#pairsMax) {
      this.forgotten++;
      return;
    }
    const pair: PlanePair = {
      a: track,
      b: other,
      ratio: 0,
      sharedMs: 0,
      distanceM: 0,
      mahalanobis2: 0,
      lastMs: context.timeMs - FIRST_WEIGHT * CORRELATION_MS,
    };
    track.pairs.set(other.key, pair);
    other.pairs.set(track.key, pair);
    this.size++;
    this.#weigh(pair, row, context);
    pair.sharedMs = 0;
  }

  #weigh(pair: PlanePair, row: number, context: PairContext): void {
    const elapsedMs = context.timeMs - pair.lastMs;
    if (elapsedMs <= 0) return;
    pair.lastMs = context.timeMs;
    const at = row * PLANE_STRIDE;
    const distance2 = planeDistance(this.#states, at, this.#place, 0);
    if (!Number.isFinite(distance2)) return;
    pair.mahalanobis2 = distance2;
    pair.distanceM = Math.hypot(
      this.#place[0]! - this.#states[at]!,
      this.#place[1]! - this.#states[at + 1]!,
    );
    const xx = this.#states[at + 4]! + this.#place[2]!;
    const xy = this.#states[at + 5]! + this.#place[3]!;
    const yy = this.#states[at + 9]! + this.#place[4]!;
    const { cameraKey } = this.#rows[row]!;
    const others = Math.log(context.crowdOf(cameraKey) / context.areaOf(cameraKey));
    const look = clamp(
      logPlaneDensity(distance2, xx * yy - xy * xy) - others,
      LOOK_BOUNDS[0],
      LOOK_BOUNDS[1],
    );
    const weight = Math.min(1, elapsedMs / CORRELATION_MS);
    pair.ratio = clamp(pair.ratio + weight * look, RATIO_BOUNDS[0], RATIO_BOUNDS[1]);
    if (distance2 < GATE_BEGIN) pair.sharedMs += Math.min(elapsedMs, FRESH_MS);
  }
}
