import { GatedMatcher } from "../assignment/gated-matcher.ts";
import { groupByFrame } from "./mot-file.ts";
import type { MotRow } from "./mot-file.ts";

/** One frame, ready to be scored. */
export interface ScoredFrame {
  /** Truth in this frame, dense numbers from 0. */
  readonly truth: Int32Array;
  /** Result in this frame, dense numbers from 0. */
  readonly result: Int32Array;
  /** How much a pair is alike, 0..1, row-major truth x result: IoU, or nearness on the plan. */
  readonly similarity: Float64Array;
}

/** A sequence after preprocessing. */
export interface ScoredSequence {
  readonly frames: readonly ScoredFrame[];
  readonly truthIds: number;
  readonly resultIds: number;
  readonly truthBoxes: number;
  readonly resultBoxes: number;
}

export interface PreprocessOptions {
  /**
   * Truth less visible than this counts neither as found nor as missed, and a result that matches
   * it is no mistake. Default 0, as in the challenge.
   */
  readonly visibilityMin?: number;
}

const PEDESTRIAN = 1;
/** Person on vehicle, static person, distractor, reflection: neither right nor wrong. */
const DISTRACTORS: ReadonlySet<number> = new Set([2, 7, 8, 12]);
const MATCH_SIMILARITY = 0.5;
/** As the reference, equality within rounding counts as reached. */
export const TOLERANCE = 2 ** -52;

/**
 * Applies the challenge's rules: results that sit on a distractor are dropped, truth that is marked
 * to be ignored or is no pedestrian is dropped, identities are renumbered. Truth without classes
 * (2015 files) is kept whole.
 *
 * Source: MOT16 (Milan et al. 2016), §4.1.3; same order of steps as the challenge's own evaluation.
 *
 * @throws RangeError when one identity stands twice in a frame.
 */
export function prepareSequence(
  truth: readonly MotRow[],
  result: readonly MotRow[],
  options: PreprocessOptions = {},
): ScoredSequence {
  const hasClasses = truth.some((row) => row.classId >= 0);
  const visibilityMin = options.visibilityMin ?? 0;
  const truthFrames = groupByFrame(truth, lastFrame(result));
  const resultFrames = groupByFrame(result, truthFrames.length);
  const isIgnored = (row: MotRow): boolean =>
    (hasClasses && DISTRACTORS.has(row.classId)) ||
    (row.visibility >= 0 && row.visibility < visibilityMin);
  const isScored = (row: MotRow): boolean =>
    row.confidence !== 0 && !isIgnored(row) && (!hasClasses || row.classId === PEDESTRIAN);
  const matcher = new GatedMatcher();
  const kept = truthFrames.map((truthRows, index) => {
    const resultRows = resultFrames[index]!;
    checkUnique(truthRows, "truth");
    checkUnique(resultRows, "result");
    return {
      truth: truthRows.filter(isScored),
      result:
        hasClasses || visibilityMin > 0
          ? withoutIgnored(matcher, truthRows, resultRows, isIgnored)
          : resultRows,
    };
  });
  return sequenceOf(kept, (a, b) => boxOverlap(a.box, b.box));
}

/**
 * Numbers identities densely and compares every pair of a frame.
 *
 * @param likeness how much a truth and a result are alike, 0..1.
 * @throws RangeError when one identity stands twice in a frame.
 */
export function sequenceOf<Row extends { readonly id: number; readonly frame: number }>(
  rows: readonly { readonly truth: readonly Row[]; readonly result: readonly Row[] }[],
  likeness: (truth: Row, result: Row) => number,
): ScoredSequence {
  const truthNumbers = new Map<number, number>();
  const resultNumbers = new Map<number, number>();
  const frames = rows.map(({ truth, result }) => {
    checkUnique(truth, "truth");
    checkUnique(result, "result");
    return {
      truth: Int32Array.from(truth, (row) => numberOf(truthNumbers, row.id)),
      result: Int32Array.from(result, (row) => numberOf(resultNumbers, row.id)),
      similarity: similarities(truth, result, likeness),
    };
  });
  return {
    frames,
    truthIds: truthNumbers.size,
    resultIds: resultNumbers.size,
    truthBoxes: frames.reduce((sum, frame) => sum + frame.truth.length, 0),
    resultBoxes: frames.reduce((sum, frame) => sum + frame.result.length, 0),
  };
}

/** The last frame of any row, 0 for none. */
export function lastFrame(rows: readonly { readonly frame: number }[]): number {
  return rows.reduce((most, row) => Math.max(most, row.frame), 0);
}

function numberOf(numbers: Map<number, number>, id: number): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  numbers.set(id, numbers.size);
  return numbers.size - 1;
}

function checkUnique(
  rows: readonly { readonly id: number; readonly frame: number }[],
  kind: string,
): void {
  const seen = new Set<number>();
  for (const { id, frame } of rows) {
    if (seen.has(id)) {
      throw new RangeError(`Cannot score: ${kind} id ${id} stands twice in frame ${frame}`);
    }
    seen.add(id);
  }
}

/** Matches results to all truth, then drops those that fell on truth to be ignored. */
function withoutIgnored(
  matcher: GatedMatcher,
  truth: readonly MotRow[],
  result: readonly MotRow[],
  isIgnored: (row: MotRow) => boolean,
): readonly MotRow[] {
  const similarity = similarities(truth, result, (a, b) => boxOverlap(a.box, b.box));
  matcher.begin(truth.length, result.length);
  for (let i = 0; i < truth.length; i++) {
    for (let j = 0; j < result.length; j++) {
      const shared = similarity[i * result.length + j]!;
      if (shared >= MATCH_SIMILARITY - TOLERANCE) matcher.admit(i, j, shared);
    }
  }
  matcher.match();
  const dropped = new Set<number>();
  truth.forEach((row, i) => {
    if (isIgnored(row)) dropped.add(matcher.columnOf[i]!);
  });
  return result.filter((_, j) => !dropped.has(j));
}

function similarities<Row>(
  truth: readonly Row[],
  result: readonly Row[],
  likeness: (truth: Row, result: Row) => number,
): Float64Array {
  const similarity = new Float64Array(truth.length * result.length);
  truth.forEach((a, i) => {
    result.forEach((b, j) => {
      similarity[i * result.length + j] = likeness(a, b);
    });
  });
  return similarity;
}

function boxOverlap(a: MotRow["box"], b: MotRow["box"]): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared);
}
