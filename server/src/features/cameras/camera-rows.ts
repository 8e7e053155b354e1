import type { CameraOptions } from "@whereabouts/contracts";
import type { Selectable } from "kysely";
import type { Cameras } from "../../db/index.ts";
import type { Camera, CameraCalibration, CameraSettings } from "../../model/index.ts";

export function toCamera(row: Selectable<Cameras>): Camera {
  return {
    id: row.id,
    number: row.number,
    code: row.code,
    name: row.name,
    siteId: row.site_id,
    floorId: row.floor_id,
    locationZone: row.location_zone,
    sourceUrl: row.source_url,
    enabled: row.enabled,
    settings: row.settings as unknown as CameraSettings,
    calibration: row.calibration as unknown as CameraCalibration | null,
    intrinsicsVersion: row.intrinsics_version,
    installedHeightM: row.installed_height_m,
    tiltDeg: row.tilt_deg,
    createdAtMs: row.created_at.getTime(),
  };
}

/** Settings as they travel into settings as the server holds them. */
export function toSettings(options: CameraOptions): CameraSettings {
  const { detector, appearance } = options;
  return {
    ...(detector && {
      detector: {
        kind: detector.kind,
        ...(detector.model_path !== undefined && { modelPath: detector.model_path }),
        ...(detector.head !== undefined && { head: detector.head }),
        ...(detector.min_score !== undefined && { minScore: detector.min_score }),
        ...(detector.classes !== undefined && { classes: detector.classes }),
        ...(detector.motion_class !== undefined && { motionClass: detector.motion_class }),
      },
    }),
    ...(appearance && {
      appearance: {
        kind: appearance.kind,
        ...(appearance.model_path !== undefined && { modelPath: appearance.model_path }),
      },
    }),
    ...(options.target_fps !== undefined && { targetFps: options.target_fps }),
    ...(options.rtsp_transport !== undefined && { rtspTransport: options.rtsp_transport }),
    ...(options.motion_gate !== undefined && { motionGate: options.motion_gate }),
    ...(options.pace !== undefined && { pace: options.pace }),
  };
}

export function fromSettings(settings: CameraSettings): CameraOptions {
  const { detector, appearance } = settings;
  return {
    ...(detector && {
      detector: {
        kind: detector.kind,
        model_path: detector.modelPath,
        head: detector.head,
        min_score: detector.minScore,
        classes: detector.classes?.filter((name) => name !== "unknown"),
        motion_class: detector.motionClass === "unknown" ? undefined : detector.motionClass,
      },
    }),
    ...(appearance && {
      appearance: { kind: appearance.kind, model_path: appearance.modelPath },
    }),
    ...(settings.targetFps !== undefined && { target_fps: settings.targetFps }),
    ...(settings.rtspTransport !== undefined && { rtsp_transport: settings.rtspTransport }),
    ...(settings.motionGate !== undefined && { motion_gate: settings.motionGate }),
    ...(settings.pace !== undefined && { pace: settings.pace }),
  };
}
