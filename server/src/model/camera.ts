import type { DetectorKind, ModelHead } from "@whereabouts/contracts/detection.ts";
import type { PixelPoint, SizePx, WorldPoint } from "./geometry.ts";
import type { ObjectClass } from "./object-class.ts";

export const CAMERA_STATUSES = ["unknown", "healthy", "degraded", "down"] as const;
export type CameraStatus = (typeof CAMERA_STATUSES)[number];

/** How a camera's pixels become metres. */
export interface CameraCalibration {
  /** Row-major 3x3 homography from pixels to metres. */
  readonly homography: readonly number[];
  readonly pairs: readonly { readonly imagePx: PixelPoint; readonly planM: WorldPoint }[];
  /** Root mean square reprojection error on the plan, metres. */
  readonly rmsErrorM: number;
  readonly size: SizePx;
}

/** Which detector runs, and how. Absent values fall back to the server's settings. */
export interface DetectorSettings {
  readonly kind: DetectorKind;
  /** Path of the user's own model; only with kind `onnx`. */
  readonly modelPath?: string;
  /** Output layout of the user's own model; only with kind `onnx`. */
  readonly head?: ModelHead;
  readonly minScore?: number;
  readonly classes?: readonly ObjectClass[];
  /** Class that the motion detector gives to what moves. */
  readonly motionClass?: ObjectClass;
}

export interface CameraSettings {
  readonly detector?: DetectorSettings;
  readonly targetFps?: number;
  readonly rtspTransport?: "tcp" | "udp";
  /** Skip the detector while nothing moves. Default true. */
  readonly motionGate?: boolean;
  /**
   * Only for recordings. `real-time` (default) plays one like a camera, over and over;
   * `as-fast-as-possible` steps through it once at the camera's rate in the recording's own time
   * and leaves no step out.
   */
  readonly pace?: CameraPace;
}
export const CAMERA_PACES = ["real-time", "as-fast-as-possible"] as const;
export type CameraPace = (typeof CAMERA_PACES)[number];

/** One registered video source. The same row for every family. */
export interface Camera {
  readonly id: string;
  /** Small integer the RTLS clients use. */
  readonly number: number;
  /** Short unique name, e.g. `c09`. */
  readonly code: string;
  readonly name: string;
  readonly siteId: string | null;
  readonly floorId: string | null;
  /** Free-text zone of the hotel contract. */
  readonly locationZone: string;
  readonly sourceUrl: string | null;
  readonly enabled: boolean;
  readonly settings: CameraSettings;
  readonly calibration: CameraCalibration | null;
  readonly intrinsicsVersion: string | null;
  readonly installedHeightM: number | null;
  readonly tiltDeg: number | null;
  readonly createdAtMs: number;
}
