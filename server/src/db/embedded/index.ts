/**
 * A real PostgreSQL without an installed one: finds npm's binaries, makes the cluster, runs and
 * watches the postmaster. Owns `DATA_DIR/postgres`; knows nothing of our schema.
 */
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from "./embedded-postgres.ts";
