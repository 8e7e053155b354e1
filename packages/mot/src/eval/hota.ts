import { GatedMatcher } from "../assignment/gated-matcher.ts";
import { TOLERANCE } from "./sequence.ts";
import type { ScoredFrame, ScoredSequence } from "./sequence.ts";

/** HOTA and its parts, averaged over the thresholds; shares 0..1. */
export interface HotaScores {
  readonly hota: number;
  readonly detA: number;
  readonly assA: number;
  readonly locA: number;
  readonly detRe: number;
  readonly detPr: number;
  readonly assRe: number;
  readonly assPr: number;
  /** HOTA at each of {@link HOTA_THRESHOLDS}. */
  readonly hotaByThreshold: readonly number[];
}

/** Localisation thresholds: 0.05, 0.10 .. 0.95. */
export const HOTA_THRESHOLDS: readonly number[] = Array.from(
  { length: 19 },
  (_, i) => (i + 1) / 20,
);

interface Counts {
  /** Boxes per truth and per result identity. */
  readonly truth: Float64Array;
  readonly result: Float64Array;
  /** Global alignment score, truth x result. */
  readonly alignment: Float64Array;
}

interface Matches {
  /** Matches per threshold, truth x result. */
  readonly together: readonly Float64Array[];
  readonly truePositives: Float64Array;
  readonly similarity: Float64Array;
}

/**
 * HOTA = mean over thresholds of sqrt(DetA AssA), where DetA = TP / (TP + FN + FP) and AssA is the
 * mean over TPs of TPA / (TPA + FNA + FPA). The matching of a frame maximises the global alignment
 * score times the similarity and is shared by all thresholds.
 *
 * Source: Luiten et al., "HOTA: a higher order metric for evaluating multi-object tracking" (2021),
 * §5, equations 4 to 9 and appendix; matching as in the authors' TrackEval.
 */
export function scoreHota(sequence: ScoredSequence): HotaScores {
  const counts = countIdentities(sequence);
  const matches: Matches = {
    together: HOTA_THRESHOLDS.map(() => new Float64Array(counts.alignment.length)),
    truePositives: new Float64Array(HOTA_THRESHOLDS.length),
    similarity: new Float64Array(HOTA_THRESHOLDS.length),
  };
  const matcher = new GatedMatcher();
  for (const frame of sequence.frames) matchFrame(matches, counts, frame, matcher);
  return average(HOTA_THRESHOLDS.map((_, index) => scoreAt(sequence, counts, matches, index)));
}

function countIdentities({ frames, truthIds, resultIds }: ScoredSequence): Counts {
  const truth = new Float64Array(truthIds);
  const result = new Float64Array(resultIds);
  const alignment = new Float64Array(truthIds * resultIds);
  for (const frame of frames) {
    for (const id of frame.truth) truth[id] = truth[id]! + 1;
    for (const id of frame.result) result[id] = result[id]! + 1;
    addAlignment(alignment, resultIds, frame);
  }
  for (let i = 0; i < truthIds; i++) {
    for (let j = 0; j < resultIds; j++) {
      const shared = alignment[i * resultIds + j]!;
      alignment[i * resultIds + j] = shared / (truth[i]! + result[j]! - shared);
    }
  }
  return { truth, result, alignment };
}

/** Adds each pair's similarity as a share of all similarity of its row and column. */
function addAlignment(alignment: Float64Array, resultIds: number, frame: ScoredFrame): void {
  const { truth, result, similarity } = frame;
  const width = result.length;
  const byTruth = new Float64Array(truth.length);
  const byResult = new Float64Array(width);
  similarity.forEach((shared, cell) => {
    const i = Math.floor(cell / width);
    byTruth[i] = byTruth[i]! + shared;
    byResult[cell % width] = byResult[cell % width]! + shared;
  });
  similarity.forEach((shared, cell) => {
    const i = Math.floor(cell / width);
    const total = byTruth[i]! + byResult[cell % width]! - shared;
    if (total <= TOLERANCE) return;
    const at = truth[i]! * resultIds + result[cell % width]!;
    alignment[at] = alignment[at]! + shared / total;
  });
}

function matchFrame(
  matches: Matches,
  counts: Counts,
  { truth, result, similarity }: ScoredFrame,
  matcher: GatedMatcher,
): void {
  const width = result.length;
  const resultIds = counts.result.length;
  matcher.begin(truth.length, width);
  for (let i = 0; i < truth.length; i++) {
    for (let j = 0; j < width; j++) {
      const alignment = counts.alignment[truth[i]! * resultIds + result[j]!]!;
      matcher.admit(i, j, alignment * similarity[i * width + j]!);
    }
  }
  matcher.match();
  for (let i = 0; i < truth.length; i++) {
    const j = matcher.columnOf[i]!;
    if (j < 0) continue;
    const shared = similarity[i * width + j]!;
    const cell = truth[i]! * resultIds + result[j]!;
    HOTA_THRESHOLDS.forEach((threshold, index) => {
      if (shared < threshold - TOLERANCE) return;
      matches.truePositives[index] = matches.truePositives[index]! + 1;
      matches.similarity[index] = matches.similarity[index]! + shared;
      const together = matches.together[index]!;
      together[cell] = together[cell]! + 1;
    });
  }
}

type ThresholdScores = Omit<HotaScores, "hotaByThreshold">;

function scoreAt(
  { truthBoxes, resultBoxes }: ScoredSequence,
  counts: Counts,
  matches: Matches,
  index: number,
): ThresholdScores {
  const truePositives = matches.truePositives[index]!;
  const resultIds = counts.result.length;
  let assA = 0;
  let assRe = 0;
  let assPr = 0;
  matches.together[index]!.forEach((together, cell) => {
    if (together === 0) return;
    const truth = counts.truth[Math.floor(cell / resultIds)]!;
    const result = counts.result[cell % resultIds]!;
    assA += (together * together) / (truth + result - together);
    assRe += (together * together) / truth;
    assPr += (together * together) / result;
  });
  const matched = Math.max(1, truePositives);
  const detA = truePositives / Math.max(1, truthBoxes + resultBoxes - truePositives);
  return {
    hota: Math.sqrt((detA * assA) / matched),
    detA,
    assA: assA / matched,
    locA: truePositives === 0 ? 1 : matches.similarity[index]! / truePositives,
    detRe: truePositives / Math.max(1, truthBoxes),
    detPr: truePositives / Math.max(1, resultBoxes),
    assRe: assRe / matched,
    assPr: assPr / matched,
  };
}

function average(scores: readonly ThresholdScores[]): HotaScores {
  const mean = (key: keyof ThresholdScores): number =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return {
    hota: mean("hota"),
    detA: mean("detA"),
    assA: mean("assA"),
    locA: mean("locA"),
    detRe: mean("detRe"),
    detPr: mean("detPr"),
    assRe: mean("assRe"),
    assPr: mean("assPr"),
    hotaByThreshold: scores.map((score) => score.hota),
  };
}
