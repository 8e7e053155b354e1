/** One measured curve: times in seconds since the epoch beside values. */
export interface Series {
  readonly timesS: number[];
  readonly values: (number | null)[];
}

/** Half an hour at one sample in two seconds. */
const SAMPLES_MAX = 900;
const SERIES_MAX = 200;

/** Curves of the figures on the System page, kept while the page of the browser lives. */
export class History {
  readonly #series = new Map<string, Series>();

  /** Adds one sample; curves beyond the limit are not begun. */
  add(name: string, timeS: number, value: number | null): void {
    const series = this.#series.get(name) ?? this.#begin(name);
    if (series === undefined || timeS <= (series.timesS.at(-1) ?? 0)) return;
    series.timesS.push(timeS);
    series.values.push(value);
    if (series.timesS.length > SAMPLES_MAX) {
      series.timesS.shift();
      series.values.shift();
    }
  }

  /** The curve of a name, empty when nothing was measured yet. Owned by the history. */
  of(name: string): Series {
    return this.#series.get(name) ?? { timesS: [], values: [] };
  }

  #begin(name: string): Series | undefined {
    if (this.#series.size >= SERIES_MAX) return undefined;
    const series = { timesS: [], values: [] };
    this.#series.set(name, series);
    return series;
  }
}
