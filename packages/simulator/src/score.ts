import { distanceM, intersectionOverUnion, type PixelBox, type PlanPoint } from "./geometry.ts";

/** A detection as the scorer needs it. */
export interface ScoredDetection {
  readonly boxPx: PixelBox;
  readonly score: number;
}

/** What was there to be found in one frame. */
export interface ScoredTruth {
  readonly actorId: string;
  /** The whole figure, seen or hidden. */
  readonly boxPx: PixelBox;
  /** The part that nothing hides, when that is known. */
  readonly visibleBoxPx?: PixelBox;
  readonly visibleFraction: number;
}

export interface DetectionScore {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** 1 when nothing was to be found. */
  readonly recall: number;
  /** 1 when nothing was claimed. */
  readonly precision: number;
}

export interface DetectionRules {
  /** Least overlap of a match. */
  readonly minIou?: number;
  /** Truth less visible than this is neither demanded nor held against a detection. */
  readonly minVisibleFraction?: number;
  /** Truth lower than this is treated likewise, pixels. */
  readonly minHeightPx?: number;
}

/** One frame's detections beside its truth. */
export interface ScoredFrame {
  readonly detections: readonly ScoredDetection[];
  readonly truth: readonly ScoredTruth[];
}

/**
 * Counts hits over many frames. Detections are matched greedily by score, each to the free truth
 * it overlaps most (Everingham et al., The PASCAL VOC Challenge, 2010, section 4.2); a match with
 * truth too hidden or too small to demand counts neither way. A box around the part that shows of
 * somebody too hidden to demand is such a match too: it claims nothing that is not there.
 */
export function scoreDetections(
  frames: Iterable<ScoredFrame>,
  rules: DetectionRules = {},
): DetectionScore {
  const { minIou = 0.5, minVisibleFraction = 0.4, minHeightPx = 24 } = rules;
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0];
  for (const frame of frames) {
    const free = new Set(frame.truth);
    const demanded = (truth: ScoredTruth): boolean =>
      truth.visibleFraction >= minVisibleFraction && truth.boxPx[3] - truth.boxPx[1] >= minHeightPx;
    for (const detection of [...frame.detections].sort((a, b) => b.score - a.score)) {
      const match =
        bestMatch(detection, free, { minIou, boxOf: ({ boxPx }) => boxPx }) ??
        bestMatch(
          detection,
          [...free].filter((truth) => !demanded(truth)),
          {
            minIou,
            boxOf: ({ boxPx, visibleBoxPx }) => visibleBoxPx ?? boxPx,
          },
        );
      if (!match) falsePositives += 1;
      else if (demanded(match)) truePositives += 1;
      if (match) free.delete(match);
    }
    falseNegatives += [...free].filter(demanded).length;
  }
  const ratio = (hits: number, others: number): number =>
    hits + others === 0 ? 1 : hits / (hits + others);
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    recall: ratio(truePositives, falseNegatives),
    precision: ratio(truePositives, falsePositives),
  };
}

function bestMatch(
  detection: ScoredDetection,
  free: Iterable<ScoredTruth>,
  options: { readonly minIou: number; readonly boxOf: (truth: ScoredTruth) => PixelBox },
): ScoredTruth | null {
  let [best, bestIou]: [ScoredTruth | null, number] = [null, options.minIou];
  for (const truth of free) {
    const iou = intersectionOverUnion(detection.boxPx, options.boxOf(truth));
    if (iou >= bestIou) [best, bestIou] = [truth, iou];
  }
  return best;
}

/** Median distance between claimed and true places, metres; null without pairs. */
export function planErrorM(
  pairs: readonly { readonly claimedM: PlanPoint; readonly trueM: PlanPoint }[],
): number | null {
  const errors = pairs.map((pair) => distanceM(pair.claimedM, pair.trueM)).sort((a, b) => a - b);
  const middle = errors.length >> 1;
  const upper = errors[middle];
  if (upper === undefined) return null;
  return errors.length % 2 === 1 ? upper : ((errors[middle - 1] ?? upper) + upper) / 2;
}
