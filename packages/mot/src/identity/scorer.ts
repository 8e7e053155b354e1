import type { AppearanceModel } from "./appearance-model.ts";
import { birthRateOf, footOf, groundAreaOf, pictureAreaOf } from "./camera-table.ts";
import type { CameraTable } from "./camera-table.ts";
import type { Candidate } from "./candidate.ts";
import type { AppearanceEvidence, RememberedPlace, TravelEvidence } from "./identity.ts";
import { RATIO_MAX, clamp, logPlaneDensity } from "./likelihood.ts";
import type { ResolvedOptions } from "./options.ts";
import { FRESH_MS } from "./plane-pairs.ts";
import type { PlanePair } from "./plane-pairs.ts";
import type { Subject } from "./subject.ts";
import { expectTrack, isAliveWith } from "./track.ts";
import type { Track } from "./track.ts";
import type { Journey, TravelModel } from "./travel-model.ts";

export interface ScorerParts {
  readonly options: ResolvedOptions;
  readonly cameras: CameraTable;
  readonly appearance: AppearanceModel;
  readonly travel: TravelModel;
}

/** Candidates kept per track. */
const CANDIDATES_MAX = 12;
/** Subjects whose exemplars are compared: those that may be likeliest, judged by their mean look. */
const COMPARED_MAX = 24;
/** Below this a candidate has no say, natural log. */
const RATIO_MIN = -7;
/** Appearance says at most this much, so the rest must be at least that near to matter. */
const APPEARANCE_MOST = 9;
/** The least that a look is trusted. */
const TRUST_MIN = 0.3;
/** Two cameras without a common plane both see one subject at one time: one in twenty. */
const UNMEASURED_OVERLAP = Math.log(0.05);
/** Tracks of one subject on different planes may overlap this long (stairs, late boxes). */
const PLANE_CHANGE_MS = 1500;
/** Two places on one plane are both wrong for a moment where somebody comes into or goes out of sight. */
const HANDOVER_MS = 1000;
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

const NO_MEETING: Meeting = { pair: null, isUnmeasured: false, before: null, after: null };

/** What places and times say, natural logs; and the journey it would have been. */
interface Placed {
  readonly geometry: number;
  readonly travel: number;
  readonly way: Journey | null;
}

/** A link that is possible as far as its look has not been compared. */
interface Standing {
  readonly rival: Track | null;
  readonly pair: PlanePair | null;
  readonly placed: Placed;
  /** Sum of what is placed. */
  readonly rest: number;
}

interface Hopeful {
  readonly subject: Subject;
  readonly standing: Standing;
  readonly most: number;
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
    const hopefuls: Hopeful[] = [];
    for (const subject of subjects) {
      const standing = this.#stand(track, subject);
      if (standing === null) continue;
      hopefuls.push({ subject, standing, most: this.#mostOf(track, subject, standing) });
    }
    hopefuls.sort((a, b) => b.most - a.most || (a.subject.key < b.subject.key ? -1 : 1));
    if (hopefuls.length > COMPARED_MAX) hopefuls.length = COMPARED_MAX;
    const found: Candidate[] = [];
    for (const { subject, standing, most } of hopefuls) {
      if (found.length === CANDIDATES_MAX && most < found.at(-1)!.logRatio) break;
      const candidate = this.#complete(track, subject, standing);
      if (candidate.logRatio <= RATIO_MIN) continue;
      let at = found.length;
      while (at > 0 && precedes(candidate, found[at - 1]!)) at--;
      found.splice(at, 0, candidate);
      if (found.length > CANDIDATES_MAX) found.length = CANDIDATES_MAX;
    }
    return found;
  }

  /** Null when the track cannot be this subject, or when the subject is nothing but the track. */
  weigh(track: Track, subject: Subject): Candidate | null {
    const standing = this.#stand(track, subject);
    return standing === null ? null : this.#complete(track, subject, standing);
  }

  /** False where {@link weigh} would find null. */
  isPossible(track: Track, subject: Subject): boolean {
    return this.#stand(track, subject) !== null;
  }

  /** All but the look; null where that rules the link out, or a glance at the look does. */
  #stand(track: Track, subject: Subject): Standing | null {
    if (subject.group !== track.group || isRefused(track, subject)) return null;
    const rival = rivalOf(track, subject);
    if (rival?.link?.isFinal === true || isOnly(subject, track, rival)) return null;
    const meeting = meetingOf(track, subject, rival);
    if (meeting === null) return null;
    const placed = this.#place(track, subject, meeting);
    if (placed === null) return null;
    const rest = placed.geometry + placed.travel;
    if (rest + APPEARANCE_MOST < RATIO_MIN) return null;
    if (subject !== track.link?.subject && this.#isUnlike(track, subject, rest)) return null;
    return { rival, pair: meeting.pair, placed, rest };
  }

  #complete(track: Track, subject: Subject, { rival, pair, placed, rest }: Standing): Candidate {
    const look = this.#look(track, subject, rival);
    const { geometry, travel, way } = placed;
    return {
      subject,
      logRatio: clamp(rest + look.ratio, -RATIO_MAX, RATIO_MAX),
      parts: { geometry, travel, appearance: look.ratio },
      geometry: geometryOf(track, pair),
      appearance: look.evidence,
      travel: way === null ? null : this.#evidenceOf(way),
      journey: way,
      descriptor: track.gallery.descriptor,
    };
  }

  #place(
    track: Track,
    subject: Subject,
    { pair, isUnmeasured, before, after }: Meeting,
  ): Placed | null {
    if (pair !== null) return { geometry: pair.ratio, travel: 0, way: null };
    if (isUnmeasured) return { geometry: 0, travel: UNMEASURED_OVERLAP, way: null };
    const from = before === null ? null : lastPlaceOf(before);
    if (from === null && after !== null) {
      return this.#travel({ from: lastPlaceOf(track), to: after, toMs: after.first.timeMs }, track);
    }
    const earlier = from ?? subject.lastSeen;
    if (earlier === null) return { geometry: 0, travel: UNKNOWN_PLACE_RATIO, way: null };
    if (earlier.timeMs > track.first.timeMs) return nothingIfLate(earlier, track);
    return this.#travel({ from: earlier, to: track, toMs: track.first.timeMs }, before);
  }

  #travel(
    way: { readonly from: RememberedPlace; readonly to: Track; readonly toMs: number },
    mover: Track | null,
  ): Placed | null {
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
    const density = travel.logDensity(journey, cameras.size);
    const time = density - Math.log(birthRateOf(cameras.get(to.cameraKey)));
    const place =
      mover === null ? 0 : this.#drift(mover, { to, elapsedMs, isMeasured: distanceM !== null });
    return { geometry: 0, travel: time + place, way: journey };
  }

  #evidenceOf(way: Journey): TravelEvidence {
    const { fromCameraKey, toCameraKey, elapsedMs } = way;
    return { fromCameraKey, toCameraKey, elapsedMs, ...this.#parts.travel.explain(way) };
  }

  /** Natural log of how much likelier the entry is for one who left there than for anybody. */
  #drift(
    mover: Track,
    { to, elapsedMs, isMeasured }: { to: Track; elapsedMs: number; isMeasured: boolean },
  ): number {
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

  /** True when the look rules the subject out whichever exemplar is nearest. */
  #isUnlike(track: Track, subject: Subject, rest: number): boolean {
    const known = track.looks.mostLike(subject.gallery);
    if (known === null) return false;
    if (rest + this.#mostRatio(track, known) < RATIO_MIN) return true;
    const now = track.looks.mostLikeNow(subject.gallery);
    return now !== null && rest + this.#mostRatio(track, now) < RATIO_MIN;
  }

  /** What all evidence may add up to at most. */
  #mostOf(track: Track, subject: Subject, { rest }: Standing): number {
    if (track.gallery.direction === null) return clamp(rest, -RATIO_MAX, RATIO_MAX);
    const most = track.looks.mostLike(subject.gallery);
    const look = most === null ? APPEARANCE_MOST : this.#mostRatio(track, most);
    return clamp(rest + look, -RATIO_MAX, RATIO_MAX);
  }

  #mostRatio({ gallery }: Track, similarity: number): number {
    const most = this.#parts.appearance.ratio(gallery.descriptor, similarity);
    return Math.max(most, most * TRUST_MIN);
  }

  #look(
    track: Track,
    subject: Subject,
    rival: Track | null,
  ): { ratio: number; evidence: AppearanceEvidence | null } {
    const { gallery } = track;
    const likeness = track.looks.likeness(subject.gallery, rival?.key ?? null);
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

function precedes(a: Candidate, b: Candidate): boolean {
  if (a.logRatio !== b.logRatio) return a.logRatio > b.logRatio;
  return a.subject.key < b.subject.key;
}

/** A poor crop says less, but never nothing. */
function trustIn(quality: number): number {
  return Math.min(1, 0.3 + quality);
}

function isRefused(track: Track, subject: Subject): boolean {
  if (track.refused.size > 0 && track.refused.has(subject.key)) return true;
  const own = track.link?.subject;
  if (own === undefined || own === subject) return false;
  return own.cannotLinks.size > 0 && own.cannotLinks.has(subject.key);
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
  if (subject.tracks.length === 0) return NO_MEETING;
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
    } else if (other.last.timeMs <= track.first.timeMs + handoverMs(track, other)) {
      if (before === null || other.last.timeMs > before.last.timeMs) before = other;
    } else if (track.last.timeMs < other.first.timeMs + handoverMs(track, other)) {
      if (after === null || other.first.timeMs < after.first.timeMs) after = other;
    } else if (isApart(track, other)) return null;
    else isUnmeasured = true;
  }
  // One clear contradiction outweighs any number of good neighbours.
  const pair = worst !== null && worst.ratio < -2 ? worst : best;
  return { pair, isUnmeasured, before, after };
}

/** How long two tracks may have been seen at one time and still be one after the other. */
function handoverMs(a: Track, b: Track): number {
  return a.cameraKey === b.cameraKey ? 0 : HANDOVER_MS;
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
function nothingIfLate(place: RememberedPlace, track: Track): Placed | null {
  if (place.cameraKey === track.cameraKey) return null;
  if (place.timeMs - track.first.timeMs > FRESH_MS) return null;
  return { geometry: 0, travel: UNMEASURED_OVERLAP, way: null };
}
