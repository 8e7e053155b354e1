import {
  IdentityError,
  IdentityResolver,
  type CameraCycle,
  type IdentityDecision,
  type IdentityStats,
  type RememberedSubject,
} from "@whereabouts/mot/identity";
import type { Log } from "../../base/index.ts";
import {
  OBJECT_CLASSES,
  type BusEvents,
  type LinkDecision,
  type LinkEvidence,
  type ObjectClass,
  type SubjectMemory,
  type SubjectSight,
  type TrackPicture,
} from "../../model/index.ts";
import { PendingCrops } from "./pending-crops.ts";
import type { SightedBox, SightingFrame } from "./sighting-wire.ts";

/** A subject as the database remembers it. */
export interface KnownSubject extends SubjectMemory {
  readonly globalId: string;
}

/** Where what was decided is made durable. Nothing here waits for it. */
export interface IdentityStore {
  /** The public name of the next subject. */
  nextGlobalId(objectClass: ObjectClass): string;
  decided(decisions: readonly LinkDecision[]): void;
  pictured(pictures: readonly TrackPicture[]): void;
  remember(memories: readonly SubjectMemory[]): void;
  /** Where subjects are whom the resolver has no say in. */
  seen(sights: ReadonlyMap<string, SubjectSight>): void;
  /** Subjects as the database remembers them now. */
  recall(subjectIds: readonly string[]): Promise<readonly KnownSubject[]>;
}

const UNKNOWN_CLASS = OBJECT_CLASSES.length;

/**
 * Classes between which one thing may change in the eyes of a detector. What has no clear class is
 * somebody half hidden more often than anything else.
 */
const CLASS_GROUPS = (
  [
    ["person", "unknown"],
    ["cat", "dog"],
    ["car", "bus", "truck"],
  ] as const
).map((group) => group.map(classIdOf));
/** What the resolver keeps in memory at most. */
export const SUBJECTS_MAX = 2000;
export const TRACKS_MAX = 4096;
const NAMES_MAX = 20_000;
const CAMERA_OF_TRACK_MAX = 20_000;

interface SubjectName {
  readonly globalId: string;
  readonly objectClass: ObjectClass;
}

/**
 * The resolver of the process that leads, with what it needs around it: names for its subjects,
 * crops until somebody refers to them, and the rows that its decisions become.
 */
export class ResolverHost {
  readonly #resolver: IdentityResolver;
  readonly #store: IdentityStore;
  readonly #log: Pick<Log, "warn">;
  readonly #nextId: () => string;
  readonly #crops = new PendingCrops();
  readonly #names = new Map<string, SubjectName>();
  readonly #cameraOfTrack = new Map<string, string>();
  /** Tracks that an earlier leader decided on and this resolver has not seen. */
  readonly #inherited: Map<string, string>;
  /** Subjects that changed since they were last remembered. */
  readonly #touched = new Set<string>();
  #wantedKey: string | null = null;
  /** Corrections that spoke of tracks or subjects no longer in memory. */
  #unfollowed = 0;

  constructor(ports: {
    readonly store: IdentityStore;
    readonly log: Pick<Log, "warn">;
    /** Names the next subject and the next link: a uuid. */
    readonly nextId: () => string;
    /** What the database remembers, best of it first. */
    readonly gallery: readonly KnownSubject[];
    readonly tracks: Iterable<[trackId: string, subject: { readonly subjectId: string }]>;
  }) {
    this.#store = ports.store;
    this.#log = ports.log;
    this.#nextId = ports.nextId;
    this.#resolver = new IdentityResolver({
      subjectKeyOf: () => this.#wantedKey ?? ports.nextId(),
      classGroups: CLASS_GROUPS,
      subjectsMax: SUBJECTS_MAX,
      tracksMax: TRACKS_MAX,
    });
    this.#inherited = new Map([...ports.tracks].map(([id, { subjectId }]) => [id, subjectId]));
    this.recall(ports.gallery);
  }

  /** Takes in subjects from the database. */
  recall(subjects: readonly KnownSubject[]): void {
    for (const { subjectId, globalId, objectClass } of subjects) {
      this.#names.set(subjectId, { globalId, objectClass });
    }
    this.#resolver.restore(subjects.map(toRemembered));
  }

  observe(frame: SightingFrame): LinkDecision[] {
    for (const box of frame.sightings) this.#place(box.trackId, frame.cameraId);
    const decisions = [...this.#resolver.observe(this.#cycle(frame))];
    for (const box of frame.sightings) this.#inherit(box.trackId, frame.captureTimeMs, decisions);
    for (const { trackId } of frame.sightings) {
      const subjectId = this.#resolver.subjectOf(trackId);
      if (subjectId !== undefined) this.#touched.add(subjectId);
    }
    return this.#take(decisions);
  }

  /** Learns from a person. @returns what follows for other tracks */
  correct(event: BusEvents["subjects"]): LinkDecision[] {
    const told = new Set(event.links.map((link) => link.trackId));
    for (const { subjectId, globalId, objectClass } of event.links) {
      this.#names.set(subjectId, { globalId, objectClass });
    }
    const before = this.#unfollowed;
    const decisions = this.#correct(event).filter(({ trackKey }) => !told.has(trackKey));
    if (this.#unfollowed > before) this.#recallLater(event.subjectIds);
    return this.#take(decisions);
  }

  /** Hands what is worth remembering of the subjects seen since the last call to the store. */
  remember(): void {
    const memories: SubjectMemory[] = [];
    for (const subjectId of this.#touched) {
      const remembered = this.#resolver.remembered(subjectId);
      if (remembered) memories.push(this.#memory(remembered));
    }
    this.#touched.clear();
    this.#keepPictures(
      memories.flatMap(({ exemplars }) => exemplars.flatMap(({ pictureId }) => pictureId ?? [])),
    );
    if (memories.length > 0) this.#store.remember(memories);
  }

  stats(): IdentityStats & {
    readonly crops: { readonly size: number; readonly limit: number; readonly dropped: number };
  } {
    const { size, limit, dropped } = this.#crops;
    return { ...this.#resolver.stats(), crops: { size, limit, dropped } };
  }

  #cycle(frame: SightingFrame): CameraCycle {
    return {
      cameraKey: frame.cameraId,
      planeKey: frame.floorId,
      timeMs: frame.captureTimeMs,
      ...(frame.descriptor === null ? {} : { descriptor: frame.descriptor }),
      sightings: frame.sightings.map((box) => ({
        trackKey: box.trackId,
        classId: classIdOf(box.objectClass),
        boxPx: box.boxPx,
        score: box.score,
        ...(box.positionM === null ? {} : { positionM: box.positionM }),
        ...(box.covarianceM2 === null ? {} : { covarianceM2: box.covarianceM2 }),
        // Detectors hand over views into a buffer they use again.
        ...(box.appearance === null ? {} : { appearance: box.appearance.slice() }),
        ...(box.quality === null ? {} : { quality: box.quality }),
        ...(box.crop === null ? {} : { pictureRef: this.#crop(frame, box, box.crop) }),
      })),
      endedTrackKeys: frame.endedTrackIds,
    };
  }

  #crop(frame: SightingFrame, box: SightedBox, jpeg: Uint8Array): string {
    const { trackId, quality } = box;
    const { cameraId, captureTimeMs: capturedAtMs } = frame;
    return this.#crops.add({ trackId, cameraId, capturedAtMs, quality: quality ?? 0.5, jpeg });
  }

  #place(trackId: string, cameraId: string): void {
    this.#cameraOfTrack.delete(trackId);
    this.#cameraOfTrack.set(trackId, cameraId);
    trim(this.#cameraOfTrack, CAMERA_OF_TRACK_MAX);
  }

  /** A track that outlived the process which resolved it stays whose it was. */
  #inherit(trackId: string, timeMs: number, decisions: IdentityDecision[]): void {
    const subjectId = this.#inherited.get(trackId);
    if (subjectId === undefined) return;
    this.#inherited.delete(trackId);
    this.#attempt(() => this.#resolver.assign(trackId, subjectId, timeMs));
    const own = decisions.findIndex(({ trackKey }) => trackKey === trackId);
    if (own >= 0) decisions.splice(own, 1);
  }

  #correct({ change, links, subjectIds, atMs }: BusEvents["subjects"]): IdentityDecision[] {
    for (const subjectId of subjectIds) this.#touched.add(subjectId);
    const trackIds = links.map((link) => link.trackId);
    switch (change) {
      case "confirmed":
        return trackIds.flatMap((id) => this.#attempt(() => this.#resolver.confirm(id, atMs)));
      case "merged": {
        const [from, into] = subjectIds;
        if (from === undefined || into === undefined) return [];
        return this.#attempt(() => this.#resolver.merge(from, into, atMs));
      }
      case "split":
        return this.#split(trackIds, subjectIds[1], atMs);
      default:
        return [];
    }
  }

  /** The first track that is known makes the new subject, under the id it has in the database. */
  #split(
    trackIds: readonly string[],
    madeId: string | undefined,
    atMs: number,
  ): IdentityDecision[] {
    if (madeId === undefined) return [];
    let isMade = false;
    return trackIds.flatMap((trackId) => {
      if (isMade) return this.#attempt(() => this.#resolver.assign(trackId, madeId, atMs));
      this.#wantedKey = madeId;
      const decisions = this.#attempt(() => this.#resolver.split(trackId, atMs));
      this.#wantedKey = null;
      isMade = decisions.length > 0;
      return decisions;
    });
  }

  /** What a person said stands in the database; tracks long gone are no longer known here. */
  #attempt(correct: () => IdentityDecision[]): IdentityDecision[] {
    try {
      return correct();
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      this.#unfollowed++;
      return [];
    }
  }

  /** The database has what people said; whom the resolver did not know it learns from there. */
  #recallLater(subjectIds: readonly string[]): void {
    this.#store.recall(subjectIds).then(
      (subjects) => this.recall(subjects),
      (error: unknown) => this.#log.warn({ err: error }, "A corrected subject was not read again"),
    );
  }

  #take(decisions: readonly IdentityDecision[]): LinkDecision[] {
    const links = decisions.map((decision) => this.#link(decision));
    this.#keepPictures(
      links.flatMap(({ evidence: { appearance } }) =>
        [appearance?.ownPictureId, appearance?.otherPictureId].filter((id) => id != null),
      ),
    );
    for (const { subjectId, previousSubjectId } of links) {
      this.#touched.add(subjectId);
      if (previousSubjectId !== null) this.#touched.add(previousSubjectId);
    }
    if (links.length > 0) this.#store.decided(links);
    return links;
  }

  #link(decision: IdentityDecision): LinkDecision {
    const { trackKey: trackId, subjectKey: subjectId } = decision;
    const { globalId, objectClass } = this.#name(subjectId);
    return {
      linkId: this.#nextId(),
      trackId,
      cameraId: this.#cameraOfTrack.get(trackId) ?? "",
      subjectId,
      globalId,
      objectClass,
      previousSubjectId: decision.previousSubjectKey,
      kind: decision.kind,
      score: decision.score,
      isFinal: decision.isFinal,
      atMs: decision.timeMs,
      evidence: evidenceOf(decision),
      runnersUp: decision.evidence.runnersUp.map(({ subjectKey, score, similarity }) => ({
        subjectId: subjectKey,
        score,
        similarity,
      })),
    };
  }

  #name(subjectId: string): SubjectName {
    const known = this.#names.get(subjectId);
    if (known) return known;
    const objectClass = classOf(this.#resolver.remembered(subjectId)?.classId ?? -1);
    const name = { globalId: this.#store.nextGlobalId(objectClass), objectClass };
    this.#names.set(subjectId, name);
    trim(this.#names, NAMES_MAX);
    return name;
  }

  #keepPictures(pictureIds: readonly string[]): void {
    const pictures = pictureIds.flatMap((id) => this.#crops.take(id) ?? []);
    if (pictures.length > 0) this.#store.pictured(pictures);
  }

  #memory(subject: RememberedSubject): SubjectMemory {
    const { lastSeen } = subject;
    return {
      subjectId: subject.subjectKey,
      objectClass: classOf(subject.classId),
      isConfirmed: subject.isConfirmed,
      trackCount: subject.trackCount,
      exemplars: subject.exemplars.map(({ pictureRef, trackKey, timeMs, ...exemplar }) => ({
        ...exemplar,
        pictureId: pictureRef,
        trackId: trackKey,
        atMs: timeMs,
      })),
      mean: subject.mean,
      lastSeen: lastSeen && {
        cameraId: lastSeen.cameraKey,
        floorId: lastSeen.planeKey,
        atMs: lastSeen.timeMs,
        positionM: lastSeen.positionM,
      },
      otherSubjectIds: subject.cannotLinkSubjectKeys,
    };
  }
}

function toRemembered(subject: KnownSubject): RememberedSubject {
  const { lastSeen } = subject;
  return {
    subjectKey: subject.subjectId,
    classId: classIdOf(subject.objectClass),
    isConfirmed: subject.isConfirmed,
    trackCount: subject.trackCount,
    exemplars: subject.exemplars.map(({ pictureId, trackId, atMs, ...exemplar }) => ({
      ...exemplar,
      pictureRef: pictureId,
      trackKey: trackId,
      timeMs: atMs,
    })),
    mean: subject.mean,
    lastSeen: lastSeen && {
      cameraKey: lastSeen.cameraId,
      planeKey: lastSeen.floorId,
      timeMs: lastSeen.atMs,
      positionM: lastSeen.positionM,
    },
    cannotLinkSubjectKeys: subject.otherSubjectIds,
  };
}

function evidenceOf({ evidence }: IdentityDecision): LinkEvidence {
  const { geometry, appearance, travel } = evidence;
  return {
    ...(geometry && {
      geometry: {
        otherTrackId: geometry.otherTrackKey,
        distanceM: geometry.distanceM,
        mahalanobis2: geometry.mahalanobis2,
        sharedMs: geometry.sharedMs,
      },
    }),
    ...(appearance && {
      appearance: {
        similarity: appearance.similarity,
        exemplarCount: appearance.exemplarCount,
        ownPictureId: appearance.ownPictureRef,
        otherPictureId: appearance.otherPictureRef,
      },
    }),
    ...(travel && {
      travel: {
        fromCameraId: travel.fromCameraKey,
        toCameraId: travel.toCameraKey,
        elapsedMs: travel.elapsedMs,
        expectedMs: travel.expectedMs,
        likelihood: travel.likelihood,
      },
    }),
  };
}

function classIdOf(objectClass: ObjectClass): number {
  const index = OBJECT_CLASSES.findIndex((name) => name === objectClass);
  return index < 0 ? UNKNOWN_CLASS : index;
}

function classOf(classId: number): ObjectClass {
  return OBJECT_CLASSES[classId] ?? "unknown";
}

function trim(map: Map<string, unknown>, limit: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
