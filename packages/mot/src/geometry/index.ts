/**
 * Owns the way between pixels and the plan: homographies and pinholes with a lens from point pairs,
 * and the uncertainty they carry. Knows nothing of files or time.
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
export { footCovariancePx2, footPointPx, projectWithCovariance } from "./foot-point.ts";
export type { Covariance2, PlacedPoint } from "./foot-point.ts";
export {
  pinholeCentreM,
  pinholePlaced,
  pinholeToPixel,
  pixelToPlane,
  straightHomography,
  straightPixel,
  undistort,
} from "./pinhole.ts";
export type { PinholeCamera, Point3 } from "./pinhole.ts";
export { fitPinhole, pinholeErrors, PINHOLE_PAIRS_MIN } from "./pinhole-fit.ts";
export type { PinholeFit, PinholeOptions, PinholePair } from "./pinhole-fit.ts";
export { fitPinholeRobust } from "./robust-pinhole.ts";
export type { RobustPinholeFit, RobustPinholeOptions } from "./robust-pinhole.ts";
export {
  fitGroundCamera,
  groundErrors,
  pixelToPlan,
  placeFoot,
  planToPixel,
} from "./ground-camera.ts";
export type { GroundCamera, GroundCameraFit } from "./ground-camera.ts";
