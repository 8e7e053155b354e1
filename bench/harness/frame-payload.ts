import { randomUUID } from "node:crypto";

import type { BusEvents } from "../../server/src/model/index.ts";

const BOXES = 12;
const trackIds = Array.from({ length: BOXES }, () => randomUUID());

/** What the pipeline says about a picture with twelve people, a few kilobytes as JSON. */
export function framePayload(): BusEvents["tracks"] {
  const nowMs = Date.now();
  return {
    cameraId: "00000000-0000-4000-8000-000000000001",
    cameraCode: "c01",
    siteCode: "bench",
    floorId: null,
    captureTimeMs: nowMs,
    publishedAtMs: nowMs,
    size: { widthPx: 1920, heightPx: 1080 },
    boxes: trackIds.map((trackId, index) => ({
      trackId,
      subjectId: null,
      globalId: null,
      objectClass: "person",
      score: 0.87,
      boxPx: [100 * index, 200, 100 * index + 60, 360],
      positionM: [index, 4.25],
      subjectPositionM: null,
      zoneIds: [],
    })),
    endedTrackIds: [],
  };
}
