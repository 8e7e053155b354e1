import { sql, type Kysely } from "kysely";
import type { DB } from "../../db/index.ts";
import type { MediaStore } from "../../media/index.ts";

export interface RetentionLimits {
  /** UTC ms. */
  readonly nowMs: number;
  readonly retentionDays: number;
}

/** What the files of crops are kept as in the media store. */
export const CROP_KIND = "subject-crop";

const DAY_MS = 86_400_000;
const ROUND = 500;
/** A crop's file is there before its row; a file without one this long after was left behind. */
const UNREFERRED_MS = 3_600_000;

/**
 * Erases subjects that nobody named and nobody saw for the days given, with links, exemplars and
 * pictures; pictures of that age whose track has no subject; and files nothing refers to.
 *
 * @returns subjects erased
 */
export async function eraseForgotten(
  ports: { readonly db: Kysely<DB>; readonly media: Pick<MediaStore, "remove"> },
  { nowMs, retentionDays }: RetentionLimits,
): Promise<number> {
  const before = new Date(nowMs - retentionDays * DAY_MS);
  let erased = 0;
  for (let round = ROUND; round === ROUND; erased += round) {
    round = await eraseSubjects(ports.db, before);
  }
  await sql`
    DELETE FROM track_pictures AS p WHERE p.captured_at < ${before} AND NOT EXISTS (
      SELECT FROM tracks t WHERE t.id = p.track_id AND t.subject_id IS NOT NULL)`.execute(ports.db);
  await eraseFiles(ports, new Date(nowMs - UNREFERRED_MS));
  return erased;
}

async function eraseSubjects(db: Kysely<DB>, before: Date): Promise<number> {
  const { rows } = await sql`
    WITH gone AS MATERIALIZED (
      SELECT id FROM subjects
      WHERE last_seen_at < ${before} AND display_name IS NULL AND merged_into IS NULL
      ORDER BY last_seen_at LIMIT ${ROUND} FOR UPDATE SKIP LOCKED
    ), pictures AS (
      DELETE FROM track_pictures USING tracks, gone
      WHERE tracks.subject_id = gone.id AND track_pictures.track_id = tracks.id
    )
    DELETE FROM subjects USING gone WHERE subjects.id = gone.id RETURNING subjects.id`.execute(db);
  return rows.length;
}

async function eraseFiles(
  { db, media }: { readonly db: Kysely<DB>; readonly media: Pick<MediaStore, "remove"> },
  before: Date,
): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ readonly id: string }>`
      SELECT id FROM media AS m WHERE kind = ${CROP_KIND} AND created_at < ${before}
        AND NOT EXISTS (SELECT FROM track_pictures p WHERE p.media_id = m.id)
      LIMIT ${ROUND}`.execute(db);
    for (const { id } of rows) await media.remove(id);
    if (rows.length < ROUND) return;
  }
}
