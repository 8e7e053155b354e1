import type { Clock } from "./clock.ts";

const WINDOW_MS = 60_000;
/** Most keys remembered; past it the longest unseen one is forgotten. */
const KEYS_MAX = 20_000;

/** Counts calls per key in minutes that start with the key's first call. */
export class FixedWindow {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #windows = new Map<string, { readonly startMs: number; count: number }>();
  readonly callsPerMinute: number;

  constructor(callsPerMinute: number, clock: Pick<Clock, "monotonicMs">) {
    this.callsPerMinute = callsPerMinute;
    this.#clock = clock;
  }

  /** Whether a call would be let in now; counts nothing. */
  hasRoom(key: string): boolean {
    const window = this.#windows.get(key);
    return window === undefined || this.#isOver(window) || window.count < this.callsPerMinute;
  }

  /** Counts a call. False: it is one too many. */
  take(key: string): boolean {
    const known = this.#windows.get(key);
    const isNew = known === undefined || this.#isOver(known);
    const window = isNew ? { startMs: this.#clock.monotonicMs(), count: 0 } : known;
    this.#windows.delete(key);
    this.#windows.set(key, window);
    if (this.#windows.size > KEYS_MAX) this.#forgetOldest();
    if (window.count >= this.callsPerMinute) return false;
    window.count++;
    return true;
  }

  #isOver({ startMs }: { readonly startMs: number }): boolean {
    return this.#clock.monotonicMs() - startMs >= WINDOW_MS;
  }

  #forgetOldest(): void {
    const oldest = this.#windows.keys().next();
    if (!oldest.done) this.#windows.delete(oldest.value);
  }
}
