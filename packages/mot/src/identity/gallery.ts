import { updateAppearance } from "../costs/appearance.ts";
import type { RememberedExemplar } from "./identity.ts";

/** How alike a track and a subject look. */
export interface Likeness {
  /** Cosine, -1..1. */
  readonly similarity: number;
  readonly nearest: RememberedExemplar | null;
  readonly compared: number;
}

/** Two views more alike than this are one view; the better one is kept. */
const DOUBLE_SIMILARITY = 0.985;

/**
 * What something looks like: a quality-weighted moving mean and a few exemplars, kept for being
 * good crops and unlike each other. Vectors of another descriptor are kept but never compared, and
 * give way first.
 */
export class Gallery {
  readonly #exemplars: RememberedExemplar[] = [];
  readonly #exemplarsMax: number;
  #descriptor = "";
  #mean: Float64Array | null = null;
  /** The mean at unit length. */
  #direction = new Float32Array(0);

  constructor(exemplarsMax: number) {
    this.#exemplarsMax = exemplarsMax;
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
    const twin = this.#twinOf(view);
    if (twin >= 0) {
      if (worthShowing(view) <= worthShowing(this.#exemplars[twin]!)) return false;
      this.#exemplars[twin] = view;
      return true;
    }
    this.#exemplars.push(view);
    if (this.#exemplars.length <= this.#exemplarsMax) return true;
    const [dropped] = this.#exemplars.splice(this.#leastUseful(), 1);
    return dropped !== view;
  }

  /** Takes away the exemplars of one track and forgets what they did to the mean. */
  release(trackKey: string): RememberedExemplar[] {
    const leaving = this.#exemplars.filter((exemplar) => exemplar.trackKey === trackKey);
    if (leaving.length === 0) return leaving;
    const staying = this.#exemplars.filter((exemplar) => exemplar.trackKey !== trackKey);
    this.#exemplars.length = 0;
    this.#mean = null;
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
    this.#exemplars.length = 0;
    this.#mean = null;
    this.#direction = new Float32Array(0);
  }

  /** Sets the mean as it was remembered. */
  restoreMean(descriptor: string, appearance: Float32Array): void {
    this.#descriptor = descriptor;
    this.#mean = Float64Array.from(appearance);
    this.#point();
  }

  /** Cosine of the means alone; null when they cannot be compared. */
  meanSimilarity(descriptor: string, direction: Float32Array): number | null {
    if (this.#mean === null || descriptor !== this.#descriptor) return null;
    if (direction.length !== this.#direction.length) return null;
    return cosine(this.#direction, direction);
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
    const withMean = isMixed ? null : this.meanSimilarity(descriptor, direction);
    if (nearest === null && withMean === null) return null;
    return { similarity: Math.max(nearestCosine, withMean ?? -1), nearest, compared };
  }

  #point(): void {
    if (this.#mean === null) return;
    const mean = this.#mean;
    if (this.#direction.length !== mean.length) this.#direction = new Float32Array(mean.length);
    let square = 0;
    for (let k = 0; k < mean.length; k++) square += mean[k]! * mean[k]!;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let k = 0; k < mean.length; k++) this.#direction[k] = mean[k]! * scale;
  }

  #twinOf(view: RememberedExemplar): number {
    let twin = -1;
    let most = DOUBLE_SIMILARITY;
    this.#exemplars.forEach((exemplar, i) => {
      const similarity = comparable(exemplar, view);
      if (similarity === null || similarity < most) return;
      most = similarity;
      twin = i;
    });
    return twin;
  }

  /** The one whose loss costs least: quality times the distance to the nearest other. */
  #leastUseful(): number {
    let least = 0;
    let leastUse = Number.POSITIVE_INFINITY;
    this.#exemplars.forEach((exemplar, i) => {
      const use = exemplar.descriptor === this.#descriptor ? this.#useOf(exemplar) : 0;
      if (use >= leastUse) return;
      leastUse = use;
      least = i;
    });
    return least;
  }

  #useOf(exemplar: RememberedExemplar): number {
    let most = -1;
    for (const other of this.#exemplars) {
      if (other === exemplar) continue;
      most = Math.max(most, comparable(exemplar, other) ?? -1);
    }
    return (0.05 + exemplar.quality) * (1 - most);
  }
}

function worthShowing({ quality, pictureRef }: RememberedExemplar): number {
  return quality + (pictureRef === null ? 0 : 1);
}

function comparable(a: RememberedExemplar, b: RememberedExemplar): number | null {
  if (a.descriptor !== b.descriptor || a.appearance.length !== b.appearance.length) return null;
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
