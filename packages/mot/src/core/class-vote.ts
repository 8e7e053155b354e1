/** Classes remembered per track; a fifth replaces the weakest. */
export const VOTE_SLOTS = 4;
/** An older vote counts this much less with each new one, so a track can change its mind. */
const DECAY = 0.98;

/**
 * Adds one vote to a track's row, without allocating.
 *
 * @param classes `VOTE_SLOTS` class numbers from `at`; meaningless where the weight is 0.
 * @param weights `VOTE_SLOTS` weights from `at`, 0 for an empty slot.
 */
export function castVote(
  classes: Int32Array,
  weights: Float64Array,
  at: number,
  classId: number,
  weight: number,
): void {
  let slot = -1;
  let weakest = at;
  for (let k = at; k < at + VOTE_SLOTS; k++) {
    weights[k] = weights[k]! * DECAY;
    if (weights[k]! > 0 && classes[k] === classId) slot = k;
    if (weights[k]! < weights[weakest]!) weakest = k;
  }
  if (slot < 0) {
    slot = weakest;
    classes[slot] = classId;
    weights[slot] = 0;
  }
  weights[slot] = weights[slot]! + Math.max(weight, 1e-6);
}

/** Class with the most weight; the smaller number on a tie. */
export function leadingVote(classes: Int32Array, weights: Float64Array, at: number): number {
  let best = at;
  for (let k = at + 1; k < at + VOTE_SLOTS; k++) {
    const difference = weights[k]! - weights[best]!;
    if (difference > 0 || (difference === 0 && weights[k]! > 0 && classes[k]! < classes[best]!)) {
      best = k;
    }
  }
  return classes[best]!;
}

/**
 * A score-weighted vote on the class of one thing over time: a dog that is once taken for a cat
 * stays a dog.
 */
export class ClassVote {
  readonly #classes = new Int32Array(VOTE_SLOTS);
  readonly #weights = new Float64Array(VOTE_SLOTS);

  /** @param score confidence of the detection, 0..1. */
  add(classId: number, score: number): void {
    castVote(this.#classes, this.#weights, 0, classId, score);
  }

  /** The leading class; null before the first vote. */
  get leader(): number | null {
    if (this.#weights.every((weight) => weight === 0)) return null;
    return leadingVote(this.#classes, this.#weights, 0);
  }
}
