/** At most so many units fit a bit mask. */
export const MOST_UNITS = 30;

export interface Matching {
  /** Position in `masks` that each unit took, or -1. */
  readonly takenBy: Int32Array;
  /** How many positions are without a unit. */
  readonly unmatched: number;
  /**
   * All positions that compete for too few units (Hall's condition broken): `unmatched` more than
   * the units that can take any of them. Empty when every position has its own unit.
   */
  readonly violator: readonly number[];
  /** Units of the violator, as a bit mask. */
  readonly violatorUnits: number;
}

/**
 * Gives as many positions as possible a unit of their own.
 *
 * Source: Kuhn (1955) by augmenting paths; Hall (1935), "On representatives of subsets".
 *
 * @param masks units that can hold each position, as bits.
 */
export function matchUnits(masks: readonly number[]): Matching {
  const takenBy = new Int32Array(MOST_UNITS).fill(-1);
  const unmatched = [...masks.keys()].filter(
    (position) => !place(position, masks, takenBy, { units: 0 }),
  );
  const violator = [...unmatched];
  let violatorUnits = 0;
  for (let at = 0; at < violator.length; at++) {
    const mask = masks[violator[at]!]! & ~violatorUnits;
    violatorUnits |= mask;
    for (let unit = 0; unit < MOST_UNITS; unit++) {
      // Every unit reached is taken: a free one would have augmented the matching.
      if ((mask & (1 << unit)) !== 0) violator.push(takenBy[unit]!);
    }
  }
  return { takenBy, unmatched: unmatched.length, violator, violatorUnits };
}

function place(
  position: number,
  masks: readonly number[],
  takenBy: Int32Array,
  tried: { units: number },
): boolean {
  const mask = masks[position]!;
  for (let unit = 0; unit < MOST_UNITS; unit++) {
    const bit = 1 << unit;
    if ((mask & bit) === 0 || (tried.units & bit) !== 0) continue;
    tried.units |= bit;
    const holder = takenBy[unit]!;
    if (holder === -1 || place(holder, masks, takenBy, tried)) {
      takenBy[unit] = position;
      return true;
    }
  }
  return false;
}
