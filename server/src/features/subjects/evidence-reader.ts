import {
  LinkKind,
  type SubjectEvidence,
  type SubjectLink,
  type SubjectPicture,
} from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import { AppError } from "../../base/index.ts";
import type { DB } from "../../db/index.ts";
import type { LinkDecision, LinkEvidence } from "../../model/index.ts";
import { bestPictures, pictureView, readCameraNames, type PictureRow } from "./picture-views.ts";
import { findSubjectId } from "./subject-reader.ts";

const LINKS_MAX = 500;

interface LinkRow {
  readonly id: string;
  readonly track_id: string;
  readonly kind: string;
  readonly score: number;
  readonly is_final: boolean;
  readonly decided_at: Date;
  readonly decided_by: string | null;
  readonly confirmed_at: Date | null;
  readonly confirmed_by: string | null;
  readonly revoked_at: Date | null;
  readonly previous_subject_id: string | null;
  readonly evidence: LinkEvidence;
  readonly runners_up: LinkDecision["runnersUp"];
  readonly camera_id: string | null;
  readonly start_ts: Date | null;
  readonly end_ts: Date | null;
}

/** What the links of a page refer to, read at once. */
interface Referred {
  readonly cameras: Awaited<ReturnType<typeof readCameraNames>>;
  readonly pictures: ReadonlyMap<string, PictureRow>;
  readonly pictureOfTrack: ReadonlyMap<string, PictureRow>;
  readonly pictureOfSubject: ReadonlyMap<string, PictureRow>;
  readonly subjects: ReadonlyMap<string, SubjectWords>;
  readonly cameraOfTrack: ReadonlyMap<string, string>;
}

interface SubjectWords {
  readonly id: string;
  readonly global_id: string;
  readonly display_name: string | null;
}

/** Why each track is held, or was held, to be of the subject. @throws AppError `not-found` */
export async function readEvidence(db: Kysely<DB>, wantedId: string): Promise<SubjectEvidence> {
  const subjectId = await findSubjectId(db, wantedId);
  const subject = await db
    .selectFrom("subjects")
    .select(["global_id", "display_name"])
    .where("id", "=", subjectId)
    .executeTakeFirst();
  if (!subject) throw new AppError("not-found", "Subject not found");
  const links = await readLinks(db, subjectId);
  const referred = await readReferred(db, links);
  return {
    subject_id: subjectId,
    ...subject,
    links: links.map((link) => linkView(link, referred)),
  };
}

async function readLinks(db: Kysely<DB>, subjectId: string): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    SELECT l.*, t.camera_id, t.start_ts, t.end_ts FROM (
      SELECT id, track_id, kind, score, is_final, decided_at, decided_by, confirmed_at,
        confirmed_by, revoked_at, previous_subject_id, evidence, runners_up, created_at
      FROM links WHERE subject_id = ${subjectId}::uuid
      ORDER BY decided_at DESC, created_at DESC LIMIT ${LINKS_MAX}
    ) AS l LEFT JOIN tracks t ON t.id = l.track_id
    ORDER BY l.decided_at, l.created_at, l.id`.execute(db);
  return rows;
}

async function readReferred(db: Kysely<DB>, links: readonly LinkRow[]): Promise<Referred> {
  const pictureIds = links.flatMap(({ evidence: { appearance } }) =>
    [appearance?.ownPictureId, appearance?.otherPictureId].filter((id) => id != null),
  );
  const trackIds = links.map((link) => link.track_id);
  const others = links.flatMap(({ evidence }) => evidence.geometry?.otherTrackId ?? []);
  const subjectIds = links.flatMap((link) => link.runners_up.map((other) => other.subjectId));
  const [pictures, ofTracks, ofSubjects, subjects, tracks] = await Promise.all([
    readPictures(db, pictureIds),
    bestOfTracks(db, trackIds),
    bestPictures(db, subjectIds),
    readSubjects(db, subjectIds),
    readTracks(db, others),
  ]);
  const cameras = await readCameraNames(db, [
    ...links.map((link) => link.camera_id),
    ...tracks.values(),
    ...links.flatMap(({ evidence: { travel } }) =>
      travel ? [travel.fromCameraId, travel.toCameraId] : [],
    ),
    ...[pictures, ofTracks, ofSubjects].flatMap((rows) =>
      [...rows.values()].map((row) => row.camera_id),
    ),
  ]);
  return {
    cameras,
    pictures,
    pictureOfTrack: ofTracks,
    pictureOfSubject: ofSubjects,
    subjects,
    cameraOfTrack: tracks,
  };
}

function linkView(link: LinkRow, referred: Referred): SubjectLink {
  const { cameras } = referred;
  const shown = (row: PictureRow | undefined): SubjectPicture | null =>
    row ? pictureView(row, cameras) : null;
  return {
    link_id: link.id,
    track_id: link.track_id,
    camera: cameras.get(link.camera_id ?? "") ?? null,
    started_at: link.start_ts?.toISOString() ?? null,
    ended_at: (link.end_ts ?? link.start_ts)?.toISOString() ?? null,
    kind: LinkKind.parse(link.kind),
    score: link.score,
    is_final: link.is_final,
    decided_at: link.decided_at.toISOString(),
    decided_by: link.decided_by,
    confirmed_at: link.confirmed_at?.toISOString() ?? null,
    confirmed_by: link.confirmed_by,
    revoked_at: link.revoked_at?.toISOString() ?? null,
    previous_subject_id: link.previous_subject_id,
    evidence: evidenceView(link.evidence, referred, shown),
    picture: shown(referred.pictureOfTrack.get(link.track_id)),
    runners_up: link.runners_up.map((other) => {
      const subject = referred.subjects.get(other.subjectId);
      return {
        subject_id: other.subjectId,
        global_id: subject?.global_id ?? null,
        display_name: subject?.display_name ?? null,
        score: other.score,
        similarity: other.similarity,
        picture: shown(referred.pictureOfSubject.get(other.subjectId)),
      };
    }),
  };
}

function evidenceView(
  { geometry, appearance, travel }: LinkEvidence,
  { cameras, cameraOfTrack, pictures }: Referred,
  shown: (row: PictureRow | undefined) => SubjectPicture | null,
): SubjectLink["evidence"] {
  const camera = (id: string | undefined) => cameras.get(id ?? "") ?? null;
  return {
    geometry: geometry
      ? {
          other_track_id: geometry.otherTrackId,
          other_camera: camera(cameraOfTrack.get(geometry.otherTrackId)),
          distance_m: geometry.distanceM,
          mahalanobis2: geometry.mahalanobis2,
          shared_ms: geometry.sharedMs,
        }
      : null,
    appearance: appearance
      ? {
          similarity: appearance.similarity,
          exemplar_count: appearance.exemplarCount,
          own_picture: shown(pictures.get(appearance.ownPictureId ?? "")),
          other_picture: shown(pictures.get(appearance.otherPictureId ?? "")),
        }
      : null,
    travel: travel
      ? {
          from_camera: camera(travel.fromCameraId),
          to_camera: camera(travel.toCameraId),
          elapsed_ms: travel.elapsedMs,
          expected_ms: travel.expectedMs,
          likelihood: travel.likelihood,
        }
      : null,
  };
}

async function readPictures(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<Map<string, PictureRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("track_pictures")
    .select(["id", "track_id", "camera_id", "quality", "captured_at"])
    .where("id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function bestOfTracks(
  db: Kysely<DB>,
  trackIds: readonly string[],
): Promise<Map<string, PictureRow>> {
  if (trackIds.length === 0) return new Map();
  const { rows } = await sql<PictureRow>`
    SELECT DISTINCT ON (track_id) id, track_id, camera_id, quality, captured_at
    FROM track_pictures WHERE track_id = ANY(${trackIds}::uuid[])
    ORDER BY track_id, quality DESC, id`.execute(db);
  return new Map(rows.map((row) => [row.track_id, row]));
}

/** By the id they were called then; what was merged since goes by the name it has now. */
async function readSubjects(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<Map<string, SubjectWords>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<SubjectWords>`
    SELECT s.id, now.global_id, now.display_name FROM subjects s
    JOIN subjects now ON now.id = coalesce(s.merged_into, s.id)
    WHERE s.id = ANY(${ids}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

async function readTracks(db: Kysely<DB>, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const select = db.selectFrom("tracks").select(["id", "camera_id"]).where("id", "in", ids);
  return new Map((await select.execute()).map((row) => [row.id, row.camera_id]));
}
