import type { SubjectPicture } from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import type { DB } from "../../db/index.ts";

export interface CameraName {
  readonly camera_id: string;
  readonly code: string;
  readonly name: string;
}

/** Cameras by id, removed ones included: history speaks of them. */
export async function readCameraNames(
  db: Kysely<DB>,
  cameraIds: Iterable<string | null>,
): Promise<ReadonlyMap<string, CameraName>> {
  const ids = [...new Set(cameraIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("cameras")
    .select(["id", "code", "name"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map(({ id, ...words }) => [id, { camera_id: id, ...words }]));
}

/** A row of `track_pictures`. */
export interface PictureRow {
  readonly id: string;
  readonly track_id: string;
  readonly camera_id: string;
  readonly quality: number;
  readonly captured_at: Date;
}

export function pictureView(
  row: PictureRow,
  cameras: ReadonlyMap<string, CameraName>,
): SubjectPicture {
  return {
    picture_id: row.id,
    url: `/api/v1/subjects/pictures/${row.id}`,
    track_id: row.track_id,
    camera: cameras.get(row.camera_id) ?? null,
    captured_at: row.captured_at.toISOString(),
    quality: row.quality,
  };
}

/** The best picture of each subject that has one. */
export async function bestPictures(
  db: Kysely<DB>,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, PictureRow>> {
  if (subjectIds.length === 0) return new Map();
  const { rows } = await sql<PictureRow & { readonly subject_id: string }>`
    SELECT DISTINCT ON (t.subject_id) t.subject_id, p.id, p.track_id, p.camera_id, p.quality,
      p.captured_at
    FROM tracks t JOIN track_pictures p ON p.track_id = t.id
    WHERE t.subject_id = ANY(${subjectIds}::uuid[])
    ORDER BY t.subject_id, p.quality DESC, p.id`.execute(db);
  return new Map(rows.map((row) => [row.subject_id, row]));
}
