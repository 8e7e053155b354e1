import { footCovariancePx2, footPointPx, projectWithCovariance } from "./foot-point.ts";
import type { PlacedPoint } from "./foot-point.ts";
import { GeometryError } from "./geometry-error.ts";
import {
  applyHomography,
  fitHomography,
  invertHomography,
  reprojectionErrorsM,
  rootMeanSquare,
} from "./homography.ts";
import type { Homography, Point2, PointPair } from "./homography.ts";
import { pinholePlaced, pinholeToPixel, pixelToPlane } from "./pinhole.ts";
import type { PinholeCamera } from "./pinhole.ts";
import { fitPinhole, PINHOLE_PAIRS_MIN } from "./pinhole-fit.ts";
import type { PinholeFit } from "./pinhole-fit.ts";

/** Either way from a picture to the floor. */
export type GroundCamera =
  | { readonly model: "homography"; readonly homography: ArrayLike<number> }
  | { readonly model: "pinhole"; readonly pinhole: PinholeCamera };

export interface GroundCameraFit {
  readonly camera: GroundCamera;
  /** Pixels to metres; for a pinhole the nearest straight approximation. */
  readonly homography: Homography;
  /** Per pair on the plan, metres, and in the picture, pixels. */
  readonly errorsM: readonly number[];
  readonly errorsPx: readonly number[];
  readonly rmsErrorM: number;
  readonly rmsErrorPx: number;
}

/** The pinhole has to be better than the homography by this factor to be taken. */
const PINHOLE_GAIN = 0.8;
/** A homography that is off by less than clicks are has nothing to gain, pixels. */
const GOOD_ERROR_PX = 0.5;
const HOMOGRAPHY_NUMBERS = 8;
const PINHOLE_NUMBERS = 7;

/**
 * The model that explains point pairs on the floor best: a homography for four and five pairs, and
 * from six on a pinhole with lens distortion where its reprojection error per degree of freedom is
 * clearly smaller.
 *
 * @param options.model takes one model whatever the other would do.
 * @throws GeometryError as `fitHomography`, and as `fitPinhole` when that model is asked for.
 */
export function fitGroundCamera(
  pairs: readonly PointPair[],
  options: { readonly sizePx: Point2; readonly model?: GroundCamera["model"] },
): GroundCameraFit {
  const straight = homographyFit(pairs);
  if (options.model === "homography") return straight;
  if (options.model === "pinhole") {
    return pinholeGround(fitPinhole(pairs, options), straight.homography);
  }
  const pinhole = pairs.length < PINHOLE_PAIRS_MIN ? null : tryPinhole(pairs, options.sizePx);
  if (pinhole === null) return straight;
  const allowed = perFreedom(straight.rmsErrorPx, pairs.length, HOMOGRAPHY_NUMBERS);
  const numbers = PINHOLE_NUMBERS + pinhole.distortionTerms;
  const reached = perFreedom(pinhole.rmsErrorPx, pairs.length, numbers);
  const isBetter = reached < PINHOLE_GAIN * allowed && straight.rmsErrorPx > GOOD_ERROR_PX;
  return isBetter ? pinholeGround(pinhole, straight.homography) : straight;
}

/** The place on the floor that a pixel shows; null at or above the horizon. */
export function pixelToPlan(camera: GroundCamera, imagePx: Point2): Point2 | null {
  return camera.model === "homography"
    ? applyHomography(camera.homography, imagePx)
    : pixelToPlane(camera.pinhole, imagePx);
}

/** The pixel that shows a place on the floor; null where the camera cannot see it. */
export function planToPixel(camera: GroundCamera, planM: Point2): Point2 | null {
  return camera.model === "homography"
    ? applyHomography(invertHomography(camera.homography), planM)
    : pinholeToPixel(camera.pinhole, planM);
}

/** Foot point of a box on the plan with its covariance; null beyond the horizon. */
export function placeFoot(
  camera: GroundCamera,
  box: readonly [number, number, number, number],
): PlacedPoint | null {
  const point = { imagePx: footPointPx(box), covariancePx2: footCovariancePx2(box) };
  return camera.model === "homography"
    ? projectWithCovariance(camera.homography, point)
    : pinholePlaced(camera.pinhole, point);
}

/** Errors of each pair under a camera; Infinity for what it cannot show. */
export function groundErrors(
  camera: GroundCamera,
  pairs: readonly PointPair[],
): Pick<GroundCameraFit, "errorsM" | "errorsPx" | "rmsErrorM" | "rmsErrorPx"> {
  const errorsM =
    camera.model === "homography"
      ? reprojectionErrorsM(camera.homography, pairs)
      : pairs.map(({ imagePx, planM }) => distance(pixelToPlan(camera, imagePx), planM));
  const errorsPx = pairs.map(({ imagePx, planM }) => distance(planToPixel(camera, planM), imagePx));
  return {
    errorsM,
    errorsPx,
    rmsErrorM: rootMeanSquare(errorsM),
    rmsErrorPx: rootMeanSquare(errorsPx),
  };
}

function homographyFit(pairs: readonly PointPair[]): GroundCameraFit {
  const { homography } = fitHomography(pairs);
  const camera: GroundCamera = { model: "homography", homography };
  return { camera, homography, ...groundErrors(camera, pairs) };
}

function pinholeGround(fit: PinholeFit, homography: Homography): GroundCameraFit {
  const { camera, errorsM, errorsPx, rmsErrorM, rmsErrorPx } = fit;
  if (!Number.isFinite(rmsErrorM)) {
    throw new GeometryError(
      "crosses-horizon",
      "Cannot fit a camera: a picture point lies above its horizon; expected points on the floor",
    );
  }
  return {
    camera: { model: "pinhole", pinhole: camera },
    homography,
    errorsM,
    errorsPx,
    rmsErrorM,
    rmsErrorPx,
  };
}

/** Points that determine no pinhole may still determine a homography. */
function tryPinhole(pairs: readonly PointPair[], sizePx: Point2): PinholeFit | null {
  try {
    const fit = fitPinhole(pairs, { sizePx });
    return Number.isFinite(fit.rmsErrorM) ? fit : null;
  } catch (error) {
    if (error instanceof GeometryError && error.code !== "invalid-number") return null;
    throw error;
  }
}

function perFreedom(rms: number, pairs: number, numbers: number): number {
  return rms * Math.sqrt((2 * pairs) / (2 * pairs - numbers));
}

function distance(found: Point2 | null, wanted: Point2): number {
  if (found === null) return Number.POSITIVE_INFINITY;
  return Math.hypot(found[0] - wanted[0], found[1] - wanted[1]);
}
