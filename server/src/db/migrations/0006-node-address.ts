import { sql, type Kysely } from "kysely";

/** Where the other processes of an installation reach this one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE camera_nodes ADD COLUMN url text`.execute(db);
}
