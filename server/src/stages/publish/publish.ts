import type { Clock } from "../../base/index.ts";
import type { BusEvents, PresenceChange, ZonedFrame } from "../../model/index.ts";
import type { PublishStage } from "../../pipeline/contract.ts";

/** The part of the live bus that publishing needs. */
export interface PublishBus {
  publish(topic: `tracks.${string}`, payload: BusEvents["tracks"]): void;
  publish(topic: `presence.${string}`, payload: BusEvents["presence"]): void;
}

/** The words that topics are made of. */
export interface PublishCamera {
  readonly code: string;
  readonly siteCode: string | null;
}

export function createPublish(ports: {
  readonly bus: PublishBus;
  /** Finds a camera by id; undefined when it is no longer registered. */
  readonly cameras: { find(cameraId: string): PublishCamera | undefined };
  readonly clock: Pick<Clock, "nowMs">;
}): PublishStage {
  const { bus, cameras, clock } = ports;
  const publishPresence = (changes: readonly PresenceChange[]): void => {
    for (const change of changes) {
      if (change.kind === "stay") continue;
      const siteCode = cameras.find(change.cameraId)?.siteCode ?? "-";
      bus.publish(`presence.${siteCode}.${change.zoneCode}`, presencePayload(change));
    }
  };
  return {
    publish(frame) {
      const camera = cameras.find(frame.cameraId);
      if (camera) {
        const topic = `tracks.${camera.siteCode ?? "-"}.${camera.code}` as const;
        bus.publish(topic, tracksPayload(frame, camera, clock.nowMs()));
      }
      publishPresence(frame.presenceChanges);
    },
    publishPresence,
  };
}

function tracksPayload(
  frame: ZonedFrame,
  camera: PublishCamera,
  publishedAtMs: number,
): BusEvents["tracks"] {
  return {
    cameraId: frame.cameraId,
    cameraCode: camera.code,
    siteCode: camera.siteCode,
    floorId: frame.floorId,
    captureTimeMs: frame.captureTimeMs,
    publishedAtMs,
    size: frame.size,
    boxes: frame.boxes.map((box) => ({
      trackId: box.trackId,
      subjectId: box.subjectId,
      globalId: box.globalId,
      objectClass: box.trackClass,
      score: box.score,
      boxPx: box.boxPx,
      positionM: box.positionM,
      subjectPositionM: box.subjectPositionM,
      zoneIds: box.zoneIds,
    })),
    endedTrackIds: frame.endedTrackIds,
  };
}

function presencePayload(change: PresenceChange): BusEvents["presence"] {
  const left = change.kind === "leave";
  return {
    kind: left ? "leave" : "enter",
    zoneId: change.zoneId,
    zoneCode: change.zoneCode,
    floorId: change.floorId,
    trackId: change.trackId,
    subjectId: change.subjectId,
    globalId: change.globalId,
    objectClass: change.objectClass,
    atMs: change.atMs,
    dwellMs: left ? change.atMs - change.enteredAtMs : null,
  };
}
