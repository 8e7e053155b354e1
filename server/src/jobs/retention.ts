import type { Kysely } from "kysely";
import type { Clock, Log } from "../base/index.ts";
import { daysAround, dropExpiredPartitions, ensurePartitions, type DB } from "../db/index.ts";
import type { Jobs } from "./jobs.ts";

export interface RetentionOptions {
  readonly db: Kysely<DB>;
  readonly clock: Clock;
  readonly log: Log;
  /** OBSERVATION_RETENTION_DAYS. */
  readonly retentionDays: number;
}

const NAME = "retention";
/** Hourly, off the full hour: a missed night costs nothing, and midnight finds its day ready. */
const CRON = "17 * * * *";
const DAY_MS = 86_400_000;

/** Keeps observation partitions ready ahead and drops the expired ones, hourly. */
export async function registerRetention(jobs: Jobs, options: RetentionOptions): Promise<void> {
  await jobs.define(NAME, () => applyRetention(options), { concurrency: 1 });
  await jobs.schedule(NAME, CRON);
}

/** One round of {@link registerRetention}. */
export async function applyRetention(options: RetentionOptions): Promise<void> {
  const { db, clock, log, retentionDays } = options;
  const nowMs = clock.nowMs();
  await ensurePartitions(db, daysAround(nowMs));
  const dropped = await dropExpiredPartitions(db, { nowMs, retentionDays });
  const { numDeletedRows } = await db
    .deleteFrom("camera_health_history")
    .where("at", "<", new Date(nowMs - retentionDays * DAY_MS))
    .executeTakeFirst();
  const healthRows = Number(numDeletedRows);
  if (dropped.length > 0 || healthRows > 0) {
    log.info({ days: dropped.length, healthRows }, "Dropped what is older than the retention");
  }
}
