import { sql, type Kysely } from "kysely";
import { holdTrackRows, type DB } from "../../db/index.ts";
import type { LinkDecision, SubjectMemory, SubjectSight } from "../../model/index.ts";
import { toBytes } from "./vector-bytes.ts";

/**
 * Writes decisions, each track at most once: subjects that are new, the links, and whose the tracks
 * and their stays are. What a person said about a track stands, whatever was decided before the
 * resolver heard of it.
 */
export async function writeDecisions(
  db: Kysely<DB>,
  decisions: readonly LinkDecision[],
): Promise<void> {
  const json = JSON.stringify(decisions.map(toRecord));
  await db.transaction().execute(async (transaction) => {
    await sql`
      WITH ${accepted(json)}, born AS (
        INSERT INTO subjects (id, global_id, object_class, first_seen_at, last_seen_at,
          last_camera_id)
        SELECT DISTINCT ON (owner) owner, global_id, class, to_timestamp(at / 1000),
          to_timestamp(at / 1000), camera
        FROM accepted ORDER BY owner, at
        ON CONFLICT (id) DO UPDATE
          SET last_seen_at = greatest(subjects.last_seen_at, excluded.last_seen_at)
      )
      UPDATE links SET revoked_at = now() FROM accepted AS a
      WHERE links.track_id = a.track AND links.revoked_at IS NULL AND links.subject_id <> a.owner
    `.execute(transaction);
    await sql`
      WITH ${accepted(json)}, known AS (
        UPDATE links SET kind = a.kind, score = a.score, is_final = a.final,
          evidence = a.evidence, runners_up = a.runners, decided_at = to_timestamp(a.at / 1000)
        FROM accepted AS a WHERE links.track_id = a.track AND links.revoked_at IS NULL
        RETURNING links.track_id
      )
      INSERT INTO links (id, track_id, subject_id, kind, score, is_final, evidence, runners_up,
        decided_at, previous_subject_id)
      SELECT id, track, owner, kind, score, final, evidence, runners, to_timestamp(at / 1000),
        previous
      FROM accepted WHERE track NOT IN (SELECT track_id FROM known)`.execute(transaction);
  });
}

/** Rows of the statement as sent; with what is left of them once people were heard. */
function accepted(json: string) {
  return sql`
    incoming AS MATERIALIZED (
      SELECT r.*, coalesce(s.merged_into, r.subject) AS owner
      FROM json_to_recordset(${json}::json) AS r (id uuid, track uuid, camera uuid, subject uuid,
        global_id text, class text, previous uuid, kind text, score float8, final boolean,
        at float8, evidence jsonb, runners jsonb)
      LEFT JOIN subjects s ON s.id = r.subject
    ), accepted AS MATERIALIZED (
      SELECT * FROM incoming WHERE NOT EXISTS (
        SELECT FROM links l WHERE l.track_id = incoming.track AND l.revoked_at IS NULL
          AND (l.kind IN ('manual', 'ingest') OR l.confirmed_at IS NOT NULL))
    )`;
}

/**
 * Makes tracks and their stays the subject's of their current link, and the subject known since
 * they began.
 *
 * @returns the tracks whose row is not there yet
 */
export async function assignTracks(
  db: Kysely<DB>,
  trackIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly id: string }>`
    WITH guard AS MATERIALIZED (${holdTrackRows}), present AS MATERIALIZED (
      SELECT id FROM tracks, guard WHERE id = ANY(${trackIds}::uuid[]) ORDER BY id
    ), assigned AS (
      UPDATE tracks SET subject_id = l.subject_id FROM links l, present
      WHERE tracks.id = present.id AND l.track_id = tracks.id AND l.revoked_at IS NULL
        AND tracks.subject_id IS DISTINCT FROM l.subject_id
    ), stays AS (
      UPDATE presences SET subject_id = l.subject_id FROM links l, present
      WHERE presences.track_id = present.id AND l.track_id = present.id AND l.revoked_at IS NULL
        AND presences.subject_id IS DISTINCT FROM l.subject_id
    ), spans AS (
      UPDATE subjects SET first_seen_at = span.first FROM (
        SELECT l.subject_id, min(t.start_ts) AS first FROM links l
        JOIN present ON present.id = l.track_id JOIN tracks t ON t.id = l.track_id
        WHERE l.revoked_at IS NULL GROUP BY l.subject_id
      ) AS span WHERE subjects.id = span.subject_id AND subjects.first_seen_at > span.first
    )
    SELECT id FROM present`.execute(db);
  const found = new Set(rows.map((row) => row.id));
  return trackIds.filter((id) => !found.has(id));
}

/**
 * Replaces what is remembered of subjects. Left out are those that are not, or no longer, there, and
 * looks of tracks that a person gave to another subject.
 */
export async function writeMemories(
  db: Kysely<DB>,
  memories: readonly SubjectMemory[],
): Promise<void> {
  const exemplars = memories.flatMap(({ subjectId, exemplars: own }) =>
    own.map((exemplar) => ({ subjectId, ...exemplar })),
  );
  await db.transaction().execute(async (transaction) => {
    await sql`
      WITH r AS MATERIALIZED (SELECT * FROM unnest(
        ${memories.map((each) => each.subjectId)}::uuid[],
        ${memories.map((each) => each.objectClass)}::text[],
        ${memories.map((each) => each.lastSeen?.atMs ?? null)}::float8[],
        ${memories.map((each) => each.lastSeen?.cameraId ?? null)}::uuid[],
        ${memories.map((each) => each.lastSeen?.floorId ?? null)}::uuid[],
        ${memories.map((each) => each.lastSeen?.positionM?.[0] ?? null)}::float8[],
        ${memories.map((each) => each.lastSeen?.positionM?.[1] ?? null)}::float8[],
        ${memories.map((each) => each.mean?.descriptor ?? null)}::text[],
        ${memories.map((each) => (each.mean ? toBytes(each.mean.appearance) : null))}::bytea[]
      ) AS r (id, class, at, camera, floor, x, y, descriptor, mean) ORDER BY id)
      UPDATE subjects AS s SET last_seen_at = greatest(s.last_seen_at, to_timestamp(r.at / 1000)),
        last_camera_id = coalesce(r.camera, s.last_camera_id), last_floor_id = r.floor,
        last_x_m = r.x, last_y_m = r.y, object_class = r.class, mean_descriptor = r.descriptor,
        mean_vector = r.mean
      FROM r WHERE s.id = r.id AND s.merged_into IS NULL`.execute(transaction);
    const subjectIds = memories.map((each) => each.subjectId);
    await sql`DELETE FROM exemplars WHERE subject_id = ANY(${subjectIds}::uuid[])`.execute(
      transaction,
    );
    await sql`
      INSERT INTO exemplars (subject_id, track_id, descriptor, vector, quality, picture_id,
        captured_at)
      SELECT r.subject, r.track, r.descriptor, r.vector, r.quality, r.picture,
        to_timestamp(r.at / 1000)
      FROM unnest(
        ${exemplars.map((each) => each.subjectId)}::uuid[],
        ${exemplars.map((each) => each.trackId)}::uuid[],
        ${exemplars.map((each) => each.descriptor)}::text[],
        ${exemplars.map((each) => toBytes(each.appearance))}::bytea[],
        ${exemplars.map((each) => each.quality)}::float4[],
        ${exemplars.map((each) => each.pictureId)}::uuid[],
        ${exemplars.map((each) => each.atMs)}::float8[]
      ) AS r (subject, track, descriptor, vector, quality, picture, at)
      JOIN subjects s ON s.id = r.subject AND s.merged_into IS NULL
      WHERE NOT EXISTS (SELECT FROM links l WHERE l.track_id = r.track AND l.revoked_at IS NULL
        AND l.kind = 'manual' AND l.subject_id <> r.subject)`.execute(transaction);
  });
}

/** Writes where subjects were last, unless something newer is known. */
export async function writeSights(
  db: Kysely<DB>,
  sights: ReadonlyMap<string, SubjectSight>,
): Promise<void> {
  const rows = [...sights.values()];
  await sql`
    UPDATE subjects AS s SET last_seen_at = to_timestamp(r.at / 1000), last_camera_id = r.camera,
      last_floor_id = r.floor, last_x_m = r.x, last_y_m = r.y
    FROM unnest(
      ${[...sights.keys()]}::uuid[], ${rows.map(({ atMs }) => atMs)}::float8[],
      ${rows.map(({ cameraId }) => cameraId)}::uuid[],
      ${rows.map(({ floorId }) => floorId)}::uuid[],
      ${rows.map(({ positionM }) => positionM?.[0] ?? null)}::float8[],
      ${rows.map(({ positionM }) => positionM?.[1] ?? null)}::float8[]
    ) AS r (id, at, camera, floor, x, y)
    WHERE s.id = r.id AND s.last_seen_at <= to_timestamp(r.at / 1000)`.execute(db);
}

function toRecord(decision: LinkDecision) {
  return {
    id: decision.linkId,
    track: decision.trackId,
    camera: decision.cameraId === "" ? null : decision.cameraId,
    subject: decision.subjectId,
    global_id: decision.globalId,
    class: decision.objectClass,
    previous: decision.previousSubjectId,
    kind: decision.kind,
    score: decision.score,
    final: decision.isFinal,
    at: decision.atMs,
    evidence: decision.evidence,
    runners: decision.runnersUp,
  };
}
