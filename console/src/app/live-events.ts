import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { CameraStatus, RegistryCamera } from "./api.ts";
import { subjectNames } from "./subject-names.ts";
import { LiveSocket, type LiveEvent, type LiveState } from "./live-socket.ts";
import { applyPhotoEvent, type PhotoEvent } from "./photo-events.ts";
import { cameraQuery } from "./queries.ts";
import { trackFeed, type TrackFrame } from "./track-feed.ts";

interface SubjectsData {
  readonly subject_ids: readonly string[];
}

interface HealthEvent {
  readonly camera_id: string;
  readonly status: CameraStatus;
  readonly message: string | null;
  readonly fps: number | null;
  readonly latency_ms: number | null;
  readonly last_frame_at: string | null;
  readonly reconnect_count: number;
  readonly at: string;
}

const TOPICS = [
  "tracks.>",
  "camera-health.>",
  "presence.>",
  "subjects.>",
  "registry.>",
  "photos.>",
];
/** Changes within this span cost one reading. */
const RENEWAL_MS = { occupancy: 800, subjects: 1500, photos: 300 } as const;

let state: LiveState = { connection: "connecting", missed: 0 };
const stateListeners = new Set<() => void>();

/** State of the live connection, for the badge on the Live page. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(listenToState, () => state);
}

/**
 * Opens the live feed and carries its events into the caches of this page.
 *
 * @returns a function that closes the feed
 */
export function followLive(queries: QueryClient): () => void {
  const timers = new Map<Renewed, ReturnType<typeof setTimeout>>();
  const renewLater = (what: Renewed) => {
    if (timers.has(what)) return;
    const renew = () => {
      timers.delete(what);
      void queries.invalidateQueries({ queryKey: [what] });
    };
    timers.set(what, setTimeout(renew, RENEWAL_MS[what]));
  };
  const socket = new LiveSocket({
    topics: TOPICS,
    onEvent: (event) => receive(event, queries, renewLater),
    onGap: () => void queries.invalidateQueries(),
    onState: (next) => {
      state = next;
      for (const listener of stateListeners) listener();
    },
  });
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
    socket.close();
  };
}

type Renewed = keyof typeof RENEWAL_MS;

function receive(
  event: LiveEvent,
  queries: QueryClient,
  renewLater: (what: Renewed) => void,
): void {
  const kind = event.topic.split(".", 1)[0];
  if (kind === "tracks") trackFeed.push(event.data as TrackFrame);
  if (kind === "presence") renewLater("occupancy");
  if (kind === "subjects") {
    subjectNames.forget((event.data as SubjectsData).subject_ids);
    renewLater("subjects");
  }
  if (kind === "photos" && !applyPhotoEvent(event.data as PhotoEvent, queries)) {
    renewLater("photos");
  }
  if (kind === "camera-health") applyHealth(event.data as HealthEvent, queries);
  if (kind === "registry") renewRegistry((event.data as { what: string }).what, queries);
}

function applyHealth(event: HealthEvent, queries: QueryClient): void {
  const { camera_id, at, ...health } = event;
  queries.setQueryData(cameraQuery.queryKey, (cameras: RegistryCamera[] | undefined) =>
    cameras?.map((camera) =>
      camera.camera_id === camera_id
        ? { ...camera, health: { ...camera.health, ...health, updated_at: at } }
        : camera,
    ),
  );
  void queries.invalidateQueries({ queryKey: ["camera-health", camera_id] });
}

function renewRegistry(what: string, queries: QueryClient): void {
  const keys =
    what === "camera" ? ["cameras"] : what === "zone" ? ["zones", "occupancy"] : ["sites"];
  for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
}

function listenToState(listener: () => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}
