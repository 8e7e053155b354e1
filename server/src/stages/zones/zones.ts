import { randomUUID } from "node:crypto";
import type { Clock } from "../../base/index.ts";
import type {
  IdentifiedBox,
  IdentifiedFrame,
  PresenceChange,
  Zone,
  ZonedFrame,
} from "../../model/index.ts";
import type { ZonesStage } from "../../pipeline/contract.ts";
import { distanceOutsideM, isFarOff, preparePolygon, type Polygon } from "./polygon.ts";

export interface ZonesOptions {
  /** Present zones of a floor; the same array as long as nothing changed. */
  readonly zonesOf: (floorId: string) => readonly Zone[];
  readonly clock: Pick<Clock, "monotonicMs">;
  /** How far past the border a thing must go to have left, metres. Default 0.3. */
  readonly leaveMarginM?: number;
  /** Unreported for longer than this, a track has left. Default 60 s. */
  readonly absenceMs?: number;
  /** How often a stay is reported while it lasts. Default 10 s. */
  readonly stayEveryMs?: number;
  /** Tracks remembered at most; the longest unseen goes first. Default 20 000. */
  readonly trackLimit?: number;
}

export interface ZonesStats {
  readonly tracks: number;
  readonly limit: number;
  /** Tracks forgotten because there were too many. */
  readonly dropped: number;
}

interface Stay {
  readonly presenceId: string;
  readonly zone: Zone;
  readonly enteredAtMs: number;
  reportedAtMs: number;
}

interface TrackState {
  readonly cameraId: string;
  readonly trackId: string;
  box: IdentifiedBox;
  /** Capture time of the last box with a place, UTC ms. */
  lastAtMs: number;
  /** Monotonic ms; capture times of foreign trackers may be anything. */
  seenAtMs: number;
  readonly stays: Map<string, Stay>;
}

/** Assigns zones with hysteresis and keeps who is where; see the folder's entry file. */
export function createZones(options: ZonesOptions): ZonesStage & { stats(): ZonesStats } {
  return new ZoneKeeper(options);
}

class ZoneKeeper implements ZonesStage {
  readonly #zonesOf: ZonesOptions["zonesOf"];
  readonly #clock: ZonesOptions["clock"];
  readonly #leaveMarginM: number;
  readonly #absenceMs: number;
  readonly #stayEveryMs: number;
  readonly #limit: number;
  readonly #polygons = new WeakMap<Zone, Polygon>();
  /** Insertion order is order of last sight. */
  readonly #tracks = new Map<string, TrackState>();
  #dropped = 0;

  constructor(options: ZonesOptions) {
    this.#zonesOf = options.zonesOf;
    this.#clock = options.clock;
    this.#leaveMarginM = options.leaveMarginM ?? 0.3;
    this.#absenceMs = options.absenceMs ?? 60_000;
    this.#stayEveryMs = options.stayEveryMs ?? 10_000;
    this.#limit = options.trackLimit ?? 20_000;
  }

  assign(frame: IdentifiedFrame): ZonedFrame {
    const zones = frame.floorId === null ? [] : this.#zonesOf(frame.floorId);
    const presenceChanges: PresenceChange[] = [];
    const boxes = frame.boxes.map((box) => {
      const state = this.#touch(frame, box);
      if (state === null || box.positionM === null) return { ...box, zoneIds: [] };
      this.#update(state, zones, presenceChanges);
      return { ...box, zoneIds: [...state.stays.keys()] };
    });
    for (const trackId of frame.endedTrackIds) this.#end(trackId, presenceChanges);
    this.#trim(presenceChanges);
    return { ...frame, boxes, presenceChanges };
  }

  hold(cameraId: string): void {
    const nowMs = this.#clock.monotonicMs();
    for (const state of this.#tracks.values()) {
      if (state.cameraId === cameraId) state.seenAtMs = nowMs;
    }
  }

  sweep(): readonly PresenceChange[] {
    const nowMs = this.#clock.monotonicMs();
    const changes: PresenceChange[] = [];
    for (const state of [...this.#tracks.values()]) {
      if (nowMs - state.seenAtMs > this.#absenceMs) this.#end(state.trackId, changes);
    }
    return changes;
  }

  stats(): ZonesStats {
    return { tracks: this.#tracks.size, limit: this.#limit, dropped: this.#dropped };
  }

  /** Null for a track that has never had a place: it cannot be in a zone. */
  #touch(frame: IdentifiedFrame, box: IdentifiedBox): TrackState | null {
    const known = this.#tracks.get(box.trackId);
    if (!known && box.positionM === null) return null;
    const state: TrackState = known ?? {
      cameraId: frame.cameraId,
      trackId: box.trackId,
      box,
      lastAtMs: frame.captureTimeMs,
      seenAtMs: 0,
      stays: new Map(),
    };
    state.seenAtMs = this.#clock.monotonicMs();
    state.box = box;
    if (box.positionM !== null) state.lastAtMs = frame.captureTimeMs;
    this.#tracks.delete(box.trackId);
    this.#tracks.set(box.trackId, state);
    return state;
  }

  #update(state: TrackState, zones: readonly Zone[], changes: PresenceChange[]): void {
    for (const stay of [...state.stays.values()]) {
      const zone = zones.find((each) => each.id === stay.zone.id);
      if (!zone || !this.#holds(zone, state.box, this.#leaveMarginM)) {
        state.stays.delete(stay.zone.id);
        changes.push(presenceChange("leave", state, stay));
      } else if (Math.abs(state.lastAtMs - stay.reportedAtMs) >= this.#stayEveryMs) {
        stay.reportedAtMs = state.lastAtMs;
        changes.push(presenceChange("stay", state, stay));
      }
    }
    for (const zone of zones) {
      if (state.stays.has(zone.id) || !this.#holds(zone, state.box, 0)) continue;
      const atMs = state.lastAtMs;
      const stay = { presenceId: randomUUID(), zone, enteredAtMs: atMs, reportedAtMs: atMs };
      state.stays.set(zone.id, stay);
      changes.push(presenceChange("enter", state, stay));
    }
  }

  #holds(zone: Zone, box: IdentifiedBox, marginM: number): boolean {
    if (box.positionM === null) return false;
    const polygon = this.#polygons.get(zone) ?? preparePolygon(zone.polygonM);
    this.#polygons.set(zone, polygon);
    if (isFarOff(polygon, box.positionM, marginM + 0.001)) return false;
    return distanceOutsideM(polygon, box.positionM) <= marginM;
  }

  #end(trackId: string, changes: PresenceChange[]): void {
    const state = this.#tracks.get(trackId);
    if (!state) return;
    this.#tracks.delete(trackId);
    for (const stay of state.stays.values()) changes.push(presenceChange("leave", state, stay));
  }

  #trim(changes: PresenceChange[]): void {
    for (const trackId of this.#tracks.keys()) {
      if (this.#tracks.size <= this.#limit) return;
      this.#dropped++;
      this.#end(trackId, changes);
    }
  }
}

function presenceChange(
  kind: PresenceChange["kind"],
  state: TrackState,
  stay: Stay,
): PresenceChange {
  return {
    kind,
    presenceId: stay.presenceId,
    zoneId: stay.zone.id,
    zoneCode: stay.zone.code,
    floorId: stay.zone.floorId,
    cameraId: state.cameraId,
    trackId: state.trackId,
    subjectId: state.box.subjectId,
    globalId: state.box.globalId,
    objectClass: state.box.trackClass,
    enteredAtMs: stay.enteredAtMs,
    atMs: Math.max(state.lastAtMs, stay.enteredAtMs),
  };
}
