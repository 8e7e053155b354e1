import { Gallery, unitOf } from "./gallery.ts";
import type { GallerySlot } from "./gallery.ts";
import type { RememberedSubject } from "./identity.ts";
import { lastSeenOf } from "./subject.ts";
import type { Subject } from "./subject.ts";
import type { ResolvedOptions } from "./options.ts";

/** What each track, up to some, and a person's word are worth against age, ms. */
const WORTH_PER_TRACK_MS = 600_000;
const WORTH_TRACKS_MAX = 12;
const WORTH_CONFIRMED_MS = 30 * 86_400_000;
const NAMES_TRIED_MAX = 10_000;

/** All subjects, by name and by class group. */
export class SubjectTable {
  forgotten = 0;
  forgottenCannotLinks = 0;
  cannotLinks = 0;
  readonly #options: ResolvedOptions;
  readonly #subjects = new Map<string, Subject>();
  readonly #byGroup = new Map<number, Set<Subject>>();
  readonly #freeSlots: GallerySlot[] = [];
  #slots = 0;
  #count = 0;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subjects.size;
  }

  get(key: string): Subject | undefined {
    return this.#subjects.get(key);
  }

  all(): IterableIterator<Subject> {
    return this.#subjects.values();
  }

  ofGroup(group: number): ReadonlySet<Subject> {
    return this.#byGroup.get(group) ?? NOBODY;
  }

  /** @throws RangeError when `subjectKeyOf` gives nothing but names that are taken. */
  create(kind: {
    readonly classId: number;
    readonly group: number;
    readonly timeMs: number;
  }): Subject {
    const subject: Subject = {
      key: this.#freeName(),
      order: this.#count,
      madeMs: kind.timeMs,
      classId: kind.classId,
      group: kind.group,
      gallery: this.#gallery(),
      tracks: [],
      lastSeen: null,
      trackCount: 0,
      isConfirmed: false,
      cannotLinks: new Set(),
      usedMs: kind.timeMs,
    };
    this.#add(subject);
    return subject;
  }

  /** Takes a subject as it was remembered; one that is known already stays as it is. */
  restore(remembered: RememberedSubject, group: number): void {
    if (this.#subjects.has(remembered.subjectKey)) return;
    const gallery = this.#gallery();
    for (const exemplar of remembered.exemplars) {
      const appearance = unitOf(exemplar.appearance);
      if (appearance !== null) gallery.take({ ...exemplar, appearance });
    }
    const { mean } = remembered;
    const direction = mean === null ? null : unitOf(mean.appearance);
    if (mean !== null && direction !== null) gallery.restoreMean(mean.descriptor, direction);
    const seenMs = remembered.lastSeen?.timeMs ?? Number.NEGATIVE_INFINITY;
    const subject: Subject = {
      key: remembered.subjectKey,
      order: 0,
      madeMs: Number.NEGATIVE_INFINITY,
      classId: remembered.classId,
      group,
      gallery,
      tracks: [],
      lastSeen: remembered.lastSeen,
      trackCount: remembered.trackCount,
      isConfirmed: remembered.isConfirmed,
      cannotLinks: new Set(),
      usedMs: seenMs,
    };
    for (const key of remembered.cannotLinkSubjectKeys) this.#forbidOne(subject, key);
    this.#add(subject);
  }

  remove(subject: Subject): void {
    if (this.#subjects.get(subject.key) !== subject) return;
    this.#subjects.delete(subject.key);
    subject.gallery.slot.version++;
    this.#freeSlots.push(subject.gallery.slot);
    this.#byGroup.get(subject.group)?.delete(subject);
    this.cannotLinks -= subject.cannotLinks.size;
  }

  /** Says that two subjects are two. */
  forbid(a: Subject, b: Subject): void {
    this.#forbidOne(a, b.key);
    this.#forbidOne(b, a.key);
  }

  /** Says that two subjects may be one after all. */
  allow(a: Subject, b: Subject): void {
    if (a.cannotLinks.delete(b.key)) this.cannotLinks--;
    if (b.cannotLinks.delete(a.key)) this.cannotLinks--;
  }

  /** The subject that is missed least: null below the limit, or when all are in sight. */
  surplus(): Subject | null {
    if (this.#subjects.size <= this.#options.subjectsMax) return null;
    let least: Subject | null = null;
    let leastWorth = Number.POSITIVE_INFINITY;
    for (const subject of this.#subjects.values()) {
      if (subject.tracks.some(({ endMs }) => endMs === null)) continue;
      const worth = worthOf(subject);
      if (least !== null && worth >= leastWorth) continue;
      least = subject;
      leastWorth = worth;
    }
    return least;
  }

  #gallery(): Gallery {
    const slot = this.#freeSlots.pop() ?? { index: this.#slots++, version: 0 };
    return new Gallery(this.#options.exemplarsMax, slot);
  }

  #add(subject: Subject): void {
    this.#subjects.set(subject.key, subject);
    const group = this.#byGroup.get(subject.group);
    if (group === undefined) this.#byGroup.set(subject.group, new Set([subject]));
    else group.add(subject);
  }

  #forbidOne(subject: Subject, key: string): void {
    if (subject.cannotLinks.has(key)) return;
    subject.cannotLinks.add(key);
    this.cannotLinks++;
    if (subject.cannotLinks.size <= this.#options.cannotLinksMax) return;
    const [oldest] = subject.cannotLinks;
    subject.cannotLinks.delete(oldest!);
    this.cannotLinks--;
    this.forgottenCannotLinks++;
  }

  #freeName(): string {
    for (let i = 0; i < NAMES_TRIED_MAX; i++) {
      const key = this.#options.subjectKeyOf(++this.#count);
      if (!this.#subjects.has(key)) return key;
    }
    throw new RangeError(
      `Cannot name a subject: subjectKeyOf gave ${NAMES_TRIED_MAX} names that are taken; expected a new one for each count`,
    );
  }
}

const NOBODY: ReadonlySet<Subject> = new Set();

function worthOf(subject: Subject): number {
  const tracks = Math.min(WORTH_TRACKS_MAX, subject.trackCount);
  const lastMs = Math.max(subject.usedMs, lastSeenOf(subject)?.timeMs ?? Number.NEGATIVE_INFINITY);
  return lastMs + tracks * WORTH_PER_TRACK_MS + (subject.isConfirmed ? WORTH_CONFIRMED_MS : 0);
}
