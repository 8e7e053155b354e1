import { sql, type Kysely } from "kysely";

/** Sites, cameras, tracks, observations, subjects, access, audit and media. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE sites (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    time_zone text NOT NULL DEFAULT 'UTC',
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE media (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind text NOT NULL,
    content_type text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    path text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE floors (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    site_id uuid NOT NULL REFERENCES sites(id) ON DELETE CASCADE,
    code text NOT NULL,
    name text NOT NULL,
    level integer NOT NULL DEFAULT 0,
    width_m double precision NOT NULL CHECK (width_m > 0),
    height_m double precision NOT NULL CHECK (height_m > 0),
    walls jsonb NOT NULL DEFAULT '[]',
    plan_media_id uuid REFERENCES media(id),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (site_id, code)
  )`,
  `CREATE TABLE zones (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    floor_id uuid NOT NULL REFERENCES floors(id) ON DELETE CASCADE,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL DEFAULT 'area',
    color text,
    polygon_m jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (floor_id, code)
  )`,
  `CREATE TABLE cameras (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text NOT NULL,
    name text NOT NULL,
    site_id uuid REFERENCES sites(id) ON DELETE SET NULL,
    floor_id uuid REFERENCES floors(id) ON DELETE SET NULL,
    location_zone text NOT NULL,
    source_url text,
    enabled boolean NOT NULL DEFAULT true,
    settings jsonb NOT NULL DEFAULT '{}',
    calibration jsonb,
    intrinsics_version text,
    installed_height_m double precision,
    tilt_deg double precision,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
  )`,
  `CREATE UNIQUE INDEX cameras_code ON cameras (code) WHERE deleted_at IS NULL`,
  `CREATE TABLE camera_health (
    camera_id uuid PRIMARY KEY REFERENCES cameras(id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'unknown',
    fps double precision,
    latency_ms double precision,
    last_frame_at timestamptz,
    reconnect_count integer NOT NULL DEFAULT 0,
    message text,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE camera_health_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    camera_id uuid NOT NULL REFERENCES cameras(id) ON DELETE CASCADE,
    at timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL,
    message text
  )`,
  `CREATE INDEX camera_health_history_camera_at ON camera_health_history (camera_id, at DESC)`,
  `CREATE TABLE subjects (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    global_id text NOT NULL UNIQUE,
    object_class text NOT NULL,
    display_name text,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE tracks (
    id uuid PRIMARY KEY,
    camera_id uuid NOT NULL REFERENCES cameras(id) ON DELETE CASCADE,
    source_track_id text NOT NULL,
    origin text NOT NULL,
    object_class text NOT NULL,
    subject_id uuid REFERENCES subjects(id) ON DELETE SET NULL,
    start_ts timestamptz NOT NULL,
    end_ts timestamptz,
    quality_score double precision,
    observation_count integer NOT NULL DEFAULT 0
  )`,
  `CREATE INDEX tracks_camera_start ON tracks (camera_id, start_ts DESC)`,
  `CREATE INDEX tracks_subject ON tracks (subject_id) WHERE subject_id IS NOT NULL`,
  `CREATE UNIQUE INDEX tracks_ingest_binding ON tracks (camera_id, source_track_id)
    WHERE origin = 'ingest'`,
  `CREATE TABLE links (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    track_id uuid NOT NULL REFERENCES tracks(id) ON DELETE CASCADE,
    subject_id uuid NOT NULL REFERENCES subjects(id) ON DELETE CASCADE,
    kind text NOT NULL,
    score double precision NOT NULL,
    evidence jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
  )`,
  `CREATE INDEX links_track ON links (track_id)`,
  `CREATE INDEX links_subject ON links (subject_id)`,
  // No primary key across partitions: ids are random uuids and rows are append-only; a unique
  // index would cost a third of the insert rate and protect against nothing.
  `CREATE TABLE observations (
    id uuid NOT NULL,
    ts timestamptz NOT NULL,
    camera_id uuid NOT NULL,
    track_id uuid NOT NULL,
    object_class text NOT NULL,
    score real NOT NULL,
    bbox real[] NOT NULL,
    x_m real,
    y_m real,
    floor_id uuid,
    zone_ids uuid[],
    appearance_vec_ref text,
    marker_id_read text
  ) PARTITION BY RANGE (ts)`,
  `CREATE INDEX observations_ts ON observations (ts DESC)`,
  `CREATE INDEX observations_camera_ts ON observations (camera_id, ts DESC)`,
  `CREATE TABLE presences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    zone_id uuid NOT NULL REFERENCES zones(id) ON DELETE CASCADE,
    track_id uuid NOT NULL,
    subject_id uuid REFERENCES subjects(id) ON DELETE SET NULL,
    object_class text NOT NULL,
    entered_at timestamptz NOT NULL,
    left_at timestamptz,
    last_seen_at timestamptz NOT NULL
  )`,
  `CREATE INDEX presences_zone_entered ON presences (zone_id, entered_at DESC)`,
  `CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    username text,
    email text,
    display_name text,
    role text NOT NULL,
    password_hash text,
    active boolean NOT NULL DEFAULT true,
    failed_login_count integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    last_login_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE UNIQUE INDEX users_username ON users (lower(username)) WHERE username IS NOT NULL`,
  `CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE email IS NOT NULL`,
  `CREATE TABLE sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    kind text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    previous_token_hash bytea,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    address text,
    user_agent text,
    revoked_at timestamptz
  )`,
  `CREATE INDEX sessions_user ON sessions (user_id)`,
  `CREATE TABLE api_keys (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    role text NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    prefix text NOT NULL,
    created_by uuid REFERENCES users(id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
  )`,
  `CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor_kind text NOT NULL,
    actor_id text,
    actor_name text,
    role text,
    operation text NOT NULL,
    target text,
    result text NOT NULL,
    reason text,
    address text,
    details jsonb NOT NULL DEFAULT '{}'
  )`,
  `CREATE INDEX audit_log_at ON audit_log (at DESC)`,
  `CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$`,
  `CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only()`,
];
