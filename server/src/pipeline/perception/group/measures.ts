const KEPT = 128;

/** The last 128 values of something, for quantiles. */
export class Recent {
  readonly #values = new Float64Array(KEPT);
  #count = 0;

  add(value: number): void {
    this.#values[this.#count++ % KEPT] = value;
  }

  /** `share` 0..1; 0 while there is nothing. */
  quantile(share: number): number {
    const count = Math.min(this.#count, KEPT);
    if (count === 0) return 0;
    const sorted = this.#values.slice(0, count).sort();
    return sorted[Math.min(count - 1, Math.floor(share * count))]!;
  }
}

/** Events per second over the last 5 s. */
export class Rate {
  readonly #windowMs = 5_000;
  #times: number[] = [];
  #sinceMs: number | null = null;

  add(nowMs: number): void {
    this.#sinceMs ??= nowMs;
    this.#times.push(nowMs);
    this.#forget(nowMs);
  }

  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    if (this.#sinceMs === null) return 0;
    const spanMs = Math.min(this.#windowMs, Math.max(1_000, nowMs - this.#sinceMs));
    return (this.#times.length * 1000) / spanMs;
  }

  /** How many came within the window. */
  count(nowMs: number): number {
    this.#forget(nowMs);
    return this.#times.length;
  }

  #forget(nowMs: number): void {
    let stale = 0;
    while (stale < this.#times.length && this.#times[stale]! < nowMs - this.#windowMs) stale++;
    if (stale > 0) this.#times.splice(0, stale);
  }
}
