/** Picks pictures of a recording at an even rate in the recording's own time. */
export class MediaSteps {
  readonly #intervalMs: number;
  #dueMs: number | null = null;

  constructor(ratePerSecond: number) {
    this.#intervalMs = 1000 / ratePerSecond;
  }

  /** @param timeMs rises from picture to picture; any origin */
  isDue(timeMs: number): boolean {
    // Times are rounded to milliseconds, so a picture may seem that much too early.
    if (this.#dueMs !== null && timeMs < this.#dueMs - 1) return false;
    this.#dueMs = Math.max((this.#dueMs ?? timeMs) + this.#intervalMs, timeMs);
    return true;
  }
}
