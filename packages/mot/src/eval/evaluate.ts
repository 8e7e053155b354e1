import { scoreClear } from "./clear.ts";
import type { ClearScores } from "./clear.ts";
import { scoreHota } from "./hota.ts";
import type { HotaScores } from "./hota.ts";
import { scoreIdentity } from "./identity.ts";
import type { IdentityScores } from "./identity.ts";
import type { MotRow } from "./mot-file.ts";
import { prepareSequence } from "./sequence.ts";
import type { PreprocessOptions, ScoredSequence } from "./sequence.ts";

export interface Scores extends ClearScores, IdentityScores, HotaScores {
  readonly truthBoxes: number;
  readonly resultBoxes: number;
  readonly truthIds: number;
  readonly resultIds: number;
}

/**
 * Scores a result against the truth after the challenge's preprocessing.
 *
 * @throws RangeError when one identity stands twice in a frame.
 */
export function evaluate(
  truth: readonly MotRow[],
  result: readonly MotRow[],
  options: PreprocessOptions = {},
): Scores {
  return scoresOf(prepareSequence(truth, result, options));
}

/** Every score of a prepared sequence. */
export function scoresOf(sequence: ScoredSequence): Scores {
  const { truthBoxes, resultBoxes, truthIds, resultIds } = sequence;
  return {
    ...scoreClear(sequence),
    ...scoreIdentity(sequence),
    ...scoreHota(sequence),
    truthBoxes,
    resultBoxes,
    truthIds,
    resultIds,
  };
}
