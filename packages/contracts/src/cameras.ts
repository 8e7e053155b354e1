import { z } from "zod";
import { DETECTOR_KINDS, MODEL_HEADS, OBJECT_CLASSES } from "./detection.ts";
import { CleanText, LenientInstant, LenientInteger, LenientNumber } from "./lenient.ts";
import { Code, PlanPoint } from "./sites.ts";

const Text = z.string();
const Uuid = z.guid();
const SourceUrl = CleanText.trim().min(1).max(2000);
const ObjectClassName = z.enum(OBJECT_CLASSES);

/** Which detector looks at a camera, and how. */
export const DetectorChoice = z
  .object({
    kind: z.enum(DETECTOR_KINDS),
    model_path: CleanText.min(1).max(1000).optional(),
    head: z.enum(MODEL_HEADS).optional(),
    min_score: z.number().min(0).max(1).optional(),
    classes: z.array(ObjectClassName).max(OBJECT_CLASSES.length).optional(),
    motion_class: ObjectClassName.optional(),
  })
  .refine((value) => value.kind !== "onnx" || (value.model_path && value.head), {
    message: "Detector onnx needs model_path and head",
    path: ["model_path"],
  });
export type DetectorChoice = z.output<typeof DetectorChoice>;

/** How crops of a camera are described, so that a person can be known again. */
export const AppearanceChoice = z
  .object({
    kind: z.enum(["mobilenet-hsv", "hsv", "onnx", "off"]),
    model_path: CleanText.min(1).max(1000).optional(),
  })
  .refine((value) => value.kind !== "onnx" || value.model_path, {
    message: "Appearance onnx needs model_path",
    path: ["model_path"],
  });

export const CameraOptions = z.object({
  detector: DetectorChoice.optional(),
  appearance: AppearanceChoice.optional(),
  target_fps: z.number().gt(0).max(60).optional(),
  rtsp_transport: z.enum(["tcp", "udp"]).optional(),
  motion_gate: z.boolean().optional(),
  /** Only for recordings; the second steps through one once, leaving nothing out. */
  pace: z.enum(["real-time", "as-fast-as-possible"]).optional(),
});
export type CameraOptions = z.output<typeof CameraOptions>;

const Pixel = z.number().min(-100_000).max(100_000);
/** A spot seen in the picture (pixels, y down) and on the plan (metres, y up). */
export const CalibrationPair = z.object({
  image_px: z.tuple([Pixel, Pixel]),
  plan_m: PlanPoint,
});
export type CalibrationPair = z.output<typeof CalibrationPair>;

export const CalibrationRequest = z.object({
  pairs: z.array(CalibrationPair).min(4).max(100),
  /** Size of the picture the points were clicked on; absent: the camera's present picture. */
  size_px: z
    .tuple([z.number().int().gt(0).max(20_000), z.number().int().gt(0).max(20_000)])
    .optional(),
  /** What the camera is taken for; absent or `auto`: what explains the points best. */
  model: z.enum(["auto", "homography", "pinhole"]).optional(),
});

/** A camera's lens and place as a pinhole with radial distortion. */
export const CalibrationLens = z.object({
  focal_px: z.number(),
  k1: z.number(),
  k2: z.number(),
  /** Where the camera hangs: on the plan, and above the floor. */
  position_m: PlanPoint,
  height_m: z.number(),
});

export const CalibrationSolution = z.object({
  model: z.enum(["homography", "pinhole"]),
  /** Pixels to metres, row by row; beside a lens only an approximation. */
  homography: z.array(z.number()).length(9),
  lens: CalibrationLens.nullable(),
  rms_error_m: z.number(),
  rms_error_px: z.number().nullable(),
  errors_m: z.array(z.number()),
  /** In the picture; null where the camera cannot show the plan point. */
  errors_px: z.array(z.number().nullable()),
  view_polygon_m: z.array(PlanPoint),
});
export type CalibrationSolution = z.output<typeof CalibrationSolution>;

/** A solution with the lines of the picture's grid as they lie on the plan. */
export const CalibrationSolved = CalibrationSolution.extend({
  grid_m: z.array(z.array(PlanPoint)),
});
export type CalibrationSolved = z.output<typeof CalibrationSolved>;

export const CalibrationView = CalibrationSolution.extend({
  pairs: z.array(CalibrationPair),
  size_px: z.tuple([z.number(), z.number()]),
});

export const HealthView = z.object({
  status: z.enum(["unknown", "healthy", "degraded", "down"]),
  fps: z.number().nullable(),
  latency_ms: z.number().nullable(),
  last_frame_at: Text.nullable(),
  reconnect_count: z.number(),
  message: Text.nullable(),
  updated_at: Text,
});
export type HealthView = z.output<typeof HealthView>;

export const RegistryCamera = z.object({
  camera_id: Text,
  number: z.number(),
  code: Text,
  name: Text,
  site_id: Text.nullable(),
  floor_id: Text.nullable(),
  location_zone: Text,
  source_url: Text.nullable(),
  enabled: z.boolean(),
  settings: CameraOptions,
  calibration: CalibrationView.nullable(),
  installed_height_m: z.number().nullable(),
  tilt_deg: z.number().nullable(),
  intrinsics_version: Text.nullable(),
  created_at: Text,
  health: HealthView.nullable(),
});
export type RegistryCamera = z.output<typeof RegistryCamera>;

export const CameraParams = z.object({ camera: z.string().min(1).max(200) });

export const RegistryCameraCreate = z.object({
  code: Code.optional(),
  name: CleanText.trim().min(1).max(200),
  source_url: SourceUrl,
  site_id: Uuid.nullish(),
  floor_id: Uuid.nullish(),
  location_zone: CleanText.max(200).optional(),
  enabled: z.boolean().default(true),
  settings: CameraOptions.default({}),
  installed_height_m: z.number().min(0).max(1000).nullish(),
  tilt_deg: z.number().min(-90).max(90).nullish(),
});
export const RegistryCameraUpdate = z.object({
  code: Code.optional(),
  name: CleanText.trim().min(1).max(200).optional(),
  source_url: SourceUrl.optional(),
  site_id: Uuid.nullish(),
  floor_id: Uuid.nullish(),
  location_zone: CleanText.max(200).optional(),
  enabled: z.boolean().optional(),
  settings: CameraOptions.optional(),
  installed_height_m: z.number().min(0).max(1000).nullish(),
  tilt_deg: z.number().min(-90).max(90).nullish(),
});
export type RegistryCameraUpdate = z.output<typeof RegistryCameraUpdate>;

export const PreviewRequest = z.object({
  source_url: SourceUrl,
  settings: CameraOptions.default({}),
});
export const PreviewView = z.object({
  ok: z.literal(true),
  width_px: z.number(),
  height_px: z.number(),
  fps: z.number().nullable(),
  codec: Text,
  image: Text,
  detections: z.array(
    z.object({
      box_px: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      score: z.number(),
      object_class: Text,
    }),
  ),
});

export const HealthQuery = z.object({
  limit: LenientInteger.pipe(z.number().min(1).max(1000)).default(100),
});
export const HealthHistoryView = z.array(
  z.object({ at: Text, status: Text, message: Text.nullable() }),
);

/** Hotel contract, 2.1. */
export const HotelCameraCreate = z.object({
  location_zone: CleanText.max(200),
  intrinsics_version: CleanText.max(200).nullish(),
  stream_url: CleanText.max(2000).nullish(),
  installed_height_m: LenientNumber.nullish(),
  tilt_deg: LenientNumber.nullish(),
});
/** Hotel contract, 4.3: exactly these keys. */
export const HotelCamera = z.object({
  camera_id: Text,
  location_zone: Text,
  intrinsics_version: Text.nullable(),
  stream_url: Text.nullable(),
  installed_height_m: z.number().nullable(),
  tilt_deg: z.number().nullable(),
  created_at: Text,
});
export type HotelCamera = z.output<typeof HotelCamera>;

/** Hotel contract, 2.4. */
export const CameraHealthReportBody = z.object({
  camera_id: z.string().max(200),
  status: z.string().max(50).default("healthy"),
  fps: LenientNumber.nullish(),
  latency_ms: LenientNumber.nullish(),
  last_frame_at: LenientInstant.nullish(),
  reconnect_count: LenientInteger.pipe(z.number().min(-2147483648).max(2147483647)).default(0),
  message: CleanText.max(2000).nullish(),
});
export type CameraHealthReportBody = z.output<typeof CameraHealthReportBody>;
export const HotelCameraHealth = z.object({
  camera_id: Text,
  status: Text,
  fps: z.number().nullable(),
  latency_ms: z.number().nullable(),
  last_frame_at: Text.nullable(),
  reconnect_count: z.number(),
  message: Text.nullable(),
  updated_at: Text,
});
export const HotelCameraHealthQuery = z.object({
  stale_seconds: LenientInteger.pipe(z.number().min(1).max(600)).default(10),
});
export const HotelCameraHealthList = z.array(HotelCameraHealth.extend({ is_stale: z.boolean() }));
