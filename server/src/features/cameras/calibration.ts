import type { CalibrationPair, CalibrationSolution } from "@whereabouts/contracts";
import { fitGroundCamera, GeometryError, groundErrors, pinholeCentreM } from "@whereabouts/mot";
import { AppError } from "../../base/index.ts";
import {
  type CameraCalibration,
  type CameraPinhole,
  groundCameraOf,
  type SizePx,
} from "../../model/index.ts";
import { viewPolygonM } from "./view-polygon.ts";

/** What the floor contributes: its size bounds what a camera is shown to see. */
export interface PlanSize {
  readonly widthM: number;
  readonly heightM: number;
}

/** What may be asked for: one of the models, or whichever explains the points best. */
export type CalibrationModel = "auto" | "homography" | "pinhole";

/**
 * Finds the homography of at least four picture-plan pairs, or from six on the pinhole with lens
 * distortion where that explains them clearly better.
 *
 * @throws AppError `invalid` when the pairs admit no single answer, with the reason in words
 */
export function solveCalibration(
  pairs: readonly CalibrationPair[],
  size: SizePx,
  model: CalibrationModel = "auto",
): CameraCalibration {
  const points = pairs.map((pair) => ({ imagePx: pair.image_px, planM: pair.plan_m }));
  try {
    const { camera, homography, rmsErrorM } = fitGroundCamera(points, {
      sizePx: [size.widthPx, size.heightPx],
      ...(model === "auto" ? {} : { model }),
    });
    const lens = camera.model === "pinhole" ? { pinhole: camera.pinhole } : {};
    return { homography, ...lens, pairs: points, rmsErrorM, size };
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
  const camera = groundCameraOf(calibration);
  const { errorsM, errorsPx, rmsErrorPx } = groundErrors(camera, pairs);
  return {
    model: camera.model,
    homography: [...calibration.homography],
    lens: calibration.pinhole === undefined ? null : lensOf(calibration.pinhole),
    rms_error_m: calibration.rmsErrorM,
    rms_error_px: finiteOrNull(rmsErrorPx),
    errors_m: [...errorsM],
    errors_px: errorsPx.map(finiteOrNull),
    view_polygon_m: viewPolygonM(calibration, plan).map((point) => [point[0], point[1]]),
  };
}

function lensOf(pinhole: CameraPinhole): CalibrationSolution["lens"] {
  const [x, y, heightM] = pinholeCentreM(pinhole);
  return {
    focal_px: pinhole.focalPx,
    k1: pinhole.distortion[0],
    k2: pinhole.distortion[1],
    position_m: [x, y],
    height_m: heightM,
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
