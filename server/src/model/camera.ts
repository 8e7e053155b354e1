import type { DetectorKind, ModelHead } from "@whereabouts/contracts/detection.ts";
import type { PixelPoint, SizePx, WorldPoint } from "./geometry.ts";
import type { ObjectClass } from "./object-class.ts";

export const CAMERA_STATUSES = ["unknown", "healthy", "degraded", "down"] as const;
export type CameraStatus = (typeof CAMERA_STATUSES)[number];

/** A pinhole with a lens, as `PinholeCamera` of the tracker library; world axes of the floor. */
export interface CameraPinhole {
  readonly focalPx: number;
  readonly principalPx: PixelPoint;
  /** Radial distortion k1 and k2. */
  readonly distortion: readonly [number, number];
  /** World to camera, row-major 3x3. */
  readonly rotation: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  readonly translationM: readonly [number, number, number];
}

/** How a camera's pixels become metres. */
export interface CameraCalibration {
  /** Row-major 3x3 homography from pixels to metres; beside a pinhole only an approximation. */
  readonly homography: readonly number[];
  /** Absent where the homography is the model. */
  readonly pinhole?: CameraPinhole;
  readonly pairs: readonly { readonly imagePx: PixelPoint; readonly planM: WorldPoint }[];
  /** Root mean square reprojection error on the plan, metres. */
  readonly rmsErrorM: number;
  readonly size: SizePx;
}

/** The model of a calibration, as the tracker library takes it. */
export function groundCameraOf({ homography, pinhole }: CameraCalibration) {
  return pinhole === undefined
    ? ({ model: "homography", homography } as const)
    : ({ model: "pinhole", pinhole } as const);
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

/** How crops are described, so that a person can be known again. */
export interface AppearanceSettings {
  /**
   * `mobilenet-hsv`: a small network and colours (colours alone until its model is there); `hsv`:
   * colours alone; `onnx`: the user's own network; `off`: nothing is described.
   */
  readonly kind: (typeof APPEARANCE_KINDS)[number];
  /** Path of the user's own model; only with kind `onnx`. */
  readonly modelPath?: string;
}
export const APPEARANCE_KINDS = ["mobilenet-hsv", "hsv", "onnx", "off"] as const;

export interface CameraSettings {
  readonly detector?: DetectorSettings;
  /** Absent: the server's. Cameras that are to know the same people need the same. */
  readonly appearance?: AppearanceSettings;
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
