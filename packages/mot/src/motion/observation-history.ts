/**
 * A track's latest observations, in a slice of a flat array: a count, then a ring of time (ms) and
 * box each. Lets direction be measured over a span of time, whatever the frame rate.
 */
export const HISTORY_SLOTS = 8;
export const HISTORY_ENTRY = 5;
export const HISTORY_STRIDE = 1 + HISTORY_SLOTS * HISTORY_ENTRY;

export function remember(
  history: Float64Array,
  at: number,
  timeMs: number,
  box: Float64Array,
  from: number,
): void {
  const count = history[at]!;
  const slot = at + 1 + (count % HISTORY_SLOTS) * HISTORY_ENTRY;
  history[slot] = timeMs;
  for (let k = 0; k < 4; k++) history[slot + 1 + k] = box[from + k]!;
  history[at] = count + 1;
}

/**
 * Offset of the box of the oldest remembered observation not older than `sinceMs`; of the latest
 * one when all are older; -1 without any.
 */
export function boxSince(history: Float64Array, at: number, sinceMs: number): number {
  const count = history[at]!;
  if (count === 0) return -1;
  const known = Math.min(count, HISTORY_SLOTS);
  let found = at + 1 + ((count - 1) % HISTORY_SLOTS) * HISTORY_ENTRY;
  for (let back = 2; back <= known; back++) {
    const slot = at + 1 + ((count - back) % HISTORY_SLOTS) * HISTORY_ENTRY;
    if (history[slot]! < sinceMs) break;
    found = slot;
  }
  return found + 1;
}

/** Time of the latest observation, ms; there must be one. */
export function latestTimeMs(history: Float64Array, at: number): number {
  return history[at + 1 + ((history[at]! - 1) % HISTORY_SLOTS) * HISTORY_ENTRY]!;
}

/** Time of the observation whose box starts at an offset that {@link boxSince} gave, ms. */
export function timeOf(history: Float64Array, boxAt: number): number {
  return history[boxAt - 1]!;
}
