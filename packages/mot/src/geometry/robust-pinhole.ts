import { seededRandom } from "../core/random.ts";
import { GeometryError } from "./geometry-error.ts";
import { rootMeanSquare } from "./homography.ts";
import { fitPinhole, PINHOLE_PAIRS_MIN, pinholeErrors } from "./pinhole-fit.ts";
import type { PinholeFit, PinholeOptions, PinholePair } from "./pinhole-fit.ts";

export interface RobustPinholeOptions extends PinholeOptions {
  /** A pair further off than this in the picture is an outlier, pixels. Default 0.5 % of its width. */
  readonly thresholdPx?: number;
  /** Most samples of six pairs to try. Default 100. */
  readonly samplesMax?: number;
  /** Same seed, same answer. Default 1. */
  readonly seed?: number;
}

export interface RobustPinholeFit extends PinholeFit {
  /** Which pairs the fit rests on, in input order. */
  readonly inliers: readonly boolean[];
}

const CONFIDENCE = 0.999;
const REFITS = 5;

/**
 * A camera that survives misplaced pairs: random samples of six, the least sum of squared errors cut
 * off at the threshold wins, refitted over its inliers until they stay the same. Root mean squares
 * are over the inliers, lists of errors over all pairs.
 *
 * Source: RANSAC as in Hartley and Zisserman §4.7, algorithms 4.4 and 4.5; the cut-off cost as in
 * Torr and Zisserman, "MLESAC" (2000), §3.
 *
 * @throws GeometryError as {@link fitPinhole}, or `no-consensus` when no six pairs agree.
 */
export function fitPinholeRobust(
  pairs: readonly PinholePair[],
  options: RobustPinholeOptions,
): RobustPinholeFit {
  if (pairs.length <= PINHOLE_PAIRS_MIN) {
    return { ...fitPinhole(pairs, options), inliers: pairs.map(() => true) };
  }
  const thresholdPx = options.thresholdPx ?? options.sizePx[0] / 200;
  const isNear = (fit: PinholeFit): boolean[] =>
    errorsOf(fit, pairs).map((error) => error <= thresholdPx);
  let fit = bestSample(pairs, options, thresholdPx);
  if (fit === null) {
    throw new GeometryError(
      "no-consensus",
      `Cannot fit a camera: no six of the ${pairs.length} point pairs agree on one`,
    );
  }
  let inliers = isNear(fit);
  for (let i = 0; i < REFITS && count(inliers) >= PINHOLE_PAIRS_MIN; i++) {
    const next = tryFit(
      pairs.filter((_, index) => inliers[index]),
      options,
    );
    if (next === null) break;
    const nextInliers = isNear(next);
    if (count(nextInliers) < count(inliers)) break;
    const isSame = nextInliers.every((inlier, index) => inlier === inliers[index]);
    [fit, inliers] = [next, nextInliers];
    if (isSame) break;
  }
  return withErrors(fit, pairs, inliers);
}

function errorsOf({ camera }: PinholeFit, pairs: readonly PinholePair[]): readonly number[] {
  return pinholeErrors(camera, pairs).errorsPx;
}

function withErrors(
  fit: PinholeFit,
  pairs: readonly PinholePair[],
  inliers: readonly boolean[],
): RobustPinholeFit {
  const { errorsPx, errorsM } = pinholeErrors(fit.camera, pairs);
  const ofInliers = (errors: readonly number[]): number =>
    rootMeanSquare(errors.filter((_, index) => inliers[index]));
  return {
    ...fit,
    errorsPx,
    errorsM,
    rmsErrorPx: ofInliers(errorsPx),
    rmsErrorM: ofInliers(errorsM),
    inliers,
  };
}

function bestSample(
  pairs: readonly PinholePair[],
  options: RobustPinholeOptions,
  thresholdPx: number,
): PinholeFit | null {
  const random = seededRandom(options.seed ?? 1);
  let wanted = options.samplesMax ?? 100;
  let best: PinholeFit | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let i = 0; i < wanted; i++) {
    const fit = tryFit(sample(pairs, random), options);
    if (fit === null) continue;
    const errorsPx = errorsOf(fit, pairs);
    const cost = errorsPx.reduce((sum, error) => sum + Math.min(error, thresholdPx) ** 2, 0);
    if (cost >= bestCost) continue;
    best = fit;
    bestCost = cost;
    const near = count(errorsPx.map((error) => error <= thresholdPx));
    wanted = Math.min(wanted, samplesNeeded(near / pairs.length));
  }
  return best;
}

/** Hartley and Zisserman equation 4.18. */
function samplesNeeded(inlierShare: number): number {
  const miss = 1 - inlierShare ** PINHOLE_PAIRS_MIN;
  return miss <= 0 ? 1 : Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(miss));
}

function sample(pairs: readonly PinholePair[], random: () => number): PinholePair[] {
  const chosen = new Set<number>();
  while (chosen.size < PINHOLE_PAIRS_MIN) chosen.add(Math.floor(random() * pairs.length));
  return [...chosen].map((index) => pairs[index]!);
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}

/** A degenerate sample is expected while sampling; anything else is not ours to hide. */
function tryFit(pairs: readonly PinholePair[], options: PinholeOptions): PinholeFit | null {
  try {
    return fitPinhole(pairs, options);
  } catch (error) {
    if (error instanceof GeometryError && error.code !== "invalid-number") return null;
    throw error;
  }
}
