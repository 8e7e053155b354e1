import type {
  CameraHealthData,
  PhotosData,
  PresenceData,
  RegistryData,
  SubjectsData,
  TracksData,
} from "@whereabouts/contracts";
import type { BusMessage } from "../../bus/contract.ts";
import type { BusEventName, BusEvents, WorldPoint } from "../../model/index.ts";

type Data = TracksData | CameraHealthData | PresenceData | SubjectsData | PhotosData | RegistryData;

/** What viewers are told of; the rest of the bus is between processes. */
export const LIVE_EVENTS = [
  "tracks",
  "camera-health",
  "presence",
  "subjects",
  "photos",
  "registry",
] as const satisfies readonly BusEventName[];
export type LiveEventName = (typeof LIVE_EVENTS)[number];

/** A bus message as viewers read it. */
export function toLiveData({ name, payload }: BusMessage<LiveEventName>): Data {
  switch (name) {
    case "tracks":
      return tracksData(payload as BusEvents["tracks"]);
    case "camera-health":
      return cameraHealthData(payload as BusEvents["camera-health"]);
    case "presence":
      return presenceData(payload as BusEvents["presence"]);
    case "subjects":
      return subjectsData(payload as BusEvents["subjects"]);
    case "photos":
      return photosData(payload as BusEvents["photos"]);
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
      subject_id: box.subjectId,
      global_id: box.globalId,
      object_class: box.objectClass,
      score: rounded(box.score, 4),
      box_px: [
        rounded(box.boxPx[0], 2),
        rounded(box.boxPx[1], 2),
        rounded(box.boxPx[2], 2),
        rounded(box.boxPx[3], 2),
      ],
      position_m: placeOf(box.positionM),
      subject_position_m: placeOf(box.subjectPositionM),
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
    subject_id: payload.subjectId,
    global_id: payload.globalId,
    object_class: payload.objectClass,
    at: isoInstant(payload.atMs),
    dwell_ms: payload.dwellMs,
  };
}

function subjectsData(payload: BusEvents["subjects"]): SubjectsData {
  return {
    change: payload.change,
    subject_ids: [...payload.subjectIds],
    links: payload.links.map((link) => ({
      track_id: link.trackId,
      subject_id: link.subjectId,
      global_id: link.globalId,
      object_class: link.objectClass,
      previous_subject_id: link.previousSubjectId,
      kind: link.kind,
      score: rounded(link.score, 4),
      is_final: link.isFinal,
    })),
    at: isoInstant(payload.atMs),
  };
}

function photosData(payload: BusEvents["photos"]): PhotosData {
  return {
    photo_id: payload.photoId,
    uploader_id: payload.uploaderId,
    status: payload.status,
    tiles_done: payload.tilesDone,
    tiles_total: payload.tilesTotal,
    at: isoInstant(payload.atMs),
  };
}

function placeOf(positionM: WorldPoint | null): [number, number] | null {
  return positionM === null ? null : [rounded(positionM[0], 3), rounded(positionM[1], 3)];
}

function isoInstant(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function rounded(value: number, digits: 2 | 3 | 4): number {
  const scale = 10 ** digits;
  return Math.abs(value) > 1e12 ? value : Math.round(value * scale) / scale;
}
