/**
 * @param values any order, not empty
 * @param fraction 0..1, e.g. 0.99
 * @returns the smallest value that at least `fraction` of the values do not exceed
 */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1));
  const value = sorted[index];
  if (value === undefined) throw new RangeError("A percentile of no values was asked for");
  return value;
}

/** Least-squares slope of evenly spaced values, per step; 0 for fewer than two. */
export function slopePerStep(values: readonly number[]): number {
  const centre = (values.length - 1) / 2;
  let above = 0;
  let below = 0;
  for (const [step, value] of values.entries()) {
    above += (step - centre) * value;
    below += (step - centre) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

/** Repeatable random numbers in [0, 1), so that two runs do the same work (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
