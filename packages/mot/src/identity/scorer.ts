import type { AppearanceModel } from "./appearance-model.ts";
import { birthRateOf, footOf, groundAreaOf, pictureAreaOf } from "./camera-table.ts";
import type { CameraTable } from "./camera-table.ts";
import type { Candidate } from "./candidate.ts";
import type { AppearanceEvidence, RememberedPlace } from "./identity.ts";
import { RATIO_MAX, clamp, logPlaneDensity } from "./likelihood.ts";
import type { ResolvedOptions } from "./options.ts";
import { FRESH_MS } from "./plane-pairs.ts";
import type { PlanePair } from "./plane-pairs.ts";
import type { Subject } from "./subject.ts";
import { expectTrack, isAliveWith } from "./track.ts";
import type { Track } from "./track.ts";
import type { TravelModel } from "./travel-model.ts";

export interface ScorerParts {
  readonly options: ResolvedOptions;
  readonly cameras: CameraTable;
  readonly appearance: AppearanceModel;
  readonly travel: TravelModel;
}

/** Candidates kept per track. */
const CANDIDATES_MAX = 12;
/** Below this a candidate has no say, natural log. */
const RATIO_MIN = -7;
/** Appearance says at most this much, so the rest must be at least that near to matter. */
const APPEARANCE_MOST = 9;
/** An exemplar is hardly nearer than the mean by more, cosine. */
const EXEMPLAR_LEAD = 0.2;
/** The least that a look is trusted. */
const TRUST_MIN = 0.3;
/** Two cameras without a common plane both see one subject at one time: one in twenty. */
const UNMEASURED_OVERLAP = Math.log(0.05);
/** Tracks of one subject on different planes may overlap this long (stairs, late boxes). */
const PLANE_CHANGE_MS = 1500;
/** Where somebody is after a gap: as expected, or anywhere within reach. */
const EXPECTED_SHARE = 0.8;
/** Somebody keeps walking the same way about this long. */
const STRAIGHT_MS = 2000;
/** And afterwards drifts off by this much each second, m/s. */
const DRIFT_MPS = 1;
/** Drift in one picture without a plane, in box heights: at once, and each second. */
const PICTURE_DRIFT = { start: 0.25, perS: 0.6 };
/** A place without history: a subject that was remembered without one. */
const UNKNOWN_PLACE_RATIO = -6;

/** What the tracks of a subject say about a track: null where they forbid the link. */
interface Meeting {
  /** The tightest pair on the plane. */
  readonly pair: PlanePair | null;
  readonly isUnmeasured: boolean;
  /** The last that was seen of the subject before the track began. */
  readonly before: Track | null;
  /** The first that was seen of it after the track ended. */
  readonly after: Track | null;
}

/** Weighs a track against subjects: log-likelihood ratios against being somebody new. */
export class Scorer {
  readonly #parts: ScorerParts;
  readonly #expected = new Float64Array(20);

  constructor(parts: ScorerParts) {
    this.#parts = parts;
  }

  /** The subjects a track may be, most likely first. */
  candidatesOf(track: Track, subjects: Iterable<Subject>): Candidate[] {
    const found: Candidate[] = [];
    for (const subject of subjects) {
      const candidate = this.weigh(track, subject);
      if (candidate !== null && candidate.logRatio > RATIO_MIN) found.push(candidate);
    }
    found.sort((a, b) => b.logRatio - a.logRatio || (a.subject.key < b.subject.key ? -1 : 1));
    if (found.length > CANDIDATES_MAX) found.length = CANDIDATES_MAX;
    return found;
  }

  /** Null when the track cannot be this subject, or when the subject is nothing but the track. */
  weigh(track: Track, subject: Subject): Candidate | null {
    if (subject.group !== track.group || isRefused(track, subject)) return null;
    const rival = rivalOf(track, subject);
    if (rival?.link?.isFinal === true || isOnly(subject, track, rival)) return null;
    const meeting = meetingOf(track, subject, rival);
    if (meeting === null) return null;
    const placed = this.#place(track, subject, meeting);
    if (placed === null) return null;
    const { geometry, travel } = placed;
    const rest = geometry + travel;
    if (rest + APPEARANCE_MOST < RATIO_MIN) return null;
    if (subject !== track.link?.subject && this.#isUnlike(track, subject, rest)) return null;
    const look = this.#look(track, subject, rival);
    const logRatio = clamp(rest + look.ratio, -RATIO_MAX, RATIO_MAX);
    return {
      subject,
      logRatio,
      parts: { geometry, travel, appearance: look.ratio },
      geometry: geometryOf(track, meeting.pair),
      appearance: look.evidence,
      travel: placed.evidence,
      journey: placed.journey,
      descriptor: track.gallery.descriptor,
    };
  }

  #place(
    track: Track,
    subject: Subject,
    { pair, isUnmeasured, before, after }: Meeting,
  ):
    | (Pick<Candidate, "journey"> & {
        geometry: number;
        travel: number;
        evidence: Candidate["travel"];
      })
    | null {
    const nothing = { geometry: 0, travel: 0, evidence: null, journey: null };
    if (pair !== null) return { ...nothing, geometry: pair.ratio };
    if (isUnmeasured) return { ...nothing, travel: UNMEASURED_OVERLAP };
    const from = before === null ? null : lastPlaceOf(before);
    if (from === null && after !== null) {
      return this.#travel({ from: lastPlaceOf(track), to: after, toMs: after.first.timeMs }, track);
    }
    const earlier = from ?? subject.lastSeen;
    if (earlier === null) return { ...nothing, travel: UNKNOWN_PLACE_RATIO };
    if (earlier.timeMs > track.first.timeMs) return nothingIfLate(earlier, track);
    return this.#travel({ from: earlier, to: track, toMs: track.first.timeMs }, before);
  }

  #travel(
    way: { readonly from: RememberedPlace; readonly to: Track; readonly toMs: number },
    mover: Track | null,
  ) {
    const { cameras, travel, options } = this.#parts;
    const { from, to } = way;
    const elapsedMs = Math.max(0, way.toMs - from.timeMs);
    const onOnePlane = from.planeKey !== null && from.planeKey === to.planeKey;
    const distanceM =
      onOnePlane && from.positionM !== null && to.first.positionM !== null
        ? Math.hypot(
            to.first.positionM[0] - from.positionM[0],
            to.first.positionM[1] - from.positionM[1],
          )
        : null;
    const slackM = 1 + 4 * options.planErrorM;
    if (distanceM !== null && distanceM - slackM > (options.speedMpsMax * elapsedMs) / 1000) {
      return null;
    }
    const journey = {
      fromCameraKey: from.cameraKey,
      toCameraKey: to.cameraKey,
      group: to.group,
      elapsedMs,
      distanceM,
    };
    const fit = travel.fit(journey, cameras.size);
    const time = fit.logDensity - Math.log(birthRateOf(cameras.get(to.cameraKey)));
    const place = this.#drift(mover, { to, elapsedMs, isMeasured: distanceM !== null });
    return {
      geometry: 0,
      travel: time + place,
      journey,
      evidence: {
        fromCameraKey: from.cameraKey,
        toCameraKey: to.cameraKey,
        elapsedMs,
        expectedMs: fit.expectedMs,
        likelihood: fit.likelihood,
      },
    };
  }

  /** Natural log of how much likelier the entry is for one who left there than for anybody. */
  #drift(
    mover: Track | null,
    { to, elapsedMs, isMeasured }: { to: Track; elapsedMs: number; isMeasured: boolean },
  ): number {
    if (mover === null) return 0;
    const density = isMeasured
      ? this.#planeDrift(mover, to, elapsedMs)
      : this.#pictureDrift(mover, to, elapsedMs);
    if (density === null) return 0;
    return Math.log(EXPECTED_SHARE * Math.min(density, 1e6) + 1 - EXPECTED_SHARE);
  }

  #planeDrift(mover: Track, to: Track, elapsedMs: number): number | null {
    const straightMs = Math.min(elapsedMs, STRAIGHT_MS);
    const state = this.#expected;
    if (to.first.positionM === null) return null;
    if (!expectTrack(mover, mover.planeMs + straightMs, state)) return null;
    const extra =
      ((DRIFT_MPS * (elapsedMs - straightMs)) / 1000) ** 2 +
      2 * this.#parts.options.planErrorM ** 2;
    const xx = state[4]! + extra;
    const yy = state[9]! + extra;
    const xy = state[5]!;
    const determinant = xx * yy - xy * xy;
    if (!(determinant > 0)) return null;
    const dx = to.first.positionM[0] - state[0]!;
    const dy = to.first.positionM[1] - state[1]!;
    const distance2 = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant;
    const area = groundAreaOf(this.#parts.cameras.get(to.cameraKey));
    return area * Math.exp(logPlaneDensity(distance2, determinant));
  }

  #pictureDrift(mover: Track, to: Track, elapsedMs: number): number | null {
    if (mover.cameraKey !== to.cameraKey) return null;
    const [from, into] = [mover.last.boxPx, to.first.boxPx];
    const heightPx = Math.max(1, (from[3] - from[1] + into[3] - into[1]) / 2);
    const [x1, y1] = footOf(from);
    const [x2, y2] = footOf(into);
    const sigma = PICTURE_DRIFT.start + (PICTURE_DRIFT.perS * elapsedMs) / 1000;
    const distance2 = ((x2 - x1) ** 2 + (y2 - y1) ** 2) / (heightPx * sigma) ** 2;
    const area = pictureAreaOf(this.#parts.cameras.get(to.cameraKey), heightPx);
    return area * Math.exp(logPlaneDensity(distance2, sigma ** 4));
  }

  /** True when not even an exemplar much nearer than the mean could make it the subject. */
  #isUnlike(track: Track, subject: Subject, rest: number): boolean {
    const { descriptor, direction } = track.gallery;
    if (direction === null) return false;
    const mean = subject.gallery.meanSimilarity(descriptor, direction);
    if (mean === null) return false;
    const most = this.#parts.appearance.ratio(descriptor, mean + EXEMPLAR_LEAD);
    return rest + Math.max(most, most * TRUST_MIN) < RATIO_MIN;
  }

  #look(
    track: Track,
    subject: Subject,
    rival: Track | null,
  ): { ratio: number; evidence: AppearanceEvidence | null } {
    const { gallery } = track;
    const { direction } = gallery;
    if (direction === null) return { ratio: 0, evidence: null };
    const isExcepted = (key: string): boolean => key === track.key || key === rival?.key;
    const likeness = subject.gallery.likeness(gallery.descriptor, direction, isExcepted);
    if (likeness === null) return { ratio: 0, evidence: null };
    const trust = Math.sqrt(trustIn(gallery.quality) * trustIn(likeness.nearest?.quality ?? 0.5));
    return {
      ratio: trust * this.#parts.appearance.ratio(gallery.descriptor, likeness.similarity),
      evidence: {
        similarity: likeness.similarity,
        ownPictureRef: gallery.best?.pictureRef ?? null,
        otherPictureRef: likeness.nearest?.pictureRef ?? null,
        exemplarCount: likeness.compared,
      },
    };
  }
}

/** A poor crop says less, but never nothing. */
function trustIn(quality: number): number {
  return Math.min(1, 0.3 + quality);
}

function isRefused(track: Track, subject: Subject): boolean {
  if (track.refused.has(subject.key)) return true;
  const own = track.link?.subject;
  return own !== undefined && own !== subject && own.cannotLinks.has(subject.key);
}

/**
 * The track of the same camera that is this subject at the moment. One whose link is open may have
 * to give way, so it is left out of the comparison; the joint assignment sees to it that only one
 * of them is the subject.
 */
export function rivalOf(track: Track, subject: Subject): Track | null {
  if (track.endMs !== null) return null;
  for (const other of subject.tracks) {
    if (other === track || other.endMs !== null) continue;
    if (other.cameraKey === track.cameraKey) return other;
  }
  return null;
}

/** True when nothing is known of a subject but these tracks. */
function isOnly(subject: Subject, track: Track, rival: Track | null): boolean {
  if (subject.lastSeen !== null || subject.isConfirmed) return false;
  if (subject.tracks.some((one) => one !== track && one !== rival)) return false;
  return subject.gallery.exemplars.every(
    ({ trackKey }) => trackKey === track.key || trackKey === rival?.key,
  );
}

function meetingOf(track: Track, subject: Subject, rival: Track | null): Meeting | null {
  let best: PlanePair | null = null;
  let worst: PlanePair | null = null;
  let isUnmeasured = false;
  let before: Track | null = null;
  let after: Track | null = null;
  for (const other of subject.tracks) {
    if (other === track || other === rival) continue;
    if (other.cameraKey === track.cameraKey && isAliveWith(track, other)) return null;
    const pair = track.pairs.get(other.key);
    if (pair !== undefined) {
      if (best === null || pair.ratio > best.ratio) best = pair;
      if (worst === null || pair.ratio < worst.ratio) worst = pair;
    } else if (other.last.timeMs <= track.first.timeMs) {
      if (before === null || other.last.timeMs > before.last.timeMs) before = other;
    } else if (track.last.timeMs < other.first.timeMs) {
      if (after === null || other.first.timeMs < after.first.timeMs) after = other;
    } else if (isApart(track, other)) return null;
    else isUnmeasured = true;
  }
  // One clear contradiction outweighs any number of good neighbours.
  const pair = worst !== null && worst.ratio < -2 ? worst : best;
  return { pair, isUnmeasured, before, after };
}

/** True for two tracks that were seen at one time where one subject cannot be. */
function isApart(a: Track, b: Track): boolean {
  if (a.planeKey === null || b.planeKey === null) return false;
  const from = Math.max(a.first.timeMs, b.first.timeMs);
  const sharedMs = Math.min(a.last.timeMs, b.last.timeMs) - from;
  if (a.planeKey !== b.planeKey) return sharedMs > PLANE_CHANGE_MS;
  // On one plane both would have become a pair.
  return a.plane !== null && b.plane !== null && sharedMs >= 0;
}

function geometryOf(track: Track, pair: PlanePair | null) {
  if (pair === null) return null;
  const other = pair.a === track ? pair.b : pair.a;
  const { distanceM, mahalanobis2, sharedMs } = pair;
  return { otherTrackKey: other.key, distanceM, mahalanobis2, sharedMs };
}

function lastPlaceOf(track: Track): RememberedPlace {
  const { timeMs, positionM } = track.last;
  return { cameraKey: track.cameraKey, planeKey: track.planeKey, timeMs, positionM };
}

/** A remembered sight that ended after the track began: seen elsewhere meanwhile. */
function nothingIfLate(place: RememberedPlace, track: Track) {
  if (place.cameraKey === track.cameraKey) return null;
  if (place.timeMs - track.first.timeMs > FRESH_MS) return null;
  return { geometry: 0, travel: UNMEASURED_OVERLAP, evidence: null, journey: null };
}
