import type { AppearanceModel } from "./appearance-model.ts";
import type { CameraTable } from "./camera-table.ts";
import { kindOf } from "./candidate.ts";
import type { Candidate } from "./candidate.ts";
import type {
  IdentityDecision,
  IdentityEvidence,
  RememberedExemplar,
  RunnerUp,
} from "./identity.ts";
import type { SubjectTable } from "./subject-table.ts";
import { foldTracks } from "./subject.ts";
import type { Subject } from "./subject.ts";
import type { TrackTable } from "./track-table.ts";
import { isAliveWith } from "./track.ts";
import type { Link, Track, WeighedWay } from "./track.ts";
import type { TravelModel } from "./travel-model.ts";

export interface LinkerParts {
  readonly subjects: SubjectTable;
  readonly tracks: TrackTable;
  readonly cameras: CameraTable;
  readonly appearance: AppearanceModel;
  readonly travel: TravelModel;
}

/** Why a track is linked. */
export interface LinkReason {
  /** Null for somebody new. */
  readonly candidate: Candidate | null;
  readonly score: number;
  readonly runnersUp: readonly RunnerUp[];
  readonly timeMs: number;
  /** Probability of somebody new, and of each way to have come; default 0 and none. */
  readonly aloneScore?: number;
  readonly ways?: readonly WeighedWay[];
  /** A person said so. */
  readonly isManual?: boolean;
}

/** Natural log: without appearance as sure as this, so its look may be learned from. */
const SURE_WITHOUT_LOOK = 3;
const SURE_SCORE = 0.97;
/** Natural log: a pair on the plane that says as much is of two people. */
const CLEARLY_TWO = -5;
/** How many samples a person's word counts for. */
const MANUAL_WEIGHT = 3;

/** Makes, moves and ends links, keeps galleries in step, and lets the models learn from them. */
export class Linker {
  decisions = 0;
  revisions = 0;
  readonly #parts: LinkerParts;
  readonly #acceptScore: number;

  constructor(parts: LinkerParts, acceptScore: number) {
    this.#parts = parts;
    this.#acceptScore = acceptScore;
  }

  /** Links a track to a subject, away from the one it was linked to. */
  link(track: Track, subject: Subject, reason: LinkReason): IdentityDecision {
    const before = track.link?.subject ?? null;
    const views = this.#take(track);
    const isManual = reason.isManual === true;
    const link: Link = {
      subject,
      kind: isManual ? "manual" : reason.candidate === null ? "new" : kindOf(reason.candidate),
      score: reason.score,
      isFinal: isManual,
      isManual,
      madeMs: reason.timeMs,
      evidence: evidenceOf(reason),
      candidate: reason.candidate,
      ways: reason.ways ?? [],
      aloneScore: reason.aloneScore ?? 0,
      isTaught: false,
      toldScore: reason.score,
    };
    track.link = link;
    track.thoughts = 0;
    subject.tracks.push(track);
    subject.trackCount++;
    subject.usedMs = Math.max(subject.usedMs, reason.timeMs);
    subject.classId = track.classId;
    if (isManual) subject.isConfirmed = true;
    if (isManual || reason.candidate === null || reason.score >= this.#acceptScore) {
      link.isTaught = true;
      for (const view of views) subject.gallery.take(view);
    }
    foldTracks(subject);
    this.#leave(before, subject);
    if (before !== null && before !== subject) this.revisions++;
    if (isManual) this.#learnWord(link);
    return this.tell(track, reason.timeMs, before === subject ? null : before);
  }

  /** Links a track to somebody who was never seen before. */
  linkNew(track: Track, reason: LinkReason): IdentityDecision {
    const { classId, group } = track;
    return this.link(
      track,
      this.#parts.subjects.create({ classId, group, timeMs: reason.timeMs }),
      reason,
    );
  }

  /** Gives the subject's gallery the views of a track whose link has become sure enough. */
  teach(track: Track): void {
    const { link } = track;
    if (link === null || link.isTaught || link.score < this.#acceptScore) return;
    link.isTaught = true;
    for (const view of track.gallery.exemplars) link.subject.gallery.take(view);
  }

  /** Makes a link final and learns from it. @returns null when it was final already. */
  settle(track: Track, timeMs: number): IdentityDecision | null {
    const { link } = track;
    if (link === null || link.isFinal) return null;
    link.isFinal = true;
    track.looks.clear();
    const camera = this.#parts.cameras.get(track.cameraKey);
    if (camera !== undefined) camera.births += link.aloneScore;
    for (const { journey, score } of link.ways) this.#parts.travel.learn(journey, score);
    this.#learnLook(link, 1);
    return this.tell(track, timeMs, null);
  }

  /** The link as it stands. */
  tell(track: Track, timeMs: number, before: Subject | null): IdentityDecision {
    const { subject, kind, score, isFinal, evidence } = track.link!;
    track.link!.toldScore = score;
    this.decisions++;
    return {
      trackKey: track.key,
      subjectKey: subject.key,
      previousSubjectKey: before?.key ?? null,
      kind,
      score,
      isFinal,
      timeMs,
      evidence,
    };
  }

  /** Lets a track teach how alike different people look: those who are elsewhere meanwhile. */
  teachDifferent(track: Track): void {
    const { gallery, link } = track;
    if (track.hasTaught || link === null || gallery.direction === null) return;
    track.hasTaught = true;
    let taught = 0;
    for (const other of this.#parts.tracks.all()) {
      if (taught === TAUGHT_MAX) return;
      if (other.endMs !== null || other.link === null || !isSomebodyElse(track, other)) continue;
      const likeness = track.looks.likeness(other.link.subject.gallery, null);
      if (likeness === null) continue;
      this.#parts.appearance.learnDifferent(gallery.descriptor, likeness.similarity);
      taught++;
    }
  }

  /** What a sure link says about looks: only if it is sure for other reasons too. */
  #learnLook({ candidate, score }: Link, weight: number): void {
    if (candidate?.appearance == null) return;
    const { parts, appearance, descriptor } = candidate;
    if (parts.geometry + parts.travel < SURE_WITHOUT_LOOK || score < SURE_SCORE) return;
    this.#parts.appearance.learnSame(descriptor, appearance.similarity, weight);
  }

  #learnWord({ candidate }: Link): void {
    if (candidate === null) return;
    const { appearance, journey, descriptor } = candidate;
    if (appearance !== null) {
      this.#parts.appearance.learnSame(descriptor, appearance.similarity, MANUAL_WEIGHT);
    }
    if (journey !== null) this.#parts.travel.learn(journey, MANUAL_WEIGHT);
  }

  /** Takes a track and its views away from its subject. */
  #take(track: Track): RememberedExemplar[] {
    const { link } = track;
    if (link === null) return [...track.gallery.exemplars];
    const { subject } = link;
    const at = subject.tracks.indexOf(track);
    if (at >= 0) subject.tracks.splice(at, 1);
    subject.trackCount = Math.max(0, subject.trackCount - 1);
    const views = subject.gallery.release(track.key);
    return views.length > 0 ? views : [...track.gallery.exemplars];
  }

  /** Removes a subject that nothing speaks for any more. */
  #leave(subject: Subject | null, instead: Subject): void {
    if (subject === null || subject === instead) return;
    if (subject.tracks.length > 0 || subject.lastSeen !== null || subject.isConfirmed) return;
    if (subject.gallery.exemplars.length === 0) this.#parts.subjects.remove(subject);
  }
}

const TAUGHT_MAX = 6;

/** True for tracks that were seen at one time at two places. */
function isSomebodyElse(a: Track, b: Track): boolean {
  if (a === b || a.group !== b.group || a.link?.subject === b.link?.subject) return false;
  if (a.cameraKey === b.cameraKey) return isAliveWith(a, b);
  const isTogether = a.last.timeMs >= b.first.timeMs && b.last.timeMs >= a.first.timeMs;
  if (!isTogether || a.plane === null || b.plane === null) return false;
  return a.planeKey === b.planeKey && (a.pairs.get(b.key)?.ratio ?? CLEARLY_TWO) <= CLEARLY_TWO;
}

function evidenceOf({ candidate, runnersUp }: LinkReason): IdentityEvidence {
  return {
    ...(candidate?.geometry == null ? {} : { geometry: candidate.geometry }),
    ...(candidate?.appearance == null ? {} : { appearance: candidate.appearance }),
    ...(candidate?.travel == null ? {} : { travel: candidate.travel }),
    runnersUp,
  };
}
