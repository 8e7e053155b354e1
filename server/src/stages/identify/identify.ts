import { randomUUID } from "node:crypto";
import type { Clock, Disposable, Log } from "../../base/index.ts";
import type {
  BusEvents,
  IdentifiedFrame,
  LinkDecision,
  LinkKind,
  LocatedBox,
  LocatedFrame,
  SubjectSight,
  WorldPoint,
} from "../../model/index.ts";
import type { IdentifyStage } from "../../pipeline/contract.ts";
import { FusedPlaces } from "./fused-places.ts";
import {
  ResolverHost,
  SUBJECTS_MAX,
  TRACKS_MAX,
  type IdentityStore,
  type KnownSubject,
} from "./resolver-host.ts";
import { fromWire, sightingsOf, toWire, type SightingFrame } from "./sighting-wire.ts";
import { TrackSubjects, type SubjectOfTrack } from "./track-subjects.ts";

/** The part of the live bus that identifying needs. */
export interface IdentifyBus {
  publish(topic: `subjects.${string}`, payload: BusEvents["subjects"]): void;
  publish(topic: `sightings.${string}`, payload: BusEvents["sightings"]): void;
  subscribe(
    pattern: "subjects.>",
    handler: (message: { readonly payload: BusEvents["subjects"] }) => void,
  ): () => void;
  subscribe(
    pattern: "sightings.>",
    handler: (message: { readonly payload: BusEvents["sightings"] }) => void,
  ): () => void;
}

export interface IdentifyPorts {
  readonly bus: IdentifyBus;
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs">;
  readonly log: Pick<Log, "warn">;
  readonly store: IdentityStore;
  /** Finds the subject that another tracker tied its track to. */
  readonly bindings: { subjectOf(trackId: string): SubjectOfTrack | undefined };
  /** How often what changed of the subjects is handed to the store. Default 5 s. */
  readonly rememberEveryMs?: number;
  /** Names the next subject, and the next link. Default: a random uuid. */
  readonly nextId?: () => string;
}

export interface IdentifyStats {
  /** True in the one process that resolves. */
  readonly leads: boolean;
  /** Decisions of this process by what decided, and those that were revisions. */
  readonly decisions: Readonly<Record<Exclude<LinkKind, "ingest">, number>>;
  readonly revisions: number;
  /** Tracks whose decision waits for evidence, of those the resolver follows. */
  readonly waiting: { readonly size: number; readonly limit: number };
  /** Subjects the resolver has in memory, and those that made room. */
  readonly subjects: { readonly size: number; readonly limit: number; readonly dropped: number };
  /** Frames handed to the process that resolves. */
  readonly forwarded: number;
  /** Frames of other trackers left out because their clock is too far off. */
  readonly untimely: number;
  readonly crops: { readonly size: number; readonly limit: number; readonly dropped: number };
}

export interface Identify extends IdentifyStage, Disposable {
  /** This process resolves from now on, knowing what the database remembers. */
  lead(gallery: readonly KnownSubject[]): void;
  /** Another process resolves from now on. */
  follow(): void;
  stats(): IdentifyStats;
}

/** Frames of other trackers must be this close to now to say who is where at one time. */
const FOREIGN_DRIFT_MS_MAX = 60_000;
/** While nothing moves before a camera its tracks are told to be there this often. */
const HOLD_EVERY_MS = 5000;
const SIGHTS_MAX = 1000;

/** See the folder's entry file. Follows until told to lead. */
export function createIdentify(ports: IdentifyPorts): Identify {
  return new IdentifyRun(ports);
}

class IdentifyRun implements Identify {
  readonly #ports: IdentifyPorts;
  readonly #tracks = new TrackSubjects();
  readonly #places = new FusedPlaces();
  /** The newest sightings of each camera, to be repeated while nothing moves there. */
  readonly #still = new Map<string, SightingFrame>();
  readonly #leave: (() => void)[];
  readonly #timer: NodeJS.Timeout;
  /** Where the subjects that other trackers named were last. */
  #sights = new Map<string, SubjectSight>();
  #host: ResolverHost | null = null;
  readonly #decisions = { new: 0, geometry: 0, appearance: 0, travel: 0, manual: 0 };
  #revisions = 0;
  #forwarded = 0;
  #untimely = 0;

  constructor(ports: IdentifyPorts) {
    this.#ports = ports;
    this.#leave = [
      ports.bus.subscribe("subjects.>", ({ payload }) => this.#hear(payload)),
      ports.bus.subscribe("sightings.>", ({ payload }) => {
        if (this.#host) this.#resolve(this.#host, fromWire(payload));
      }),
    ];
    this.#timer = setInterval(() => this.#remember(), ports.rememberEveryMs ?? 5000);
    this.#timer.unref();
  }

  identify(frame: LocatedFrame): IdentifiedFrame {
    const boxes = frame.boxes.filter((box) => this.#isOpen(frame, box));
    const sightings = sightingsOf(frame, boxes);
    if (boxes.length > 0 || frame.endedTrackIds.length > 0) this.#submit(sightings);
    this.#keepStill(sightings);
    const atMs = this.#ports.clock.monotonicMs();
    const identified = frame.boxes.map((box) => {
      const subject = this.#subjectOf(box.trackId);
      if (subject && frame.origin === "ingest") this.#sight(subject.subjectId, frame, box);
      return {
        ...box,
        subjectId: subject?.subjectId ?? null,
        globalId: subject?.globalId ?? null,
        subjectPositionM: subject ? this.#placeOf(subject.subjectId, frame, box, atMs) : null,
      };
    });
    this.#end(frame.endedTrackIds);
    return { ...frame, boxes: identified };
  }

  hold(cameraId: string, captureTimeMs: number): void {
    this.#places.hold(cameraId, this.#ports.clock.monotonicMs());
    const still = this.#still.get(cameraId);
    if (!still || captureTimeMs - still.captureTimeMs < HOLD_EVERY_MS) return;
    const frame = { ...still, captureTimeMs };
    this.#still.set(cameraId, frame);
    this.#submit(frame);
  }

  lead(gallery: readonly KnownSubject[]): void {
    const { store, log, nextId = randomUUID } = this.#ports;
    const tracks = this.#tracks.entries();
    this.#host = new ResolverHost({ store, log, nextId, gallery, tracks });
  }

  follow(): void {
    this.#host?.remember();
    this.#host = null;
  }

  stats(): IdentifyStats {
    const resolver = this.#host?.stats();
    return {
      leads: this.#host !== null,
      decisions: { ...this.#decisions },
      revisions: this.#revisions,
      waiting: { size: resolver?.waitingTracks ?? 0, limit: TRACKS_MAX },
      subjects: {
        size: resolver?.subjects ?? 0,
        limit: SUBJECTS_MAX,
        dropped: resolver?.forgottenSubjects ?? 0,
      },
      forwarded: this.#forwarded,
      untimely: this.#untimely,
      crops: resolver?.crops ?? { size: 0, limit: 0, dropped: 0 },
    };
  }

  /** Hands over what is to be remembered and hears nothing more. */
  async dispose(): Promise<void> {
    clearInterval(this.#timer);
    for (const leave of this.#leave) leave();
    this.#remember();
    this.#host = null;
  }

  #remember(): void {
    this.#host?.remember();
    if (this.#sights.size === 0) return;
    this.#ports.store.seen(this.#sights);
    this.#sights = new Map();
  }

  #sight(subjectId: string, frame: LocatedFrame, { positionM }: LocatedBox): void {
    const { cameraId, floorId, captureTimeMs: atMs } = frame;
    this.#sights.set(subjectId, { cameraId, floorId, atMs, positionM });
    if (this.#sights.size >= SIGHTS_MAX) this.#remember();
  }

  /** Whether the resolver has a say: not where another tracker named the subject, or tells too little. */
  #isOpen(frame: LocatedFrame, box: LocatedBox): boolean {
    if (frame.origin === "camera") return true;
    if (box.positionM === null || this.#ports.bindings.subjectOf(box.trackId)) return false;
    const driftMs = Math.abs(frame.captureTimeMs - this.#ports.clock.nowMs());
    if (driftMs <= FOREIGN_DRIFT_MS_MAX) return true;
    this.#untimely++;
    return false;
  }

  #subjectOf(trackId: string): SubjectOfTrack | undefined {
    return this.#tracks.of(trackId) ?? this.#ports.bindings.subjectOf(trackId);
  }

  #placeOf(
    subjectId: string,
    { cameraId, floorId }: LocatedFrame,
    { trackId, positionM, covarianceM2 }: LocatedBox,
    atMs: number,
  ): WorldPoint | null {
    if (positionM === null || floorId === null) return null;
    const seen = { cameraId, floorId, positionM, covarianceM2, atMs };
    return this.#places.see(subjectId, trackId, seen);
  }

  #submit(frame: SightingFrame): void {
    if (this.#host) {
      this.#resolve(this.#host, frame);
      return;
    }
    this.#forwarded++;
    this.#ports.bus.publish(`sightings.${frame.cameraId}`, toWire(frame));
  }

  #resolve(host: ResolverHost, frame: SightingFrame): void {
    this.#tell(host.observe(frame), frame.captureTimeMs);
  }

  #tell(decisions: readonly LinkDecision[], atMs: number): void {
    if (decisions.length === 0) return;
    for (const { kind, previousSubjectId } of decisions) {
      if (kind !== "ingest") this.#decisions[kind]++;
      if (previousSubjectId !== null) this.#revisions++;
    }
    this.#ports.bus.publish("subjects.linked", {
      change: "linked",
      subjectIds: [
        ...new Set(
          decisions.flatMap((each) => [each.subjectId, each.previousSubjectId ?? []]).flat(),
        ),
      ],
      links: decisions.map((decision) => ({
        trackId: decision.trackId,
        subjectId: decision.subjectId,
        globalId: decision.globalId,
        objectClass: decision.objectClass,
        previousSubjectId: decision.previousSubjectId,
        kind: decision.kind,
        score: decision.score,
        isFinal: decision.isFinal,
      })),
      atMs,
    });
  }

  /** Every process learns here whose tracks are; the one that resolves also from people. */
  #hear(event: BusEvents["subjects"]): void {
    for (const { trackId } of event.links) {
      const former = this.#tracks.of(trackId);
      if (former) this.#places.forget(former.subjectId, trackId);
    }
    this.#tracks.apply(event);
    if (this.#host === null || event.change === "linked") return;
    this.#tell(this.#host.correct(event), event.atMs);
  }

  #keepStill(frame: SightingFrame): void {
    const bare = frame.sightings.map((box) => ({
      ...box,
      appearance: null,
      crop: null,
      quality: null,
    }));
    if (bare.length === 0) this.#still.delete(frame.cameraId);
    else this.#still.set(frame.cameraId, { ...frame, sightings: bare, endedTrackIds: [] });
  }

  #end(trackIds: readonly string[]): void {
    for (const trackId of trackIds) {
      const subject = this.#subjectOf(trackId);
      if (subject) this.#places.forget(subject.subjectId, trackId);
    }
    this.#tracks.forget(trackIds);
  }
}
