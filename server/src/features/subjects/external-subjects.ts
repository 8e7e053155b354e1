import { sql, type Kysely } from "kysely";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { BusEvents, ObjectClass } from "../../model/index.ts";
import { globalIdOfExternal } from "./global-id.ts";

/** Another tracker's word that one of its tracks is the subject it calls `externalId`. */
export interface ExternalBinding {
  readonly trackId: string;
  readonly cameraId: string;
  readonly externalId: string;
  readonly objectClass: ObjectClass;
  /** UTC ms. */
  readonly atMs: number;
}

export interface ExternalSubject {
  readonly subjectId: string;
  readonly globalId: string;
}

interface BoundRow {
  readonly track_id: string;
  readonly subject_id: string;
  readonly global_id: string;
  readonly object_class: string;
}

/**
 * Makes the subjects that other trackers name, and ties their tracks to them, durably. What a
 * person said about a track stands.
 *
 * @param bindings each track once; the tracks exist
 * @returns whose each track is then
 */
export async function bindExternalSubjects(
  { db, bus }: { readonly db: Kysely<DB>; readonly bus: Pick<Bus, "publish"> },
  bindings: readonly ExternalBinding[],
): Promise<ReadonlyMap<string, ExternalSubject>> {
  const bound = await db.transaction().execute(async (transaction) => {
    await sql`
      WITH ${wanted(bindings)}
      INSERT INTO subjects (global_id, external_id, object_class, first_seen_at, last_seen_at,
        last_camera_id)
      SELECT DISTINCT ON (external) name, external, class, to_timestamp(at / 1000),
        to_timestamp(at / 1000), camera
      FROM wanted ORDER BY external
      ON CONFLICT (external_id) WHERE external_id IS NOT NULL DO UPDATE
        SET last_seen_at = greatest(subjects.last_seen_at, excluded.last_seen_at)
    `.execute(transaction);
    await sql`
      WITH ${wanted(bindings)}
      UPDATE links SET revoked_at = now() FROM wanted AS w
      JOIN subjects s ON s.external_id = w.external
      WHERE links.track_id = w.track AND links.revoked_at IS NULL AND links.kind <> 'manual'
        AND links.subject_id <> coalesce(s.merged_into, s.id)`.execute(transaction);
    await sql`
      WITH ${wanted(bindings)}
      INSERT INTO links (track_id, subject_id, kind, score, decided_at)
      SELECT w.track, coalesce(s.merged_into, s.id), 'ingest', 1, to_timestamp(w.at / 1000)
      FROM wanted AS w JOIN subjects s ON s.external_id = w.external
      WHERE NOT EXISTS (
        SELECT FROM links l WHERE l.track_id = w.track AND l.revoked_at IS NULL)
      ON CONFLICT (track_id) WHERE revoked_at IS NULL DO NOTHING`.execute(transaction);
    const { rows } = await sql<BoundRow>`
      UPDATE tracks SET subject_id = l.subject_id FROM links l JOIN subjects s ON s.id = l.subject_id
      WHERE l.track_id = tracks.id AND l.revoked_at IS NULL
        AND tracks.id = ANY(${bindings.map(({ trackId }) => trackId)}::uuid[])
      RETURNING tracks.id AS track_id, s.id AS subject_id, s.global_id, s.object_class
    `.execute(transaction);
    return rows;
  });
  bus.publish("subjects.linked", linkedEvent(bound, Math.max(...bindings.map(({ atMs }) => atMs))));
  return new Map(
    bound.map((row) => [row.track_id, { subjectId: row.subject_id, globalId: row.global_id }]),
  );
}

function wanted(bindings: readonly ExternalBinding[]) {
  const json = JSON.stringify(
    bindings.map(({ trackId, cameraId, externalId, objectClass, atMs }) => ({
      track: trackId,
      camera: cameraId,
      external: externalId,
      name: globalIdOfExternal(externalId),
      class: objectClass,
      at: atMs,
    })),
  );
  return sql`wanted AS MATERIALIZED (SELECT * FROM json_to_recordset(${json}::json)
    AS r (track uuid, camera uuid, external text, name text, class text, at float8))`;
}

function linkedEvent(rows: readonly BoundRow[], atMs: number): BusEvents["subjects"] {
  return {
    change: "linked",
    subjectIds: [...new Set(rows.map((row) => row.subject_id))],
    links: rows.map((row) => ({
      trackId: row.track_id,
      subjectId: row.subject_id,
      globalId: row.global_id,
      objectClass: row.object_class as ObjectClass,
      previousSubjectId: null,
      kind: "ingest",
      score: 1,
      isFinal: true,
    })),
    atMs,
  };
}
