import { applyHomography } from "./homography.ts";
import type { Point2 } from "./homography.ts";

/** Symmetric 2x2 covariance `[xx, xy, yy]`, squared units of the frame it belongs to. */
export type Covariance2 = readonly [number, number, number];

/** A place with its uncertainty. */
export interface PlacedPoint {
  /** Metres on the plan. */
  readonly positionM: Point2;
  /** Square metres. */
  readonly covarianceM2: Covariance2;
}

/**
 * Standard deviation of a detector's foot point as a share of the box height: the measurement noise
 * that DeepSORT gives a box edge (Wojke et al. 2017, std_weight_position = 1/20).
 */
const FOOT_SIGMA_PER_HEIGHT = 1 / 20;
const FOOT_SIGMA_PX_MIN = 1;

/** Middle of the lower edge of `[x1, y1, x2, y2]`, pixels, y down. */
export function footPointPx(box: readonly [number, number, number, number]): Point2 {
  return [(box[0] + box[2]) / 2, box[3]];
}

/** How far a detector's foot point may be off, square pixels: 1/20 of the height, at least 1 px. */
export function footCovariancePx2(box: readonly [number, number, number, number]): Covariance2 {
  const sigma = Math.max(FOOT_SIGMA_PX_MIN, Math.abs(box[3] - box[1]) * FOOT_SIGMA_PER_HEIGHT);
  return [sigma * sigma, 0, sigma * sigma];
}

/**
 * Carries a point and its covariance from pixels to the plan, to first order: J C J^T with the
 * Jacobian of the homography at the point (Hartley and Zisserman §5.2.1, result 5.6).
 *
 * @returns null when the point lies on or beyond the horizon.
 */
export function projectWithCovariance(
  homography: ArrayLike<number>,
  point: { readonly imagePx: Point2; readonly covariancePx2: Covariance2 },
): PlacedPoint | null {
  const positionM = applyHomography(homography, point.imagePx);
  if (positionM === null) return null;
  const [u, v] = positionM;
  const h = homography;
  const w = h[6]! * point.imagePx[0] + h[7]! * point.imagePx[1] + h[8]!;
  const ux = (h[0]! - u * h[6]!) / w;
  const uy = (h[1]! - u * h[7]!) / w;
  const vx = (h[3]! - v * h[6]!) / w;
  const vy = (h[4]! - v * h[7]!) / w;
  const [xx, xy, yy] = point.covariancePx2;
  const covarianceM2: Covariance2 = [
    ux * ux * xx + 2 * ux * uy * xy + uy * uy * yy,
    ux * vx * xx + (ux * vy + uy * vx) * xy + uy * vy * yy,
    vx * vx * xx + 2 * vx * vy * xy + vy * vy * yy,
  ];
  return covarianceM2.every(Number.isFinite) ? { positionM, covarianceM2 } : null;
}
