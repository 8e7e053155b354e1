import { sortIndices } from "../core/sort-indices.ts";
import { PLACE_STRIDE } from "./plane-filter.ts";
import type { GroundArrays } from "./ground.ts";

/**
 * Puts the observations of a cycle in an order that does not depend on the order in which they
 * came: by camera, then by place. So the same sights give the same world, however they are listed.
 */
export class CycleOrder {
  /** Observations in order, first `count` of the cycle. */
  indices = new Int32Array(64);
  /** Cameras with at least one observation. */
  cameraCount = 0;
  #scratch = new Int32Array(64);
  #cameras: Int32Array = this.indices;
  #places: Float64Array = new Float64Array(0);

  sort({ count, cameras, places }: GroundArrays): void {
    if (count > this.indices.length) {
      this.indices = new Int32Array(2 ** Math.ceil(Math.log2(count)));
      this.#scratch = new Int32Array(this.indices.length);
    }
    this.#cameras = cameras;
    this.#places = places;
    for (let i = 0; i < count; i++) this.indices[i] = i;
    sortIndices(this.indices, count, this.#scratch, this.#precedes);
    this.cameraCount = 0;
    for (let i = 0; i < count; i = this.endOfCamera(i, count)) this.cameraCount++;
  }

  /** First position after `from` that belongs to another camera. */
  endOfCamera(from: number, count: number): number {
    const camera = this.#cameras[this.indices[from]!];
    let to = from + 1;
    while (to < count && this.#cameras[this.indices[to]!] === camera) to++;
    return to;
  }

  readonly #precedes = (a: number, b: number): boolean => {
    const apart = this.#cameras[a]! - this.#cameras[b]!;
    if (apart !== 0) return apart < 0;
    for (let i = 0; i < PLACE_STRIDE; i++) {
      const difference = this.#places[a * PLACE_STRIDE + i]! - this.#places[b * PLACE_STRIDE + i]!;
      if (difference !== 0) return difference < 0;
    }
    return false;
  };
}
