import {
  defineRoute,
  IngestAnswer,
  IngestRequest,
  type IngestDetection,
  type Route,
} from "@whereabouts/contracts";
import { AppError } from "../../base/index.ts";
import {
  COCO_CLASS_INDEX,
  type ObjectClass,
  type PixelBox,
  type TrackedBox,
} from "../../model/index.ts";
import type { TracksPorts } from "./create-tracks.ts";
import type { BindingRequest, TrackBinding, TrackBindings } from "./track-bindings.ts";

const BODY_BYTES_MAX = 2 * 1024 * 1024;

interface IngestParts extends TracksPorts {
  readonly bindings: TrackBindings;
  readonly counters: { framesIngested: number; boxesIngested: number; boxesSkipped: number };
}

/** Hotel contract, 2.5: the answer means that every row is durable. */
export function ingestRoute(parts: IngestParts): Route {
  return defineRoute({
    operationId: "ingestLiveTracks",
    method: "POST",
    path: "/api/v1/system/live-tracks/ingest",
    tag: "Hotel: live tracks",
    summary: "Hand in one frame of another tracker",
    description:
      "Ids of the other tracker are bound to a track for good. Boxes that are not four numbers " +
      "are left out. Refused with 503 while the database cannot keep up.",
    body: IngestRequest,
    bodyLimitBytes: BODY_BYTES_MAX,
    rateLimit: "failures",
    response: IngestAnswer,
    handle: async ({ body }) => {
      const camera = parts.cameras.find(body.camera_id);
      if (!camera) throw new AppError("not-found", "Camera not found");
      const detections = body.detections.filter((each) => each.bbox_xyxy.length === 4);
      const captureTimeMs = body.ts ?? parts.clock.nowMs();
      const place = { cameraId: camera.id, captureTimeMs };
      const bindings = await parts.bindings.resolve(place, firstOfEach(detections));
      await parts.pipeline.submitTracked({
        ...place,
        size: null,
        origin: "ingest",
        boxes: trackedBoxes(detections, bindings),
        endedTrackIds: [],
      });
      parts.delivered(camera.id, captureTimeMs);
      parts.counters.framesIngested++;
      parts.counters.boxesIngested += detections.length;
      parts.counters.boxesSkipped += body.detections.length - detections.length;
      return {
        body: {
          ok: true,
          camera_id: body.camera_id,
          created_tracks: [...bindings.values()].filter((binding) => binding.isNew).length,
          created_observations: detections.length,
          // An association needs a known animal; without one the detection stays as it is.
          created_associations: 0,
        },
      };
    },
  });
}

function firstOfEach(detections: readonly IngestDetection[]): Map<string, BindingRequest> {
  const requests = new Map<string, BindingRequest>();
  for (const detection of detections) {
    const { source_track_id: sourceTrackId, conf: score } = detection;
    if (requests.has(sourceTrackId)) continue;
    const externalId = storableName(detection.global_track_id);
    const objectClass = classOf(detection);
    requests.set(sourceTrackId, { sourceTrackId, score, objectClass, externalId });
  }
  return requests;
}

/** Null for no name at all, and for one that no database can hold. */
function storableName(name: string | null | undefined): string | null {
  return name && name.isWellFormed() && !name.includes("\0") ? name : null;
}

function trackedBoxes(
  detections: readonly IngestDetection[],
  bindings: ReadonlyMap<string, TrackBinding>,
): TrackedBox[] {
  const begun = new Set<string>();
  return detections.map((detection) => {
    const { source_track_id: sourceTrackId, conf, class_id: classId } = detection;
    const binding = bindings.get(sourceTrackId)!;
    const objectClass = classOf(detection);
    const isNew = binding.isNew && !begun.has(sourceTrackId);
    begun.add(sourceTrackId);
    return {
      boxPx: detection.bbox_xyxy.map(toThousandth) as unknown as PixelBox,
      score: conf,
      objectClass,
      trackClass: objectClass,
      trackId: binding.trackId,
      sourceTrackId,
      isNew,
      appearanceRef: `ingest;source:${sourceTrackId};class:${classId ?? -1};conf:${conf.toFixed(6)}`,
    };
  });
}

const CLASS_OF_COCO: ReadonlyMap<number, ObjectClass> = new Map(
  Object.entries(COCO_CLASS_INDEX).flatMap(([name, index]) =>
    index === undefined ? [] : [[index, name as ObjectClass] as const],
  ),
);

function classOf(detection: IngestDetection): ObjectClass {
  return CLASS_OF_COCO.get(detection.class_id ?? -1) ?? "unknown";
}

function toThousandth(value: number): number {
  return Math.abs(value) > 1e12 ? value : Math.round(value * 1000) / 1000;
}
