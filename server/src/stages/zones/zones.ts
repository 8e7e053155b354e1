import { randomUUID } from "node:crypto";
import type { Clock } from "../../base/index.ts";
import type {
  IdentifiedBox,
  IdentifiedFrame,
  PresenceChange,
  WorldPoint,
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
  /** Subjects and lone tracks remembered at most; the longest unseen goes first. Default 20 000. */
  readonly beingLimit?: number;
}

export interface ZonesStats {
  /** Subjects, and tracks that are nobody's yet. */
  readonly beings: number;
  readonly limit: number;
  /** Beings forgotten because there were too many. */
  readonly dropped: number;
}

interface Stay {
  readonly presenceId: string;
  /** The track that entered. */
  readonly trackId: string;
  readonly zone: Zone;
  readonly enteredAtMs: number;
  reportedAtMs: number;
}

/**
 * What is counted: a subject with all its tracks, or a track while nobody is sure whose it is. So
 * somebody whom two cameras see is in a zone once.
 */
interface Being {
  key: string;
  /** Tracks that see it now, with their cameras. */
  readonly cameraOfTrack: Map<string, string>;
  box: IdentifiedBox;
  cameraId: string;
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
  readonly #beings = new Map<string, Being>();
  readonly #keyOfTrack = new Map<string, string>();
  #dropped = 0;

  constructor(options: ZonesOptions) {
    this.#zonesOf = options.zonesOf;
    this.#clock = options.clock;
    this.#leaveMarginM = options.leaveMarginM ?? 0.3;
    this.#absenceMs = options.absenceMs ?? 60_000;
    this.#stayEveryMs = options.stayEveryMs ?? 10_000;
    this.#limit = options.beingLimit ?? 20_000;
  }

  assign(frame: IdentifiedFrame): ZonedFrame {
    const zones = frame.floorId === null ? [] : this.#zonesOf(frame.floorId);
    const presenceChanges: PresenceChange[] = [];
    const boxes = frame.boxes.map((box) => {
      const being = this.#touch(frame, box, presenceChanges);
      if (being === null || placeOf(box) === null) return { ...box, zoneIds: [] };
      this.#update(being, box.trackId, zones, presenceChanges);
      return { ...box, zoneIds: [...being.stays.keys()] };
    });
    for (const trackId of frame.endedTrackIds) this.#endTrack(trackId, presenceChanges);
    this.#trim(presenceChanges);
    return { ...frame, boxes, presenceChanges };
  }

  hold(cameraId: string): void {
    const nowMs = this.#clock.monotonicMs();
    for (const being of this.#beings.values()) {
      if ([...being.cameraOfTrack.values()].includes(cameraId)) being.seenAtMs = nowMs;
    }
  }

  sweep(): readonly PresenceChange[] {
    const nowMs = this.#clock.monotonicMs();
    const changes: PresenceChange[] = [];
    for (const being of [...this.#beings.values()]) {
      if (nowMs - being.seenAtMs > this.#absenceMs) this.#end(being, changes);
    }
    return changes;
  }

  stats(): ZonesStats {
    return { beings: this.#beings.size, limit: this.#limit, dropped: this.#dropped };
  }

  /** Null for what has never had a place: it cannot be in a zone. */
  #touch(frame: IdentifiedFrame, box: IdentifiedBox, changes: PresenceChange[]): Being | null {
    const key = box.subjectId ?? box.trackId;
    this.#rekey(box, key, changes);
    const known = this.#beings.get(key);
    if (!known && placeOf(box) === null) return null;
    const being: Being = known ?? {
      key,
      cameraOfTrack: new Map(),
      box,
      cameraId: frame.cameraId,
      lastAtMs: frame.captureTimeMs,
      seenAtMs: 0,
      stays: new Map(),
    };
    being.seenAtMs = this.#clock.monotonicMs();
    if (placeOf(box) !== null || being.box.trackId === box.trackId) {
      being.box = box;
      being.cameraId = frame.cameraId;
    }
    if (placeOf(box) !== null) being.lastAtMs = frame.captureTimeMs;
    being.cameraOfTrack.set(box.trackId, frame.cameraId);
    this.#keyOfTrack.set(box.trackId, key);
    this.#beings.delete(key);
    this.#beings.set(key, being);
    return being;
  }

  /** A track turned out to be somebody's, or somebody else's: its stays go along. */
  #rekey(box: IdentifiedBox, key: string, changes: PresenceChange[]): void {
    const formerKey = this.#keyOfTrack.get(box.trackId);
    const former = this.#beings.get(formerKey ?? "");
    if (!former || formerKey === key) return;
    // Others still see the one it was taken for, so the stays are theirs.
    former.cameraOfTrack.delete(box.trackId);
    if (former.cameraOfTrack.size > 0) return;
    this.#beings.delete(former.key);
    const target = this.#beings.get(key);
    former.key = key;
    former.box = { ...former.box, subjectId: box.subjectId, globalId: box.globalId };
    // Whose the stays are is told with the next place, not when they are next due.
    for (const stay of former.stays.values()) stay.reportedAtMs = Number.NEGATIVE_INFINITY;
    if (!target) {
      this.#beings.set(key, former);
      return;
    }
    for (const stay of former.stays.values()) {
      if (target.stays.has(stay.zone.id)) changes.push(presenceChange("leave", former, stay));
      else target.stays.set(stay.zone.id, stay);
    }
  }

  #update(being: Being, trackId: string, zones: readonly Zone[], changes: PresenceChange[]): void {
    for (const stay of [...being.stays.values()]) {
      const zone = zones.find((each) => each.id === stay.zone.id);
      if (!zone || !this.#holds(zone, being.box, this.#leaveMarginM)) {
        being.stays.delete(stay.zone.id);
        changes.push(presenceChange("leave", being, stay));
      } else if (Math.abs(being.lastAtMs - stay.reportedAtMs) >= this.#stayEveryMs) {
        stay.reportedAtMs = being.lastAtMs;
        changes.push(presenceChange("stay", being, stay));
      }
    }
    for (const zone of zones) {
      if (being.stays.has(zone.id) || !this.#holds(zone, being.box, 0)) continue;
      const atMs = being.lastAtMs;
      const presenceId = randomUUID();
      const stay = { presenceId, trackId, zone, enteredAtMs: atMs, reportedAtMs: atMs };
      being.stays.set(zone.id, stay);
      changes.push(presenceChange("enter", being, stay));
    }
  }

  #holds(zone: Zone, box: IdentifiedBox, marginM: number): boolean {
    const placeM = placeOf(box);
    if (placeM === null) return false;
    const polygon = this.#polygons.get(zone) ?? preparePolygon(zone.polygonM);
    this.#polygons.set(zone, polygon);
    if (isFarOff(polygon, placeM, marginM + 0.001)) return false;
    return distanceOutsideM(polygon, placeM) <= marginM;
  }

  /** The being goes with the last track that sees it. */
  #endTrack(trackId: string, changes: PresenceChange[]): void {
    const being = this.#beings.get(this.#keyOfTrack.get(trackId) ?? "");
    this.#keyOfTrack.delete(trackId);
    if (!being) return;
    being.cameraOfTrack.delete(trackId);
    if (being.cameraOfTrack.size === 0) this.#end(being, changes);
  }

  #end(being: Being, changes: PresenceChange[]): void {
    this.#beings.delete(being.key);
    for (const trackId of being.cameraOfTrack.keys()) this.#keyOfTrack.delete(trackId);
    for (const stay of being.stays.values()) changes.push(presenceChange("leave", being, stay));
  }

  #trim(changes: PresenceChange[]): void {
    for (const being of this.#beings.values()) {
      if (this.#beings.size <= this.#limit) return;
      this.#dropped++;
      this.#end(being, changes);
    }
  }
}

/** Where the plan shows it: from all cameras that see it, else from its own. */
function placeOf(box: IdentifiedBox): WorldPoint | null {
  return box.subjectPositionM ?? box.positionM;
}

function presenceChange(kind: PresenceChange["kind"], being: Being, stay: Stay): PresenceChange {
  return {
    kind,
    presenceId: stay.presenceId,
    zoneId: stay.zone.id,
    zoneCode: stay.zone.code,
    floorId: stay.zone.floorId,
    cameraId: being.cameraId,
    trackId: stay.trackId,
    subjectId: being.box.subjectId,
    globalId: being.box.globalId,
    objectClass: being.box.trackClass,
    enteredAtMs: stay.enteredAtMs,
    atMs: Math.max(being.lastAtMs, stay.enteredAtMs),
  };
}
