import { PLANE_STRIDE, correctPlane, predictPlane, startPlane } from "../ground/plane-filter.ts";
import type { Point2 } from "../geometry/index.ts";
import type { Box } from "../tracker.ts";
import type { Gallery } from "./gallery.ts";
import type { LookCache } from "./look-cache.ts";
import type { IdentityEvidence, IdentityKind } from "./identity.ts";
import type { PlanePair } from "./plane-pairs.ts";
import type { Candidate } from "./candidate.ts";
import type { Subject } from "./subject.ts";
import type { Journey } from "./travel-model.ts";

/** Spectral density of a walker's acceleration, m²/s³, as in the ground tracker. */
const ACCELERATION = 0.5;

/** Where and when a track began or was last seen. */
export interface Spot {
  timeMs: number;
  boxPx: Box;
  positionM: Point2 | null;
}

/** The present answer to whose a track is. */
export interface Link {
  readonly subject: Subject;
  kind: IdentityKind;
  score: number;
  isFinal: boolean;
  isManual: boolean;
  readonly madeMs: number;
  evidence: IdentityEvidence;
  /** What spoke for it; null for somebody new and for a person's word. */
  candidate: Candidate | null;
  /** Ways it may have come, with how probable each is; somebody new with the rest. */
  ways: readonly WeighedWay[];
  /** Probability of somebody new. */
  aloneScore: number;
  /** True once the link is sure enough for the subject's gallery to take the track's views. */
  isTaught: boolean;
  /** Score when it was last told. */
  toldScore: number;
}

/** A journey that a track may have come by. */
export interface WeighedWay {
  readonly journey: Journey;
  /** Probability, 0..1. */
  readonly score: number;
}

/** One track of one camera, alive or ended. */
export interface Track {
  readonly key: string;
  readonly cameraKey: string;
  planeKey: string | null;
  classId: number;
  readonly group: number;
  readonly first: Spot;
  last: Spot;
  /** When it ended; null while it is alive. */
  endMs: number | null;
  sightings: number;
  readonly gallery: Gallery;
  readonly looks: LookCache;
  /** Time of the last view that was offered as an exemplar. */
  offeredMs: number;
  /** State and covariance on the plane at `planeMs`, as of plane-filter; null without a place. */
  plane: Float64Array | null;
  planeMs: number;
  /** Tracks of other cameras that were near it, by key. */
  readonly pairs: Map<string, PlanePair>;
  link: Link | null;
  /** Next time at which its link is thought over. */
  dueMs: number;
  thoughts: number;
  /** What it may be, as of the last time it was thought over. */
  candidates: readonly Candidate[];
  /** Quality of its best crop when it was last thought over. */
  thoughtQuality: number;
  /** Subjects that a person said it is not. */
  readonly refused: Set<string>;
  /** True once it has taught the look of different people. */
  hasTaught: boolean;
}

/** True when both were alive at one time; a track that has not ended is alive for ever. */
export function isAliveWith(a: Track, b: Track): boolean {
  const aEnd = a.endMs === null ? Number.POSITIVE_INFINITY : a.last.timeMs;
  const bEnd = b.endMs === null ? Number.POSITIVE_INFINITY : b.last.timeMs;
  return a.first.timeMs <= bEnd && b.first.timeMs <= aEnd;
}

const place = new Float64Array(5);

/** Corrects a track's place by a measured point (x, y, xx, xy, yy). */
export function placeTrack(track: Track, measured: Float64Array, timeMs: number): void {
  if (track.plane === null) {
    track.plane = new Float64Array(PLANE_STRIDE);
    startPlane(track.plane, 0, measured, 0);
  } else {
    const elapsedS = Math.max(0, timeMs - track.planeMs) / 1000;
    predictPlane(track.plane, 0, Math.min(elapsedS, 60), ACCELERATION);
    correctPlane(track.plane, 0, measured, 0);
  }
  track.planeMs = timeMs;
}

/**
 * Fills `into` with a track's state as expected at a time, sooner or later.
 *
 * @returns false when the track has no place.
 */
export function expectTrack(track: Track, timeMs: number, into: Float64Array): boolean {
  if (track.plane === null) return false;
  into.set(track.plane);
  const elapsedS = (timeMs - track.planeMs) / 1000;
  // Backwards the place moves back, and the doubt grows as it does forwards.
  if (elapsedS < 0) reverse(into);
  predictPlane(into, 0, Math.abs(elapsedS), ACCELERATION);
  return true;
}

/** Turns the velocity round, and what is known of the place through it. */
function reverse(state: Float64Array): void {
  for (const cell of [2, 3, 6, 7, 10, 11, 12, 13, 16, 17]) state[cell] = -state[cell]!;
}

/** A measured point for the plane filter. The array is overwritten by the next call. */
export function measuredPoint(
  positionM: Point2,
  covarianceM2: readonly [number, number, number],
  extraM2: number,
): Float64Array {
  place[0] = positionM[0];
  place[1] = positionM[1];
  place[2] = covarianceM2[0] + extraM2;
  place[3] = covarianceM2[1];
  place[4] = covarianceM2[2] + extraM2;
  return place;
}
