/**
 * Owns the way from pixels to the plan: homographies from point pairs and the uncertainty they
 * carry. Knows nothing of cameras, files or time.
 */
export { GeometryError } from "./geometry-error.ts";
export type { GeometryErrorCode } from "./geometry-error.ts";
export {
  applyHomography,
  fitHomography,
  invertHomography,
  reprojectionErrorsM,
} from "./homography.ts";
export type { Homography, HomographyFit, Point2, PointPair } from "./homography.ts";
export { fitHomographyRobust } from "./robust-homography.ts";
export type { RobustHomographyFit, RobustOptions } from "./robust-homography.ts";
export { footCovariancePx2, footPointPx, placeFoot, projectWithCovariance } from "./foot-point.ts";
export type { Covariance2, PlacedPoint } from "./foot-point.ts";
