import { seededRandom } from "../core/random.ts";
import { GeometryError } from "./geometry-error.ts";
import { fitHomography, reprojectionErrorsM, rootMeanSquare } from "./homography.ts";
import type { Homography, HomographyFit, PointPair } from "./homography.ts";

export interface RobustOptions {
  /** A pair further off than this on the plan is an outlier, metres. Default 0.5. */
  readonly thresholdM?: number;
  /** Most samples of four pairs to try. Default 1,000. */
  readonly iterationsMax?: number;
  /** Same seed, same answer. Default 1. */
  readonly seed?: number;
}

export interface RobustHomographyFit extends HomographyFit {
  /** Which pairs the fit rests on, in input order; errors and rms: `errorsM` covers all pairs. */
  readonly inliers: readonly boolean[];
}

const CONFIDENCE = 0.999;
const SAMPLE_SIZE = 4;

/**
 * A homography that survives misplaced pairs: random samples of four, most inliers wins, refitted
 * over its inliers. `rmsErrorM` is over the inliers, `errorsM` over all pairs.
 *
 * Source: Hartley and Zisserman §4.7 and algorithm 4.4 with the adaptive count of algorithm 4.5.
 *
 * @throws GeometryError as {@link fitHomography}, or `no-consensus` when no four pairs agree.
 */
export function fitHomographyRobust(
  pairs: readonly PointPair[],
  options: RobustOptions = {},
): RobustHomographyFit {
  if (pairs.length <= SAMPLE_SIZE) {
    return { ...fitHomography(pairs), inliers: pairs.map(() => true) };
  }
  const thresholdM = options.thresholdM ?? 0.5;
  const best = bestConsensus(pairs, thresholdM, options);
  if (best === null) {
    throw new GeometryError(
      "no-consensus",
      `Cannot fit a homography: no four of the ${pairs.length} point pairs agree on one`,
    );
  }
  return refit(pairs, best, thresholdM);
}

function bestConsensus(
  pairs: readonly PointPair[],
  thresholdM: number,
  options: RobustOptions,
): Homography | null {
  const random = seededRandom(options.seed ?? 1);
  let wanted = options.iterationsMax ?? 1000;
  let best: Homography | null = null;
  let bestCount = 0;
  let bestError = Number.POSITIVE_INFINITY;
  for (let i = 0; i < wanted; i++) {
    const candidate = tryFit(sample(pairs, random));
    if (candidate === null) continue;
    const close = reprojectionErrorsM(candidate, pairs).filter((error) => error <= thresholdM);
    const error = rootMeanSquare(close);
    if (close.length < bestCount || (close.length === bestCount && error >= bestError)) continue;
    best = candidate;
    bestCount = close.length;
    bestError = error;
    wanted = Math.min(wanted, samplesNeeded(bestCount / pairs.length));
  }
  return best;
}

/** H&Z equation 4.18. */
function samplesNeeded(inlierShare: number): number {
  const miss = 1 - inlierShare ** SAMPLE_SIZE;
  return miss <= 0 ? 1 : Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(miss));
}

function sample(pairs: readonly PointPair[], random: () => number): PointPair[] {
  const chosen = new Set<number>();
  while (chosen.size < SAMPLE_SIZE) chosen.add(Math.floor(random() * pairs.length));
  return [...chosen].map((index) => pairs[index]!);
}

/** A degenerate sample is expected while sampling; anything else is not ours to hide. */
function tryFit(pairs: readonly PointPair[]): Homography | null {
  try {
    return fitHomography(pairs).homography;
  } catch (error) {
    if (error instanceof GeometryError && error.code !== "invalid-number") return null;
    throw error;
  }
}

function refit(
  pairs: readonly PointPair[],
  start: Homography,
  thresholdM: number,
): RobustHomographyFit {
  let inliers = reprojectionErrorsM(start, pairs).map((error) => error <= thresholdM);
  const fit = fitHomography(pairs.filter((_, index) => inliers[index]));
  const errorsM = reprojectionErrorsM(fit.homography, pairs);
  inliers = errorsM.map((error) => error <= thresholdM);
  const rmsErrorM = rootMeanSquare(errorsM.filter((_, index) => inliers[index]));
  return { homography: fit.homography, errorsM, rmsErrorM, inliers };
}
