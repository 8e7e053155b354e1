import { sql, type Kysely, type Transaction } from "kysely";
import { AppError } from "../base/index.ts";
import type { DB } from "./types.ts";

const DAY_MS = 86_400_000;
const DAYS_BEHIND = 1;
const DAYS_AHEAD = 2;
/** Hostile or mistaken capture times must not be able to create tables without end. */
const PARTITIONS_MAX = 800;
/** One key for everything that changes the set of partitions. */
const PARTITION_LOCK = 7_203_115;
/** Tables with a partition per UTC day of their column `ts`. */
export const PARTITIONED_TABLES = ["observations", "vehicle_positions"] as const;
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

/** Whole days since 1970-01-01 UTC of an instant in UTC milliseconds. */
export function utcDay(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** The UTC days for which partitions stand ready before any row asks: yesterday to +2. */
export function daysAround(nowMs: number): number[] {
  const today = utcDay(nowMs);
  return Array.from({ length: DAYS_BEHIND + 1 + DAYS_AHEAD }, (_, i) => today - DAYS_BEHIND + i);
}

/**
 * Creates the partitions of a table for these UTC days where they are missing. Safe when
 * several processes do it at once. There is no default partition: a row without its day fails.
 *
 * @param days whole days since 1970-01-01 UTC, see {@link utcDay}
 * @returns the days that were created by this call
 * @throws AppError `bad-request` when more days would be kept than the database should hold
 */
export async function ensurePartitions(
  db: Kysely<DB>,
  days: Iterable<number>,
  table: PartitionedTable = "observations",
): Promise<number[]> {
  const wanted = [...new Set(days)];
  return db.transaction().execute(async (transaction) => {
    await lockPartitions(transaction);
    const present = new Set(await listPartitionDays(transaction, table));
    const missing = wanted.filter((day) => !present.has(day));
    if (missing.length > 0 && present.size + missing.length > PARTITIONS_MAX) {
      throw new AppError(
        "bad-request",
        `Storing ${table.replaceAll("_", " ")} of ${dayText(missing[0]!)} needs one more day than the ` +
          `${PARTITIONS_MAX} that are kept at most`,
      );
    }
    for (const day of missing) await createPartition(transaction, table, day);
    return missing;
  });
}

/**
 * Drops the partitions that lie wholly before the first kept day.
 *
 * @param retentionDays days kept besides today; at least 1
 * @returns the dropped UTC days, oldest first
 */
export async function dropExpiredPartitions(
  db: Kysely<DB>,
  options: { readonly nowMs: number; readonly retentionDays: number },
  table: PartitionedTable = "observations",
): Promise<number[]> {
  const firstKept = utcDay(options.nowMs) - options.retentionDays;
  return db.transaction().execute(async (transaction) => {
    await lockPartitions(transaction);
    // Dropping waits for readers of that day; the writers queued behind it must not wait long.
    await sql`SET LOCAL lock_timeout = '5s'`.execute(transaction);
    const days = await listPartitionDays(transaction, table);
    const expired = days.filter((day) => day < firstKept);
    for (const day of expired) {
      await sql`DROP TABLE ${sql.id(partitionName(table, day))}`.execute(transaction);
    }
    return expired;
  });
}

/** The UTC days that have a partition, oldest first. */
export async function listPartitionDays(
  db: Kysely<DB>,
  table: PartitionedTable = "observations",
): Promise<number[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT child.relname AS name FROM pg_inherits
    JOIN pg_class AS child ON child.oid = inhrelid
    WHERE inhparent = ${table}::regclass ORDER BY 1`.execute(db);
  return rows.map(({ name }) => dayOfPartition(table, name)).filter((day) => day !== null);
}

async function lockPartitions(transaction: Transaction<DB>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(transaction);
}

/**
 * Attached rather than created in place: attaching leaves readers and writers of the other days
 * alone, while CREATE TABLE … PARTITION OF locks them all out.
 */
async function createPartition(
  transaction: Transaction<DB>,
  table: PartitionedTable,
  day: number,
): Promise<void> {
  const [parent, name] = [sql.id(table), sql.id(partitionName(table, day))];
  const from = sql.lit(`${dayText(day)} 00:00:00+00`);
  const to = sql.lit(`${dayText(day + 1)} 00:00:00+00`);
  await sql`CREATE TABLE ${name} (LIKE ${parent} INCLUDING ALL)`.execute(transaction);
  await sql`ALTER TABLE ${parent} ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${to})`.execute(
    transaction,
  );
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function partitionName(table: PartitionedTable, day: number): string {
  return `${table}_${dayText(day).replaceAll("-", "")}`;
}

function dayOfPartition(table: PartitionedTable, name: string): number | null {
  const match = /_(\d{4})(\d{2})(\d{2})$/.exec(name);
  if (!match || !name.startsWith(table)) return null;
  return utcDay(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
}
