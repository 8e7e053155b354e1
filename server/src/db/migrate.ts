import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { AppError } from "../base/index.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import type { DB } from "./types.ts";

/**
 * Brings the schema up to date. Several processes may call it at once: the first does the work,
 * the others wait for it.
 *
 * @returns the names of the migrations applied by this call
 * @throws AppError `unavailable` naming the migration that failed; its transaction is rolled back
 */
export async function migrate(db: Kysely<DB>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const failed = results?.find((result) => result.status === "Error")?.migrationName;
    const what = failed ? `Migration ${failed} of the database` : "Migrating the database";
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("unavailable", `${what} failed: ${why}`, { cause: error });
  }
  return (results ?? []).map((result) => result.migrationName);
}
