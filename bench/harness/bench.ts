/** `tiny` proves that a bench still runs, in seconds; its figures mean nothing. */
export interface BenchOptions {
  readonly size: "tiny" | "full";
}

/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Two numbers of the same run against each other: the only kind of result worth comparing. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  /** The bound we hold ourselves to; absent for ratios that only inform. */
  readonly wanted?: { readonly atLeast: number } | { readonly atMost: number };
}

export interface BenchResult {
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
  /** Hash or count over what the run produced: the same work gives the same digest. */
  readonly digest: string;
}

export interface Bench {
  readonly name: string;
  /** @throws Error when the bench cannot run here, saying what is missing */
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
}
