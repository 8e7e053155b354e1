import { AppearanceModel } from "./appearance-model.ts";
import { CameraTable, groundAreaOf } from "./camera-table.ts";
import { Corrections } from "./corrections.ts";
import type {
  CameraCycle,
  IdentityDecision,
  IdentityStats,
  RememberedModel,
  RememberedSubject,
  Sighting,
} from "./identity.ts";
import { Linker } from "./linker.ts";
import { resolveOptions } from "./options.ts";
import type { IdentityOptions, ResolvedOptions } from "./options.ts";
import { PlanePairs } from "./plane-pairs.ts";
import { rememberedOf } from "./remembered.ts";
import { Scorer } from "./scorer.ts";
import { SightingReader } from "./sighting-reader.ts";
import { SubjectTable } from "./subject-table.ts";
import { foldTrack } from "./subject.ts";
import { Thinker, isOpen } from "./thinker.ts";
import { TrackTable } from "./track-table.ts";
import type { Track } from "./track.ts";
import { TravelModel } from "./travel-model.ts";

/** A pair of one subject that speaks so clearly against it opens the weaker link again. */
const CONTRADICTION = -6;
/** A pair of two subjects that speaks so clearly for one is thought over at once. */
const REUNION = 3;
const REUNION_MS = 1000;
/** A crop so much better than those before is worth a thought. */
const BETTER_QUALITY = 0.15;
/** Tracks that nobody ended are looked for this often, ms. */
const SWEEP_MS = 5000;

/**
 * Says which tracks of many cameras are one subject, and why. Deterministic: cycles in the same
 * order give the same decisions, however the sightings of a cycle are listed and whatever the epoch
 * of their times. Everything kept is bounded by the options.
 *
 * ```ts
 * const resolver = new IdentityResolver({ subjectKeyOf: (count) => `P-${count}` });
 * const decisions = resolver.observe({
 *   cameraKey: "door",
 *   planeKey: "ground floor",
 *   timeMs: 1_000,
 *   sightings: [
 *     { trackKey: "door/1", classId: 0, boxPx: [10, 10, 60, 160], score: 0.9, positionM: [2, 3] },
 *   ],
 *   endedTrackKeys: [],
 * });
 * ```
 */
export class IdentityResolver {
  readonly #options: ResolvedOptions;
  readonly #tracks: TrackTable;
  readonly #subjects: SubjectTable;
  readonly #cameras: CameraTable;
  readonly #appearance: AppearanceModel;
  readonly #travel: TravelModel;
  readonly #pairs: PlanePairs;
  readonly #linker: Linker;
  readonly #thinker: Thinker;
  readonly #corrections: Corrections;
  readonly #reader: SightingReader;
  #sweptMs = Number.NEGATIVE_INFINITY;
  #contradictions = 0;

  /** @throws RangeError for a limit that is not a whole number from 1, or a measure below 0. */
  constructor(options: IdentityOptions) {
    const resolved = resolveOptions(options);
    const appearance = new AppearanceModel();
    this.#appearance = appearance;
    this.#options = resolved;
    this.#tracks = new TrackTable(resolved.tracksMax);
    this.#subjects = new SubjectTable(resolved);
    this.#cameras = new CameraTable(resolved.camerasMax);
    this.#travel = new TravelModel(resolved.travelPairsMax);
    this.#pairs = new PlanePairs(resolved.pairsMax, resolved.planErrorM);
    const models = { appearance, cameras: this.#cameras, travel: this.#travel };
    const tables = { tracks: this.#tracks, subjects: this.#subjects };
    const scorer = new Scorer({ options: resolved, ...models });
    this.#linker = new Linker({ ...models, ...tables }, resolved.acceptScore);
    this.#thinker = new Thinker({ options: resolved, ...tables, scorer, linker: this.#linker });
    this.#corrections = new Corrections({ ...tables, appearance, scorer, linker: this.#linker });
    this.#reader = new SightingReader({
      options: resolved,
      tracks: this.#tracks,
      pairs: this.#pairs,
    });
  }

  /**
   * Takes what one camera saw at one instant. Cameras may take turns in any way; time that runs
   * backwards in one camera counts as no time. Vectors are kept, not copied.
   *
   * @returns links that were made, finished or revised, in the order in which that happened.
   * @throws RangeError when the time is not finite.
   */
  observe(cycle: CameraCycle): readonly IdentityDecision[] {
    if (!Number.isFinite(cycle.timeMs)) {
      throw new RangeError(
        `Cannot identify at timeMs ${cycle.timeMs} of camera ${cycle.cameraKey}: expected a finite time`,
      );
    }
    const known = this.#cameras.get(cycle.cameraKey);
    const timeMs = Math.max(cycle.timeMs, known?.lastMs ?? cycle.timeMs);
    const camera = this.#cameras.see(cycle.cameraKey, cycle.planeKey, timeMs);
    const decisions: IdentityDecision[] = [];
    const read = this.#reader.read(cycle, camera, timeMs);
    const ended = new Set(cycle.endedTrackKeys);
    for (const key of [...ended].sort()) {
      const track = this.#tracks.get(key);
      if (track === undefined || track.endMs !== null) continue;
      if (track.cameraKey === cycle.cameraKey) decisions.push(...this.#end(track, timeMs));
    }
    this.#compare(cycle, read, timeMs);
    decisions.push(...this.#thinker.think(cycle.cameraKey, timeMs));
    decisions.push(...this.#sweep(timeMs));
    this.#forget();
    return decisions;
  }

  /** The subject of a track; undefined while the decision waits, and for a track not remembered. */
  subjectOf(trackKey: string): string | undefined {
    return this.#tracks.get(trackKey)?.link?.subject.key;
  }

  /**
   * A person says that a track's subject is right. The link is final; the gallery and the travel
   * times learn from it.
   *
   * @throws IdentityError for a track that is not remembered or has no subject yet.
   */
  confirm(trackKey: string, timeMs: number): IdentityDecision[] {
    return this.#corrections.confirm(trackKey, timeMs);
  }

  /**
   * A person says that a track is this subject. Another track of the camera that cannot be the
   * same then, and of which nobody else said so, becomes somebody new.
   *
   * @throws IdentityError for a track or subject that is not remembered, for another kind of
   *   thing, or when people said before that both tracks of one camera are this subject.
   */
  assign(trackKey: string, subjectKey: string, timeMs: number): IdentityDecision[] {
    return this.#corrections.assign(trackKey, subjectKey, timeMs);
  }

  /**
   * A person says that a track is not its subject: it becomes a new one, and the two are never
   * linked again.
   *
   * @throws IdentityError for a track that is not remembered or has no subject yet.
   */
  split(trackKey: string, timeMs: number): IdentityDecision[] {
    return this.#corrections.split(trackKey, timeMs);
  }

  /**
   * A person says that two subjects are one. All tracks of the first go to the second; the first
   * is gone, its name is not used again.
   *
   * @throws IdentityError for subjects that are not remembered or of different kinds, and when one
   *   camera saw both at one time.
   */
  merge(fromSubjectKey: string, intoSubjectKey: string, timeMs: number): IdentityDecision[] {
    return this.#corrections.merge(fromSubjectKey, intoSubjectKey, timeMs);
  }

  /** Takes subjects back from a store; those that are known already stay as they are. */
  restore(subjects: readonly RememberedSubject[]): void {
    for (const subject of subjects) {
      this.#subjects.restore(subject, this.#reader.groupOf(subject.classId));
    }
    this.#forget();
  }

  /** What to store of a subject; undefined when it is not known (any more). */
  remembered(subjectKey: string): RememberedSubject | undefined {
    const subject = this.#subjects.get(subjectKey);
    return subject === undefined ? undefined : rememberedOf(subject);
  }

  /** What was learned about ways and looks, to be stored beside the subjects. */
  rememberedModel(): RememberedModel {
    return { looks: this.#appearance.remembered(), ways: this.#travel.remembered() };
  }

  /**
   * Goes on from what another resolver had learned; call it before the first cycle. Unusable numbers
   * are left out and counted among the refused parts.
   */
  restoreModel(model: RememberedModel): void {
    this.#reader.refusedParts += this.#appearance.restore(model.looks);
    this.#reader.refusedParts += this.#travel.restore(model.ways);
  }

  stats(): IdentityStats {
    let exemplars = 0;
    for (const subject of this.#subjects.all()) exemplars += subject.gallery.exemplars.length;
    let waitingTracks = 0;
    for (const track of this.#tracks.all()) {
      if (track.endMs === null && track.link === null) waitingTracks++;
    }
    return {
      subjects: this.#subjects.size,
      exemplars,
      liveTracks: this.#tracks.liveCount,
      waitingTracks,
      endedTracks: this.#tracks.endedCount,
      pairs: this.#pairs.size,
      cameras: this.#cameras.size,
      travelPairs: this.#travel.size,
      cannotLinks: this.#subjects.cannotLinks,
      decisions: this.#linker.decisions,
      revisions: this.#linker.revisions,
      contradictions: this.#contradictions,
      forgottenSubjects: this.#subjects.forgotten,
      forgottenTracks: this.#tracks.forgotten,
      forgottenPairs: this.#pairs.forgotten,
      forgottenCameras: this.#cameras.forgotten,
      forgottenTravelPairs: this.#travel.forgotten,
      forgottenCannotLinks: this.#subjects.forgottenCannotLinks,
      refusedSightings: this.#reader.refusedSightings,
      refusedParts: this.#reader.refusedParts,
    };
  }

  /** Compares the camera's tracks with those of others on its plane. */
  #compare(
    cycle: CameraCycle,
    read: readonly { readonly track: Track; readonly sighting: Sighting }[],
    timeMs: number,
  ): void {
    const placed = read.filter(({ track }) => track.plane !== null && track.planeMs === timeMs);
    if (cycle.planeKey !== null && placed.length > 0) {
      this.#pairs.begin(this.#tracks.aliveOn(cycle.planeKey), cycle.cameraKey, timeMs);
      const context = {
        timeMs,
        areaOf: (key: string) => groundAreaOf(this.#cameras.get(key)),
        crowdOf: (key: string) => this.#tracks.aliveIn(key).size,
      };
      for (const { track, sighting } of placed) {
        this.#pairs.look(track, this.#reader.measure(sighting), context);
        this.#notice(track, timeMs);
      }
    }
    for (const { track } of read) {
      if (isOpen(track) && track.gallery.quality >= track.thoughtQuality + BETTER_QUALITY) {
        track.dueMs = Number.NEGATIVE_INFINITY;
      }
    }
  }

  /** Opens what the plane contradicts, and hurries what it suggests. */
  #notice(track: Track, timeMs: number): void {
    if (track.link === null) return;
    for (const pair of track.pairs.values()) {
      const other = pair.a === track ? pair.b : pair.a;
      if (other.link === null || other.endMs !== null) continue;
      const isOne = other.link.subject === track.link.subject;
      if (isOne && pair.ratio <= CONTRADICTION) this.#reopen(track, other);
      if (isOne || pair.ratio < REUNION) continue;
      track.dueMs = Math.min(track.dueMs, timeMs + REUNION_MS);
    }
  }

  #reopen(a: Track, b: Track): void {
    const weaker = isWeaker(a, b) ? a : b;
    if (weaker.link!.isManual) return;
    if (weaker.link!.isFinal) this.#contradictions++;
    weaker.link!.isFinal = false;
    weaker.dueMs = Number.NEGATIVE_INFINITY;
  }

  #end(track: Track, timeMs: number): IdentityDecision[] {
    const decisions = this.#thinker.think(track.cameraKey, timeMs, track);
    const settled = this.#linker.settle(track, timeMs);
    if (settled !== null) decisions.push(settled);
    this.#tracks.end(track, timeMs);
    this.#pairs.end(track);
    track.candidates = [];
    track.gallery.clear();
    track.looks.clear();
    return decisions;
  }

  /** Ends tracks that nobody has seen for too long. */
  #sweep(timeMs: number): IdentityDecision[] {
    if (Math.abs(timeMs - this.#sweptMs) < SWEEP_MS) return [];
    this.#sweptMs = timeMs;
    const decisions: IdentityDecision[] = [];
    const stale = [...this.#tracks.all()].filter(
      ({ endMs, last }) => endMs === null && timeMs - last.timeMs > this.#options.trackTimeoutMs,
    );
    for (const track of stale) decisions.push(...this.#end(track, timeMs));
    return decisions;
  }

  #forget(): void {
    for (let track = this.#tracks.surplus(); track !== null; track = this.#tracks.surplus()) {
      if (track.link !== null) foldTrack(track.link.subject, track);
      this.#pairs.forget(track);
      this.#tracks.forget(track);
      this.#tracks.forgotten++;
    }
    for (let one = this.#subjects.surplus(); one !== null; one = this.#subjects.surplus()) {
      this.#subjects.remove(one);
      this.#subjects.forgotten++;
    }
  }
}

/** True when the first link is the less sure, or the younger. */
function isWeaker({ link: a, key: aKey }: Track, { link: b, key: bKey }: Track): boolean {
  if (a!.isManual !== b!.isManual) return b!.isManual;
  if (a!.score !== b!.score) return a!.score < b!.score;
  if (a!.madeMs !== b!.madeMs) return a!.madeMs > b!.madeMs;
  return aKey > bKey;
}
