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
import type { Link, Track } from "./track.ts";
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
  /** A person said so. */
  readonly isManual?: boolean;
}

/** Natural log: without appearance as sure as this, so its look may be learned from. */
const SURE_WITHOUT_LOOK = 3;
/** A link this probable teaches how long the way takes. */
const SURE_SCORE = 0.97;
/** How many samples a person's word counts for. */
const MANUAL_WEIGHT = 3;

/** Makes, moves and ends links, keeps galleries in step, and lets the models learn from them. */
export class Linker {
  decisions = 0;
  revisions = 0;
  readonly #parts: LinkerParts;

  constructor(parts: LinkerParts) {
    this.#parts = parts;
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
      toldScore: reason.score,
    };
    track.link = link;
    track.thoughts = 0;
    subject.tracks.push(track);
    subject.trackCount++;
    subject.usedMs = Math.max(subject.usedMs, reason.timeMs);
    subject.classId = track.classId;
    if (isManual) subject.isConfirmed = true;
    for (const view of views) subject.gallery.take(view);
    foldTracks(subject);
    this.#leave(before, subject);
    if (before !== null && before !== subject) this.revisions++;
    if (isManual) this.#learn(link, MANUAL_WEIGHT);
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

  /** Makes a link final and learns from it. @returns null when it was final already. */
  settle(track: Track, timeMs: number): IdentityDecision | null {
    const { link } = track;
    if (link === null || link.isFinal) return null;
    link.isFinal = true;
    if (link.kind === "new") {
      const camera = this.#parts.cameras.get(track.cameraKey);
      if (camera !== undefined) camera.births++;
    }
    this.#learn(link, 1);
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

  /** Lets a track teach how alike different people of one camera look. */
  teachDifferent(track: Track): void {
    const { gallery, link } = track;
    if (track.hasTaught || link === null || gallery.direction === null) return;
    track.hasTaught = true;
    let taught = 0;
    for (const other of this.#parts.tracks.aliveIn(track.cameraKey)) {
      if (other === track || other.group !== track.group || other.link === null) continue;
      const likeness = other.link.subject.gallery.likeness(
        gallery.descriptor,
        gallery.direction,
        (key) => key === track.key,
      );
      if (likeness === null) continue;
      this.#parts.appearance.learnDifferent(gallery.descriptor, likeness.similarity);
      if (++taught === TAUGHT_MAX) return;
    }
  }

  /** What a person's word or a sure link says about looks and ways. */
  #learn({ candidate, score, isManual }: Link, weight: number): void {
    if (candidate === null) return;
    const { parts, appearance, journey, descriptor } = candidate;
    const isPlain = parts.geometry + parts.travel >= SURE_WITHOUT_LOOK;
    if ((isManual || (isPlain && score >= SURE_SCORE)) && appearance !== null) {
      this.#parts.appearance.learnSame(descriptor, appearance.similarity, weight);
    }
    if (journey !== null && (isManual || score >= SURE_SCORE)) {
      this.#parts.travel.learn(journey, weight);
    }
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

const TAUGHT_MAX = 4;

function evidenceOf({ candidate, runnersUp }: LinkReason): IdentityEvidence {
  return {
    ...(candidate?.geometry == null ? {} : { geometry: candidate.geometry }),
    ...(candidate?.appearance == null ? {} : { appearance: candidate.appearance }),
    ...(candidate?.travel == null ? {} : { travel: candidate.travel }),
    runnersUp,
  };
}
