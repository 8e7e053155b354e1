import { sql } from "kysely";

/**
 * Statements that touch many rows of `tracks` and `presences` lock them in whatever order their
 * plan has, so two kinds of them could wait for each other. Who adds to the rows takes this shared
 * and never waits for its like; who gives them another subject takes it alone. Ends with the
 * transaction.
 */
const TRACK_ROWS_LOCK = 7_203_116;

/** As a row of a CTE that the locking part of the statement reads first. */
export const shareTrackRows = sql`SELECT pg_advisory_xact_lock_shared(${sql.lit(TRACK_ROWS_LOCK)})`;
/** See {@link shareTrackRows}. */
export const holdTrackRows = sql`SELECT pg_advisory_xact_lock(${sql.lit(TRACK_ROWS_LOCK)})`;
