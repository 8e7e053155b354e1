import { z } from "zod";

const Instant = z.iso.datetime();
const Count = z.number().min(0);

/** Liveness; never touches the database or a broker. */
export const Health = z.object({ status: z.literal("ok"), version: z.string(), uptime_s: Count });

/** The same on the tracking listener (tracking contract, 2.1). */
export const TrackingHealth = z.object({
  status: z.enum(["healthy", "degraded"]),
  detector_model_loaded: z.boolean(),
  "prototype_tracker_loaded (reid_model)": z.boolean(),
  prototype_tracker_loaded: z.boolean(),
  homography_matrices_precomputed: z.boolean(),
  timestamp: Instant,
  detector_model_status: z.string(),
  tracker_factory_status: z.string(),
  homography_matrices_status: z.string(),
  version: z.string(),
  uptime: Count,
  services: z.object({ database: z.string(), redis: z.string(), ai_models: z.string() }),
});

export const HealthState = z.enum(["healthy", "degraded", "down"]);
export type HealthState = z.output<typeof HealthState>;

export const Readiness = z.object({
  status: z.enum(["ready", "not_ready"]),
  timestamp: Instant,
  checks: z.array(
    z.object({ name: z.string(), state: HealthState, reason: z.string().nullable() }),
  ),
});

const PerceptionGroup = z.object({
  group: z.string(),
  pid: z.int().nullable(),
  rss_bytes: Count,
  cpu_percent: Count,
  restarts: Count,
  cameras: z.array(z.string()),
});

const CameraLoad = z.object({
  camera_id: z.string(),
  code: z.string(),
  status: z.string(),
  decode_fps: Count,
  detect_fps: Count,
  stage_ms: z.object({ decode: Count, motion: Count, detect: Count, describe: Count }),
  latency_ms_p50: Count,
  latency_ms_p95: Count,
  dropped_frames: Count,
  viewers: Count,
});

const QueueLoad = z.object({ name: z.string(), size: Count, limit: Count, dropped: Count });

/** Everything the System page shows. */
export const SystemOverview = z.object({
  version: z.string(),
  uptime_s: Count,
  access: z.enum(["demo", "enforced"]),
  started_at: Instant,
  health: z.object({ status: HealthState, reasons: z.array(z.string()) }),
  process: z.object({
    rss_bytes: Count,
    cpu_percent: Count,
    event_loop_delay_p99_ms: Count,
  }),
  perception: z.array(PerceptionGroup),
  cameras: z.array(CameraLoad),
  queues: z.array(QueueLoad),
  rates: z.array(z.object({ name: z.string(), per_second: Count })),
  database: z.object({
    kind: z.enum(["embedded", "external"]),
    version: z.string(),
    size_bytes: Count,
    connections: Count,
  }),
  bus: z.object({ kind: z.string(), dropped: Count }),
  mqtt: z
    .object({
      kind: z.string(),
      port: z.int(),
      connected: z.boolean(),
      clients: Count,
      problem: z.string().nullable(),
    })
    .nullable(),
  viewers: z.object({ live: Count, video: Count }),
  models: z.array(
    z.object({ name: z.string(), licence: z.string(), status: z.string(), bytes: Count }),
  ),
});
export type SystemOverview = z.output<typeof SystemOverview>;
