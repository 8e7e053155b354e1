import {
  defineRoute,
  Readiness,
  SystemOverview,
  type Health,
  type Route,
  type RouteRequest,
} from "@whereabouts/contracts";
import { z } from "zod";
import type { Disposable } from "../../base/index.ts";
import { combine, runChecks } from "./health-checks.ts";
import { Metrics, type MetricsPort } from "./metrics.ts";
import { Overview, type OverviewPorts } from "./overview.ts";
import { ProcessMonitor } from "./process-monitor.ts";
import { trackingHealth, type TrackingReadiness } from "./tracking-health.ts";

export interface OpsOptions extends OverviewPorts {
  /** What the tracking family's clients want to know before they enable their start button. */
  readonly trackingReadiness: () => TrackingReadiness;
}

/** Health, overview and metrics of this server. */
export interface Ops extends Disposable {
  readonly routes: readonly Route[];
  /** Where the other parts register their numbers. */
  readonly metrics: MetricsPort;
  /** Notes one finished HTTP call. */
  observeCall(sample: {
    readonly operationId: string;
    readonly method: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
}

const tag = "System";

export function createOps(options: OpsOptions): Ops {
  const monitor = new ProcessMonitor(options.clock);
  const metrics = new Metrics();
  const overview = new Overview(options, monitor);
  monitor.register(metrics);
  const observe = metrics.histogram({
    name: "http_call_seconds",
    help: "Duration of HTTP calls",
    labels: ["operation", "method", "status"],
  });
  return {
    routes: [
      rootRoute(options),
      healthRoute(options, overview),
      liveRoute(options),
      readyRoute(options),
      overviewRoute(overview),
      metricsRoute(metrics),
    ],
    metrics,
    observeCall: ({ operationId, method, status, durationMs }) => {
      // A status class per operation keeps the number of series small and known.
      const labels = { operation: operationId || "none", method, status: `${status}`[0] + "xx" };
      observe(labels, durationMs / 1000);
    },
    dispose: () => monitor.dispose(),
  };
}

function rootRoute({ version }: OpsOptions): Route {
  return defineRoute({
    operationId: "getRoot",
    method: "GET",
    path: "/",
    tag,
    summary: "The console for browsers, a greeting for everybody else",
    rateLimit: "none",
    response: z.object({ message: z.string() }),
    handle: ({ listener }: Pick<RouteRequest, "listener">) => {
      // The tracking family's tests look for this name in the greeting of its port.
      const name = listener === "tracking" ? "SpotOn Backend (Whereabouts)" : "Whereabouts";
      return { body: { message: `${name} ${version} is running` } };
    },
  });
}

function healthRoute(options: OpsOptions, overview: Overview): Route {
  const { version, clock } = options;
  return defineRoute({
    operationId: "getHealth",
    method: "GET",
    path: "/health",
    tag,
    summary: "Whether the server is up; asks nobody else",
    rateLimit: "none",
    handle: ({ listener }) => {
      const uptimeS = overview.uptimeS;
      if (listener === "main") {
        return {
          body: { status: "ok", version, uptime_s: uptimeS } satisfies z.output<typeof Health>,
        };
      }
      const readiness = options.trackingReadiness();
      return { body: trackingHealth(readiness, { version, uptimeS, nowMs: clock.nowMs() }) };
    },
  });
}

function liveRoute({ clock }: OpsOptions): Route {
  return defineRoute({
    operationId: "getHealthLive",
    method: "GET",
    path: "/health/live",
    tag,
    summary: "Liveness for orchestrators",
    rateLimit: "none",
    response: z.object({ status: z.literal("alive"), timestamp: z.iso.datetime() }),
    handle: () => {
      const timestamp = new Date(clock.nowMs()).toISOString();
      return { body: { status: "alive", timestamp } };
    },
  });
}

function readyRoute({ checks, clock }: OpsOptions): Route {
  return defineRoute({
    operationId: "getHealthReady",
    method: "GET",
    path: "/health/ready",
    tag,
    summary: "Readiness for orchestrators: 503 while a part the server needs is down",
    rateLimit: "none",
    response: Readiness,
    handle: async () => {
      const verdicts = await runChecks(checks);
      const ready = combine(verdicts).status !== "down";
      const timestamp = new Date(clock.nowMs()).toISOString();
      const status = ready ? ("ready" as const) : ("not_ready" as const);
      // Reasons may name hosts and files; anybody may ask here, so they stay in the overview.
      const shown = verdicts.map(({ name, state }) => ({ name, state, reason: null }));
      return { status: ready ? 200 : 503, body: { status, timestamp, checks: shown } };
    },
  });
}

function overviewRoute(overview: Overview): Route {
  return defineRoute({
    operationId: "getSystemOverview",
    method: "GET",
    path: "/api/v1/system/overview",
    tag,
    summary: "Health, rates, queue depths and drops of the whole server",
    response: SystemOverview,
    handle: async () => ({ body: await overview.read() }),
  });
}

function metricsRoute(metrics: Metrics): Route {
  return defineRoute({
    operationId: "getMetrics",
    method: "GET",
    path: "/metrics",
    tag,
    summary: "Metrics in Prometheus' text format",
    rateLimit: "failures",
    contentType: "text/plain; version=0.0.4; charset=utf-8",
    handle: async () => ({ body: await metrics.text(), contentType: metrics.contentType }),
  });
}
