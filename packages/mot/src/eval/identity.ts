import { GatedMatcher } from "../assignment/gated-matcher.ts";
import { TOLERANCE } from "./sequence.ts";
import type { ScoredSequence } from "./sequence.ts";

/** Scores of the best one-to-one mapping of whole trajectories; shares are 0..1. */
export interface IdentityScores {
  readonly idf1: number;
  readonly idPrecision: number;
  readonly idRecall: number;
  readonly idTruePositives: number;
}

const SIMILARITY_MIN = 0.5;

/**
 * IDF1 = 2 IDTP / (truth boxes + result boxes) under the mapping that maximises IDTP.
 *
 * Source: Ristani et al., "Performance measures and a data set for multi-target, multi-camera
 * tracking" (2016), §3, equations 5 to 11. Minimising IDFN + IDFP there equals maximising IDTP.
 */
export function scoreIdentity(sequence: ScoredSequence): IdentityScores {
  const { truthIds, resultIds, truthBoxes, resultBoxes } = sequence;
  const together = new Float64Array(truthIds * resultIds);
  for (const { truth, result, similarity } of sequence.frames) {
    for (let i = 0; i < truth.length; i++) {
      for (let j = 0; j < result.length; j++) {
        if (similarity[i * result.length + j]! < SIMILARITY_MIN - TOLERANCE) continue;
        const cell = truth[i]! * resultIds + result[j]!;
        together[cell] = together[cell]! + 1;
      }
    }
  }
  const matcher = new GatedMatcher();
  matcher.begin(truthIds, resultIds);
  for (let i = 0; i < truthIds; i++) {
    for (let j = 0; j < resultIds; j++) matcher.admit(i, j, together[i * resultIds + j]!);
  }
  matcher.match();
  let idTruePositives = 0;
  for (let i = 0; i < truthIds; i++) {
    const j = matcher.columnOf[i]!;
    if (j >= 0) idTruePositives += together[i * resultIds + j]!;
  }
  return {
    idf1: (2 * idTruePositives) / Math.max(1, truthBoxes + resultBoxes),
    idPrecision: idTruePositives / Math.max(1, resultBoxes),
    idRecall: idTruePositives / Math.max(1, truthBoxes),
    idTruePositives,
  };
}
