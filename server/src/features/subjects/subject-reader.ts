import type {
  SubjectDetail,
  SubjectPage,
  SubjectQuery,
  SubjectSummary,
} from "@whereabouts/contracts";
import { sql, type Kysely, type RawBuilder } from "kysely";
import { AppError } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import {
  bestPictures,
  pictureView,
  readCameraNames,
  type CameraName,
  type PictureRow,
} from "./picture-views.ts";

interface SummaryRow {
  readonly id: string;
  readonly global_id: string;
  readonly object_class: string;
  readonly display_name: string | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  /** The same with microseconds, for the cursor. */
  readonly seen: string;
  readonly is_present: boolean;
  readonly camera_id: string | null;
  readonly floor_id: string | null;
  readonly x_m: number | null;
  readonly y_m: number | null;
  readonly zone_ids: readonly string[];
  readonly track_count: number;
  readonly camera_count: number;
}

/** Rows of one subject shown at most. */
const HISTORY_MAX = 100;
const PICTURES_MAX = 24;
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_([0-9a-f-]{36})$/;

/** One page of subjects, newest seen first. @throws AppError `bad-request` for a foreign cursor */
export async function readPage(
  db: Kysely<DB>,
  query: SubjectQuery,
  cameraId: string | null,
): Promise<SubjectPage> {
  const conditions = [sql`s.merged_into IS NULL`, ...ownConditions(query)];
  const tracks = trackConditions(query, cameraId);
  if (tracks.length > 0) {
    conditions.push(sql`EXISTS (SELECT FROM tracks t JOIN cameras c ON c.id = t.camera_id
      WHERE t.subject_id = s.id AND ${sql.join(tracks, sql` AND `)})`);
  }
  const rows = await readRows(db, sql.join(conditions, sql` AND `), query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    subjects: await toSummaries(db, page),
    next_cursor: rows.length > query.limit && last ? `${last.seen}_${last.id}` : null,
  };
}

function ownConditions(query: SubjectQuery): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (query.cursor !== undefined) {
    const [, seen, id] = CURSOR.exec(query.cursor) ?? [];
    if (seen === undefined || id === undefined) {
      throw new AppError("bad-request", "Listing subjects: expected the next_cursor of a page");
    }
    conditions.push(sql`(s.last_seen_at, s.id) < (${seen}::timestamptz, ${id}::uuid)`);
  }
  if (query.object_class !== undefined) {
    conditions.push(sql`s.object_class = ${query.object_class}`);
  }
  if (query.name !== undefined && query.name !== "") {
    const pattern = `%${query.name.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql`(s.display_name ILIKE ${pattern} OR s.global_id ILIKE ${pattern})`);
  }
  return conditions;
}

function trackConditions(query: SubjectQuery, cameraId: string | null): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (cameraId !== null) conditions.push(sql`t.camera_id = ${cameraId}::uuid`);
  if (query.site_id !== undefined) conditions.push(sql`c.site_id = ${query.site_id}::uuid`);
  if (query.from !== undefined) {
    conditions.push(sql`t.end_ts >= to_timestamp(${query.from}::float8 / 1000)`);
  }
  if (query.to !== undefined) {
    conditions.push(sql`t.start_ts <= to_timestamp(${query.to}::float8 / 1000)`);
  }
  return conditions;
}

/** A subject that was merged answers as the one it became. @throws AppError `not-found` */
export async function findSubjectId(db: Kysely<DB>, subjectId: string): Promise<string> {
  const row = await db
    .selectFrom("subjects")
    .select(sql<string>`coalesce(merged_into, id)`.as("id"))
    .where("id", "=", subjectId)
    .executeTakeFirst();
  if (!row) throw new AppError("not-found", "Subject not found");
  return row.id;
}

/** @throws AppError `not-found` */
export async function readSubject(db: Kysely<DB>, wantedId: string): Promise<SubjectDetail> {
  const subjectId = await findSubjectId(db, wantedId);
  const [row] = await readRows(db, sql`s.id = ${subjectId}::uuid`, 1);
  if (!row) throw new AppError("not-found", "Subject not found");
  const [[summary], tracks, presences, cameras, pictures] = await Promise.all([
    toSummaries(db, [row]),
    readTracks(db, subjectId),
    readPresences(db, subjectId),
    readCameras(db, subjectId),
    readPictures(db, subjectId),
  ]);
  if (!summary) throw new AppError("not-found", "Subject not found");
  return { ...summary, tracks, presences, cameras, pictures };
}

async function readRows(
  db: Kysely<DB>,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<SummaryRow[]> {
  const { rows } = await sql<SummaryRow>`
    SELECT s.id, s.global_id, s.object_class, s.display_name, s.first_seen_at, s.last_seen_at,
      to_char(s.last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS seen,
      s.last_camera_id AS camera_id, s.last_floor_id AS floor_id, s.last_x_m AS x_m,
      s.last_y_m AS y_m, zones.ids AS zone_ids,
      s.last_seen_at > now() - interval '30 seconds' OR cardinality(zones.ids) > 0 AS is_present,
      counts.tracks AS track_count, counts.cameras AS camera_count
    FROM subjects s
    CROSS JOIN LATERAL (SELECT count(*) AS tracks, count(DISTINCT t.camera_id) AS cameras
      FROM tracks t WHERE t.subject_id = s.id) AS counts
    CROSS JOIN LATERAL (SELECT ARRAY(SELECT DISTINCT p.zone_id FROM presences p
      WHERE p.subject_id = s.id AND p.left_at IS NULL) AS ids) AS zones
    WHERE ${where} ORDER BY s.last_seen_at DESC, s.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

async function toSummaries(db: Kysely<DB>, rows: readonly SummaryRow[]): Promise<SubjectSummary[]> {
  const pictures = await bestPictures(
    db,
    rows.map((row) => row.id),
  );
  const seenBy = rows.map((row) => row.camera_id);
  const shownBy = [...pictures.values()].map((picture) => picture.camera_id);
  const cameras = await readCameraNames(db, [...seenBy, ...shownBy]);
  return rows.map((row) => {
    const picture = pictures.get(row.id);
    return {
      subject_id: row.id,
      global_id: row.global_id,
      object_class: row.object_class,
      display_name: row.display_name,
      first_seen_at: row.first_seen_at.toISOString(),
      last_seen_at: row.last_seen_at.toISOString(),
      is_present: row.is_present,
      track_count: row.track_count,
      camera_count: row.camera_count,
      last_place: placeView(row, cameras),
      picture: picture ? pictureView(picture, cameras) : null,
    };
  });
}

function placeView(
  row: SummaryRow,
  cameras: ReadonlyMap<string, CameraName>,
): SubjectSummary["last_place"] {
  const camera = cameras.get(row.camera_id ?? "");
  if (!camera) return null;
  return {
    at: row.last_seen_at.toISOString(),
    camera,
    floor_id: row.floor_id,
    position_m: row.x_m === null || row.y_m === null ? null : [row.x_m, row.y_m],
    zone_ids: [...row.zone_ids],
  };
}

async function readTracks(db: Kysely<DB>, subjectId: string): Promise<SubjectDetail["tracks"]> {
  const rows = await db
    .selectFrom("tracks as t")
    .innerJoin("cameras as c", "c.id", "t.camera_id")
    .select(["t.id", "t.object_class", "t.start_ts", "t.end_ts", "t.observation_count"])
    .select(["c.id as camera_id", "c.code", "c.name"])
    .where("t.subject_id", "=", subjectId)
    .orderBy("t.start_ts", "desc")
    .limit(HISTORY_MAX)
    .execute();
  return rows.map((row) => ({
    track_id: row.id,
    camera: { camera_id: row.camera_id, code: row.code, name: row.name },
    object_class: row.object_class,
    started_at: row.start_ts.toISOString(),
    ended_at: (row.end_ts ?? row.start_ts).toISOString(),
    observation_count: row.observation_count,
  }));
}

async function readPresences(
  db: Kysely<DB>,
  subjectId: string,
): Promise<SubjectDetail["presences"]> {
  const rows = await db
    .selectFrom("presences as p")
    .innerJoin("zones as z", "z.id", "p.zone_id")
    .select(["p.id", "p.zone_id", "p.track_id", "p.entered_at", "p.left_at", "p.last_seen_at"])
    .select(["z.code", "z.name"])
    .where("p.subject_id", "=", subjectId)
    .orderBy("p.entered_at", "desc")
    .limit(HISTORY_MAX)
    .execute();
  return rows.map((row) => ({
    presence_id: row.id,
    zone_id: row.zone_id,
    zone_code: row.code,
    zone_name: row.name,
    track_id: row.track_id,
    entered_at: row.entered_at.toISOString(),
    left_at: row.left_at?.toISOString() ?? null,
    dwell_ms: (row.left_at ?? row.last_seen_at).getTime() - row.entered_at.getTime(),
  }));
}

async function readCameras(db: Kysely<DB>, subjectId: string): Promise<SubjectDetail["cameras"]> {
  const { rows } = await sql<CameraName & { readonly first: Date; readonly last: Date }>`
    SELECT c.id AS camera_id, c.code, c.name, min(t.start_ts) AS first,
      max(coalesce(t.end_ts, t.start_ts)) AS last
    FROM tracks t JOIN cameras c ON c.id = t.camera_id WHERE t.subject_id = ${subjectId}::uuid
    GROUP BY c.id ORDER BY last DESC`.execute(db);
  return rows.map(({ first, last, ...camera }) => ({
    ...camera,
    first_seen_at: first.toISOString(),
    last_seen_at: last.toISOString(),
  }));
}

async function readPictures(db: Kysely<DB>, subjectId: string): Promise<SubjectDetail["pictures"]> {
  const rows: PictureRow[] = await db
    .selectFrom("track_pictures as p")
    .innerJoin("tracks as t", "t.id", "p.track_id")
    .select(["p.id", "p.track_id", "p.camera_id", "p.quality", "p.captured_at"])
    .where("t.subject_id", "=", subjectId)
    .orderBy("p.quality", "desc")
    .limit(PICTURES_MAX)
    .execute();
  const cameras = await readCameraNames(
    db,
    rows.map((row) => row.camera_id),
  );
  return rows.map((row) => pictureView(row, cameras));
}
