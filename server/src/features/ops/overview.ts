import type { SystemOverview } from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import type { Clock } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import type { PerceptionStats } from "../../pipeline/perception-port.ts";
import { combine, runChecks, type HealthCheck } from "./health-checks.ts";
import type { ProcessMonitor } from "./process-monitor.ts";
import { RateMeter } from "./rate-meter.ts";

/** What the overview asks of the other parts; each is a small view that `app.ts` hands in. */
export interface OverviewPorts {
  readonly db: Kysely<DB>;
  readonly databaseKind: "embedded" | "external";
  readonly clock: Clock;
  readonly version: string;
  readonly access: "demo" | "enforced";
  readonly checks: readonly HealthCheck[];
  readonly perception: () => PerceptionStats;
  /** Code and status of every camera, by id. */
  readonly cameras: () => Promise<
    readonly { readonly id: string; readonly code: string; readonly status: string }[]
  >;
  readonly queues: () => SystemOverview["queues"];
  /** Counters that only grow, by the name of their rate: `observations`, `messages_sent`. */
  readonly counters: Readonly<Record<string, () => number>>;
  readonly bus: { readonly kind: string; readonly dropped: number };
  readonly mqtt: (() => NonNullable<SystemOverview["mqtt"]>) | null;
  readonly viewers: () => SystemOverview["viewers"];
  readonly models: () => SystemOverview["models"];
}

/** Assembles the overview. A database that is away shows as such instead of failing the call. */
export class Overview {
  readonly #ports: OverviewPorts;
  readonly #monitor: ProcessMonitor;
  readonly #rates: RateMeter;
  readonly #startedAtMs: number;

  constructor(ports: OverviewPorts, monitor: ProcessMonitor) {
    this.#ports = ports;
    this.#monitor = monitor;
    this.#rates = new RateMeter(ports.clock, ports.counters);
    this.#startedAtMs = ports.clock.nowMs();
  }

  get uptimeS(): number {
    return Math.max(0, Math.round((this.#ports.clock.nowMs() - this.#startedAtMs) / 1000));
  }

  async read(): Promise<SystemOverview> {
    const ports = this.#ports;
    const [verdicts, database, cameras] = await Promise.all([
      runChecks(ports.checks),
      databaseFigures(ports.db).catch(() => NO_DATABASE),
      ports.cameras().catch(() => []),
    ]);
    const load = this.#monitor.read();
    const { bus, mqtt } = ports;
    return {
      version: ports.version,
      uptime_s: this.uptimeS,
      access: ports.access,
      started_at: new Date(this.#startedAtMs).toISOString(),
      health: combine(verdicts),
      process: {
        rss_bytes: load.rssBytes,
        cpu_percent: load.cpuPercent,
        event_loop_delay_p99_ms: load.eventLoopDelayP99Ms,
      },
      ...perceptionShapes(ports.perception(), cameras),
      queues: ports.queues(),
      rates: this.#rates.read(),
      database: { kind: ports.databaseKind, ...database },
      bus: { kind: bus.kind, dropped: bus.dropped },
      mqtt: mqtt === null ? null : mqtt(),
      viewers: ports.viewers(),
      models: ports.models(),
    };
  }
}

const NO_DATABASE = { version: "unreachable", size_bytes: 0, connections: 0 };

async function databaseFigures(db: Kysely<DB>) {
  const { rows } = await sql<{ version: string; size: string; connections: string }>`
    SELECT current_setting('server_version') AS version,
      pg_database_size(current_database()) AS size,
      (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections
  `.execute(db);
  const row = rows[0];
  if (row === undefined) return NO_DATABASE;
  return {
    version: row.version,
    size_bytes: Number(row.size),
    connections: Number(row.connections),
  };
}

function perceptionShapes(
  stats: PerceptionStats,
  cameras: Awaited<ReturnType<OverviewPorts["cameras"]>>,
): Pick<SystemOverview, "perception" | "cameras"> {
  const known = new Map(cameras.map((camera) => [camera.id, camera]));
  const codeOf = (id: string) => known.get(id)?.code ?? id;
  return {
    perception: stats.groups.map((group) => ({
      group: group.group,
      pid: group.pid,
      rss_bytes: group.rssBytes,
      cpu_percent: group.cpuPercent,
      restarts: group.restarts,
      cameras: group.cameraIds.map(codeOf),
    })),
    cameras: stats.cameras.map((camera) => ({
      camera_id: camera.cameraId,
      code: codeOf(camera.cameraId),
      status: known.get(camera.cameraId)?.status ?? "unknown",
      decode_fps: camera.decodeFps,
      detect_fps: camera.detectFps,
      stage_ms: camera.stageMs,
      latency_ms_p50: camera.latencyMs.p50,
      latency_ms_p95: camera.latencyMs.p95,
      dropped_frames: camera.skippedFrames,
      viewers: camera.viewers,
    })),
  };
}
