import type { AppearanceModel } from "./appearance-model.ts";
import { IdentityError } from "./identity-error.ts";
import type { IdentityDecision } from "./identity.ts";
import type { Linker } from "./linker.ts";
import type { Scorer } from "./scorer.ts";
import type { SubjectTable } from "./subject-table.ts";
import { lastSeenOf } from "./subject.ts";
import type { Subject } from "./subject.ts";
import type { TrackTable } from "./track-table.ts";
import { isAliveWith } from "./track.ts";
import type { Link, Track } from "./track.ts";

export interface CorrectionParts {
  readonly tracks: TrackTable;
  readonly subjects: SubjectTable;
  readonly appearance: AppearanceModel;
  readonly scorer: Scorer;
  readonly linker: Linker;
}

/** How many samples a person's word counts for. */
const MANUAL_WEIGHT = 3;

/** Follows what people say; what they say is final, and the models learn from it. */
export class Corrections {
  readonly #parts: CorrectionParts;

  constructor(parts: CorrectionParts) {
    this.#parts = parts;
  }

  confirm(trackKey: string, timeMs: number): IdentityDecision[] {
    const track = this.#track(trackKey);
    const { subject, candidate, evidence } = this.#linkOf(track);
    const { runnersUp } = evidence;
    return [this.#parts.linker.link(track, subject, manual({ candidate, runnersUp, timeMs }))];
  }

  assign(trackKey: string, subjectKey: string, timeMs: number): IdentityDecision[] {
    const track = this.#track(trackKey);
    const subject = this.#subject(subjectKey);
    this.#checkKinds(track, subject);
    const before = track.link?.subject ?? null;
    const rivals = subject.tracks.filter((other) => other !== track && excludes(other, track));
    const sworn = rivals.find(({ link }) => link?.isManual === true);
    if (sworn !== undefined) throw togetherError(track, sworn, subject);
    track.refused.delete(subject.key);
    if (before !== null && before !== subject) {
      track.refused.add(before.key);
      this.#parts.subjects.allow(before, subject);
    }
    const { linker, scorer } = this.#parts;
    const candidate = scorer.weigh(track, subject);
    const runnersUp = track.link?.evidence.runnersUp ?? [];
    const told = [linker.link(track, subject, manual({ candidate, runnersUp, timeMs }))];
    for (const rival of rivals) {
      rival.refused.add(subject.key);
      told.push(linker.linkNew(rival, { candidate: null, score: 1, runnersUp: [], timeMs }));
    }
    return told;
  }

  split(trackKey: string, timeMs: number): IdentityDecision[] {
    const track = this.#track(trackKey);
    const { subject, candidate } = this.#linkOf(track);
    const { appearance, linker, subjects } = this.#parts;
    if (candidate?.appearance != null) {
      const { similarity } = candidate.appearance;
      appearance.learnDifferent(candidate.descriptor, similarity, MANUAL_WEIGHT);
    }
    const runnersUp = track.link!.evidence.runnersUp;
    track.refused.add(subject.key);
    const told = linker.linkNew(track, manual({ candidate: null, runnersUp, timeMs }));
    if (subjects.get(subject.key) === subject) subjects.forbid(track.link!.subject, subject);
    return [told];
  }

  merge(fromKey: string, intoKey: string, timeMs: number): IdentityDecision[] {
    const from = this.#subject(fromKey);
    const into = this.#subject(intoKey);
    if (from === into) {
      throw new IdentityError(
        "same-subject",
        `Cannot merge ${fromKey} into itself: expected two subjects`,
      );
    }
    this.#checkKinds(from, into);
    this.#checkApart(from, into);
    const { linker, subjects } = this.#parts;
    subjects.allow(from, into);
    const told: IdentityDecision[] = [];
    const { trackCount } = from;
    const moving = [...from.tracks];
    for (const track of moving) {
      track.refused.delete(into.key);
      const candidate = this.#parts.scorer.weigh(track, into);
      const runnersUp = track.link?.evidence.runnersUp ?? [];
      told.push(linker.link(track, into, manual({ candidate, runnersUp, timeMs })));
    }
    this.#absorb(from, into, trackCount - moving.length);
    return told;
  }

  /** What is left of a subject goes to another. */
  #absorb(from: Subject, into: Subject, trackCount: number): void {
    const { subjects, tracks } = this.#parts;
    for (const exemplar of from.gallery.exemplars) into.gallery.take(exemplar);
    const seen = lastSeenOf(from);
    if (seen !== null && (into.lastSeen === null || seen.timeMs > into.lastSeen.timeMs)) {
      into.lastSeen = seen;
    }
    into.trackCount += Math.max(0, trackCount);
    into.isConfirmed = true;
    into.usedMs = Math.max(into.usedMs, from.usedMs);
    for (const key of from.cannotLinks) {
      const other = subjects.get(key);
      if (other !== undefined && other !== into) subjects.forbid(into, other);
    }
    for (const track of tracks.all()) {
      if (track.refused.delete(from.key)) track.refused.add(into.key);
    }
    if (subjects.get(from.key) === from) subjects.remove(from);
  }

  #track(trackKey: string): Track {
    const track = this.#parts.tracks.get(trackKey);
    if (track !== undefined) return track;
    throw new IdentityError(
      "unknown-track",
      `Cannot correct track ${trackKey}: it is not remembered (any more); merge or restore its subject instead`,
    );
  }

  #subject(subjectKey: string): Subject {
    const subject = this.#parts.subjects.get(subjectKey);
    if (subject !== undefined) return subject;
    throw new IdentityError(
      "unknown-subject",
      `Cannot use subject ${subjectKey}: it is not remembered; restore it first`,
    );
  }

  #linkOf(track: Track): Link {
    if (track.link !== null) return track.link;
    throw new IdentityError(
      "undecided-track",
      `Cannot judge track ${track.key}: it has no subject yet; assign it to one instead`,
    );
  }

  #checkKinds(a: { readonly group: number }, b: Subject): void {
    if (a.group === b.group) return;
    throw new IdentityError(
      "class-mismatch",
      `Cannot link to ${b.key}: it is of class group ${b.group}, expected ${a.group}`,
    );
  }

  #checkApart(from: Subject, into: Subject): void {
    for (const track of from.tracks) {
      const other = into.tracks.find((one) => excludes(one, track));
      if (other !== undefined) throw togetherError(track, other, into);
    }
  }
}

function excludes(a: Track, b: Track): boolean {
  return a.cameraKey === b.cameraKey && isAliveWith(a, b);
}

function togetherError(track: Track, other: Track, subject: Subject): IdentityError {
  return new IdentityError(
    "seen-together",
    `Cannot make track ${track.key} ${subject.key}: camera ${track.cameraKey} saw it together with ${other.key}, which is ${subject.key}; split that one first`,
  );
}

function manual<T>(reason: T): T & { readonly score: 1; readonly isManual: true } {
  return { ...reason, score: 1, isManual: true };
}
