/** At most so many units fit a bit mask. */
export const MOST_UNITS = 30;

export interface Matching {
  /** Position in `masks` that each unit took, or -1. */
  readonly takenBy: Int32Array;
  /**
   * Positions that together have fewer units than they are (Hall's condition broken); empty when
   * every position has its own unit.
   */
  readonly violator: readonly number[];
  /** Units of the violator, as a bit mask. */
  readonly violatorUnits: number;
}

/**
 * Gives each position a unit of its own, as far as that goes.
 *
 * Source: Kuhn (1955) by augmenting paths; Hall (1935), "On representatives of subsets".
 *
 * @param masks units that can hold each position, as bits.
 */
export function matchUnits(masks: readonly number[]): Matching {
  const takenBy = new Int32Array(MOST_UNITS).fill(-1);
  let violator: number[] = [];
  let violatorUnits = 0;
  masks.forEach((_, position) => {
    const tried = { units: 0, positions: [position] };
    if (place(position, masks, takenBy, tried) || violator.length > 0) return;
    violator = tried.positions;
    violatorUnits = tried.units;
  });
  return { takenBy, violator, violatorUnits };
}

function place(
  position: number,
  masks: readonly number[],
  takenBy: Int32Array,
  tried: { units: number; readonly positions: number[] },
): boolean {
  const mask = masks[position]!;
  for (let unit = 0; unit < MOST_UNITS; unit++) {
    const bit = 1 << unit;
    if ((mask & bit) === 0 || (tried.units & bit) !== 0) continue;
    tried.units |= bit;
    const holder = takenBy[unit]!;
    if (holder !== -1) tried.positions.push(holder);
    if (holder === -1 || place(holder, masks, takenBy, tried)) {
      takenBy[unit] = position;
      return true;
    }
  }
  return false;
}
