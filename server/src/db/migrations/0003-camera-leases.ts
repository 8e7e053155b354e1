import { sql, type Kysely } from "kysely";

/** Which process runs which camera, until when; one row a camera, so it runs in one place only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE camera_nodes (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      expires_at timestamptz NOT NULL
    )`.execute(db);
  await sql`
    CREATE TABLE camera_leases (
      camera_id uuid PRIMARY KEY REFERENCES cameras (id) ON DELETE CASCADE,
      node_id uuid NOT NULL,
      expires_at timestamptz NOT NULL
    )`.execute(db);
}
