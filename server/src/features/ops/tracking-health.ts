import type { TrackingHealth } from "@whereabouts/contracts";
import type { z } from "zod";

export interface TrackingReadiness {
  readonly detectorLoaded: boolean;
  readonly trackerReady: boolean;
  readonly homographiesReady: boolean;
  readonly databaseUp: boolean;
}

/** `GET /health` in the tracking family's dialect: every key any of its clients reads. */
export function trackingHealth(
  readiness: TrackingReadiness,
  server: { readonly version: string; readonly uptimeS: number; readonly nowMs: number },
): z.output<typeof TrackingHealth> {
  const { detectorLoaded, trackerReady, homographiesReady, databaseUp } = readiness;
  const healthy = detectorLoaded && trackerReady && homographiesReady;
  return {
    status: healthy ? "healthy" : "degraded",
    detector_model_loaded: detectorLoaded,
    "prototype_tracker_loaded (reid_model)": trackerReady,
    prototype_tracker_loaded: trackerReady,
    homography_matrices_precomputed: homographiesReady,
    timestamp: new Date(server.nowMs).toISOString(),
    detector_model_status: detectorLoaded ? "loaded" : "not_loaded",
    tracker_factory_status: trackerReady ? "ready" : "not_ready",
    homography_matrices_status: homographiesReady ? "loaded" : "not_loaded",
    version: server.version,
    uptime: server.uptimeS,
    services: {
      database: databaseUp ? "up" : "down",
      redis: "not_used",
      ai_models: detectorLoaded ? "loaded" : "not_loaded",
    },
  };
}
