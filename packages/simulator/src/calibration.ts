import {
  applyHomography,
  groundToPixels,
  pixelsToGround,
  projectPoint,
  SIMULATED_VIDEO,
} from "./camera.ts";
import type { PixelPoint, PlanPoint } from "./geometry.ts";
import { simulatedCamera } from "./scene.ts";
import { SITES } from "./site/index.ts";

/** A pixel and the place on the ground it shows. */
export interface CalibrationPair {
  readonly imagePx: PixelPoint;
  readonly planM: PlanPoint;
}

/**
 * Exact homography of a simulated camera, row-major 3x3, from pixels to metres on the ground.
 * @throws RangeError for an unknown camera
 */
export function planHomography(cameraCode: string): readonly number[] {
  return pixelsToGround(simulatedCamera(cameraCode).projection);
}

/** The inverse of `planHomography`: metres on the ground to pixels. @throws RangeError likewise */
export function pixelHomography(cameraCode: string): readonly number[] {
  return groundToPixels(simulatedCamera(cameraCode).projection);
}

/** True when the camera's picture holds this point of the ground, whatever stands in between. */
export function seesGround(cameraCode: string, point: PlanPoint): boolean {
  const pixel = projectPoint(simulatedCamera(cameraCode).projection, [point[0], point[1], 0]);
  return (
    pixel !== null &&
    pixel[0] >= 0 &&
    pixel[1] >= 0 &&
    pixel[0] <= SIMULATED_VIDEO.widthPx &&
    pixel[1] <= SIMULATED_VIDEO.heightPx
  );
}

/**
 * Eight well-spread calibration pairs of a camera: pixels at whole numbers, places within the
 * floor, rounded to millimetres.
 * @throws RangeError for an unknown camera
 */
export function calibrationPairs(cameraCode: string): readonly CalibrationPair[] {
  const camera = simulatedCamera(cameraCode);
  const site = SITES[camera.environment];
  const matrix = pixelsToGround(camera.projection);
  const pairs: CalibrationPair[] = [];
  for (const [v, columns] of [
    [340, [40, 320, 600]],
    [240, [120, 520]],
    [150, [80, 320, 560]],
  ] as const) {
    for (const u of columns) {
      const place = applyHomography(matrix, [u, v]);
      const planM: PlanPoint = [
        Math.round(place[0] * 1000) / 1000,
        Math.round(place[1] * 1000) / 1000,
      ];
      const onFloor =
        planM[0] >= -2 &&
        planM[1] >= -2 &&
        planM[0] <= site.widthM + 2 &&
        planM[1] <= site.heightM + 2;
      if (onFloor) pairs.push({ imagePx: [u, v], planM });
    }
  }
  return pairs;
}
