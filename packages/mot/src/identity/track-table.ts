import { Gallery } from "./gallery.ts";
import { LookCache } from "./look-cache.ts";
import type { Sighting } from "./identity.ts";
import type { Track } from "./track.ts";

/** Exemplars that an undecided track keeps of itself. */
const TRACK_EXEMPLARS_MAX = 3;

/** All tracks that are remembered: alive by camera and plane, ended in the order of their ends. */
export class TrackTable {
  forgotten = 0;
  readonly #tracksMax: number;
  readonly #tracks = new Map<string, Track>();
  readonly #ended = new Map<string, Track>();
  readonly #byCamera = new Map<string, Set<Track>>();
  readonly #byPlane = new Map<string, Set<Track>>();

  constructor(tracksMax: number) {
    this.#tracksMax = tracksMax;
  }

  get liveCount(): number {
    return this.#tracks.size - this.#ended.size;
  }

  get endedCount(): number {
    return this.#ended.size;
  }

  get(key: string): Track | undefined {
    return this.#tracks.get(key);
  }

  all(): IterableIterator<Track> {
    return this.#tracks.values();
  }

  aliveIn(cameraKey: string): ReadonlySet<Track> {
    return this.#byCamera.get(cameraKey) ?? NOBODY;
  }

  aliveOn(planeKey: string): ReadonlySet<Track> {
    return this.#byPlane.get(planeKey) ?? NOBODY;
  }

  start(
    sighting: Sighting,
    at: { readonly cameraKey: string; readonly group: number; readonly timeMs: number },
  ): Track {
    const gallery = new Gallery(TRACK_EXEMPLARS_MAX);
    const spot = { timeMs: at.timeMs, boxPx: sighting.boxPx, positionM: null };
    const track: Track = {
      key: sighting.trackKey,
      cameraKey: at.cameraKey,
      planeKey: null,
      classId: sighting.classId,
      group: at.group,
      first: spot,
      last: { ...spot },
      endMs: null,
      sightings: 0,
      gallery,
      looks: new LookCache(sighting.trackKey, gallery),
      offeredMs: Number.NEGATIVE_INFINITY,
      plane: null,
      planeMs: at.timeMs,
      pairs: new Map(),
      link: null,
      dueMs: Number.NEGATIVE_INFINITY,
      thoughts: 0,
      candidates: [],
      thoughtQuality: 0,
      refused: new Set(),
      hasTaught: false,
    };
    this.#tracks.set(track.key, track);
    add(this.#byCamera, at.cameraKey, track);
    return track;
  }

  /** Says on which plane a live track stands. @returns true when that changed. */
  stand(track: Track, planeKey: string | null): boolean {
    if (track.planeKey === planeKey) return false;
    if (track.planeKey !== null) remove(this.#byPlane, track.planeKey, track);
    track.planeKey = planeKey;
    if (planeKey !== null) add(this.#byPlane, planeKey, track);
    return true;
  }

  end(track: Track, timeMs: number): void {
    track.endMs = timeMs;
    this.#ended.set(track.key, track);
    remove(this.#byCamera, track.cameraKey, track);
    if (track.planeKey !== null) remove(this.#byPlane, track.planeKey, track);
  }

  /** A track that was held to have ended was seen again. */
  revive(track: Track): void {
    track.endMs = null;
    this.#ended.delete(track.key);
    add(this.#byCamera, track.cameraKey, track);
    if (track.planeKey !== null) add(this.#byPlane, track.planeKey, track);
  }

  /** Forgets one track for good. */
  forget(track: Track): void {
    if (track.endMs === null) this.end(track, track.last.timeMs);
    this.#ended.delete(track.key);
    this.#tracks.delete(track.key);
  }

  /** The track to forget: the first to have ended, or that unseen for longest; null below the limit. */
  surplus(): Track | null {
    if (this.#tracks.size <= this.#tracksMax) return null;
    for (const ended of this.#ended.values()) return ended;
    let longest: Track | null = null;
    for (const track of this.#tracks.values()) {
      if (longest === null || track.last.timeMs < longest.last.timeMs) longest = track;
    }
    return longest;
  }
}

const NOBODY: ReadonlySet<Track> = new Set();

function add(index: Map<string, Set<Track>>, key: string, track: Track): void {
  const set = index.get(key);
  if (set === undefined) index.set(key, new Set([track]));
  else set.add(track);
}

function remove(index: Map<string, Set<Track>>, key: string, track: Track): void {
  const set = index.get(key);
  set?.delete(track);
  if (set?.size === 0) index.delete(key);
}
