import type { Clock } from "../../base/index.ts";

const LATE_MS_MAX = 400;

/** Holds packets of a recording back until their time, so that a file behaves like a camera. */
export class Pacer {
  readonly #clock: Clock;
  #originMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Waits until `mediaTimeMs` is due. A reader that is far too late loses the time for good.
   *
   * @returns true when time was lost, so that due times count from a new origin
   */
  async wait(mediaTimeMs: number, signal: AbortSignal): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs();
    this.#originMs ??= nowMs - mediaTimeMs;
    const delayMs = this.#originMs + mediaTimeMs - nowMs;
    const isLost = delayMs < -LATE_MS_MAX;
    if (isLost) this.#originMs = nowMs - mediaTimeMs;
    if (delayMs > 1) await this.#clock.sleep(delayMs, signal);
    return isLost;
  }
}
