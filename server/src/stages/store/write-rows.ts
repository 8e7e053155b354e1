import { sql, type Kysely } from "kysely";
import { shareTrackRows, type DB } from "../../db/index.ts";
import { plainArray, textArray } from "./array-literal.ts";
import type { BatchRows } from "./batch-rows.ts";

/**
 * Writes a batch as one statement, so all of it is durable or none. Stays in a zone that was
 * deleted meanwhile are left out.
 */
export async function writeRows(db: Kysely<DB>, rows: BatchRows): Promise<void> {
  await sql`
    WITH guard AS MATERIALIZED (${shareTrackRows}), ${tracks(rows.tracks)}, ${stays(rows.presences)}, ${alive(rows.alive)}
    ${observations(rows)}`.execute(db);
}

/** The rows of a table as `unnest` reads them: one array per column. */
function columns<Row>(rows: readonly Row[]) {
  return {
    column: (cellOf: (row: Row) => string | number | null) => sql`${plainArray(rows, cellOf)}`,
    texts: (cellOf: (row: Row) => string | null) => sql`${textArray(rows, cellOf)}`,
  };
}

/**
 * The subject as it stands now: none while its own row is still under way, another once it was
 * merged. A track that has a subject keeps it here: what changes it is written with its links.
 */
const OWNER = sql`(SELECT coalesce(s.merged_into, s.id) FROM subjects s WHERE s.id = r.subject)`;

function tracks(rows: BatchRows["tracks"]) {
  const { column, texts } = columns(rows);
  return sql`
    incoming AS MATERIALIZED (
      SELECT r.*, ${OWNER} AS owner FROM unnest(
        ${column((row) => row.id)}::uuid[], ${column((row) => row.camera)}::uuid[],
        ${texts((row) => row.source)}::text[], ${texts((row) => row.origin)}::text[],
        ${texts((row) => row.class)}::text[], ${column((row) => row.subject)}::uuid[],
        ${column((row) => row.start)}::float8[], ${column((row) => row.end)}::float8[],
        ${column((row) => row.quality)}::float8[], ${column((row) => row.decay)}::float8[],
        ${column((row) => row.add)}::float8[], ${column((row) => row.count)}::int[]
      ) AS r (id, camera, source, origin, class, subject, start, "end", quality, decay, add, count),
      guard
    ), known AS (
      UPDATE tracks SET end_ts = to_timestamp(r."end" / 1000), object_class = r.class,
        subject_id = coalesce(tracks.subject_id, r.owner),
        quality_score = CASE WHEN r.decay = 1 THEN quality_score
          ELSE round((coalesce(quality_score, 0) * r.decay + r.add)::numeric, 6) END,
        observation_count = observation_count + r.count
      FROM incoming AS r WHERE tracks.id = r.id RETURNING tracks.id
    ), fresh AS (
      INSERT INTO tracks (id, camera_id, source_track_id, origin, object_class, subject_id,
        start_ts, end_ts, quality_score, observation_count)
      SELECT r.id, r.camera, r.source, r.origin, r.class, r.owner, to_timestamp(r.start / 1000),
        to_timestamp(r."end" / 1000), r.quality, r.count
      FROM incoming AS r WHERE NOT EXISTS (SELECT FROM known WHERE known.id = r.id)
    )`;
}

function stays(rows: BatchRows["presences"]) {
  const { column, texts } = columns(rows);
  return sql`
    stays AS (
      INSERT INTO presences (id, zone_id, track_id, subject_id, object_class, entered_at,
        last_seen_at, left_at)
      SELECT r.id, r.zone, r.track, ${OWNER}, r.class, to_timestamp(r.entered / 1000),
        to_timestamp(r.seen / 1000), to_timestamp(r."left" / 1000)
      FROM unnest(
        ${column((row) => row.id)}::uuid[], ${column((row) => row.zone)}::uuid[],
        ${column((row) => row.track)}::uuid[], ${column((row) => row.subject)}::uuid[],
        ${texts((row) => row.class)}::text[], ${column((row) => row.entered)}::float8[],
        ${column((row) => row.seen)}::float8[], ${column((row) => row.left)}::float8[]
      ) AS r (id, zone, track, subject, class, entered, seen, "left"), guard
      WHERE EXISTS (SELECT FROM zones WHERE zones.id = r.zone)
      ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at,
        left_at = excluded.left_at, object_class = excluded.object_class,
        subject_id = excluded.subject_id
    )`;
}

function alive(rows: BatchRows["alive"]) {
  const { column } = columns(rows);
  return sql`
    alive AS (
      INSERT INTO camera_health (camera_id, status, last_frame_at, updated_at)
      SELECT r.camera, 'healthy', to_timestamp(r.t / 1000), now()
      FROM unnest(
        ${column((row) => row.camera)}::uuid[], ${column((row) => row.t)}::float8[]
      ) AS r (camera, t)
      ON CONFLICT (camera_id) DO UPDATE SET status = 'healthy',
        last_frame_at = excluded.last_frame_at, updated_at = excluded.updated_at
    )`;
}

/** What the rows of a frame share, and what those of a track share, goes over the wire once. */
function observations({ frames, tracks: owners, observations: rows }: BatchRows) {
  const { column, texts } = columns(rows);
  return sql`
    INSERT INTO observations (id, ts, camera_id, track_id, object_class, score, bbox, x_m, y_m,
      floor_id, zone_ids, appearance_vec_ref)
    SELECT r.id, to_timestamp(frames.t / 1000), frames.camera, owners.id, r.class, r.score,
      ARRAY[x1, y1, x2, y2], x, y, frames.floor, zones::uuid[], appearance
    FROM unnest(
      ${column((row) => row.id)}::uuid[], ${column((row) => row.frame)}::int[],
      ${column((row) => row.owner)}::int[],
      ${texts((row) => row.class)}::text[], ${column((row) => row.score)}::real[],
      ${column((row) => row.box[0]!)}::real[], ${column((row) => row.box[1]!)}::real[],
      ${column((row) => row.box[2]!)}::real[], ${column((row) => row.box[3]!)}::real[],
      ${column((row) => row.x)}::real[], ${column((row) => row.y)}::real[],
      ${texts((row) => plainArray(row.zones, (zone) => zone))}::text[],
      ${texts((row) => row.appearance)}::text[]
    ) AS r (id, frame, owner, class, score, x1, y1, x2, y2, x, y, zones, appearance)
    JOIN unnest(
      ${plainArray(frames, (frame) => frame.t)}::float8[],
      ${plainArray(frames, (frame) => frame.camera)}::uuid[],
      ${plainArray(frames, (frame) => frame.floor)}::uuid[]
    ) WITH ORDINALITY AS frames (t, camera, floor, n) ON frames.n = r.frame
    JOIN unnest(${plainArray(owners, (owner) => owner.id)}::uuid[])
      WITH ORDINALITY AS owners (id, n) ON owners.n = r.owner`;
}

/** True when a batch whose answer was lost had been committed after all. */
export async function wasWritten(db: Kysely<DB>, rows: BatchRows): Promise<boolean> {
  const [first] = rows.observations;
  const [frame] = rows.frames;
  // Everything but observations and tracks' counts may be written twice without a difference.
  if (!first || !frame) return false;
  const found =
    await sql`SELECT FROM observations WHERE ts = to_timestamp(${frame.t}::float8 / 1000)
    AND id = ${first.id}::uuid`.execute(db);
  return found.rows.length > 0;
}
