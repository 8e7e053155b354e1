/** What every bench is made of: its contract, its report, and repeatable numbers. */
export type { Bench, BenchOptions, BenchResult, Figure, Ratio } from "./bench.ts";
export { missed, report } from "./report.ts";
export { percentile, seededRandom, slopePerStep } from "./statistics.ts";
