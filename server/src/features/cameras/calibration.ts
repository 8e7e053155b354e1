import type { CalibrationPair, CalibrationSolution } from "@whereabouts/contracts";
import { fitHomography, GeometryError, reprojectionErrorsM } from "@whereabouts/mot";
import { AppError } from "../../base/index.ts";
import type { CameraCalibration, SizePx } from "../../model/index.ts";
import { viewPolygonM } from "./view-polygon.ts";

/** What the floor contributes: its size bounds what a camera is shown to see. */
export interface PlanSize {
  readonly widthM: number;
  readonly heightM: number;
}

/**
 * Finds the homography of at least four picture-plan pairs.
 *
 * @throws AppError `invalid` when the pairs admit no single answer, with the reason in words
 */
export function solveCalibration(
  pairs: readonly CalibrationPair[],
  size: SizePx,
): CameraCalibration {
  const points = pairs.map((pair) => ({ imagePx: pair.image_px, planM: pair.plan_m }));
  try {
    const fit = fitHomography(points);
    return { homography: fit.homography, pairs: points, rmsErrorM: fit.rmsErrorM, size };
  } catch (error) {
    if (!(error instanceof GeometryError)) throw error;
    throw new AppError("invalid", error.message, {
      cause: error,
      details: [{ type: error.code, loc: ["body", "pairs"], msg: error.message }],
    });
  }
}

/** How good a calibration is, and which part of the plan it covers. */
export function calibrationSolution(
  calibration: CameraCalibration,
  plan: PlanSize | null,
): CalibrationSolution {
  const pairs = calibration.pairs.map((pair) => ({
    imagePx: [pair.imagePx[0], pair.imagePx[1]] as const,
    planM: [pair.planM[0], pair.planM[1]] as const,
  }));
  const errorsM = reprojectionErrorsM(calibration.homography, pairs);
  return {
    homography: [...calibration.homography],
    rms_error_m: calibration.rmsErrorM,
    errors_m: errorsM,
    view_polygon_m: viewPolygonM(calibration, plan).map((point) => [point[0], point[1]]),
  };
}
