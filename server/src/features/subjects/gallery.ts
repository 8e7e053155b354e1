import { sql, type Kysely } from "kysely";
import type { DB } from "../../db/index.ts";
import type { ObjectClass, SubjectMemory } from "../../model/index.ts";
import { toVector } from "./vector-bytes.ts";

/** A subject as the resolver takes it in again. */
export interface GallerySubject extends SubjectMemory {
  readonly globalId: string;
}

interface SubjectRow {
  readonly id: string;
  readonly global_id: string;
  readonly object_class: string;
  readonly last_seen_at: Date;
  readonly last_camera_id: string | null;
  readonly last_floor_id: string | null;
  readonly last_x_m: number | null;
  readonly last_y_m: number | null;
  readonly mean_descriptor: string | null;
  readonly mean_vector: Buffer | null;
  readonly is_confirmed: boolean;
  readonly track_count: number;
  readonly others: readonly string[];
}

/**
 * The subjects seen last, with what is remembered of them.
 *
 * @param subjectIds only of these
 */
export async function readGallery(
  db: Kysely<DB>,
  limit: number,
  subjectIds?: readonly string[],
): Promise<GallerySubject[]> {
  const among = subjectIds ? sql`s.id = ANY(${subjectIds}::uuid[])` : sql`true`;
  const { rows } = await sql<SubjectRow>`
    SELECT s.id, s.global_id, s.object_class, s.last_seen_at, s.last_camera_id, s.last_floor_id,
      s.last_x_m, s.last_y_m, s.mean_descriptor, s.mean_vector,
      EXISTS (SELECT FROM links l WHERE l.subject_id = s.id AND l.revoked_at IS NULL
        AND l.confirmed_at IS NOT NULL) AS is_confirmed,
      (SELECT count(*) FROM tracks t WHERE t.subject_id = s.id) AS track_count,
      ARRAY(
        SELECT other_subject_id FROM cannot_links c WHERE c.subject_id = s.id
        UNION ALL SELECT subject_id FROM cannot_links c WHERE c.other_subject_id = s.id
      ) AS others
    FROM subjects s WHERE s.merged_into IS NULL AND s.external_id IS NULL AND ${among}
    ORDER BY s.last_seen_at DESC, s.id LIMIT ${limit}`.execute(db);
  const exemplars = await readExemplars(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => toSubject(row, exemplars.get(row.id) ?? []));
}

function toSubject(row: SubjectRow, exemplars: SubjectMemory["exemplars"]): GallerySubject {
  const { last_x_m: x, last_y_m: y, mean_descriptor: descriptor, mean_vector: vector } = row;
  const stored =
    descriptor !== null && vector !== null ? { descriptor, appearance: toVector(vector) } : null;
  return {
    subjectId: row.id,
    globalId: row.global_id,
    objectClass: row.object_class as ObjectClass,
    isConfirmed: row.is_confirmed,
    trackCount: row.track_count,
    exemplars,
    mean: stored ?? meanOf(exemplars),
    lastSeen:
      row.last_camera_id === null
        ? null
        : {
            cameraId: row.last_camera_id,
            floorId: row.last_floor_id,
            atMs: row.last_seen_at.getTime(),
            positionM: x === null || y === null ? null : [x, y],
          },
    otherSubjectIds: row.others,
  };
}

async function readExemplars(
  db: Kysely<DB>,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, SubjectMemory["exemplars"]>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("exemplars")
    .selectAll()
    .where("subject_id", "=", sql<string>`ANY(${subjectIds}::uuid[])`)
    .orderBy("captured_at")
    .orderBy("id")
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.subject_id);
  return new Map(
    [...grouped].map(([subjectId, own]) => [
      subjectId,
      own.map((row) => ({
        descriptor: row.descriptor,
        appearance: toVector(row.vector),
        quality: row.quality,
        pictureId: row.picture_id,
        trackId: row.track_id,
        atMs: row.captured_at.getTime(),
      })),
    ]),
  );
}

/** Of the descriptor that the newest exemplar has. */
function meanOf(exemplars: SubjectMemory["exemplars"]): SubjectMemory["mean"] {
  const newest = exemplars.at(-1);
  if (!newest) return null;
  const { descriptor } = newest;
  const sum = new Float32Array(newest.appearance.length);
  for (const { descriptor: own, appearance, quality } of exemplars) {
    if (own !== descriptor || appearance.length !== sum.length) continue;
    for (let i = 0; i < sum.length; i++) sum[i]! += quality * appearance[i]!;
  }
  const length = Math.hypot(...sum);
  return length > 0 ? { descriptor, appearance: sum.map((value) => value / length) } : null;
}
