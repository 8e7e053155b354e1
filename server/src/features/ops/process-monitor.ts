import { monitorEventLoopDelay, type IntervalHistogram } from "node:perf_hooks";
import type { Clock, Disposable } from "../../base/index.ts";
import type { MetricsPort } from "./metrics.ts";

export interface ProcessLoad {
  readonly rssBytes: number;
  /** Of one core, over the time since the last reading at least a second ago. */
  readonly cpuPercent: number;
  readonly eventLoopDelayP99Ms: number;
}

const RESOLUTION_MS = 10;
const WINDOW_MS = 1000;
/** The histogram starts anew this often, so that an old stall does not stay for ever. */
const HISTOGRAM_MS = 60_000;
const MS_PER_NS = 1e-6;

/** Watches this process: memory, CPU and how long the event loop was held up. */
export class ProcessMonitor implements Disposable {
  readonly #clock: Clock;
  readonly #delay: IntervalHistogram;
  #usage = process.cpuUsage();
  #usageAtMs: number;
  #resetAtMs: number;
  #cpuPercent = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#usageAtMs = clock.monotonicMs();
    this.#resetAtMs = this.#usageAtMs;
    this.#delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#delay.enable();
  }

  read(): ProcessLoad {
    const nowMs = this.#clock.monotonicMs();
    const elapsedMs = nowMs - this.#usageAtMs;
    if (elapsedMs >= WINDOW_MS) {
      const used = process.cpuUsage(this.#usage);
      this.#cpuPercent = ((used.user + used.system) / 1000 / elapsedMs) * 100;
      this.#usage = process.cpuUsage();
      this.#usageAtMs = nowMs;
    }
    const p99Ms = this.#delay.count > 0 ? this.#delay.percentile(99) * MS_PER_NS : 0;
    if (nowMs - this.#resetAtMs >= HISTOGRAM_MS) {
      this.#delay.reset();
      this.#resetAtMs = nowMs;
    }
    return {
      rssBytes: process.memoryUsage.rss(),
      cpuPercent: Math.round(this.#cpuPercent * 10) / 10,
      // The timer itself waits one resolution; only what comes on top is a delay.
      eventLoopDelayP99Ms: Math.max(0, Math.round((p99Ms - RESOLUTION_MS) * 100) / 100),
    };
  }

  register(metrics: MetricsPort): void {
    const cpuSeconds = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    };
    metrics.gauge({
      name: "process_resident_memory_bytes",
      help: "Memory of the server process",
      read: () => process.memoryUsage.rss(),
    });
    metrics.counter({
      name: "process_cpu_seconds_total",
      help: "CPU time of the server process",
      read: cpuSeconds,
    });
    metrics.gauge({
      name: "event_loop_delay_p99_seconds",
      help: "99th percentile of event loop delay over the last minute",
      read: () => this.read().eventLoopDelayP99Ms / 1000,
    });
  }

  dispose(): void {
    this.#delay.disable();
  }
}
