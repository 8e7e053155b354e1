/** Detection goes on this long after the last movement. */
const LINGER_MS = 3_000;
/** While something stands still in the picture, it is looked at this often. */
const PRESENT_INTERVAL_MS = 500;
/** An empty, still picture is looked at this often all the same. */
const RECHECK_INTERVAL_MS = 10_000;

/**
 * Decides whether the detector should see a picture. Movement opens the gate; it stays open for a
 * while, stays ajar as long as the detector sees anything, and opens now and then regardless.
 */
export class MotionGate {
  #lastMotionMs = Number.NEGATIVE_INFINITY;
  #lastRunMs = Number.NEGATIVE_INFINITY;
  #isPresent = false;

  /** Times on one clock, ms. */
  shouldDetect(state: { readonly isMoving: boolean; readonly nowMs: number }): boolean {
    if (state.isMoving) this.#lastMotionMs = state.nowMs;
    const isOpen = state.nowMs - this.#lastMotionMs <= LINGER_MS;
    const waitMs = this.#isPresent ? PRESENT_INTERVAL_MS : RECHECK_INTERVAL_MS;
    return isOpen || state.nowMs - this.#lastRunMs >= waitMs;
  }

  /** True while an empty answer would be honest: nothing was there and nothing moved. */
  get isEmpty(): boolean {
    return !this.#isPresent;
  }

  detected(result: { readonly count: number; readonly nowMs: number }): void {
    this.#lastRunMs = result.nowMs;
    this.#isPresent = result.count > 0;
  }
}
