import { updateAppearance } from "../costs/appearance.ts";
import type { RememberedExemplar } from "./identity.ts";

/** How alike a track and a subject look. */
export interface Likeness {
  /** Cosine, -1..1. */
  readonly similarity: number;
  readonly nearest: RememberedExemplar | null;
  readonly compared: number;
  /** True when exemplars were left out, so that the whole may be more alike. */
  readonly isPart: boolean;
}

/** Where caches keep what they know of a gallery; used again when the gallery is gone. */
export interface GallerySlot {
  readonly index: number;
  /** Counts up with every change. */
  version: number;
}

/** Two views more alike than this are one view; the better one is kept. */
const DOUBLE_SIMILARITY = 0.985;

/**
 * What something looks like: a quality-weighted moving mean and a few exemplars, kept for being
 * good crops and unlike each other. Vectors of another descriptor are kept but never compared, and
 * give way first.
 */
export class Gallery {
  readonly slot: GallerySlot;
  readonly #exemplars: RememberedExemplar[] = [];
  /** Cosine of each exemplar with each, -1 where they cannot be compared. */
  readonly #alike: number[][] = [];
  readonly #exemplarsMax: number;
  #descriptor = "";
  #mean: Float64Array | null = null;
  /** The mean at unit length. */
  #direction = new Float32Array(0);

  constructor(exemplarsMax: number, slot: GallerySlot = { index: 0, version: 0 }) {
    this.#exemplarsMax = exemplarsMax;
    this.slot = slot;
  }

  get exemplars(): readonly RememberedExemplar[] {
    return this.#exemplars;
  }

  get descriptor(): string {
    return this.#descriptor;
  }

  /** Unit length; null before the first view. Owned by the gallery. */
  get direction(): Float32Array | null {
    return this.#mean === null ? null : this.#direction;
  }

  /** Quality of the best exemplar, 0..1. */
  get quality(): number {
    let best = 0;
    for (const { quality } of this.#exemplars) best = Math.max(best, quality);
    return best;
  }

  /** Exemplar of the best crop, one with a picture before one without. */
  get best(): RememberedExemplar | null {
    let best: RememberedExemplar | null = null;
    for (const exemplar of this.#exemplars) {
      if (best === null || worthShowing(exemplar) > worthShowing(best)) best = exemplar;
    }
    return best;
  }

  /** Moves the mean by one view, more for a better crop. */
  blend(descriptor: string, view: Float32Array, quality: number): void {
    if (descriptor !== this.#descriptor || this.#mean?.length !== view.length) {
      this.#descriptor = descriptor;
      this.#mean = null;
    }
    this.#mean = updateAppearance(this.#mean, view, quality);
    this.#point();
  }

  /** Takes a view among the exemplars if it adds something. @returns false when it did not. */
  offer(view: RememberedExemplar): boolean {
    const alike = this.#exemplars.map((exemplar) => comparable(exemplar, view));
    const twin = twinIn(alike);
    if (twin >= 0) {
      if (worthShowing(view) <= worthShowing(this.#exemplars[twin]!)) return false;
      this.#exemplars[twin] = view;
      alike.forEach((cosine, i) => {
        this.#alike[twin]![i] = cosine;
        this.#alike[i]![twin] = cosine;
      });
      this.slot.version++;
      return true;
    }
    alike.forEach((cosine, i) => this.#alike[i]!.push(cosine));
    this.#alike.push([...alike, -1]);
    this.#exemplars.push(view);
    const dropped = this.#exemplars.length > this.#exemplarsMax ? this.#leastUseful() : -1;
    if (dropped >= 0) this.#drop(dropped);
    if (dropped === this.#exemplars.length) return false;
    this.slot.version++;
    return true;
  }

  /** Takes away the exemplars of one track and forgets what they did to the mean. */
  release(trackKey: string): RememberedExemplar[] {
    const leaving = this.#exemplars.filter((exemplar) => exemplar.trackKey === trackKey);
    if (leaving.length === 0) return leaving;
    const staying = this.#exemplars.filter((exemplar) => exemplar.trackKey !== trackKey);
    this.clear();
    for (const exemplar of staying) this.take(exemplar);
    return leaving;
  }

  /** Offers an exemplar that another gallery held and blends it in. */
  take(exemplar: RememberedExemplar): void {
    this.blend(exemplar.descriptor, exemplar.appearance, exemplar.quality);
    this.offer(exemplar);
  }

  /** Forgets everything. */
  clear(): void {
    this.slot.version++;
    this.#exemplars.length = 0;
    this.#alike.length = 0;
    this.#mean = null;
    this.#direction = new Float32Array(0);
  }

  /** Sets the mean as it was remembered. */
  restoreMean(descriptor: string, appearance: Float32Array): void {
    this.#descriptor = descriptor;
    this.#mean = Float64Array.from(appearance);
    this.#point();
  }

  /**
   * The greater of the cosine with the mean and that with the nearest exemplar.
   *
   * @param isExcepted tells the tracks whose exemplars do not count; where there are such, the
   *   mean, to which they contributed, does not count either.
   */
  likeness(
    descriptor: string,
    direction: Float32Array,
    isExcepted: (trackKey: string) => boolean,
  ): Likeness | null {
    let nearest: RememberedExemplar | null = null;
    let nearestCosine = -1;
    let compared = 0;
    let isMixed = false;
    for (const exemplar of this.#exemplars) {
      if (isExcepted(exemplar.trackKey)) isMixed = true;
      else if (
        exemplar.descriptor === descriptor &&
        exemplar.appearance.length === direction.length
      ) {
        compared++;
        const similarity = cosine(exemplar.appearance, direction);
        if (nearest !== null && similarity <= nearestCosine) continue;
        nearest = exemplar;
        nearestCosine = similarity;
      }
    }
    const withMean = isMixed ? null : this.#meanCosine(descriptor, direction);
    if (nearest === null && withMean === null) return null;
    const similarity = Math.max(nearestCosine, withMean ?? -1);
    return { similarity, nearest, compared, isPart: isMixed };
  }

  #meanCosine(descriptor: string, direction: Float32Array): number | null {
    if (this.#mean === null || descriptor !== this.#descriptor) return null;
    return direction.length === this.#direction.length ? cosine(this.#direction, direction) : null;
  }

  #point(): void {
    this.slot.version++;
    if (this.#mean === null) return;
    const mean = this.#mean;
    if (this.#direction.length !== mean.length) this.#direction = new Float32Array(mean.length);
    let square = 0;
    for (let k = 0; k < mean.length; k++) square += mean[k]! * mean[k]!;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let k = 0; k < mean.length; k++) this.#direction[k] = mean[k]! * scale;
  }

  #drop(at: number): void {
    this.#exemplars.splice(at, 1);
    this.#alike.splice(at, 1);
    for (const row of this.#alike) row.splice(at, 1);
  }

  /** The one whose loss costs least: quality times the distance to the nearest other. */
  #leastUseful(): number {
    let least = 0;
    let leastUse = Number.POSITIVE_INFINITY;
    this.#exemplars.forEach((exemplar, i) => {
      const use = exemplar.descriptor === this.#descriptor ? this.#useOf(i) : 0;
      if (use >= leastUse) return;
      leastUse = use;
      least = i;
    });
    return least;
  }

  #useOf(at: number): number {
    let most = -1;
    this.#alike[at]!.forEach((cosine, i) => {
      if (i !== at && cosine > most) most = cosine;
    });
    return (0.05 + this.#exemplars[at]!.quality) * (1 - most);
  }
}

/** The most alike of those that are one view; -1 for none. */
function twinIn(alike: readonly number[]): number {
  let twin = -1;
  let most = DOUBLE_SIMILARITY;
  alike.forEach((cosine, i) => {
    if (cosine < most) return;
    most = cosine;
    twin = i;
  });
  return twin;
}

function worthShowing({ quality, pictureRef }: RememberedExemplar): number {
  return quality + (pictureRef === null ? 0 : 1);
}

/** Cosine; -1 when they cannot be compared. */
function comparable(a: RememberedExemplar, b: RememberedExemplar): number {
  if (a.descriptor !== b.descriptor || a.appearance.length !== b.appearance.length) return -1;
  return cosine(a.appearance, b.appearance);
}

/** Dot product of unit vectors; four sums, so that one addition need not wait for the last. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = a.length & ~3;
  for (let k = 0; k < whole; k += 4) {
    s0 += a[k]! * b[k]!;
    s1 += a[k + 1]! * b[k + 1]!;
    s2 += a[k + 2]! * b[k + 2]!;
    s3 += a[k + 3]! * b[k + 3]!;
  }
  for (let k = whole; k < a.length; k++) s0 += a[k]! * b[k]!;
  return s0 + s1 + s2 + s3;
}

/** The vector at unit length; null when it is no direction. */
export function unitOf(vector: Float32Array): Float32Array | null {
  const square = cosine(vector, vector);
  if (!(square > 1e-12 && Number.isFinite(square))) return null;
  if (Math.abs(square - 1) < 1e-3) return vector;
  const scale = 1 / Math.sqrt(square);
  return vector.map((value) => value * scale);
}
