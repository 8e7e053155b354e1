/** Log-likelihood ratios are kept within this, so that no single piece of evidence is for ever. */
export const RATIO_MAX = 30;

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/**
 * Natural log of the density of a two-dimensional normal distribution.
 *
 * @param mahalanobis2 squared distance in standard deviations.
 * @param determinant of the covariance, m⁴.
 * @returns log of a density per square metre.
 */
export function logPlaneDensity(mahalanobis2: number, determinant: number): number {
  return -mahalanobis2 / 2 - Math.log(2 * Math.PI) - Math.log(Math.max(determinant, 1e-12)) / 2;
}

/** Log of the density at `value` > 0 of a log-normal with median `exp(logMedian)`. */
export function logLogNormalDensity(value: number, logMedian: number, sigma: number): number {
  const z = (Math.log(value) - logMedian) / sigma;
  return -(z * z) / 2 - Math.log(value * sigma) - Math.log(2 * Math.PI) / 2;
}

/**
 * Probability that a normal variable lies at least `z` standard deviations from its mean, to 1e-7.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
 */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return clamp(polynomial * Math.exp(-x * x), 0, 1);
}
