import type { Covariance2, Point2 } from "../geometry/index.ts";
import type { Camera } from "./camera-table.ts";
import { footOf } from "./camera-table.ts";
import { unitOf } from "./gallery.ts";
import type { CameraCycle, RememberedExemplar, Sighting } from "./identity.ts";
import { clamp } from "./likelihood.ts";
import type { ResolvedOptions } from "./options.ts";
import type { PlanePairs } from "./plane-pairs.ts";
import type { TrackTable } from "./track-table.ts";
import { measuredPoint, placeTrack } from "./track.ts";
import type { Track } from "./track.ts";

export interface ReaderParts {
  readonly options: ResolvedOptions;
  readonly tracks: TrackTable;
  readonly pairs: PlanePairs;
}

export interface ReadSighting {
  readonly track: Track;
  readonly sighting: Sighting;
}

/** Standard deviation of a position that comes without one: half a metre. */
const COVARIANCE: Covariance2 = [0.25, 0, 0.25];
const POSITION_M_MAX = 1e7;
const VARIANCE_M2 = [1e-4, 1e6] as const;
const QUALITY = 0.5;
/** A view below this moves the mean but is no exemplar, unless it is the first. */
const EXEMPLAR_QUALITY = 0.25;
/** Views of one track are offered as exemplars this often, or when they are better, ms. */
const OFFER_MS = 1000;

/** Takes sightings into the tracks, in an order that does not depend on how they were listed. */
export class SightingReader {
  refusedSightings = 0;
  refusedParts = 0;
  readonly #parts: ReaderParts;
  readonly #groupOf = new Map<number, number>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    for (const group of parts.options.classGroups) {
      for (const classId of group) this.#groupOf.set(classId, group[0]!);
    }
  }

  /** The number that stands for all classes between which a vote may change. */
  groupOf(classId: number): number {
    return this.#groupOf.get(classId) ?? classId;
  }

  read(cycle: CameraCycle, camera: Camera, timeMs: number): ReadSighting[] {
    const sorted = [...cycle.sightings].sort(precedence);
    const read: ReadSighting[] = [];
    let lastKey: string | null = null;
    for (const sighting of sorted) {
      const known = this.#parts.tracks.get(sighting.trackKey);
      const isElsewhere = known !== undefined && known.cameraKey !== cycle.cameraKey;
      if (sighting.trackKey === lastKey || isElsewhere) {
        this.refusedSightings++;
        continue;
      }
      lastKey = sighting.trackKey;
      const track = known ?? this.#start(sighting, cycle, timeMs);
      if (track.endMs !== null) this.#parts.tracks.revive(track);
      this.#see(track, sighting, { cycle, camera, timeMs });
      read.push({ track, sighting });
    }
    return read;
  }

  /** A sighting's place as x, y, xx, xy, yy; overwritten by the next call. */
  measure({ positionM, covarianceM2 }: Sighting): Float64Array {
    const covariance = covarianceM2 !== undefined && isCovariance(covarianceM2);
    return measuredPoint(positionM ?? [0, 0], covariance ? bounded(covarianceM2) : COVARIANCE, 0);
  }

  #start(sighting: Sighting, { cameraKey }: CameraCycle, timeMs: number): Track {
    const group = this.groupOf(sighting.classId);
    return this.#parts.tracks.start(sighting, { cameraKey, group, timeMs });
  }

  #see(
    track: Track,
    sighting: Sighting,
    at: { readonly cycle: CameraCycle; readonly camera: Camera; readonly timeMs: number },
  ): void {
    const { cycle, camera, timeMs } = at;
    track.sightings++;
    if (this.groupOf(sighting.classId) === track.group) track.classId = sighting.classId;
    track.last.timeMs = Math.max(track.last.timeMs, timeMs);
    if (sighting.boxPx.every((side) => Math.abs(side) < 1e6)) {
      track.last.boxPx = sighting.boxPx;
      camera.picture.include(...footOf(sighting.boxPx));
    } else this.refusedParts++;
    if (this.#parts.tracks.stand(track, cycle.planeKey)) {
      track.plane = null;
      this.#parts.pairs.forget(track);
    }
    if (cycle.planeKey !== null && sighting.positionM !== undefined) {
      this.#place(track, sighting, camera, timeMs);
    }
    if (sighting.appearance !== undefined) {
      this.#view(track, { ...sighting, appearance: sighting.appearance }, cycle, timeMs);
    }
  }

  #place(track: Track, sighting: Sighting, camera: Camera, timeMs: number): void {
    const { positionM, covarianceM2 } = sighting;
    if (positionM === undefined || !isPosition(positionM)) {
      this.refusedParts++;
      return;
    }
    if (covarianceM2 !== undefined && !isCovariance(covarianceM2)) this.refusedParts++;
    placeTrack(track, this.measure(sighting), timeMs);
    camera.ground.include(positionM[0], positionM[1]);
    track.last.positionM = positionM;
    track.first.positionM ??= positionM;
  }

  #view(
    track: Track,
    sighting: Sighting & { readonly appearance: Float32Array },
    { descriptor = "" }: CameraCycle,
    timeMs: number,
  ): void {
    const appearance = unitOf(sighting.appearance);
    if (appearance === null) {
      this.refusedParts++;
      return;
    }
    const told = sighting.quality ?? QUALITY;
    const quality = Number.isFinite(told) ? clamp(told, 0, 1) : QUALITY;
    const subject = track.link?.isTaught === true ? track.link.subject : null;
    track.gallery.blend(descriptor, appearance, quality);
    subject?.gallery.blend(descriptor, appearance, quality);
    const isFirst = track.gallery.exemplars.length === 0;
    const isBetter = quality > track.gallery.quality;
    const isDue = timeMs - track.offeredMs >= OFFER_MS && quality >= EXEMPLAR_QUALITY;
    if (!isFirst && !isBetter && !isDue && sighting.pictureRef === undefined) return;
    track.offeredMs = timeMs;
    const view: RememberedExemplar = {
      descriptor,
      appearance,
      quality,
      pictureRef: sighting.pictureRef ?? null,
      trackKey: track.key,
      timeMs,
    };
    track.gallery.offer(view);
    subject?.gallery.offer(view);
  }
}

/** By track; of two boxes of one track the surer comes first. */
function precedence(a: Sighting, b: Sighting): number {
  if (a.trackKey !== b.trackKey) return a.trackKey < b.trackKey ? -1 : 1;
  if (a.score !== b.score) return b.score - a.score;
  for (let i = 0; i < 4; i++) {
    if (a.boxPx[i] !== b.boxPx[i]) return a.boxPx[i]! - b.boxPx[i]!;
  }
  return 0;
}

function isPosition([x, y]: Point2): boolean {
  return Math.abs(x) < POSITION_M_MAX && Math.abs(y) < POSITION_M_MAX;
}

function isCovariance([xx, xy, yy]: Covariance2): boolean {
  return xx > 0 && yy > 0 && xx * yy - xy * xy > 0 && xx < Infinity && yy < Infinity;
}

/** Keeps the shape and brings the size within what the filter can hold. */
function bounded(covariance: Covariance2): Covariance2 {
  const [xx, xy, yy] = covariance;
  const largest = Math.max(xx, yy);
  const shrink = Math.min(1, VARIANCE_M2[1] / largest);
  return [xx * shrink + VARIANCE_M2[0], xy * shrink, yy * shrink + VARIANCE_M2[0]];
}
