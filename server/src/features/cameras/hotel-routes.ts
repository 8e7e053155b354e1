import {
  CameraHealthReportBody,
  defineRoute,
  HotelCamera,
  HotelCameraCreate,
  HotelCameraHealth,
  HotelCameraHealthList,
  HotelCameraHealthQuery,
  naiveInstant,
  type Route,
} from "@whereabouts/contracts";
import { AppError, type Clock } from "../../base/index.ts";
import { CAMERA_STATUSES, type CameraStatus } from "../../model/index.ts";
import type { CameraRegistry } from "./camera-registry.ts";
import type { CameraHealthState, HealthRecorder } from "./health-recorder.ts";
import { hotelCamera } from "./views.ts";

const TAG = "Hotel: cameras";

interface Parts {
  readonly registry: CameraRegistry;
  readonly health: HealthRecorder;
  readonly clock: Pick<Clock, "nowMs">;
}

/** The camera operations of the hotel contract, 2.1 and 2.4. */
export function hotelRoutes(parts: Parts): Route[] {
  return [...cameraRoutes(parts), ...healthRoutes(parts)];
}

function cameraRoutes({ registry }: Parts): Route[] {
  return [
    defineRoute({
      operationId: "createCamera",
      method: "POST",
      path: "/api/v1/cameras",
      tag: TAG,
      summary: "Add a camera",
      body: HotelCameraCreate,
      response: HotelCamera,
      handle: async ({ body }) => {
        const camera = await registry.create({
          name: body.location_zone || "Camera",
          location_zone: body.location_zone,
          source_url: body.stream_url || null,
          intrinsics_version: body.intrinsics_version ?? null,
          installed_height_m: body.installed_height_m ?? null,
          tilt_deg: body.tilt_deg ?? null,
        });
        return { body: hotelCamera(camera) };
      },
    }),
    defineRoute({
      operationId: "listCameras",
      method: "GET",
      path: "/api/v1/cameras",
      tag: TAG,
      summary: "All cameras",
      response: HotelCamera.array(),
      handle: () => ({ body: registry.cameras.map(hotelCamera) }),
    }),
  ];
}

function healthRoutes({ registry, health, clock }: Parts): Route[] {
  return [
    defineRoute({
      operationId: "reportCameraHealth",
      method: "POST",
      path: "/api/v1/system/camera-health",
      tag: TAG,
      summary: "Replace a camera's health",
      body: CameraHealthReportBody,
      rateLimit: "failures",
      response: HotelCameraHealth,
      handle: async ({ body }) => {
        const camera = registry.get(body.camera_id);
        const state: CameraHealthState = {
          cameraId: camera.id,
          status: toStatus(body.status),
          fps: body.fps ?? null,
          latencyMs: body.latency_ms ?? null,
          lastFrameAtMs: body.last_frame_at ?? null,
          reconnectCount: body.reconnect_count,
          message: body.message ?? null,
          atMs: clock.nowMs(),
        };
        await health.replace(state);
        return { body: healthRow(state) };
      },
    }),
    defineRoute({
      operationId: "listCameraHealth",
      method: "GET",
      path: "/api/v1/admin/camera-health",
      tag: TAG,
      summary: "Health of all cameras that ever reported",
      query: HotelCameraHealthQuery,
      response: HotelCameraHealthList,
      handle: ({ query }) => {
        const staleBeforeMs = clock.nowMs() - query.stale_seconds * 1000;
        const states = health.all
          .filter((state) => registry.find(state.cameraId) !== undefined)
          .sort((a, b) => b.atMs - a.atMs);
        return {
          body: states.map((state) => ({
            ...healthRow(state),
            is_stale: state.lastFrameAtMs === null || state.lastFrameAtMs < staleBeforeMs,
          })),
        };
      },
    }),
  ];
}

function toStatus(text: string): CameraStatus {
  const status = CAMERA_STATUSES.find((name) => name === text.trim().toLowerCase());
  if (status !== undefined) return status;
  throw new AppError("bad-request", "status must be one of: healthy, degraded, down, unknown");
}

function healthRow(state: CameraHealthState) {
  return {
    camera_id: state.cameraId,
    status: state.status,
    fps: state.fps,
    latency_ms: state.latencyMs,
    last_frame_at: state.lastFrameAtMs === null ? null : naiveInstant(state.lastFrameAtMs),
    reconnect_count: state.reconnectCount,
    message: state.message,
    updated_at: naiveInstant(state.atMs),
  };
}
