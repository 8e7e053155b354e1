import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import type { CameraStatus, RegistryCamera } from "./api.ts";
import { LiveSocket, type LiveEvent, type LiveState } from "./live-socket.ts";
import { cameraQuery } from "./queries.ts";
import { trackFeed, type TrackFrame } from "./track-feed.ts";

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

const TOPICS = ["tracks.>", "camera-health.>", "presence.>", "registry.>"];
/** Presence changes within this span cost one reading of the occupancy. */
const OCCUPANCY_RENEWAL_MS = 800;

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
  let occupancyTimer: ReturnType<typeof setTimeout> | undefined;
  const renewOccupancy = () => {
    occupancyTimer ??= setTimeout(() => {
      occupancyTimer = undefined;
      void queries.invalidateQueries({ queryKey: ["occupancy"] });
    }, OCCUPANCY_RENEWAL_MS);
  };
  const socket = new LiveSocket({
    topics: TOPICS,
    onEvent: (event) => receive(event, queries, renewOccupancy),
    onGap: () => void queries.invalidateQueries(),
    onState: (next) => {
      state = next;
      for (const listener of stateListeners) listener();
    },
  });
  return () => {
    clearTimeout(occupancyTimer);
    socket.close();
  };
}

function receive(event: LiveEvent, queries: QueryClient, renewOccupancy: () => void): void {
  const kind = event.topic.split(".", 1)[0];
  if (kind === "tracks") trackFeed.push(event.data as TrackFrame);
  if (kind === "presence") renewOccupancy();
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
