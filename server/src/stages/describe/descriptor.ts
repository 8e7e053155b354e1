import type { SizePx } from "../../model/index.ts";

/** Pixels of one detection, stretched to the descriptor's size. */
export interface Crop {
  readonly size: SizePx;
  /** Interleaved RGB, row by row. */
  readonly rgb: Uint8Array;
  /** How much each pixel belongs to the thing rather than to what is behind it, 0..1. */
  readonly weights: Float32Array;
}

/** Turns crops into vectors. Has no memory, so all cameras of a process share one. */
export interface Descriptor {
  /** Names what the vectors mean: equal names, comparable vectors. */
  readonly name: string;
  /** Size of the crops it takes. */
  readonly size: SizePx;
  /** One unit-length vector per crop, in their order. */
  describe(crops: readonly Crop[]): Promise<readonly Float32Array[]>;
}

/** Scales a vector to length 1, in place; a vector of zeros stays one. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const factor = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index++) vector[index]! *= factor;
  return vector;
}

/** Unit vectors side by side, each with its share of the similarity, as one unit vector. */
export function joinVectors(
  parts: readonly { readonly vector: Float32Array; readonly share: number }[],
): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { vector }) => sum + vector.length, 0));
  let at = 0;
  for (const { vector, share } of parts) {
    const factor = Math.sqrt(share);
    for (const value of vector) joined[at++] = value * factor;
  }
  return toUnitLength(joined);
}
