/**
 * Ops: health, the system overview and metrics. Owns how numbers are gathered and shown; the
 * numbers belong to the parts that register them.
 */
export { createOps, type Ops, type OpsOptions } from "./create-ops.ts";
export type { HealthCheck, HealthVerdict } from "./health-checks.ts";
export type { MetricSample, MetricsPort } from "./metrics.ts";
export type { OverviewPorts } from "./overview.ts";
export type { TrackingReadiness } from "./tracking-health.ts";
