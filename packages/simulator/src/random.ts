/**
 * Mixes integers into one well-spread unsigned 32-bit value. Pure, so any process that knows the
 * numbers knows the result. Source of the constants: MurmurHash3 finaliser.
 */
export function hash32(...values: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const value of values) {
    state ^= value | 0;
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state = (state ^ (state >>> 16)) + 0x9e3779b9;
  }
  return state >>> 0;
}

/** A number in [0, 1) that depends on nothing but `values`. */
export function hashUnit(...values: readonly number[]): number {
  return hash32(...values) / 4294967296;
}

/** A seeded stream of numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** One of `items`, all equally likely. @throws RangeError when there is none */
  pick<T>(items: readonly T[]): T;
}

/** Creates the stream that belongs to `values`; the same values give the same stream. */
export function createRandom(...values: readonly number[]): Random {
  const base = hash32(...values);
  let count = 0;
  const next = (): number => hashUnit(base, count++);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError("Cannot pick from an empty list");
      return item;
    },
  };
}

/** A standard normal number from two hashed uniforms (Box and Muller, 1958). */
export function hashNormal(...values: readonly number[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - hashUnit(...values, 1)));
  return radius * Math.cos(2 * Math.PI * hashUnit(...values, 2));
}
