import { sql, type Kysely } from "kysely";

/** Pictures people send or take from cameras, what was made of them and why one was chosen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Without an uploader a photo is the site's: a camera's picture, or a machine sent it.
  `CREATE TABLE photos (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    uploader_id uuid REFERENCES users(id) ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'failed')),
    error_message text,
    is_cancelled boolean NOT NULL DEFAULT false,
    original_media_id uuid NOT NULL REFERENCES media(id),
    result_media_id uuid REFERENCES media(id),
    thumbnail_media_id uuid REFERENCES media(id),
    latitude double precision NOT NULL DEFAULT 0,
    longitude double precision NOT NULL DEFAULT 0,
    place_source text NOT NULL,
    file_name text,
    format text,
    width_px integer,
    height_px integer,
    model text NOT NULL,
    is_faithful boolean NOT NULL DEFAULT false,
    long_side_max_px integer NOT NULL,
    method text,
    result_width_px integer,
    result_height_px integer,
    tiles_done integer NOT NULL DEFAULT 0,
    tiles_total integer NOT NULL DEFAULT 0,
    score double precision,
    judgement jsonb,
    burst jsonb,
    origin jsonb NOT NULL,
    subject_id uuid REFERENCES subjects(id) ON DELETE SET NULL,
    picked_day date,
    prepared_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX photos_uploader ON photos (uploader_id, number DESC)`,
  `CREATE INDEX photos_unfinished ON photos (number) WHERE status IN ('queued', 'processing')`,
  `CREATE UNIQUE INDEX photos_best_of_day ON photos (subject_id, picked_day)
    WHERE picked_day IS NOT NULL`,
  `CREATE INDEX photos_original ON photos (original_media_id)`,
];
