import { GatedMatcher } from "../assignment/gated-matcher.ts";
import { TOLERANCE } from "./sequence.ts";
import type { ScoredFrame, ScoredSequence } from "./sequence.ts";

/** The CLEAR MOT scores; shares are 0..1 (MOTA may be negative). */
export interface ClearScores {
  readonly mota: number;
  /** Mean IoU of the matched boxes. */
  readonly motp: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly idSwitches: number;
  readonly fragmentations: number;
  readonly recall: number;
  readonly precision: number;
}

const SIMILARITY_MIN = 0.5;
/** Outweighs any sum of similarities: a match of the previous frame is kept while it is admissible. */
const KEEP_BONUS = 1000;

interface Tally {
  truePositives: number;
  idSwitches: number;
  similarity: number;
  /** Per truth: result of its latest match ever, and of the previous frame; -1 for none. */
  readonly lastResult: Int32Array;
  previousResult: Int32Array;
  /** Per truth: stretches of consecutive frames in which it was matched. */
  readonly stretches: Int32Array;
}

/** Told of every match: frame from 0, and the dense numbers of the scored sequence. */
export type MatchListener = (frame: number, truth: number, result: number) => void;

/**
 * MOTA = 1 - (FN + FP + IDSW) / truth boxes; MOTP = mean IoU of matches; an id switch is a match to
 * another result than the truth's latest; fragmentations are interruptions of matched stretches.
 *
 * Source: Bernardin and Stiefelhagen, "Evaluating multiple object tracking performance: the CLEAR
 * MOT metrics" (2008), §2.1.2 to 2.1.4; IoU >= 0.5 and IDSW, Frag as in MOT16, §4.1.
 */
export function scoreClear(sequence: ScoredSequence, onMatch?: MatchListener): ClearScores {
  const tally: Tally = {
    truePositives: 0,
    idSwitches: 0,
    similarity: 0,
    lastResult: new Int32Array(sequence.truthIds).fill(-1),
    previousResult: new Int32Array(sequence.truthIds).fill(-1),
    stretches: new Int32Array(sequence.truthIds),
  };
  const matcher = new GatedMatcher();
  sequence.frames.forEach((frame, index) => {
    addFrame(tally, frame, matcher, (truth, result) => onMatch?.(index, truth, result));
  });
  const { truthBoxes, resultBoxes } = sequence;
  const { truePositives, idSwitches, similarity } = tally;
  const falseNegatives = truthBoxes - truePositives;
  const falsePositives = resultBoxes - truePositives;
  return {
    mota: (truePositives - falsePositives - idSwitches) / Math.max(1, truthBoxes),
    motp: similarity / Math.max(1, truePositives),
    truePositives,
    falsePositives,
    falseNegatives,
    idSwitches,
    fragmentations: tally.stretches.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    recall: truePositives / Math.max(1, truthBoxes),
    precision: truePositives / Math.max(1, resultBoxes),
  };
}

function addFrame(
  tally: Tally,
  frame: ScoredFrame,
  matcher: GatedMatcher,
  onMatch: (truth: number, result: number) => void,
): void {
  const { truth, result, similarity } = frame;
  matcher.begin(truth.length, result.length);
  for (let i = 0; i < truth.length; i++) {
    for (let j = 0; j < result.length; j++) {
      const shared = similarity[i * result.length + j]!;
      if (shared < SIMILARITY_MIN - TOLERANCE) continue;
      const isKept = tally.previousResult[truth[i]!] === result[j];
      matcher.admit(i, j, shared + (isKept ? KEEP_BONUS : 0));
    }
  }
  matcher.match();
  const current = new Int32Array(tally.previousResult.length).fill(-1);
  for (let i = 0; i < truth.length; i++) {
    const j = matcher.columnOf[i]!;
    if (j < 0) continue;
    const id = truth[i]!;
    const matched = result[j]!;
    tally.truePositives++;
    tally.similarity += similarity[i * result.length + j]!;
    const last = tally.lastResult[id]!;
    if (last !== -1 && last !== matched) tally.idSwitches++;
    if (tally.previousResult[id] === -1) tally.stretches[id] = tally.stretches[id]! + 1;
    tally.lastResult[id] = matched;
    current[id] = matched;
    onMatch(id, matched);
  }
  tally.previousResult = current;
}
