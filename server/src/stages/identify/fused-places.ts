import type { WorldCovariance, WorldPoint } from "../../model/index.ts";

/** One camera's newest word on where a subject is. */
interface Place {
  readonly cameraId: string;
  readonly floorId: string;
  readonly positionM: WorldPoint;
  readonly covarianceM2: WorldCovariance;
  /** Monotonic ms. */
  atMs: number;
}

/** Older words on a place say nothing of where somebody is now. */
const AGE_MS_MAX = 1500;
/** How far people stray while nobody looks, metres per second; older words count for less. */
const STRAY_MPS = 1.5;
const SUBJECTS_MAX = 20_000;
/** Half a metre: what a place without a covariance is taken to be good for. */
const COVARIANCE_UNKNOWN: WorldCovariance = [0.25, 0, 0.25];

/**
 * Where each subject is, from every camera that sees it: the mean of their places, each weighted
 * with the inverse of its covariance, which grows with its age.
 */
export class FusedPlaces {
  /** Subject to track to place; insertion order is order of last sight. */
  readonly #places = new Map<string, Map<string, Place>>();

  /** Takes one camera's place of a subject's track. @returns the place of the subject */
  see(
    subjectId: string,
    trackId: string,
    seen: Omit<Place, "covarianceM2"> & { readonly covarianceM2: WorldCovariance | null },
  ): WorldPoint {
    const places = this.#places.get(subjectId) ?? new Map<string, Place>();
    this.#places.delete(subjectId);
    this.#places.set(subjectId, places);
    const own = { ...seen, covarianceM2: seen.covarianceM2 ?? COVARIANCE_UNKNOWN };
    places.set(trackId, own);
    for (const [key, { atMs }] of places) if (own.atMs - atMs > AGE_MS_MAX) places.delete(key);
    this.#trim();
    return places.size === 1 ? own.positionM : fuse(places.values(), own);
  }

  /** Nothing moves before a camera: what it said holds on. */
  hold(cameraId: string, atMs: number): void {
    for (const places of this.#places.values()) {
      for (const place of places.values()) if (place.cameraId === cameraId) place.atMs = atMs;
    }
  }

  forget(subjectId: string, trackId: string): void {
    const places = this.#places.get(subjectId);
    places?.delete(trackId);
    if (places?.size === 0) this.#places.delete(subjectId);
  }

  #trim(): void {
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= SUBJECTS_MAX) return;
      this.#places.delete(oldest);
    }
  }
}

/** Information form: inverse covariances add up (Bar-Shalom et al., 2001, section 8.4). */
function fuse(places: Iterable<Place>, own: Place): WorldPoint {
  let [aa, ab, bb, x, y] = [0, 0, 0, 0, 0];
  for (const { floorId, positionM, covarianceM2, atMs } of places) {
    if (floorId !== own.floorId) continue;
    const strayM2 = ((STRAY_MPS * (own.atMs - atMs)) / 1000) ** 2;
    const [xx, xy, yy] = [covarianceM2[0] + strayM2, covarianceM2[1], covarianceM2[2] + strayM2];
    const determinant = xx * yy - xy * xy;
    if (!(determinant > 0)) continue;
    const [ixx, ixy, iyy] = [yy / determinant, -xy / determinant, xx / determinant];
    aa += ixx;
    ab += ixy;
    bb += iyy;
    x += ixx * positionM[0] + ixy * positionM[1];
    y += ixy * positionM[0] + iyy * positionM[1];
  }
  const determinant = aa * bb - ab * ab;
  if (!(determinant > 0)) return own.positionM;
  return [(bb * x - ab * y) / determinant, (aa * y - ab * x) / determinant];
}
