import { placeFoot } from "@whereabouts/mot";
import {
  type CameraCalibration,
  groundCameraOf,
  type LocatedBox,
  type PixelBox,
  type SizePx,
  type TrackedFrame,
  type WorldPoint,
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

/**
 * The lower edge of a box is the toe nearest the camera; whom it belongs to stands this far behind
 * it: half a stride and half a shoe, mean over a walk.
 */
const TOE_M = 0.1;

/** Feet beyond the picture's edge may be a metre from where the box ends. */
const CUT_SIGMAS = 4;

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
        boxes: frame.boxes.map((box) => ({ ...box, ...place(calibration, box.boxPx, frame) })),
      };
    },
  };
}

type Place = Pick<LocatedBox, "positionM" | "covarianceM2">;
const NOWHERE: Place = { positionM: null, covarianceM2: null };

function place(
  calibration: CameraCalibration | null,
  box: PixelBox,
  { size, origin }: Pick<TrackedFrame, "size" | "origin">,
): Place {
  if (calibration === null) return NOWHERE;
  const boxPx = toCalibratedSize(box, size, calibration.size);
  const camera = groundCameraOf(calibration);
  const placed = placeFoot(camera, boxPx);
  if (placed === null) return NOWHERE;
  const [xx, xy, yy] = placed.covarianceM2;
  const ownErrorM2 = calibration.rmsErrorM ** 2;
  if (Math.max(xx, yy) > SIGMA_M_MAX ** 2) return NOWHERE;
  const above: PixelBox = [boxPx[0], boxPx[1], boxPx[2], boxPx[3] - 1];
  // Another tracker's box may end wherever it says somebody stands.
  const behind = origin === "camera" ? placeFoot(camera, above)?.positionM : null;
  const positionM = behind ? further(placed.positionM, behind) : placed.positionM;
  const scale = isCut(box, size) ? CUT_SIGMAS ** 2 : 1;
  return {
    positionM,
    covarianceM2: [xx * scale + ownErrorM2, xy * scale, yy * scale + ownErrorM2],
  };
}

/** True when the picture ends before the box does: at its sides or below. */
function isCut([left, , right, bottom]: PixelBox, size: SizePx | null): boolean {
  if (size === null) return false;
  return left < 1 || right > size.widthPx - 1 || bottom > size.heightPx - 1;
}

/** Moves a place by the depth of a toe towards another one, which lies behind it. */
function further(place: WorldPoint, behind: WorldPoint): WorldPoint {
  const [x, y] = [behind[0] - place[0], behind[1] - place[1]];
  const scale = TOE_M / Math.max(Math.hypot(x, y), Number.EPSILON);
  return [place[0] + x * scale, place[1] + y * scale];
}

/** The points were clicked on a picture of one size; the stream may have changed its own since. */
function toCalibratedSize(box: PixelBox, size: SizePx | null, calibrated: SizePx): PixelBox {
  if (size === null) return box;
  const scaleX = calibrated.widthPx / size.widthPx;
  const scaleY = calibrated.heightPx / size.heightPx;
  if (scaleX === 1 && scaleY === 1) return box;
  return [box[0] * scaleX, box[1] * scaleY, box[2] * scaleX, box[3] * scaleY];
}
