import type {
  CameraHealthData,
  PresenceData,
  RegistryData,
  TracksData,
} from "@whereabouts/contracts";
import type { BusMessage } from "../../bus/contract.ts";
import type { BusEvents } from "../../model/index.ts";

type Data = TracksData | CameraHealthData | PresenceData | RegistryData;

/** A bus message as viewers read it. */
export function toLiveData({ name, payload }: BusMessage): Data {
  switch (name) {
    case "tracks":
      return tracksData(payload as BusEvents["tracks"]);
    case "camera-health":
      return cameraHealthData(payload as BusEvents["camera-health"]);
    case "presence":
      return presenceData(payload as BusEvents["presence"]);
    case "registry":
      return { ...(payload as BusEvents["registry"]) };
  }
}

export function tracksData(payload: BusEvents["tracks"]): TracksData {
  const { size } = payload;
  return {
    camera_id: payload.cameraId,
    camera_code: payload.cameraCode,
    site_code: payload.siteCode,
    floor_id: payload.floorId,
    capture_time_ms: payload.captureTimeMs,
    size_px: size === null ? null : [size.widthPx, size.heightPx],
    boxes: payload.boxes.map((box) => ({
      track_id: box.trackId,
      global_id: box.globalId,
      object_class: box.objectClass,
      score: rounded(box.score, 4),
      box_px: [
        rounded(box.boxPx[0], 2),
        rounded(box.boxPx[1], 2),
        rounded(box.boxPx[2], 2),
        rounded(box.boxPx[3], 2),
      ],
      position_m:
        box.positionM === null
          ? null
          : [rounded(box.positionM[0], 3), rounded(box.positionM[1], 3)],
      zone_ids: [...box.zoneIds],
    })),
    ended_track_ids: [...payload.endedTrackIds],
  };
}

export function cameraHealthData(payload: BusEvents["camera-health"]): CameraHealthData {
  return {
    camera_id: payload.cameraId,
    camera_code: payload.cameraCode,
    status: payload.status,
    message: payload.message,
    fps: payload.fps,
    latency_ms: payload.latencyMs,
    last_frame_at: payload.lastFrameAtMs === null ? null : isoInstant(payload.lastFrameAtMs),
    reconnect_count: payload.reconnectCount,
    at: isoInstant(payload.atMs),
  };
}

function presenceData(payload: BusEvents["presence"]): PresenceData {
  return {
    kind: payload.kind,
    zone_id: payload.zoneId,
    zone_code: payload.zoneCode,
    floor_id: payload.floorId,
    track_id: payload.trackId,
    global_id: payload.globalId,
    object_class: payload.objectClass,
    at: isoInstant(payload.atMs),
    dwell_ms: payload.dwellMs,
  };
}

function isoInstant(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function rounded(value: number, digits: 2 | 3 | 4): number {
  const scale = 10 ** digits;
  return Math.abs(value) > 1e12 ? value : Math.round(value * scale) / scale;
}
