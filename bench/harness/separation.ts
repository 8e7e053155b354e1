/** One vector of one known thing. */
export interface Labelled {
  readonly subject: string;
  readonly camera: string;
  readonly atMs: number;
  readonly vector: readonly number[];
}

export interface Separation {
  /** Chance that a same pair is more alike than a different one (area under the ROC curve), 0..1. */
  readonly auc: number;
  /** Share of wrong answers at the threshold where both kinds are equally frequent, 0..1. */
  readonly equalErrorRate: number;
  readonly threshold: number;
  readonly pairs: { readonly same: number; readonly different: number };
}

/**
 * How well similarity tells same from different.
 *
 * @param isPair which two vectors are compared at all
 */
export function separation(
  vectors: readonly Labelled[],
  isPair: (a: Labelled, b: Labelled) => boolean,
): Separation {
  const scores: { readonly similarity: number; readonly isSame: boolean }[] = [];
  for (const [index, a] of vectors.entries()) {
    for (const b of vectors.slice(index + 1)) {
      if (!isPair(a, b)) continue;
      const isSame = a.subject === b.subject;
      scores.push({ similarity: dot(a.vector, b.vector), isSame });
    }
  }
  scores.sort((a, b) => a.similarity - b.similarity);
  const same = scores.filter(({ isSame }) => isSame).length;
  const different = scores.length - same;
  let [missed, accepted, ranks] = [0, different, 0];
  let [equalErrorRate, threshold] = [1, 0];
  for (const [rank, { isSame, similarity }] of scores.entries()) {
    if (isSame) {
      missed++;
      ranks += rank + 1;
    } else accepted--;
    const worse = Math.max(missed / same, accepted / different);
    if (worse >= equalErrorRate) continue;
    equalErrorRate = worse;
    threshold = similarity;
  }
  const auc = (ranks - (same * (same + 1)) / 2) / (same * different);
  return { auc, equalErrorRate, threshold, pairs: { same, different } };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
