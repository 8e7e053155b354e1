/**
 * The database: connections, the schema and its migrations, the observation partitions and the one
 * bulk path into them. Owns no business rule: features bring their own queries.
 *
 * Follows docs/design/time.md (partitions are UTC days).
 */
export { withDatabase, type DatabaseConnection } from "./connection.ts";
export { openDatabase, type OpenDatabaseOptions } from "./open-database.ts";
export { migrate } from "./migrate.ts";
export { requireDatabase } from "./require-database.ts";
export type * from "./types.ts";
export {
  daysAround,
  dropExpiredPartitions,
  ensurePartitions,
  listPartitionDays,
  PARTITIONED_TABLES,
  utcDay,
  type PartitionedTable,
} from "./partitions.ts";
export { errorCode, isForeignKeyViolation, isUniqueViolation } from "./error-code.ts";
export { holdTrackRows, shareTrackRows } from "./track-rows-lock.ts";
