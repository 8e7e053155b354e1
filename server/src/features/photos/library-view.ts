import {
  PHOTO_MEASURES,
  type Caller,
  type PhotoBurstFrame,
  type PhotoJudgement,
  type PhotoOriginView,
  type StoredPhoto,
  type StoredPhotoDetail,
} from "@whereabouts/contracts";
import type { BurstFrame, Judgement } from "./judgement.ts";
import type { PhotoOrigin } from "./origin.ts";
import { mayChange } from "./ownership.ts";
import type { PhotoRow } from "./photo-store.ts";

/** A row as the console shows it to this caller. */
export function storedPhoto(row: PhotoRow, caller: Caller): StoredPhoto {
  const url = (picture: string): string => `/api/v1/photos/${row.id}/pictures/${picture}`;
  const origin = row.origin as unknown as PhotoOrigin;
  const hasPlace = row.place_source === "sent" || row.place_source === "exif";
  return {
    photo_id: row.id,
    status: statusOf(row),
    error: row.is_cancelled ? null : row.error_message,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    uploader_id: row.uploader_id,
    is_own: row.uploader_id !== null && row.uploader_id === caller.id,
    may_change: mayChange(caller, row),
    file_name: row.file_name,
    format: row.format,
    size_px: sizeOf(row.width_px, row.height_px),
    result_size_px: sizeOf(row.result_width_px, row.result_height_px),
    place: hasPlace
      ? {
          latitude: row.latitude,
          longitude: row.longitude,
          source: row.place_source === "exif" ? "exif" : "sent",
        }
      : null,
    model: row.model === "best" ? "best" : "general",
    faithful: row.is_faithful,
    long_side_max_px: row.long_side_max_px,
    method: row.method,
    is_generated: row.method !== null && row.method !== "bicubic",
    progress: { tiles_done: row.tiles_done, tiles_total: row.tiles_total },
    sharpness: row.score,
    subject_id: row.subject_id,
    origin: originView(origin),
    burst_count: burstOf(row).length,
    original_url: url("original"),
    result_url: row.result_media_id === null ? null : url("result"),
    thumbnail_url: row.thumbnail_media_id === null ? null : url("thumbnail"),
    invented_url: row.invented_media_id === null ? null : url("invented"),
  };
}

export function storedPhotoDetail(row: PhotoRow, caller: Caller): StoredPhotoDetail {
  const judgement = row.judgement as unknown as Judgement | null;
  return {
    ...storedPhoto(row, caller),
    judgement: judgement === null ? null : judgementView(judgement),
    burst: burstOf(row).map((frame) => burstFrameView(row.id, frame)),
    measures: PHOTO_MEASURES,
  };
}

export function burstOf(row: PhotoRow): readonly BurstFrame[] {
  return (row.burst ?? []) as unknown as readonly BurstFrame[];
}

function statusOf(row: PhotoRow): StoredPhoto["status"] {
  return row.is_cancelled ? "cancelled" : (row.status as StoredPhoto["status"]);
}

function sizeOf(widthPx: number | null, heightPx: number | null): [number, number] | null {
  return widthPx === null || heightPx === null ? null : [widthPx, heightPx];
}

function judgementView(judgement: Judgement): PhotoJudgement {
  const { blur, subject } = judgement;
  return {
    sharpness: judgement.sharpness,
    exposure: judgement.exposure,
    mean_luma: judgement.meanLuma,
    dark_share: judgement.darkShare,
    bright_share: judgement.brightShare,
    blur_strength: blur.strength,
    blur_direction_deg: blur.directionDeg,
    subject: subject && {
      object_class: subject.objectClass,
      confidence: subject.confidence,
      area_share: subject.areaShare,
      off_centre: subject.offCentre,
      is_cut_off: subject.isCutOff,
      score: subject.score,
      count: subject.count,
    },
    subject_note: judgement.subjectNote,
  };
}

function burstFrameView(photoId: string, frame: BurstFrame): PhotoBurstFrame {
  const hasThumbnail = frame.thumbnailId !== null;
  return {
    index: frame.index,
    file_name: frame.fileName,
    is_chosen: frame.isChosen,
    sharpness: frame.sharpness,
    smart_score: frame.smartScore,
    duplicate_of: frame.duplicateOf,
    judgement: frame.judgement === null ? null : judgementView(frame.judgement),
    error: frame.error,
    thumbnail_url: hasThumbnail ? `/api/v1/photos/${photoId}/burst/${frame.index}` : null,
  };
}

function originView(origin: PhotoOrigin): PhotoOriginView {
  switch (origin.kind) {
    case "upload":
      return origin;
    case "burst":
      return { kind: "burst", frames: origin.frames, chosen_by: origin.chosenBy };
    case "camera":
      return {
        kind: "camera",
        camera_id: origin.cameraId,
        camera_code: origin.cameraCode,
        captured_at: origin.capturedAt,
        box_px: origin.boxPx === null ? null : [...origin.boxPx],
      };
    case "subject":
      return {
        kind: "subject",
        subject_id: origin.subjectId,
        global_id: origin.globalId,
        picture_id: origin.pictureId,
        track_id: origin.trackId,
        camera_id: origin.cameraId,
        captured_at: origin.capturedAt,
        best_of_day: origin.bestOfDay,
      };
  }
}
