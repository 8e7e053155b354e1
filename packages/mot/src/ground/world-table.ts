import { PLANE_STRIDE, startPlane } from "./plane-filter.ts";

/** Everything that may be a thing on the plan: one row each, oldest first, in flat arrays. */
export class WorldTable {
  count = 0;
  /** 0 while it is not confirmed. */
  worldIds = new Int32Array(64);
  /** Cycles in which a camera saw it. */
  cycles = new Int32Array(64);
  unseenMs = new Float64Array(64);
  /** {@link PLANE_STRIDE} numbers a row. */
  states = new Float64Array(64 * PLANE_STRIDE);
  /** One bit a camera of this cycle, `#words` a row. */
  #cameras = new Int32Array(64);
  #words = 1;

  /** Forgets who saw what in the cycle before. */
  beginCycle(cameras: number): void {
    this.#words = Math.max(1, (cameras + 31) >> 5);
    this.#reserve(this.count);
    this.#cameras.fill(0, 0, this.count * this.#words);
  }

  /** Adds a row that stands on a measured point. @returns its number. */
  start(places: Float64Array, from: number): number {
    const row = this.count++;
    this.#reserve(this.count);
    this.worldIds[row] = 0;
    this.cycles[row] = 0;
    this.unseenMs[row] = 0;
    this.#cameras.fill(0, row * this.#words, (row + 1) * this.#words);
    startPlane(this.states, row * PLANE_STRIDE, places, from);
    return row;
  }

  markSeen(row: number, camera: number): void {
    const word = row * this.#words + (camera >> 5);
    this.#cameras[word] = this.#cameras[word]! | (1 << (camera & 31));
  }

  isSeen(row: number): boolean {
    return this.shareCamera(row, row);
  }

  /** True when one camera of this cycle saw both rows, which therefore are two things. */
  shareCamera(a: number, b: number): boolean {
    for (let word = 0; word < this.#words; word++) {
      const both = this.#cameras[a * this.#words + word]! & this.#cameras[b * this.#words + word]!;
      if (both !== 0) return true;
    }
    return false;
  }

  /** Moves a row to a lower number; who saw it in this cycle is not kept. */
  move(from: number, to: number): void {
    if (from === to) return;
    this.worldIds[to] = this.worldIds[from]!;
    this.cycles[to] = this.cycles[from]!;
    this.unseenMs[to] = this.unseenMs[from]!;
    const start = from * PLANE_STRIDE;
    this.states.copyWithin(to * PLANE_STRIDE, start, start + PLANE_STRIDE);
  }

  #reserve(rows: number): void {
    if (rows * this.#words > this.#cameras.length) {
      this.#cameras = grown(this.#cameras, new Int32Array(rows * this.#words * 2));
    }
    if (rows <= this.worldIds.length) return;
    const size = this.worldIds.length * 2;
    this.worldIds = grown(this.worldIds, new Int32Array(size));
    this.cycles = grown(this.cycles, new Int32Array(size));
    this.unseenMs = grown(this.unseenMs, new Float64Array(size));
    this.states = grown(this.states, new Float64Array(size * PLANE_STRIDE));
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
