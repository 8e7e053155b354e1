import { randomUUID } from "node:crypto";
import type { TrackPicture } from "../../model/index.ts";

/** Crops that nothing refers to yet; at a few kilobytes each. */
const CROPS_MAX = 4000;

/** Crops in memory until a link or an exemplar refers to them, and then handed on once. */
export class PendingCrops {
  readonly limit = CROPS_MAX;
  readonly #crops = new Map<string, TrackPicture>();
  #dropped = 0;

  get size(): number {
    return this.#crops.size;
  }

  /** Crops that went unasked for; most do. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @returns the name under which it is referred to */
  add(crop: Omit<TrackPicture, "pictureId">): string {
    const pictureId = randomUUID();
    this.#crops.set(pictureId, { ...crop, pictureId, jpeg: Uint8Array.from(crop.jpeg) });
    for (const oldest of this.#crops.keys()) {
      if (this.#crops.size <= CROPS_MAX) break;
      this.#crops.delete(oldest);
      this.#dropped++;
    }
    return pictureId;
  }

  /** Undefined when it was taken before, or is gone. */
  take(pictureId: string): TrackPicture | undefined {
    const crop = this.#crops.get(pictureId);
    this.#crops.delete(pictureId);
    return crop;
  }
}
