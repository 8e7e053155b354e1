import { sql, type Kysely } from "kysely";

/** What it takes to say whose a track is, to explain it, to undo it and to remember it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE SEQUENCE subject_numbers`,
  // A merged subject keeps its row, so that what was written down about it still leads somewhere.
  `ALTER TABLE subjects
    ADD COLUMN external_id text,
    ADD COLUMN merged_into uuid REFERENCES subjects(id) ON DELETE CASCADE,
    ADD COLUMN last_camera_id uuid,
    ADD COLUMN last_floor_id uuid,
    ADD COLUMN last_x_m double precision,
    ADD COLUMN last_y_m double precision,
    ADD COLUMN mean_descriptor text,
    ADD COLUMN mean_vector bytea`,
  `ALTER TABLE subjects SET (fillfactor = 70)`,
  `CREATE UNIQUE INDEX subjects_external ON subjects (external_id) WHERE external_id IS NOT NULL`,
  `CREATE INDEX subjects_merged ON subjects (merged_into) WHERE merged_into IS NOT NULL`,
  `CREATE INDEX subjects_seen ON subjects (last_seen_at DESC, id DESC) WHERE merged_into IS NULL`,
  `CREATE INDEX presences_subject ON presences (subject_id, entered_at DESC)
    WHERE subject_id IS NOT NULL`,
  `CREATE INDEX presences_open ON presences (zone_id) WHERE left_at IS NULL`,
  // A decision may reach the database before the track's own row does.
  `ALTER TABLE links DROP CONSTRAINT links_track_id_fkey`,
  `ALTER TABLE links
    ADD COLUMN runners_up jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN is_final boolean NOT NULL DEFAULT true,
    ADD COLUMN decided_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN decided_by text,
    ADD COLUMN confirmed_at timestamptz,
    ADD COLUMN confirmed_by text,
    ADD COLUMN previous_subject_id uuid`,
  `CREATE UNIQUE INDEX links_current ON links (track_id) WHERE revoked_at IS NULL`,
  // Each pair once, the smaller id first.
  `CREATE TABLE cannot_links (
    subject_id uuid NOT NULL REFERENCES subjects(id) ON DELETE CASCADE,
    other_subject_id uuid NOT NULL REFERENCES subjects(id) ON DELETE CASCADE,
    decided_by text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject_id, other_subject_id),
    CHECK (subject_id < other_subject_id)
  )`,
  `CREATE INDEX cannot_links_other ON cannot_links (other_subject_id)`,
  `CREATE TABLE track_pictures (
    id uuid PRIMARY KEY,
    track_id uuid NOT NULL,
    camera_id uuid NOT NULL,
    media_id uuid NOT NULL REFERENCES media(id),
    quality real NOT NULL,
    captured_at timestamptz NOT NULL
  )`,
  `CREATE INDEX track_pictures_track ON track_pictures (track_id, quality DESC)`,
  `CREATE UNIQUE INDEX track_pictures_media ON track_pictures (media_id)`,
  `CREATE TABLE exemplars (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    subject_id uuid NOT NULL REFERENCES subjects(id) ON DELETE CASCADE,
    track_id uuid NOT NULL,
    descriptor text NOT NULL,
    vector bytea NOT NULL,
    quality real NOT NULL,
    picture_id uuid,
    captured_at timestamptz NOT NULL
  )`,
  `CREATE INDEX exemplars_subject ON exemplars (subject_id)`,
  `CREATE INDEX exemplars_track ON exemplars (track_id)`,
  `CREATE TABLE leases (
    name text PRIMARY KEY,
    node_id uuid NOT NULL,
    node_name text NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
];
