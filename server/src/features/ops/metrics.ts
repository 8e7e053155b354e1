import { Counter, Gauge, Histogram, Registry } from "prom-client";

interface MetricSpec {
  /** Prometheus name without the product's prefix, unit last: `ingest_rows_total`. */
  readonly name: string;
  readonly help: string;
}

/**
 * How a part tells its numbers. Values are read when somebody asks (`read`), so a hot path counts
 * in its own plain fields and never waits for a registry.
 */
export interface MetricsPort {
  /** A value that goes up and down. */
  gauge(spec: MetricSpec & { readonly read: () => number }): void;
  /** A value that only grows since start. */
  counter(spec: MetricSpec & { readonly read: () => number }): void;
  /** One value per label set, read together: `[{ labels: { camera: "c09" }, value: 3 }]`. */
  family(
    spec: MetricSpec & {
      readonly kind: "gauge" | "counter";
      readonly labels: readonly string[];
      readonly read: () => readonly MetricSample[];
    },
  ): void;
  /** Observed durations, seconds. Returns the call that adds one. */
  histogram(
    spec: MetricSpec & {
      readonly labels: readonly string[];
      readonly bucketsS?: readonly number[];
    },
  ): (labels: Readonly<Record<string, string>>, seconds: number) => void;
}

export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const PREFIX = "whereabouts_";
/** Label sets one family may show; the rest is left out rather than growing without end. */
const SAMPLE_LIMIT = 2000;
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** The registry behind `/metrics`, one per server. */
export class Metrics implements MetricsPort {
  readonly #registry = new Registry();

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  gauge(spec: MetricSpec & { readonly read: () => number }): void {
    const { name, help, read } = spec;
    const gauge: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.#registry],
      collect: () => void gauge.set(read()),
    });
  }

  counter(spec: MetricSpec & { readonly read: () => number }): void {
    const { name, help, read } = spec;
    const counter: Counter = new Counter({
      name: PREFIX + name,
      help,
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        counter.inc(read());
      },
    });
  }

  family(spec: Parameters<MetricsPort["family"]>[0]): void {
    const { name, help, labels, read } = spec;
    const config = {
      name: PREFIX + name,
      help,
      labelNames: [...labels],
      registers: [this.#registry],
    };
    if (spec.kind === "gauge") {
      const gauge = new Gauge({
        ...config,
        collect: () => {
          gauge.reset();
          for (const sample of limited(read())) gauge.set({ ...sample.labels }, sample.value);
        },
      });
      return;
    }
    const counter = new Counter({
      ...config,
      collect: () => {
        counter.reset();
        for (const sample of limited(read())) counter.inc({ ...sample.labels }, sample.value);
      },
    });
  }

  histogram(spec: Parameters<MetricsPort["histogram"]>[0]) {
    const histogram = new Histogram({
      name: PREFIX + spec.name,
      help: spec.help,
      labelNames: [...spec.labels],
      buckets: [...(spec.bucketsS ?? BUCKETS_S)],
      registers: [this.#registry],
    });
    return (labels: Readonly<Record<string, string>>, seconds: number): void => {
      histogram.observe({ ...labels }, seconds);
    };
  }
}

function limited(samples: readonly MetricSample[]): readonly MetricSample[] {
  return samples.slice(0, SAMPLE_LIMIT);
}
