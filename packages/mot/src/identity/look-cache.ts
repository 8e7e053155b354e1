import { cosine } from "./gallery.ts";
import type { Gallery, Likeness } from "./gallery.ts";

/** An exemplar is hardly nearer than the mean by more, cosine. */
const EXEMPLAR_LEAD = 0.2;
/** A look that strayed less from where it was last held fast is measured from there. */
const STRAYED_MAX = 0.02;
const REFERENCES_MAX = 4;
/** Exact comparisons kept: more than a track has candidates. */
const EXACT_MAX = 32;
const SLOTS_MIN = 64;

interface Exact {
  readonly likeness: Likeness | null;
  readonly ownVersion: number;
  readonly version: number;
  readonly exceptKey: string | null;
}

/**
 * Compares one track's look with many galleries, again and again, and seldom computes anything: a
 * cosine of unit vectors changes by no more than the distance that one of them moved, so what was
 * measured once bounds what it is. Sixteen bytes per gallery.
 */
export class LookCache {
  readonly #ownKey: string;
  readonly #own: Gallery;
  /** Where the look was held fast, by turns, and how far it has strayed from there. */
  readonly #references: Float32Array[] = [];
  readonly #strayed = new Float64Array(REFERENCES_MAX);
  /** Counts the references; those before the last few are gone. */
  #newest = -1;
  #followed = -1;
  /** Per slot: version of the gallery that was measured, from which reference, and its bound. */
  #versions = new Float64Array(0);
  #from = new Uint32Array(0);
  #most = new Float32Array(0);
  readonly #exact = new Map<Gallery, Exact>();

  constructor(ownKey: string, own: Gallery) {
    this.#ownKey = ownKey;
    this.#own = own;
  }

  /**
   * A cosine that the likeness with a gallery will hardly exceed; null when the two cannot be
   * compared. What was measured before will do.
   */
  mostLike(gallery: Gallery): number | null {
    if (!this.#isComparable(gallery)) return null;
    return this.#bound(gallery) ?? this.#measure(gallery, Number.POSITIVE_INFINITY);
  }

  /** The same, measured again where the look has strayed since. */
  mostLikeNow(gallery: Gallery): number | null {
    if (!this.#isComparable(gallery)) return null;
    const bound = this.#bound(gallery) ?? Number.POSITIVE_INFINITY;
    const isNew = this.#from[gallery.slot.index] === this.#newest;
    return isNew && bound < Number.POSITIVE_INFINITY ? bound : this.#measure(gallery, bound);
  }

  /** As {@link Gallery.likeness}, without the track itself and one other. */
  likeness(gallery: Gallery, exceptKey: string | null): Likeness | null {
    const { direction, descriptor, slot } = this.#own;
    if (direction === null) return null;
    const known = this.#exact.get(gallery);
    if (
      known?.ownVersion === slot.version &&
      known.version === gallery.slot.version &&
      known.exceptKey === exceptKey
    ) {
      return known.likeness;
    }
    const isExcepted = (key: string): boolean => key === this.#ownKey || key === exceptKey;
    const likeness = gallery.likeness(descriptor, direction, isExcepted);
    if (this.#exact.size >= EXACT_MAX) this.#exact.clear();
    const { version } = gallery.slot;
    this.#exact.set(gallery, { likeness, ownVersion: slot.version, version, exceptKey });
    if (likeness !== null && !likeness.isPart && this.#follow(direction)) {
      this.#note(gallery, likeness.similarity + this.#strayed[this.#newest % REFERENCES_MAX]!);
    }
    return likeness;
  }

  /** Forgets everything. */
  clear(): void {
    this.#references.length = 0;
    this.#newest = -1;
    this.#followed = -1;
    this.#versions = new Float64Array(0);
    this.#from = new Uint32Array(0);
    this.#most = new Float32Array(0);
    this.#exact.clear();
  }

  #isComparable(gallery: Gallery): boolean {
    const { direction, descriptor } = this.#own;
    return (
      direction !== null &&
      gallery.direction !== null &&
      gallery.descriptor === descriptor &&
      gallery.direction.length === direction.length &&
      this.#follow(direction)
    );
  }

  /** Null when the gallery was not measured as it is, or from a reference that is gone. */
  #bound({ slot }: Gallery): number | null {
    const { index, version } = slot;
    if (index >= this.#versions.length || this.#versions[index] !== version) return null;
    const from = this.#from[index]!;
    if (from + REFERENCES_MAX <= this.#newest) return null;
    return this.#most[index]! + this.#strayed[from % REFERENCES_MAX]!;
  }

  /** @param bound what the likeness will not exceed as far as is known. */
  #measure(gallery: Gallery, bound: number): number {
    const turn = this.#newest % REFERENCES_MAX;
    const strayed = this.#strayed[turn]!;
    const fresh = cosine(gallery.direction!, this.#references[turn]!) + EXEMPLAR_LEAD;
    this.#note(gallery, Math.min(fresh, bound + strayed));
    return Math.min(fresh + strayed, bound);
  }

  /** Notes a bound as seen from the newest reference. */
  #note({ slot }: Gallery, most: number): void {
    if (slot.index >= this.#versions.length) this.#grow(slot.index + 1);
    this.#versions[slot.index] = slot.version;
    this.#from[slot.index] = this.#newest;
    this.#most[slot.index] = most;
  }

  #grow(slots: number): void {
    const size = Math.max(SLOTS_MIN, 2 ** Math.ceil(Math.log2(slots)));
    const [versions, from, most] = [this.#versions, this.#from, this.#most];
    this.#versions = new Float64Array(size).fill(-1);
    this.#from = new Uint32Array(size);
    this.#most = new Float32Array(size);
    this.#versions.set(versions);
    this.#from.set(from);
    this.#most.set(most);
  }

  /** Measures how far the look has strayed, and holds it fast again where that is too far. */
  #follow(direction: Float32Array): boolean {
    const { version } = this.#own.slot;
    if (this.#followed === version) return true;
    this.#followed = version;
    if (this.#references[0] !== undefined && this.#references[0].length !== direction.length) {
      this.#references.length = 0;
      this.#newest += REFERENCES_MAX;
      this.#exact.clear();
    }
    this.#references.forEach((reference, turn) => {
      this.#strayed[turn] = distanceOf(reference, direction);
    });
    const isHeld = this.#references.length > 0;
    if (isHeld && this.#strayed[this.#newest % REFERENCES_MAX]! <= STRAYED_MAX) return true;
    this.#newest = isHeld ? this.#newest + 1 : roundUp(this.#newest + 1);
    const turn = this.#newest % REFERENCES_MAX;
    const reference = this.#references[turn];
    if (reference === undefined) this.#references[turn] = direction.slice();
    else reference.set(direction);
    this.#strayed[turn] = 0;
    return true;
  }
}

/** So that the references of a new length begin with the first turn. */
function roundUp(count: number): number {
  return Math.ceil(count / REFERENCES_MAX) * REFERENCES_MAX;
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  let square = 0;
  for (let k = 0; k < a.length; k++) {
    const away = a[k]! - b[k]!;
    square += away * away;
  }
  return Math.sqrt(square);
}
