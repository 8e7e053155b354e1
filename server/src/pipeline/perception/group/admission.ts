import type { Clock } from "../../../base/index.ts";

/** One computes, another prepares its picture. */
const INSIDE_MAX = 2;
/** How long before the end of one turn the next one begins: a share of a turn, or this long. */
const LEAD_SHARE = 0.4;
const LEAD_MS_MIN = 15;
/** Weight of the newest turn in what is expected of the next. */
const NEWEST_WEIGHT = 0.2;

/**
 * Lets the cameras of a process at the detector in turn. The next one may come in shortly before
 * the turn inside is expected to end: early enough to have its picture ready by then, and late
 * enough to choose a new one. Whoever waits here has not chosen a picture yet, so it does not age.
 */
export class Admission {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;
  /** Since when nobody but the first one inside is in its way. */
  #turnStartMs = 0;
  #turnMs = 0;
  #isTimed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves in order of arrival. Every call must be followed by {@link leave}. */
  enter(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#admit();
    });
  }

  leave(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#turnMs += NEWEST_WEIGHT * (nowMs - this.#turnStartMs - this.#turnMs);
    this.#turnStartMs = nowMs;
    this.#inside--;
    this.#admit();
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#inside < INSIDE_MAX) {
      const nowMs = this.#clock.monotonicMs();
      if (this.#inside === 0) this.#turnStartMs = nowMs;
      else {
        const leadMs = Math.max(LEAD_MS_MIN, LEAD_SHARE * this.#turnMs);
        const waitMs = this.#turnStartMs + this.#turnMs - leadMs - nowMs;
        if (waitMs > 0) return this.#admitIn(waitMs);
      }
      this.#inside++;
      this.#waiting.shift()?.();
    }
  }

  #admitIn(waitMs: number): void {
    if (this.#isTimed) return;
    this.#isTimed = true;
    void this.#clock.sleep(waitMs).then(() => {
      this.#isTimed = false;
      this.#admit();
    });
  }
}
