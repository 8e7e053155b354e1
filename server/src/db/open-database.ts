import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DatabaseConnection } from "./connection.ts";
import type { DB } from "./types.ts";

const INT8_OID = 20;

export interface OpenDatabaseOptions {
  /** Most connections open at once; further queries wait up to ten seconds for one. Default 10. */
  readonly maxConnections?: number;
  /** Told of connections that broke while idle; the pool replaces them by itself. */
  readonly onIdleError?: (error: Error) => void;
}

/**
 * A pool of connections behind Kysely. Connects on first use; `destroy()` closes it.
 *
 * `bigint` columns and counts arrive as numbers: ours are ids and byte counts, far below 2^53.
 */
export function openDatabase(
  connection: DatabaseConnection,
  options: OpenDatabaseOptions = {},
): Kysely<DB> {
  const pool = new pg.Pool({
    ...connection,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: "whereabouts",
    types: { getTypeParser },
  });
  pool.on("error", (error) => options.onIdleError?.(error));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}

function getTypeParser(oid: number, format?: "text" | "binary") {
  if (oid === INT8_OID && format !== "binary") return Number;
  return pg.types.getTypeParser(oid, format as "text");
}
