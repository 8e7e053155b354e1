import { randomUUID } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import { AppError, type Clock } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import type { DB } from "../../db/index.ts";
import type { BusEvents, LinkKind, ObjectClass } from "../../model/index.ts";
import { globalIdOf } from "./global-id.ts";

type SubjectsEvent = BusEvents["subjects"];
type ChangedLink = SubjectsEvent["links"][number];

interface SubjectRow {
  readonly id: string;
  readonly global_id: string;
  readonly object_class: string;
  readonly display_name: string | null;
}

/**
 * What people say about identities. Each change is durable first, and then told to every process:
 * live viewers see it, and the one that resolves learns from it.
 */
export class SubjectChanges {
  readonly #db: Kysely<DB>;
  readonly #bus: Pick<Bus, "publish">;
  readonly #clock: Pick<Clock, "nowMs">;

  constructor(ports: {
    readonly db: Kysely<DB>;
    readonly bus: Pick<Bus, "publish">;
    readonly clock: Pick<Clock, "nowMs">;
  }) {
    this.#db = ports.db;
    this.#bus = ports.bus;
    this.#clock = ports.clock;
  }

  async rename(subjectId: string, displayName: string | null): Promise<void> {
    const values = { display_name: displayName === "" ? null : displayName };
    const [result] = await this.#db
      .updateTable("subjects")
      .set(values)
      .where("id", "=", subjectId)
      .where("merged_into", "is", null)
      .execute();
    if (!result?.numUpdatedRows) throw new AppError("not-found", "Subject not found");
    this.#tell("renamed", [subjectId], []);
  }

  /** @throws AppError `not-found`, or `conflict` for a link that was revoked */
  async confirm(subjectId: string, linkId: string, who: string): Promise<void> {
    const link = await this.#db.transaction().execute(async (transaction) => {
      const subject = await lockSubject(transaction, subjectId);
      const row = await transaction
        .updateTable("links")
        .set({ confirmed_at: new Date(this.#clock.nowMs()), confirmed_by: who, is_final: true })
        .where("id", "=", linkId)
        .where("subject_id", "=", subjectId)
        .where("revoked_at", "is", null)
        .returning(["track_id", "kind", "score"])
        .executeTakeFirst();
      if (row) return { ...linkOf(subject, row.track_id, null), score: row.score, kind: row.kind };
      const known = await transaction
        .selectFrom("links")
        .select("id")
        .where("id", "=", linkId)
        .where("subject_id", "=", subjectId)
        .executeTakeFirst();
      if (!known) throw new AppError("not-found", "Link not found");
      throw new AppError("conflict", "Confirming the link: it was revoked, another took its place");
    });
    this.#tell("confirmed", [subjectId], [{ ...link, kind: link.kind as LinkKind }]);
  }

  /**
   * Makes a new subject of some of a subject's tracks.
   *
   * @returns its id
   * @throws AppError `not-found`, or `conflict` when a track is not the subject's or none is left
   */
  async split(subjectId: string, trackIds: readonly string[], who: string): Promise<string> {
    const wanted = [...new Set(trackIds)];
    const made = await this.#db.transaction().execute(async (transaction) => {
      const subject = await lockSubject(transaction, subjectId);
      await refuseBadSplit(transaction, subject, wanted);
      const fresh = await insertSplit(transaction, subject, wanted);
      await moveTracks(transaction, { from: subject, into: fresh, trackIds: wanted, who });
      const [smaller, larger] = [subject.id, fresh.id].sort();
      await transaction
        .insertInto("cannot_links")
        .values({ subject_id: smaller!, other_subject_id: larger!, decided_by: who })
        .execute();
      await spanSubject(transaction, subject.id);
      return fresh;
    });
    this.#tell(
      "split",
      [subjectId, made.id],
      wanted.map((trackId) => linkOf(made, trackId, subjectId)),
    );
    return made.id;
  }

  /**
   * Makes one subject of two; `fromId` ends and leads to `intoId` from then on.
   *
   * @throws AppError `not-found`, or `conflict` when they cannot be one
   */
  async merge(fromId: string, intoId: string, who: string): Promise<void> {
    if (fromId === intoId) {
      throw new AppError("bad-request", "Merging: expected two different subjects");
    }
    const { into, trackIds } = await this.#db.transaction().execute(async (transaction) => {
      const [from, into] = await lockBoth(transaction, fromId, intoId);
      await refuseBadMerge(transaction, from, into);
      const rows = await transaction
        .selectFrom("tracks")
        .select("id")
        .where("subject_id", "=", fromId)
        .execute();
      const moved = rows.map((row) => row.id);
      await moveTracks(transaction, { from, into, trackIds: moved, who });
      await endMerged(transaction, from, into);
      return { into, trackIds: moved };
    });
    const links = trackIds.map((trackId) => linkOf(into, trackId, fromId));
    this.#tell("merged", [fromId, intoId], links);
  }

  #tell(
    change: SubjectsEvent["change"],
    subjectIds: readonly string[],
    links: readonly ChangedLink[],
  ): void {
    const atMs = this.#clock.nowMs();
    this.#bus.publish(`subjects.${change}`, { change, subjectIds, links, atMs });
  }
}

function linkOf(subject: SubjectRow, trackId: string, previousSubjectId: string | null) {
  return {
    trackId,
    subjectId: subject.id,
    globalId: subject.global_id,
    objectClass: subject.object_class as ObjectClass,
    previousSubjectId,
    kind: "manual",
    score: 1,
    isFinal: true,
  } as const;
}

async function lockSubject(transaction: Transaction<DB>, subjectId: string): Promise<SubjectRow> {
  const row = await transaction
    .selectFrom("subjects")
    .select(["id", "global_id", "object_class", "display_name"])
    .where("id", "=", subjectId)
    .where("merged_into", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError("not-found", "Subject not found");
  return row;
}

/** In one order everywhere, so that two merges never wait for each other. */
async function lockBoth(
  transaction: Transaction<DB>,
  fromId: string,
  intoId: string,
): Promise<[SubjectRow, SubjectRow]> {
  const locked = new Map<string, SubjectRow>();
  for (const id of [fromId, intoId].sort()) locked.set(id, await lockSubject(transaction, id));
  return [locked.get(fromId)!, locked.get(intoId)!];
}

async function refuseBadSplit(
  transaction: Transaction<DB>,
  subject: SubjectRow,
  trackIds: readonly string[],
): Promise<void> {
  const rows = await transaction
    .selectFrom("tracks")
    .select("id")
    .where("subject_id", "=", subject.id)
    .execute();
  const own = new Set(rows.map((row) => row.id));
  const foreign = trackIds.find((id) => !own.has(id));
  if (foreign !== undefined) {
    throw new AppError("conflict", `Splitting: track ${foreign} is not of ${subject.global_id}`);
  }
  if (own.size > trackIds.length) return;
  const message = `Splitting: expected at least one track to stay with ${subject.global_id}`;
  throw new AppError("conflict", message);
}

/** Two tracks that one camera saw at one time are two things, whoever says otherwise. */
async function refuseBadMerge(
  transaction: Transaction<DB>,
  from: SubjectRow,
  into: SubjectRow,
): Promise<void> {
  if (groupOf(from.object_class) !== groupOf(into.object_class)) {
    const classes = `${from.object_class} and ${into.object_class}`;
    throw new AppError("conflict", `Merging: ${classes} cannot be one subject`);
  }
  const { rows } = await sql<{ readonly name: string }>`
    SELECT c.name FROM tracks a JOIN tracks b ON b.camera_id = a.camera_id
      AND b.start_ts <= a.end_ts AND b.end_ts >= a.start_ts
    JOIN cameras c ON c.id = a.camera_id
    WHERE a.subject_id = ${from.id}::uuid AND b.subject_id = ${into.id}::uuid
      AND a.origin = 'camera' AND b.origin = 'camera' LIMIT 1`.execute(transaction);
  const [seen] = rows;
  if (!seen) return;
  throw new AppError("conflict", `Merging: camera ${seen.name} saw both at the same time`);
}

function groupOf(objectClass: string): string {
  return objectClass === "cat" || objectClass === "dog" ? "cat or dog" : objectClass;
}

async function insertSplit(
  transaction: Transaction<DB>,
  subject: SubjectRow,
  trackIds: readonly string[],
): Promise<SubjectRow> {
  const { rows: numbers } = await sql<{
    readonly n: number;
  }>`SELECT nextval('subject_numbers') AS n`.execute(transaction);
  const { rows } = await sql<SubjectRow>`
    INSERT INTO subjects (id, global_id, object_class, first_seen_at, last_seen_at,
      last_camera_id)
    SELECT ${randomUUID()}::uuid, ${globalIdOf(subject.object_class, numbers[0]!.n)},
      ${subject.object_class}, min(start_ts), max(coalesce(end_ts, start_ts)),
      (array_agg(camera_id ORDER BY end_ts DESC))[1]
    FROM tracks WHERE id = ANY(${trackIds}::uuid[])
    RETURNING id, global_id, object_class, display_name`.execute(transaction);
  return rows[0]!;
}

/** Links, tracks, stays and exemplars of the tracks become the other subject's. */
async function moveTracks(
  transaction: Transaction<DB>,
  move: {
    readonly from: SubjectRow;
    readonly into: SubjectRow;
    readonly trackIds: readonly string[];
    readonly who: string;
  },
): Promise<void> {
  const { from, into, trackIds, who } = move;
  await sql`UPDATE links SET revoked_at = now()
    WHERE track_id = ANY(${trackIds}::uuid[]) AND revoked_at IS NULL`.execute(transaction);
  await sql`INSERT INTO links (track_id, subject_id, kind, score, decided_by, confirmed_at,
      confirmed_by, previous_subject_id)
    SELECT id, ${into.id}::uuid, 'manual', 1, ${who}, now(), ${who}, ${from.id}::uuid
    FROM unnest(${trackIds}::uuid[]) AS t (id)`.execute(transaction);
  for (const table of ["tracks", "presences", "exemplars"] as const) {
    const key = table === "tracks" ? sql`id` : sql`track_id`;
    await sql`UPDATE ${sql.table(table)} SET subject_id = ${into.id}::uuid
      WHERE ${key} = ANY(${trackIds}::uuid[])`.execute(transaction);
  }
  // The means of both are other ones now; whoever restores them makes them from the exemplars.
  await sql`UPDATE subjects SET mean_vector = NULL, mean_descriptor = NULL
    WHERE id IN (${from.id}::uuid, ${into.id}::uuid)`.execute(transaction);
}

async function endMerged(
  transaction: Transaction<DB>,
  from: SubjectRow,
  into: SubjectRow,
): Promise<void> {
  for (const table of ["presences", "exemplars"] as const) {
    await sql`UPDATE ${sql.table(table)} SET subject_id = ${into.id}::uuid
      WHERE subject_id = ${from.id}::uuid`.execute(transaction);
  }
  await sql`
    WITH gone AS (
      DELETE FROM cannot_links WHERE ${from.id}::uuid IN (subject_id, other_subject_id)
      RETURNING CASE WHEN subject_id = ${from.id}::uuid THEN other_subject_id ELSE subject_id END
        AS other, decided_by
    )
    INSERT INTO cannot_links (subject_id, other_subject_id, decided_by)
    SELECT least(other, ${into.id}::uuid), greatest(other, ${into.id}::uuid), decided_by FROM gone
    WHERE other <> ${into.id}::uuid ON CONFLICT DO NOTHING`.execute(transaction);
  await sql`
    UPDATE subjects AS kept SET
      first_seen_at = least(kept.first_seen_at, gone.first_seen_at),
      last_seen_at = greatest(kept.last_seen_at, gone.last_seen_at),
      display_name = coalesce(kept.display_name, gone.display_name)
    FROM subjects AS gone
    WHERE kept.id = ${into.id}::uuid AND gone.id = ${from.id}::uuid`.execute(transaction);
  await sql`UPDATE subjects SET merged_into = ${into.id}::uuid
    WHERE id = ${from.id}::uuid OR merged_into = ${from.id}::uuid`.execute(transaction);
}

/** Its first and last sight, by the tracks that stayed with it. */
async function spanSubject(transaction: Transaction<DB>, subjectId: string): Promise<void> {
  await sql`
    UPDATE subjects SET first_seen_at = span.first, last_seen_at = span.last FROM (
      SELECT min(start_ts) AS first, max(coalesce(end_ts, start_ts)) AS last
      FROM tracks WHERE subject_id = ${subjectId}::uuid
    ) AS span WHERE id = ${subjectId}::uuid AND span.first IS NOT NULL`.execute(transaction);
}
