import { sql, type Kysely } from "kysely";

/** Where a network invented something in a photo, as a picture. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE photos ADD COLUMN invented_media_id uuid REFERENCES media(id)`.execute(db);
}
