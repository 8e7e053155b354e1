import type { HealthCheck, MetricsPort, OpsOptions } from "../features/ops/index.ts";
import type { JobCounts } from "../jobs/index.ts";
import type { ModelState } from "../weights/index.ts";
import { sql } from "kysely";
import type { Measured } from "./parts.ts";

/** Figures that cost a query or a look at the disk, as of a few seconds ago. */
export interface Figures {
  jobs: readonly JobCounts[];
  models: readonly ModelState[];
  databaseUp: boolean;
}

interface QueueFigures {
  readonly name: string;
  readonly size: number;
  readonly limit: number;
  readonly dropped: number;
}

/** What the overview shows of every part. */
export function opsOptions(parts: Measured, version: string): OpsOptions {
  const { db, clock, config, bus, mqtt, perception, cameras, live, figures } = parts;
  return {
    db,
    clock,
    version,
    databaseKind: config.database.kind,
    access: config.access.mode,
    checks: healthChecks(parts),
    perception: () => perception.stats(),
    cameras: async () =>
      cameras.registry.cameras.map(({ id, code }) => ({
        id,
        code,
        status: cameras.health.latest(id)?.status ?? "unknown",
      })),
    queues: () => queues(parts),
    counters: counters(parts),
    bus,
    mqtt: mqtt === null ? null : () => mqtt.stats(),
    viewers: () => ({ live: live.stats().viewers, video: cameras.videoStats().viewers }),
    models: () => [...figures.models],
    trackingReadiness: () => ({
      detectorLoaded: figures.models.some(
        ({ name, status }) => status === "ready" && name !== "mobilenet-v1-025",
      ),
      trackerReady: true,
      homographiesReady: cameras.registry.cameras.some((camera) => camera.calibration !== null),
      databaseUp: figures.databaseUp,
    }),
  };
}

function queues(parts: Measured): QueueFigures[] {
  const { pipeline, store, tracks, zones, live, figures, subjects, identify, fleet } = parts;
  const { lanes } = pipeline.stats();
  const { bindings } = tracks.stats();
  const zone = zones.stats();
  return [
    {
      name: "frames",
      size: lanes.size,
      limit: lanes.limit * Math.max(1, lanes.cameras),
      dropped: lanes.dropped,
    },
    ...store.stats().queues,
    ...subjects.stats().queues,
    ...fleet.stats().queues,
    { name: "crops nobody asked for yet", ...identify.stats().crops },
    { name: "tracks waiting for an identity", ...identify.stats().waiting, dropped: 0 },
    { name: "subjects in memory", ...identify.stats().subjects },
    {
      name: "subjects and tracks in zones",
      size: zone.beings,
      limit: zone.limit,
      dropped: zone.dropped,
    },
    { name: "foreign track ids", ...bindings, dropped: 0 },
    ...figures.jobs.map((job) => ({
      name: `job ${job.name}`,
      size: job.waiting + job.active,
      limit: 0,
      dropped: job.failed,
    })),
    { name: "events to slow viewers", size: 0, limit: 0, dropped: live.stats().skippedEvents },
  ];
}

function counters(parts: Measured): Record<string, () => number> {
  const { pipeline, store, live, cameras, identify, fleet } = parts;
  return {
    fleet_frames_skipped: () => fleet.stats().framesSkipped,
    fleet_frames_dropped: () => fleet.stats().framesDropped,
    fleet_bad_signatures: () => fleet.stats().badSignatures,
    identity_revisions: () => identify.stats().revisions,
    identity_frames_forwarded: () => identify.stats().forwarded,
    identity_frames_untimely: () => identify.stats().untimely,
    frames_detected: () => pipeline.stats().framesDetected,
    frames_ingested: () => pipeline.stats().framesIngested,
    observations_stored: () => store.stats().rowsWritten,
    live_events: () => live.stats().events,
    video_fragments_skipped: () => cameras.videoStats().skippedFragments,
  };
}

function healthChecks({ db, store, subjects, fleet, cameras, mqtt }: Measured): HealthCheck[] {
  const checks: HealthCheck[] = [
    {
      name: "database",
      check: async () => {
        await sql`SELECT 1`.execute(db);
        const waits = [store.stats(), subjects.stats(), ...fleet.stats().queues];
        return waits.some(({ paused }) => paused)
          ? { state: "degraded", reason: "Rows wait, the database did not take the last ones" }
          : { state: "healthy", reason: null };
      },
    },
    { name: "cameras", check: () => cameraVerdict(cameras) },
  ];
  if (mqtt !== null) {
    checks.push({
      name: "mqtt",
      check: () => {
        const { connected, problem } = mqtt.stats();
        return { state: connected ? "healthy" : "degraded", reason: connected ? null : problem };
      },
    });
  }
  return checks;
}

function cameraVerdict({
  registry,
  health,
}: Measured["cameras"]): ReturnType<HealthCheck["check"]> {
  const unwell = registry.cameras.filter((camera) => {
    const status = health.latest(camera.id)?.status;
    return camera.enabled && (status === "down" || status === "degraded");
  });
  if (unwell.length === 0) return { state: "healthy", reason: null };
  const codes = unwell
    .slice(0, 5)
    .map((camera) => camera.code)
    .join(", ");
  const more = unwell.length > 5 ? ` and ${unwell.length - 5} more` : "";
  return { state: "degraded", reason: `${unwell.length} without a good picture: ${codes}${more}` };
}

/** The same figures for Prometheus. */
export function registerMetrics(metrics: MetricsPort, parts: Measured): void {
  for (const [name, read] of Object.entries(counters(parts))) {
    metrics.counter({
      name: `${name}_total`,
      help: `${name.replaceAll("_", " ")} since start`,
      read,
    });
  }
  const queueFamily = (what: "size" | "dropped") => () =>
    queues(parts).map((queue) => ({ labels: { queue: queue.name }, value: queue[what] }));
  metrics.family({
    name: "queue_size",
    help: "Items that wait",
    kind: "gauge",
    labels: ["queue"],
    read: queueFamily("size"),
  });
  metrics.family({
    name: "queue_dropped_total",
    help: "Items dropped because a queue was full",
    kind: "counter",
    labels: ["queue"],
    read: queueFamily("dropped"),
  });
  metrics.family({
    name: "camera_detect_fps",
    help: "Pictures per second that the detector saw",
    kind: "gauge",
    labels: ["camera"],
    read: () =>
      parts.perception.stats().cameras.map((camera) => ({
        labels: { camera: parts.cameras.registry.find(camera.cameraId)?.code ?? camera.cameraId },
        value: camera.detectFps,
      })),
  });
  registerAppearance(metrics, parts);
  metrics.family({
    name: "identity_decisions_total",
    help: "Links of tracks to subjects, by what decided",
    kind: "counter",
    labels: ["kind"],
    read: () =>
      Object.entries(parts.identify.stats().decisions).map(([kind, value]) => ({
        labels: { kind },
        value,
      })),
  });
  registerFleet(metrics, parts);
  metrics.gauge({
    name: "identity_leads",
    help: "1 in the process that resolves identities",
    read: () => (parts.identify.stats().leads ? 1 : 0),
  });
  metrics.gauge({
    name: "live_viewers",
    help: "Open live feeds",
    read: () => parts.live.stats().viewers,
  });
  metrics.counter({
    name: "bus_dropped_total",
    help: "Bus messages lost",
    read: () => parts.bus.dropped,
  });
}

/** What vehicles send, and who sends wrong signatures. */
function registerFleet(metrics: MetricsPort, { fleet }: Measured): void {
  metrics.family({
    name: "fleet_frames_total",
    help: "Frames of vehicles, by what became of them",
    kind: "counter",
    labels: ["outcome"],
    read: () =>
      Object.entries(fleet.stats().frames).map(([outcome, value]) => ({
        labels: { outcome },
        value,
      })),
  });
  metrics.gauge({
    name: "fleet_slowed_addresses",
    help: "Addresses that wait because their signatures are wrong",
    read: () => fleet.stats().slowedAddresses,
  });
}

/** What describing appearance came to, by camera and outcome. */
function registerAppearance(metrics: MetricsPort, parts: Measured): void {
  const codeOf = (cameraId: string) => parts.cameras.registry.find(cameraId)?.code ?? cameraId;
  metrics.family({
    name: "camera_appearance_total",
    help: "Detections by what became of their appearance since the camera started",
    kind: "counter",
    labels: ["camera", "outcome"],
    read: () =>
      parts.perception.stats().cameras.flatMap(({ cameraId, appearance }) => {
        const { described, crops, skipped } = appearance;
        return Object.entries({ described, crops, ...skipped }).map(([outcome, value]) => ({
          labels: { camera: codeOf(cameraId), outcome },
          value,
        }));
      }),
  });
}
