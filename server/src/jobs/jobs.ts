import type { Kysely } from "kysely";
import { fromKysely, PgBoss, type Job as BossJob, type JobResult } from "pg-boss";
import { AppError, type Log } from "../base/index.ts";
import type { DatabaseConnection, DB } from "../db/index.ts";

/** One run of a job, as its handler sees it. */
export interface JobRun<Data extends object> {
  readonly id: string;
  readonly data: Data;
  /** 0 for the first try. */
  readonly attempt: number;
  /** Aborts when the job was cancelled, took too long, or another server took it over. */
  readonly signal: AbortSignal;
}

export interface JobOptions {
  /** Tries after the first. Default 3. */
  readonly retries?: number;
  /** Seconds before the first retry; doubles each time. Default 5. */
  readonly retryDelaySeconds?: number;
  /** Longest run of one try, then it counts as failed. Default 15 minutes. */
  readonly limitSeconds?: number;
  /** Runs of this job at once in this process. Default 5. */
  readonly concurrency?: number;
  /** For long runs: each begins when one ends, instead of all together. */
  readonly independent?: boolean;
  /** Then `enqueue` needs a `singletonKey`, and only one job per key waits or runs. */
  readonly unique?: boolean;
}

export interface EnqueueOptions {
  readonly singletonKey?: string;
  /** Seconds until the job may run. */
  readonly delaySeconds?: number;
  /** The job exists if and when this transaction commits. */
  readonly transaction?: Kysely<DB>;
}

export type JobState = "waiting" | "active" | "completed" | "failed" | "cancelled";

export interface JobStatus {
  readonly id: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** What the last failed try said, or null. */
  readonly error: string | null;
}

export interface JobCounts {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
}

const KEEP_DAYS = 7;
const DAY_SECONDS = 86_400;
/** A server that stops beating this long is taken for dead, and another takes its jobs. */
const HEARTBEAT_SECONDS = 20;
/** Between two looks for servers that no longer beat. */
const SUPERVISE_SECONDS = 10;
const SCHEMA = "jobs";
const CONNECTIONS_MAX = 4;

/**
 * Background jobs that survive restarts, kept in the database: any server takes any job. A thin
 * wrapper of pg-boss, which nobody else may use directly.
 */
export class Jobs {
  readonly #boss: PgBoss;
  readonly #log: Log;
  readonly #works: boolean;
  readonly #keepDays: number;
  readonly #definitions = new Map<string, JobOptions>();

  constructor(
    boss: PgBoss,
    options: { readonly log: Log; readonly works: boolean; readonly keepDays: number },
  ) {
    this.#boss = boss;
    this.#log = options.log;
    this.#works = options.works;
    this.#keepDays = options.keepDays;
  }

  /**
   * Makes the queue and, where this process takes jobs, begins to. Define a job in every process
   * that enqueues it.
   *
   * @param handler resolves when the job is done; what it throws is logged and tried again
   */
  async define<Data extends object>(
    name: string,
    handler: (run: JobRun<Data>) => Promise<void>,
    options: JobOptions = {},
  ): Promise<void> {
    const queue = {
      retryLimit: options.retries ?? 3,
      retryDelay: options.retryDelaySeconds ?? 5,
      retryBackoff: true,
      expireInSeconds: options.limitSeconds ?? 900,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: this.#keepDays * DAY_SECONDS,
      notify: true,
    };
    // A policy can be chosen only once; the rest follows this version of the program.
    const policy = options.unique ? "exclusive" : "standard";
    await this.#boss.createQueue(name, { ...queue, policy });
    await this.#boss.updateQueue(name, queue);
    this.#definitions.set(name, options);
    if (!this.#works) return;
    const concurrency = options.concurrency ?? 5;
    const fetch = {
      batchSize: options.independent ? 1 : concurrency,
      localConcurrency: options.independent ? concurrency : 1,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 1,
      // A retry is found by polling only, never by a notification: measured 2026-11-21.
      notifyPollingIntervalSeconds: 1,
      perJobResults: true,
    } as const;
    await this.#boss.work<Data, unknown, typeof fetch>(name, fetch, (batch) =>
      Promise.all(batch.map((job) => this.#run(job, handler))),
    );
  }

  /**
   * @returns the job's id, or null when a job of this `singletonKey` already waits or runs
   * @throws AppError `internal` for a job that was not defined, or a unique one without a key
   */
  async enqueue(name: string, data: object, options: EnqueueOptions = {}): Promise<string | null> {
    const definition = this.#definitions.get(name);
    if (!definition || (definition.unique && !options.singletonKey)) {
      const expected = definition ? "a singletonKey" : "a job that was defined";
      throw new AppError("internal", `Enqueueing job ${name} failed, expected ${expected}`);
    }
    return this.#boss.send(name, data, {
      ...(options.singletonKey !== undefined && { singletonKey: options.singletonKey }),
      ...(options.delaySeconds !== undefined && { startAfter: options.delaySeconds }),
      ...(options.transaction && { db: fromKysely(options.transaction) }),
    });
  }

  /** Enqueues the job at the times of a cron expression (UTC, to the minute), once per site. */
  async schedule(name: string, cron: string, data: object = {}): Promise<void> {
    await this.#boss.schedule(name, cron, data, { tz: "UTC" });
  }

  /** Takes a waiting job away; a running one is told through its signal within seconds. */
  async cancel(name: string, id: string): Promise<void> {
    await this.#boss.cancel(name, id);
  }

  /** @returns null for a job that never was, or finished so long ago that it was dropped */
  async find(name: string, id: string): Promise<JobStatus | null> {
    const [job] = await this.#boss.findJobs(name, { id });
    if (!job) return null;
    return {
      id: job.id,
      state: job.state === "created" || job.state === "retry" ? "waiting" : job.state,
      attempt: job.retryCount,
      createdAt: job.createdOn,
      finishedAt: job.completedOn,
      error: errorOf(job.output),
    };
  }

  /** Depth of every queue, at most a minute old. */
  async counts(): Promise<JobCounts[]> {
    const names = [...this.#definitions.keys()];
    const counts = names.map(async (name) => {
      const [stats] = await this.#boss.getQueueStats(name, { force: true });
      const { queuedCount = 0, activeCount = 0, failedCount = 0 } = stats ?? {};
      return { name, waiting: queuedCount, active: activeCount, failed: failedCount };
    });
    return Promise.all(counts);
  }

  /** Takes no more jobs, and waits up to 30 s for those that run; the rest runs again later. */
  async dispose(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 30_000, close: true });
  }

  async #run<Data extends object>(
    job: BossJob<Data>,
    handler: (run: JobRun<Data>) => Promise<void>,
  ): Promise<JobResult> {
    const { id, data, retryCount: attempt, signal } = job;
    try {
      await handler({ id, data, attempt, signal });
      return { id, status: "completed" };
    } catch (error) {
      this.#log.error({ err: error, job: job.name, id, attempt }, "A job failed");
      const message = error instanceof Error ? error.message : String(error);
      return { id, status: "failed", output: { message } };
    }
  }
}

/**
 * Connects to the job queue, making its tables (schema `jobs`) at the first start.
 *
 * @param options.works false for a process that only enqueues
 * @param options.keepDays how long finished jobs can be found; default 7
 */
export async function createJobs(options: {
  readonly connection: DatabaseConnection;
  readonly log: Log;
  readonly works: boolean;
  readonly keepDays?: number;
}): Promise<Jobs> {
  const { connection, log, works, keepDays = KEEP_DAYS } = options;
  const boss = new PgBoss({
    ...connection,
    application_name: "whereabouts-jobs",
    schema: SCHEMA,
    max: CONNECTIONS_MAX,
    useListenNotify: works,
    // Any process may tidy up; those that run no jobs leave it to the others.
    supervise: works,
    schedule: works,
    // Left at its minute, a dead server's jobs would wait two of them before another took them.
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  boss.on("error", (error) => log.error({ err: error }, "The job queue met an error"));
  boss.on("warning", (warning) => log.warn({ warning }, "The job queue gives a warning"));
  await boss.start();
  return new Jobs(boss, { log, works, keepDays });
}

function errorOf(output: object | null): string | null {
  if (!output || !("message" in output)) return null;
  return String(output.message);
}
