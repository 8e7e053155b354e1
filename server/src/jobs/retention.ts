import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Clock, Log } from "../base/index.ts";
import {
  daysAround,
  dropExpiredPartitions,
  ensurePartitions,
  PARTITIONED_TABLES,
  type DB,
} from "../db/index.ts";
import type { Jobs } from "./jobs.ts";

/** Days that rows are kept, by what they say. */
export interface RetentionDays {
  /** OBSERVATION_RETENTION_DAYS: single boxes. */
  readonly observations: number;
  /** HISTORY_RETENTION_DAYS: tracks, stays in zones, camera health. Never fewer than the boxes'. */
  readonly history: number;
  /** AUDIT_RETENTION_DAYS; the database refuses fewer than 30. */
  readonly audit: number;
}

export interface RetentionOptions {
  readonly db: Kysely<DB>;
  readonly clock: Clock;
  readonly log: Log;
  readonly days: RetentionDays;
  /** Erases subjects nobody named and nobody saw for these days. @returns how many */
  readonly eraseSubjects?: (limits: {
    readonly nowMs: number;
    readonly retentionDays: number;
  }) => Promise<number>;
}

const NAME = "retention";
/** Hourly, off the full hour: a missed night costs nothing, and midnight finds its day ready. */
const CRON = "17 * * * *";
const DAY_MS = 86_400_000;
/** Sessions that ended stay visible to their user for so long. */
const ENDED_SESSION_DAYS = 30;
/** Short statements hold locks shortly; what is left over goes in the next hour. */
const ROWS_PER_STATEMENT = 5_000;
const STATEMENTS_MAX = 200;

/** Keeps observation partitions ready ahead and drops what is expired, hourly. */
export async function registerRetention(jobs: Jobs, options: RetentionOptions): Promise<void> {
  await jobs.define(NAME, () => applyRetention(options), { concurrency: 1 });
  await jobs.schedule(NAME, CRON);
}

/** One round of {@link registerRetention}. */
export async function applyRetention(options: RetentionOptions): Promise<void> {
  const { db, clock, log, days } = options;
  const nowMs = clock.nowMs();
  const retentionDays = days.observations;
  const droppedDays: number[] = [];
  for (const table of PARTITIONED_TABLES) {
    await ensurePartitions(db, daysAround(nowMs), table);
    droppedDays.push(...(await dropExpiredPartitions(db, { nowMs, retentionDays }, table)));
  }
  const rows: Record<string, number> = {};
  for (const expired of expiredRows(days, nowMs)) {
    const count = await deleteExpired(db, expired);
    if (count > 0) rows[expired.table] = count;
  }
  const subjects = (await options.eraseSubjects?.({ nowMs, retentionDays })) ?? 0;
  if (subjects > 0) rows["subjects"] = subjects;
  if (droppedDays.length > 0 || Object.keys(rows).length > 0) {
    log.info({ days: droppedDays.length, rows }, "Dropped what is older than the retention");
  }
}

interface ExpiredRows {
  readonly table: string;
  readonly where: RawBuilder<unknown>;
}

function expiredRows(days: RetentionDays, nowMs: number): ExpiredRows[] {
  const before = (count: number) => sql`${new Date(nowMs - count * DAY_MS)}::timestamptz`;
  const history = before(Math.max(days.history, days.observations));
  const ended = before(ENDED_SESSION_DAYS);
  return [
    { table: "presences", where: sql`last_seen_at < ${history}` },
    { table: "vehicle_states", where: sql`ts < ${before(days.observations)}` },
    { table: "roadblocks", where: sql`created_at < ${history}` },
    { table: "fleet_events", where: sql`created_at < ${history}` },
    { table: "missions", where: sql`ended_at < ${history}` },
    { table: "tracks", where: sql`coalesce(end_ts, start_ts) < ${history}` },
    { table: "camera_health_history", where: sql`at < ${history}` },
    { table: "audit_log", where: sql`at < ${before(days.audit)}` },
    { table: "sessions", where: sql`least(expires_at, revoked_at) < ${ended}` },
  ];
}

/** @returns how many rows went */
async function deleteExpired(db: Kysely<DB>, { table, where }: ExpiredRows): Promise<number> {
  let count = 0;
  for (let statement = 0; statement < STATEMENTS_MAX; statement++) {
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM ${sql.table(table)} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${sql.table(table)} WHERE ${where} LIMIT ${ROWS_PER_STATEMENT}))`.execute(
      db,
    );
    count += Number(numAffectedRows);
    if (numAffectedRows < ROWS_PER_STATEMENT) break;
  }
  return count;
}
