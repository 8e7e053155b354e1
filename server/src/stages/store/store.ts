import type { Kysely } from "kysely";
import { AppError, backoffMs, type Clock, type Disposable, type Log } from "../../base/index.ts";
import { daysAround, ensurePartitions, errorCode, utcDay, type DB } from "../../db/index.ts";
import type { ZonedFrame } from "../../model/index.ts";
import type { StoreStage } from "../../pipeline/contract.ts";
import { batchRows, rowCountOf, type BatchRows } from "./batch-rows.ts";
import { RowQueue, type Pending } from "./row-queue.ts";
import { wasWritten, writeRows } from "./write-rows.ts";

export interface StoreOptions {
  readonly db: Kysely<DB>;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn" | "error">;
  /** Rows that may wait for each of the two kinds of frames. Default 20 000. */
  readonly limitRows?: number;
  /**
   * Rows written by one statement at most. Default 800: reporters with a few open requests then
   * prepare the next statement while this one is written, and the commit still costs little.
   */
  readonly batchRows?: number;
  /** How long frames of our own cameras gather before they are written. Default 100 ms. */
  readonly batchMs?: number;
  /** Foreign frames not durable after this are refused. Default 15 s. */
  readonly patienceMs?: number;
}

export interface StoreStats {
  readonly queues: readonly {
    readonly name: string;
    readonly size: number;
    readonly limit: number;
    readonly dropped: number;
  }[];
  /** Since start. */
  readonly rowsWritten: number;
  readonly batches: number;
  /** Rows whose frame the database refused for what it holds. */
  readonly rowsRejected: number;
  /** True while the database does not answer. */
  readonly paused: boolean;
}

/** Far-off days get partitions too, but a mistaken clock must not make them without end. */
const FAR_DAYS_MAX = 60;

/** See the folder's entry file. Call `dispose` to write what still waits, and stop. */
export function createStore(
  options: StoreOptions,
): StoreStage & Disposable & { stats(): StoreStats } {
  return new StoreRun(options);
}

class StoreRun implements StoreStage {
  readonly #options: StoreOptions;
  readonly #batchRows: number;
  readonly #batchMs: number;
  readonly #patienceMs: number;
  readonly #own: RowQueue;
  readonly #foreign: RowQueue;
  readonly #stop = new AbortController();
  readonly #readyDays = new Set<number>();
  readonly #farDays = new Set<number>();
  #writing: readonly Pending[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isRunning = false;
  #idle: (() => void)[] = [];
  #droppedRows = 0;
  #refusedFrames = 0;
  #rowsWritten = 0;
  #rowsRejected = 0;
  #batches = 0;
  #paused = false;
  readonly #expiry: NodeJS.Timeout;

  constructor(options: StoreOptions) {
    this.#options = options;
    const limitRows = options.limitRows ?? 20_000;
    this.#batchRows = options.batchRows ?? 800;
    this.#batchMs = options.batchMs ?? 100;
    this.#patienceMs = options.patienceMs ?? 15_000;
    this.#own = new RowQueue(limitRows);
    this.#foreign = new RowQueue(limitRows);
    this.#expiry = setInterval(() => this.#expire(), Math.min(1000, this.#patienceMs));
    this.#expiry.unref();
  }

  assertRoom(): void {
    if (!this.#stop.signal.aborted && this.#foreign.rows < this.#foreign.limitRows) return;
    this.#refusedFrames++;
    throw unavailable(`Storing the frame: ${this.#foreign.limitRows} rows wait for the database`);
  }

  store(frame: ZonedFrame): Promise<void> {
    const isForeign = frame.origin === "ingest";
    if (!isForeign && rowCountOf(frame) === 0) return Promise.resolve();
    if (this.#stop.signal.aborted)
      return Promise.reject(unavailable("Storing the frame: stopping"));
    const queue = isForeign ? this.#foreign : this.#own;
    return new Promise((resolve, reject) => {
      const sinceMs = this.#options.clock.monotonicMs();
      const rows = RowQueue.costOf(frame);
      queue.push({ frame, rows, sinceMs, settled: false, resolve, reject });
      if (!isForeign) this.#dropOldest();
      this.#schedule(isForeign || this.#own.rows >= this.#batchRows ? 0 : this.#batchMs);
    });
  }

  stats(): StoreStats {
    const own = { name: "store", size: this.#own.rows, limit: this.#own.limitRows };
    const foreign = { name: "ingest", size: this.#foreign.rows, limit: this.#foreign.limitRows };
    return {
      queues: [
        { ...own, dropped: this.#droppedRows },
        { ...foreign, dropped: this.#refusedFrames },
      ],
      rowsWritten: this.#rowsWritten,
      batches: this.#batches,
      rowsRejected: this.#rowsRejected,
      paused: this.#paused,
    };
  }

  /** Writes what waits; what the database does not take within the patience is given up. */
  async dispose(): Promise<void> {
    const giveUp = setTimeout(() => this.#stop.abort(), Math.min(5000, this.#patienceMs));
    this.#schedule(0);
    while (this.#isRunning || this.#own.length + this.#foreign.length > 0) {
      if (this.#stop.signal.aborted) break;
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
        this.#stop.signal.addEventListener("abort", () => resolve(), { once: true });
        this.#schedule(0);
      });
    }
    clearTimeout(giveUp);
    this.#stop.abort();
    clearInterval(this.#expiry);
    if (this.#timer) clearTimeout(this.#timer);
    const waiting = [
      ...this.#foreign.take(Infinity),
      ...this.#own.take(Infinity),
      ...this.#writing,
    ];
    for (const item of waiting) settle(item, unavailable("Storing the frame: stopped"));
  }

  #schedule(delayMs: number): void {
    if (this.#isRunning || this.#stop.signal.aborted) return;
    if (this.#timer !== null) {
      if (delayMs > 0) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, delayMs);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#stop.signal.aborted) {
      const foreign = this.#foreign.take(this.#batchRows);
      const own = this.#own.take(this.#batchRows);
      if (foreign.length + own.length === 0) break;
      this.#writing = [...foreign, ...own];
      await this.#write(this.#writing);
      this.#writing = [];
      // Our own frames gather again; whoever waits for an answer does not.
      if (this.#foreign.length === 0 && this.#own.rows < this.#batchRows) break;
    }
    this.#isRunning = false;
    if (this.#own.length + this.#foreign.length > 0) this.#schedule(this.#batchMs);
    for (const wake of this.#idle.splice(0)) wake();
  }

  /** Settles every frame of the batch, however long the database is away. */
  async #write(batch: readonly Pending[]): Promise<void> {
    const rows = batchRows(batch.map((item) => item.frame));
    for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
      try {
        await this.#writeOnce(rows, attempt > 0);
        this.#done(batch, rows);
        return;
      } catch (error) {
        if (isAboutData(error)) return this.#divide(batch, error);
        this.#pause(error);
        const delayMs = backoffMs(attempt, { firstMs: 100, maxMs: 2000 });
        await this.#options.clock.sleep(delayMs, this.#stop.signal).catch(() => undefined);
      }
    }
  }

  async #writeOnce(rows: BatchRows, isRepeated: boolean): Promise<void> {
    await this.#ensureDays(rows);
    if (isRepeated && (await wasWritten(this.#options.db, rows))) return;
    try {
      await writeRows(this.#options.db, rows);
    } catch (error) {
      // A day that stood ready was dropped by retention, perhaps of another process.
      if (errorCode(error) === NO_PARTITION) this.#readyDays.clear();
      throw error;
    }
  }

  #done(batch: readonly Pending[], rows: BatchRows): void {
    this.#paused = false;
    this.#batches++;
    this.#rowsWritten += rows.observations.length;
    for (const item of batch) settle(item, null);
  }

  /** One bad frame must not take its neighbours along: halves until it stands alone. */
  async #divide(batch: readonly Pending[], error: unknown): Promise<void> {
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.#write(batch.slice(0, middle));
      await this.#write(batch.slice(middle));
      return;
    }
    const [item] = batch;
    if (!item) return;
    this.#rowsRejected += item.rows;
    this.#options.log.error({ err: error, cameraId: item.frame.cameraId }, "Frame not stored");
    settle(item, error instanceof AppError ? error : refused(error));
  }

  #pause(error: unknown): void {
    if (!this.#paused) this.#options.log.warn({ err: error }, "Database does not take rows");
    this.#paused = true;
  }

  #dropOldest(): void {
    for (const item of this.#own.trim()) {
      this.#droppedRows += item.rows;
      settle(item, unavailable("Storing the frame: dropped for newer ones"));
    }
  }

  /** Whoever reported a frame hears within the patience that it is not stored. */
  #expire(): void {
    const deadlineMs = this.#options.clock.monotonicMs() - this.#patienceMs;
    const late = this.#writing.filter(
      (item) => item.frame.origin === "ingest" && item.sinceMs < deadlineMs,
    );
    for (const item of [...this.#foreign.expire(deadlineMs), ...late]) {
      if (item.settled) continue;
      this.#refusedFrames++;
      settle(item, unavailable("Storing the frame: the database does not answer"));
    }
  }

  async #ensureDays(rows: BatchRows): Promise<void> {
    const days = new Set(rows.frames.map((row) => utcDay(row.t)));
    const missing = [...days].filter((day) => !this.#readyDays.has(day));
    if (missing.length === 0) return;
    const near = new Set(daysAround(this.#options.clock.nowMs()));
    const far = missing.filter((day) => !near.has(day) && !this.#farDays.has(day));
    if (this.#farDays.size + far.length > FAR_DAYS_MAX) {
      throw new AppError("bad-request", `Storing the frame: expected a capture time near today`);
    }
    await ensurePartitions(this.#options.db, missing);
    for (const day of missing) this.#readyDays.add(day);
    for (const day of far) this.#farDays.add(day);
  }
}

/** SQLSTATE check_violation: how PostgreSQL says that no partition takes a row. */
const NO_PARTITION = "23514";

/** Errors that come back however often the same rows are sent. PostgreSQL manual, appendix A. */
function isAboutData(error: unknown): boolean {
  if (error instanceof AppError) return true;
  const code = errorCode(error);
  return code !== null && code !== NO_PARTITION && /^(22|23|42)/.test(code);
}

function settle(item: Pending, error: unknown): void {
  if (item.settled) return;
  item.settled = true;
  if (error === null) item.resolve();
  else item.reject(error);
}

function unavailable(message: string): AppError {
  return new AppError("unavailable", message, { headers: { "retry-after": "1" } });
}

function refused(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError("bad-request", `Storing the frame: the database refused it: ${why}`, {
    cause,
  });
}
