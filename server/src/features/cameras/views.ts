import type { HealthView, HotelCamera, RegistryCamera } from "@whereabouts/contracts";
import { naiveInstant } from "@whereabouts/contracts";
import type { Camera } from "../../model/index.ts";
import { calibrationSolution, type PlanSize } from "./calibration.ts";
import { fromSettings } from "./camera-rows.ts";
import type { CameraHealthState } from "./health-recorder.ts";
import { maskSourceUrl } from "./source-url.ts";

/** Hotel contract, 4.3: exactly these keys. */
export function hotelCamera(camera: Camera): HotelCamera {
  return {
    camera_id: camera.id,
    location_zone: camera.locationZone,
    intrinsics_version: camera.intrinsicsVersion,
    stream_url: camera.sourceUrl === null ? null : maskSourceUrl(camera.sourceUrl),
    installed_height_m: camera.installedHeightM,
    tilt_deg: camera.tiltDeg,
    created_at: naiveInstant(camera.createdAtMs),
  };
}

export function registryCamera(
  camera: Camera,
  health: CameraHealthState | undefined,
  plan: PlanSize | null,
): RegistryCamera {
  return {
    camera_id: camera.id,
    number: camera.number,
    code: camera.code,
    name: camera.name,
    site_id: camera.siteId,
    floor_id: camera.floorId,
    location_zone: camera.locationZone,
    source_url: camera.sourceUrl === null ? null : maskSourceUrl(camera.sourceUrl),
    enabled: camera.enabled,
    settings: fromSettings(camera.settings),
    calibration: calibrationView(camera, plan),
    installed_height_m: camera.installedHeightM,
    tilt_deg: camera.tiltDeg,
    intrinsics_version: camera.intrinsicsVersion,
    created_at: new Date(camera.createdAtMs).toISOString(),
    health: health === undefined ? null : healthView(health),
  };
}

function calibrationView(camera: Camera, plan: PlanSize | null): RegistryCamera["calibration"] {
  const { calibration } = camera;
  if (calibration === null) return null;
  return {
    ...calibrationSolution(calibration, plan),
    pairs: calibration.pairs.map((pair) => ({
      image_px: [pair.imagePx[0], pair.imagePx[1]],
      plan_m: [pair.planM[0], pair.planM[1]],
    })),
    size_px: [calibration.size.widthPx, calibration.size.heightPx],
  };
}

export function healthView(health: CameraHealthState): HealthView {
  return {
    status: health.status,
    fps: health.fps,
    latency_ms: health.latencyMs,
    last_frame_at:
      health.lastFrameAtMs === null ? null : new Date(health.lastFrameAtMs).toISOString(),
    reconnect_count: health.reconnectCount,
    message: health.message,
    updated_at: new Date(health.atMs).toISOString(),
  };
}
