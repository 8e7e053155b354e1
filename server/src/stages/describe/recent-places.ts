import { overlapOf, type Detection, type ObjectClass, type PixelBox } from "../../model/index.ts";

/** How long a place is remembered after nothing was seen there. */
const KEPT_MS = 4_000;
const KEPT_MAX = 64;
/** Overlap from which two boxes are the same place. */
const SAME_OVERLAP = 0.3;

/** What was last done about a place of the picture. Times are capture times, ms. */
export interface Place {
  readonly objectClass: ObjectClass;
  boxPx: PixelBox;
  seenMs: number;
  describedMs: number;
  describedQuality: number;
  croppedMs: number;
  croppedQuality: number;
}

/**
 * Which places of one camera's picture were described lately. A place follows the boxes that
 * overlap it; it is no track, and mixing two people up here costs a vector or a crop, no more.
 */
export class RecentPlaces {
  #places: Place[] = [];

  get size(): number {
    return this.#places.length;
  }

  /** The place of a detection, new when none of its class overlaps enough. */
  of({ boxPx, objectClass }: Detection, nowMs: number): Place {
    let best: Place | null = null;
    let bestOverlap = SAME_OVERLAP;
    for (const place of this.#places) {
      const overlap = place.objectClass === objectClass ? overlapOf(place.boxPx, boxPx) : 0;
      if (overlap < bestOverlap) continue;
      best = place;
      bestOverlap = overlap;
    }
    const place = best ?? this.#add(objectClass, boxPx);
    place.boxPx = boxPx;
    place.seenMs = nowMs;
    return place;
  }

  /** Forgets what has not been seen for a while; time may also jump back. */
  forgetBefore(nowMs: number): void {
    this.#places = this.#places.filter(({ seenMs }) => Math.abs(nowMs - seenMs) <= KEPT_MS);
  }

  #add(objectClass: ObjectClass, boxPx: PixelBox): Place {
    const never = { describedMs: Number.NEGATIVE_INFINITY, croppedMs: Number.NEGATIVE_INFINITY };
    const place = {
      objectClass,
      boxPx,
      seenMs: 0,
      describedQuality: 0,
      croppedQuality: 0,
      ...never,
    };
    if (this.#places.length >= KEPT_MAX) this.#places.shift();
    this.#places.push(place);
    return place;
  }
}
