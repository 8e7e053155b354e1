import type { Clock } from "../../base/index.ts";

interface Reading {
  readonly atMs: number;
  readonly total: number;
}

/** Rates over less than this would jump with every event. */
const WINDOW_MS = 10_000;

/** Turns counters that only grow into rates per second over about the last ten seconds. */
export class RateMeter {
  readonly #clock: Clock;
  readonly #sources: Readonly<Record<string, () => number>>;
  readonly #older = new Map<string, Reading>();
  readonly #newer = new Map<string, Reading>();

  constructor(clock: Clock, sources: Readonly<Record<string, () => number>>) {
    this.#clock = clock;
    this.#sources = sources;
    this.read();
  }

  read(): { readonly name: string; readonly per_second: number }[] {
    const atMs = this.#clock.monotonicMs();
    return Object.entries(this.#sources).map(([name, total]) => ({
      name,
      per_second: this.#rate(name, { atMs, total: total() }),
    }));
  }

  #rate(name: string, now: Reading): number {
    const newer = this.#newer.get(name) ?? now;
    if (!this.#newer.has(name)) this.#newer.set(name, now);
    const older = this.#older.get(name) ?? newer;
    if (now.atMs - newer.atMs >= WINDOW_MS) {
      this.#older.set(name, newer);
      this.#newer.set(name, now);
    }
    const elapsedS = (now.atMs - older.atMs) / 1000;
    if (elapsedS <= 0) return 0;
    return Math.max(0, Math.round(((now.total - older.total) / elapsedS) * 100) / 100);
  }
}
