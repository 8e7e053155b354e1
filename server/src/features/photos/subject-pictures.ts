import { sql, type Kysely } from "kysely";
import type { DB } from "../../db/index.ts";
import type { MediaStore } from "../../media/index.ts";
import type { NewPhoto } from "./photo-store.ts";
import { FILE_BYTES_MAX } from "./receive-files.ts";

/** A crop that the identity of subjects rests on, as a photo can be made of it. */
export interface SubjectPicture {
  readonly pictureId: string;
  readonly mediaId: string;
  readonly trackId: string;
  readonly cameraId: string;
  readonly capturedAt: Date;
  readonly subjectId: string | null;
  readonly globalId: string | null;
}

const ANIMALS: readonly string[] = ["cat", "dog", "bird", "horse"];
const DAY_MS = 86_400_000;
/** Animals a day's picking looks at. */
const PICKED_MAX = 2000;

/** Crops of the site's subjects, read from the tables of the subjects feature. */
export class SubjectPictures {
  readonly #db: Kysely<DB>;
  readonly #media: Pick<MediaStore, "add" | "read">;

  constructor(db: Kysely<DB>, media: Pick<MediaStore, "add" | "read">) {
    this.#db = db;
    this.#media = media;
  }

  async find(pictureId: string): Promise<SubjectPicture | undefined> {
    return this.#pictures().where("track_pictures.id", "=", pictureId).executeTakeFirst();
  }

  /**
   * The best crop of each animal that has no photo of that day yet.
   *
   * @param dayMs start of a UTC day
   */
  bestOfDay(dayMs: number): Promise<SubjectPicture[]> {
    return this.#pictures()
      .distinctOn("subjects.id")
      .where("subjects.object_class", "in", ANIMALS)
      .where("subjects.merged_into", "is", null)
      .where("track_pictures.captured_at", ">=", new Date(dayMs))
      .where("track_pictures.captured_at", "<", new Date(dayMs + DAY_MS))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("photos")
              .select("photos.id")
              .whereRef("photos.subject_id", "=", "subjects.id")
              .where("photos.picked_day", "=", sql<Date>`${dayOf(dayMs)}::date`),
          ),
        ),
      )
      .orderBy("subjects.id")
      .orderBy("track_pictures.quality", "desc")
      .limit(PICKED_MAX)
      .execute();
  }

  /** A copy of the crop, which outlives the track. @returns its id in the media store */
  async copy(picture: SubjectPicture): Promise<string> {
    const { media, stream } = await this.#media.read(picture.mediaId);
    const { contentType } = media;
    const content = { kind: "photo-original", contentType, content: stream };
    return (await this.#media.add({ ...content, limitBytes: FILE_BYTES_MAX })).id;
  }

  /** The photo that such a crop becomes, without its file. */
  photoOf(
    picture: SubjectPicture,
    bestOfDay: string | null,
  ): Omit<NewPhoto, "uploaderId" | "originalMediaId"> {
    const { subjectId, globalId, pictureId, trackId, cameraId } = picture;
    const capturedAt = picture.capturedAt.toISOString();
    return {
      fileName: `${globalId ?? "crop"}-${capturedAt.slice(0, 10)}.jpg`,
      place: { latitude: 0, longitude: 0, source: "none" },
      origin: {
        ...{ kind: "subject", subjectId, globalId, pictureId, trackId, cameraId },
        ...{ capturedAt, bestOfDay },
      },
      ...(subjectId !== null && { subjectId }),
      ...(bestOfDay !== null && { pickedDay: bestOfDay }),
    };
  }

  #pictures() {
    return this.#db
      .selectFrom("track_pictures")
      .leftJoin("links", (join) =>
        join
          .onRef("links.track_id", "=", "track_pictures.track_id")
          .on("links.revoked_at", "is", null),
      )
      .leftJoin("subjects", "subjects.id", "links.subject_id")
      .select([
        "track_pictures.id as pictureId",
        "track_pictures.media_id as mediaId",
        "track_pictures.track_id as trackId",
        "track_pictures.camera_id as cameraId",
        "track_pictures.captured_at as capturedAt",
        "subjects.id as subjectId",
        "subjects.global_id as globalId",
      ]);
  }
}

/** `2026-03-04` of an instant, in UTC. */
export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
