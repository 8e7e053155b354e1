/** Weight of one new view in a track's mean appearance. */
const UPDATE_SHARE = 0.1;

/**
 * Cosine of the angle between a track's mean appearance and a detection's.
 *
 * @returns -1..1, or null when either is unknown, they differ in length, or one is no direction.
 */
export function appearanceSimilarity(
  mean: Float64Array | null,
  view: ArrayLike<number> | null,
): number | null {
  if (mean === null || view === null || view.length !== mean.length) return null;
  let product = 0;
  let meanSquare = 0;
  let viewSquare = 0;
  for (let k = 0; k < mean.length; k++) {
    product += mean[k]! * view[k]!;
    meanSquare += mean[k]! * mean[k]!;
    viewSquare += view[k]! * view[k]!;
  }
  const cosine = product / Math.sqrt(meanSquare * viewSquare);
  return Number.isFinite(cosine) ? cosine : null;
}

/**
 * Moves a mean appearance towards a new view, more for a surer detection; starts it when there is
 * none. A view that is no direction changes nothing.
 *
 * Source: exponential moving average of JDE (Wang et al. 2020, §3.4), with the score as quality.
 *
 * @returns the mean, the same array where one was given.
 */
export function updateAppearance(
  mean: Float64Array | null,
  view: ArrayLike<number> | null,
  score: number,
): Float64Array | null {
  if (view === null) return mean;
  const length = norm(view);
  if (length === null) return mean;
  if (mean === null || mean.length !== view.length) {
    return Float64Array.from(view, (value) => value / length);
  }
  const share = UPDATE_SHARE * Math.min(1, Math.max(0, score));
  for (let k = 0; k < mean.length; k++) {
    mean[k] = (1 - share) * mean[k]! + (share * view[k]!) / length;
  }
  return mean;
}

function norm(view: ArrayLike<number>): number | null {
  let sum = 0;
  for (let k = 0; k < view.length; k++) sum += view[k]! * view[k]!;
  const length = Math.sqrt(sum);
  return length > 0 && Number.isFinite(length) ? length : null;
}
