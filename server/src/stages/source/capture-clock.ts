const WINDOW_MS = 10_000;
const JUMP_MS = 3_000;

/**
 * Turns a source's own timestamps into capture times on our wall clock.
 *
 * A picture cannot arrive before it is captured, and delays on the way only add. So the smallest
 * `arrival - pts` seen lately is the best guess of the offset between the two clocks, and
 * `captureTimeMs = pts + smallest offset`: evenly spaced as the camera meant it, never later than
 * arrival. The smallest offset is taken over the last 10 to 20 s, so that a camera clock that
 * drifts is followed. A step of more than 3 s starts anew. See docs/design/time.md.
 */
export class CaptureClock {
  #windowStartMs = 0;
  #smallestMs = Number.POSITIVE_INFINITY;
  #previousSmallestMs = Number.POSITIVE_INFINITY;

  /** Both in ms; `ptsMs` on any origin. @returns UTC ms, not later than `arrivalMs` */
  captureTimeMs(time: { readonly ptsMs: number; readonly arrivalMs: number }): number {
    const offsetMs = time.arrivalMs - time.ptsMs;
    const knownMs = Math.min(this.#smallestMs, this.#previousSmallestMs);
    if (Math.abs(offsetMs - knownMs) > JUMP_MS) this.restart(time.arrivalMs);
    if (time.arrivalMs - this.#windowStartMs > WINDOW_MS) {
      this.#previousSmallestMs = this.#smallestMs;
      this.#smallestMs = Number.POSITIVE_INFINITY;
      this.#windowStartMs = time.arrivalMs;
    }
    this.#smallestMs = Math.min(this.#smallestMs, offsetMs);
    return time.ptsMs + Math.min(this.#smallestMs, this.#previousSmallestMs);
  }

  /** Forgets the offset, for when the source's clock is known to have jumped. */
  restart(arrivalMs: number): void {
    this.#windowStartMs = arrivalMs;
    this.#smallestMs = Number.POSITIVE_INFINITY;
    this.#previousSmallestMs = Number.POSITIVE_INFINITY;
  }
}
