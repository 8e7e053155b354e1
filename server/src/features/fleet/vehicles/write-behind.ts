import {
  backoffMs,
  BoundedQueue,
  type Clock,
  type Disposable,
  type Log,
} from "../../../base/index.ts";

export interface WriteBehindStats {
  readonly name: string;
  readonly size: number;
  readonly limit: number;
  readonly dropped: number;
  readonly written: number;
  /** True while the database did not take the last batch. */
  readonly paused: boolean;
}

const BACKOFF = { firstMs: 100, maxMs: 5_000 };
/** What is left when the server stops has this long. */
const LAST_WRITE_MS_MAX = 10_000;

/**
 * Rows that nobody waits for: taken at once, written in batches one after the other. While the
 * database is away the newest wait and the oldest go, counted.
 */
export class WriteBehind<Row> implements Disposable {
  readonly #name: string;
  readonly #queue: BoundedQueue<Row>;
  readonly #batchSize: number;
  readonly #write: (rows: readonly Row[]) => Promise<void>;
  readonly #clock: Clock;
  readonly #log: Pick<Log, "warn">;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #written = 0;
  #lost = 0;
  #paused = false;

  constructor(options: {
    readonly name: string;
    readonly limit: number;
    readonly batchSize: number;
    /** Writes all of them or throws; called again with the same rows until it succeeds. */
    readonly write: (rows: readonly Row[]) => Promise<void>;
    readonly clock: Clock;
    readonly log: Pick<Log, "warn">;
  }) {
    this.#name = options.name;
    this.#queue = new BoundedQueue(options.limit);
    this.#batchSize = options.batchSize;
    this.#write = options.write;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  push(row: Row): void {
    this.#queue.push(row);
    this.#running ??= this.#run();
  }

  /** Resolves once everything taken so far is written, or given up because the server stops. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  stats(): WriteBehindStats {
    const { size, limit, dropped } = this.#queue;
    return {
      name: this.#name,
      size,
      limit,
      dropped: dropped + this.#lost,
      written: this.#written,
      paused: this.#paused,
    };
  }

  async dispose(): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(), LAST_WRITE_MS_MAX);
    await this.drained();
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    // Whatever comes in the same turn goes in the same statement.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.size > 0) {
      const rows = this.#queue.take(this.#batchSize);
      if (await this.#writeUntilTaken(rows)) this.#written += rows.length;
      else this.#lost += rows.length;
    }
    // In the same turn as the look at the queue, so that no row comes in between unseen.
    this.#running = null;
  }

  /** False when the server stops before the database takes them. */
  async #writeUntilTaken(rows: readonly Row[]): Promise<boolean> {
    for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
      try {
        await this.#write(rows);
        this.#paused = false;
        return true;
      } catch (error) {
        if (!this.#paused) this.#log.warn({ err: error }, `Writing ${this.#name} is tried again`);
        this.#paused = true;
        await this.#clock.sleep(backoffMs(attempt, BACKOFF), this.#stop.signal).catch(() => null);
      }
    }
    return false;
  }
}
