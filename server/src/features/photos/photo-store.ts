import { randomUUID } from "node:crypto";
import type { Caller, PhotoStatus } from "@whereabouts/contracts";
import { sql, type Kysely, type Selectable, type Updateable } from "kysely";
import { AppError } from "../../base/index.ts";
import { isForeignKeyViolation, type DB, type Photos } from "../../db/index.ts";
import type { BurstFrame, Judgement } from "./judgement.ts";
import type { PhotoOrigin } from "./origin.ts";
import { ownerOf, watchesSite, type PhotoOwner } from "./ownership.ts";
import type { PhotoPlace } from "./place.ts";

export type PhotoRow = Selectable<Photos>;

export interface NewPhoto {
  /** Null: the photo is the site's. */
  readonly uploaderId: string | null;
  readonly originalMediaId: string;
  readonly fileName: string | null;
  readonly place: PhotoPlace;
  readonly origin: PhotoOrigin;
  readonly score?: number;
  readonly judgement?: Judgement;
  readonly burst?: readonly BurstFrame[];
  readonly model?: "general" | "best";
  readonly faithful?: boolean;
  readonly longSideMaxPx?: number;
  readonly subjectId?: string;
  /** Day (UTC) whose best picture of the subject it is. */
  readonly pickedDay?: string;
}

/** The caller's own, the site's, or both. */
export type PhotoScope = "all" | "own" | "site";

/** The photo contract's rule, section 9. */
export const LONG_SIDE_MAX_PX = 1080;

/** The one table of photos. */
export class PhotoStore {
  readonly #db: Kysely<DB>;

  constructor(db: Kysely<DB>) {
    this.#db = db;
  }

  /**
   * Adds a row with status `queued`. `queue` runs in the same transaction.
   *
   * @throws AppError `bad-request` when the uploader does not exist
   */
  async add(
    photo: NewPhoto,
    queue: (id: string, transaction: Kysely<DB>) => Promise<void>,
  ): Promise<PhotoRow> {
    const id = randomUUID();
    try {
      return await this.#db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto("photos")
          .values({ id, ...valuesOf(photo) })
          .returningAll()
          .executeTakeFirstOrThrow();
        await queue(id, transaction);
        return row;
      });
    } catch (error) {
      if (!isForeignKeyViolation(error)) throw error;
      throw new AppError("bad-request", "The photo's user does not exist", { cause: error });
    }
  }

  /** Newest first. */
  list(
    owner: PhotoOwner,
    page: { readonly skip: number; readonly limit: number },
  ): Promise<PhotoRow[]> {
    return this.#owned(owner)
      .orderBy("number", "desc")
      .offset(page.skip)
      .limit(page.limit)
      .execute();
  }

  /** Undefined for a photo of somebody else too. */
  async find(owner: PhotoOwner, id: string): Promise<PhotoRow | undefined> {
    if (!UUID.test(id)) return undefined;
    return this.#owned(owner).where("id", "=", id).executeTakeFirst();
  }

  /** Undefined for one that the caller does not see: others' own, and the site's for owners. */
  async findVisible(caller: Caller, id: string): Promise<PhotoRow | undefined> {
    return this.#visible(caller, "all").where("id", "=", id).executeTakeFirst();
  }

  /** Newest first; `before` is the number of the last row of the page before. */
  page(
    caller: Caller,
    page: {
      readonly scope: PhotoScope;
      readonly before: number | null;
      readonly limit: number;
    },
  ): Promise<PhotoRow[]> {
    let query = this.#visible(caller, page.scope);
    if (page.before !== null) query = query.where("number", "<", page.before);
    return query.orderBy("number", "desc").limit(page.limit).execute();
  }

  byId(id: string): Promise<PhotoRow | undefined> {
    return this.#db.selectFrom("photos").selectAll().where("id", "=", id).executeTakeFirst();
  }

  /** Changes a row that still exists and is not finished. @returns undefined when there is none */
  change(id: string, values: Updateable<Photos>): Promise<PhotoRow | undefined> {
    return this.#db
      .updateTable("photos")
      .set(values)
      .where("id", "=", id)
      .where("status", "in", ["queued", "processing"] satisfies PhotoStatus[])
      .returningAll()
      .executeTakeFirst();
  }

  /** Sets a finished photo back to the queue with other wishes. */
  restart(id: string, values: Updateable<Photos>): Promise<PhotoRow | undefined> {
    return this.#db
      .updateTable("photos")
      .set({
        ...values,
        ...{ status: "queued", error_message: null, is_cancelled: false },
        ...{ tiles_done: 0, tiles_total: 0, started_at: null, finished_at: null },
      })
      .where("id", "=", id)
      .where("status", "in", ["completed", "failed"] satisfies PhotoStatus[])
      .returningAll()
      .executeTakeFirst();
  }

  /** Takes the row away. @returns what it was, undefined when somebody else was faster */
  remove(id: string): Promise<PhotoRow | undefined> {
    return this.#db.deleteFrom("photos").where("id", "=", id).returningAll().executeTakeFirst();
  }

  /** What was queued or under way, oldest first. */
  unfinished(): Promise<Pick<PhotoRow, "id" | "prepared_at">[]> {
    return this.#db
      .selectFrom("photos")
      .select(["id", "prepared_at"])
      .where("status", "in", ["queued", "processing"] satisfies PhotoStatus[])
      .orderBy("number")
      .execute();
  }

  #visible(caller: Caller, scope: PhotoScope) {
    const owner = ownerOf(caller);
    const own = owner.kind === "user" && scope !== "site" ? owner.userId : null;
    const site = watchesSite(caller) && scope !== "own";
    return this.#db
      .selectFrom("photos")
      .selectAll()
      .where((eb) =>
        eb.or([
          ...(own === null ? [] : [eb("uploader_id", "=", own)]),
          ...(site ? [eb("uploader_id", "is", null)] : []),
        ]),
      );
  }

  #owned(owner: PhotoOwner) {
    const query = this.#db.selectFrom("photos").selectAll();
    if (owner.kind === "none") return query.where(sql<boolean>`false`);
    if (owner.kind === "site") return query.where("uploader_id", "is", null);
    return query.where("uploader_id", "=", owner.userId);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function valuesOf(photo: NewPhoto) {
  return {
    uploader_id: photo.uploaderId,
    status: "queued",
    original_media_id: photo.originalMediaId,
    latitude: photo.place.latitude,
    longitude: photo.place.longitude,
    place_source: photo.place.source,
    file_name: photo.fileName,
    origin: JSON.stringify(photo.origin),
    model: photo.model ?? "general",
    is_faithful: photo.faithful ?? false,
    long_side_max_px: photo.longSideMaxPx ?? LONG_SIDE_MAX_PX,
    ...(photo.score !== undefined && { score: photo.score }),
    ...(photo.judgement && { judgement: JSON.stringify(photo.judgement) }),
    ...(photo.burst && { burst: JSON.stringify(photo.burst) }),
    ...(photo.subjectId !== undefined && { subject_id: photo.subjectId }),
    ...(photo.pickedDay !== undefined && { picked_day: photo.pickedDay }),
  };
}

/** Every file of the media store that belongs to a row. */
export function mediaOf(row: PhotoRow): string[] {
  const burst = (row.burst ?? []) as unknown as readonly BurstFrame[];
  return [
    row.original_media_id,
    ...[row.result_media_id, row.invented_media_id, row.thumbnail_media_id].filter(
      (id) => id !== null,
    ),
    ...burst.map((frame) => frame.thumbnailId).filter((id) => id !== null),
  ];
}
