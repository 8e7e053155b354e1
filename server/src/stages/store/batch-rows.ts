import { randomUUID } from "node:crypto";
import type { PresenceChange, ZonedBox, ZonedFrame } from "../../model/index.ts";

interface TrackRow {
  readonly id: string;
  readonly camera: string;
  readonly source: string;
  readonly origin: string;
  class: string;
  subject: string | null;
  /** UTC ms. */
  readonly start: number;
  end: number;
  /** Quality if the row is new; and what is left of, and added to, the quality it has. */
  quality: number;
  decay: number;
  add: number;
  count: number;
}

/** What all observations of a frame share. */
interface FrameRow {
  readonly t: number;
  readonly camera: string;
  readonly floor: string | null;
}

interface ObservationRow {
  readonly id: string;
  /** Places in the lists of frames and tracks, from 1 as SQL counts. */
  readonly frame: number;
  owner: number;
  readonly track: string;
  readonly class: string;
  readonly score: number;
  readonly box: readonly number[];
  readonly x: number | null;
  readonly y: number | null;
  readonly zones: readonly string[];
  readonly appearance: string | null;
}

interface PresenceRow {
  readonly id: string;
  readonly zone: string;
  readonly track: string;
  readonly subject: string | null;
  readonly class: string;
  readonly entered: number;
  readonly seen: number;
  readonly left: number | null;
}

/** The rows of one statement. */
export interface BatchRows {
  readonly tracks: readonly TrackRow[];
  /** Frames with observations, in the order they came. */
  readonly frames: readonly FrameRow[];
  readonly observations: readonly ObservationRow[];
  readonly presences: readonly PresenceRow[];
  /** Cameras other trackers reported for, with the latest capture time, UTC ms. */
  readonly alive: readonly { readonly camera: string; readonly t: number }[];
}

/** Observations plus presence steps of a frame: what counts against the queue's limit. */
export function rowCountOf(frame: ZonedFrame): number {
  return frame.boxes.length + frame.presenceChanges.length;
}

/**
 * Folds frames into rows: one row per observation, and one each per track, presence and camera,
 * since a statement may touch a row only once. Frames must stand in the order they came.
 */
export function batchRows(frames: readonly ZonedFrame[]): BatchRows {
  const tracks = new Map<string, TrackRow>();
  const presences = new Map<string, PresenceRow>();
  const alive = new Map<string, number>();
  const observations: ObservationRow[] = [];
  const frameRows: FrameRow[] = [];
  for (const frame of frames) {
    if (frame.boxes.length > 0) {
      frameRows.push({ t: frame.captureTimeMs, camera: frame.cameraId, floor: frame.floorId });
    }
    for (const box of frame.boxes) {
      foldTrack(tracks, frame, box);
      observations.push(observationRow(box, frameRows.length));
    }
    for (const change of frame.presenceChanges) {
      presences.set(change.presenceId, presenceRow(change));
    }
    if (frame.origin === "ingest") alive.set(frame.cameraId, frame.captureTimeMs);
  }
  // In one order everywhere, so that two writers never wait for each other.
  const sorted = [...tracks.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const places = new Map(sorted.map(({ id }, index) => [id, index + 1]));
  for (const row of observations) row.owner = places.get(row.track)!;
  return {
    tracks: sorted,
    frames: frameRows,
    observations,
    presences: [...presences.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    alive: [...alive]
      .map(([camera, t]) => ({ camera, t }))
      .sort((a, b) => (a.camera < b.camera ? -1 : 1)),
  };
}

/** Quality runs as (old + score) / 2 from the second observation on (hotel contract, 2.5). */
function foldTrack(tracks: Map<string, TrackRow>, frame: ZonedFrame, box: ZonedBox): void {
  const score = toReal(box.score);
  const known = tracks.get(box.trackId);
  if (!known) {
    const first = box.isNew ? { decay: 1, add: 0 } : { decay: 0.5, add: score / 2 };
    tracks.set(box.trackId, {
      id: box.trackId,
      camera: frame.cameraId,
      source: box.sourceTrackId,
      origin: frame.origin,
      class: box.trackClass,
      subject: box.subjectId,
      start: frame.captureTimeMs,
      end: frame.captureTimeMs,
      quality: score,
      ...first,
      count: 1,
    });
    return;
  }
  known.class = box.trackClass;
  known.subject = box.subjectId;
  known.end = frame.captureTimeMs;
  known.quality = (known.quality + score) / 2;
  known.decay /= 2;
  known.add = (known.add + score) / 2;
  known.count++;
}

function observationRow(box: ZonedBox, frame: number): ObservationRow {
  return {
    id: randomUUID(),
    frame,
    owner: 0,
    track: box.trackId,
    class: box.trackClass,
    score: toReal(box.score),
    box: box.boxPx.map(toReal),
    x: box.positionM && toReal(box.positionM[0]),
    y: box.positionM && toReal(box.positionM[1]),
    zones: box.zoneIds,
    appearance: box.appearanceRef ?? null,
  };
}

function presenceRow(change: PresenceChange): PresenceRow {
  return {
    id: change.presenceId,
    zone: change.zoneId,
    track: change.trackId,
    subject: change.subjectId,
    class: change.objectClass,
    entered: change.enteredAtMs,
    seen: change.atMs,
    left: change.kind === "leave" ? change.atMs : null,
  };
}

const REAL_MAX = 3.4e38;
const REAL_MIN = 1.2e-38;

/** PostgreSQL refuses a `real` out of range; foreign scores and boxes may be any number. */
function toReal(value: number): number {
  if (Math.abs(value) > REAL_MAX) return Math.sign(value) * REAL_MAX;
  return Math.abs(value) < REAL_MIN ? 0 : value;
}
