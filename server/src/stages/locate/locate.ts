import { placeFoot } from "@whereabouts/mot";
import {
  type CameraCalibration,
  groundCameraOf,
  type LocatedBox,
  type PixelBox,
  type SizePx,
} from "../../model/index.ts";
import type { LocateStage } from "../../pipeline/contract.ts";

/** What locating needs to know of a camera. */
export interface LocateCamera {
  readonly siteId: string | null;
  readonly floorId: string | null;
  readonly calibration: CameraCalibration | null;
}

/** Beyond this standard deviation a place says nothing: near the horizon a pixel is metres. */
const SIGMA_M_MAX = 5;

/** @param cameras finds a camera by id; undefined when it is not registered */
export function createLocate(cameras: {
  find(cameraId: string): LocateCamera | undefined;
}): LocateStage {
  return {
    locate(frame) {
      const camera = cameras.find(frame.cameraId);
      const calibration = camera?.calibration ?? null;
      return {
        ...frame,
        siteId: camera?.siteId ?? null,
        floorId: camera?.floorId ?? null,
        boxes: frame.boxes.map((box) => ({ ...box, ...place(calibration, box.boxPx, frame.size) })),
      };
    },
  };
}

type Place = Pick<LocatedBox, "positionM" | "covarianceM2">;
const NOWHERE: Place = { positionM: null, covarianceM2: null };

function place(calibration: CameraCalibration | null, box: PixelBox, size: SizePx | null): Place {
  if (calibration === null) return NOWHERE;
  const boxPx = toCalibratedSize(box, size, calibration.size);
  const placed = placeFoot(groundCameraOf(calibration), boxPx);
  if (placed === null) return NOWHERE;
  const [xx, xy, yy] = placed.covarianceM2;
  const ownErrorM2 = calibration.rmsErrorM ** 2;
  if (Math.max(xx, yy) > SIGMA_M_MAX ** 2) return NOWHERE;
  return { positionM: placed.positionM, covarianceM2: [xx + ownErrorM2, xy, yy + ownErrorM2] };
}

/** The points were clicked on a picture of one size; the stream may have changed its own since. */
function toCalibratedSize(box: PixelBox, size: SizePx | null, calibrated: SizePx): PixelBox {
  if (size === null) return box;
  const scaleX = calibrated.widthPx / size.widthPx;
  const scaleY = calibrated.heightPx / size.heightPx;
  if (scaleX === 1 && scaleY === 1) return box;
  return [box[0] * scaleX, box[1] * scaleY, box[2] * scaleX, box[3] * scaleY];
}
