import { sql, type Kysely } from "kysely";
import { AppError, retry, type Clock } from "../base/index.ts";
import type { DB } from "./types.ts";

const OLDEST_VERSION = 15;
/** About half a minute: a database that starts together with us needs some of it. */
const REACH = { tries: 12, firstMs: 250, maxMs: 4_000 };

/**
 * Waits until the database answers, and looks whether we can work with it.
 *
 * @returns PostgreSQL's version, e.g. `18.4`
 * @throws AppError `unavailable` when it does not answer, or is too old
 */
export async function requireDatabase(db: Kysely<DB>, clock: Clock): Promise<string> {
  let version: string;
  try {
    version = await retry(() => readVersion(db), { ...REACH, clock });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new AppError(
      "unavailable",
      `Reaching the database failed: ${why}; expected the one of DATABASE_URL or RTLS_DB_* to answer`,
      { cause },
    );
  }
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return version;
  throw new AppError(
    "unavailable",
    `The database is PostgreSQL ${version}, expected ${OLDEST_VERSION} or newer`,
  );
}

async function readVersion(db: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ server_version: string }>`SHOW server_version`.execute(db);
  return rows[0]!.server_version.split(" ")[0]!;
}
