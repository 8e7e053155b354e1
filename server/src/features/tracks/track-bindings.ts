import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import { AppError } from "../../base/index.ts";
import { errorCode, type DB } from "../../db/index.ts";
import type { ObjectClass } from "../../model/index.ts";

export interface BoundSubject {
  readonly subjectId: string;
  readonly globalId: string;
}

/** What a foreign tracker's id stands for. */
export interface TrackBinding {
  readonly trackId: string;
  readonly subject: BoundSubject | null;
  /** The name the other tracker gave the subject last. */
  readonly externalId: string | null;
  /** True when this call made the track. */
  readonly isNew: boolean;
}

/** One foreign id of a frame, at its first detection there. */
export interface BindingRequest {
  readonly sourceTrackId: string;
  readonly score: number;
  readonly objectClass: ObjectClass;
  /** The other tracker's name for the subject, when it gives one. */
  readonly externalId: string | null;
}

/** Ties tracks to the subjects that other trackers name. */
export type BindSubjects = (
  bindings: readonly {
    readonly trackId: string;
    readonly cameraId: string;
    readonly externalId: string;
    readonly objectClass: ObjectClass;
    readonly atMs: number;
  }[],
) => Promise<ReadonlyMap<string, BoundSubject>>;

/** Bindings kept in memory; the longest unused is forgotten and read again when asked for. */
const MEMORY_LIMIT = 100_000;
const ROUNDS_MAX = 5;

/** Resolves (camera, foreign id) to a track. The unique index of the database is what decides. */
export class TrackBindings {
  readonly limit = MEMORY_LIMIT;
  readonly #db: Kysely<DB>;
  readonly #bindSubjects: BindSubjects;
  /** Insertion order is order of last use. */
  readonly #known = new Map<string, Omit<TrackBinding, "isNew">>();
  readonly #subjects = new Map<string, BoundSubject>();

  constructor(db: Kysely<DB>, bindSubjects: BindSubjects) {
    this.#db = db;
    this.#bindSubjects = bindSubjects;
  }

  get size(): number {
    return this.#known.size;
  }

  subjectOf(trackId: string): BoundSubject | undefined {
    return this.#subjects.get(trackId);
  }

  /**
   * The track of every foreign id; missing ones are made, durably, before this resolves.
   *
   * @param requests each id once
   */
  async resolve(
    frame: { readonly cameraId: string; readonly captureTimeMs: number },
    requests: ReadonlyMap<string, BindingRequest>,
  ): Promise<Map<string, TrackBinding>> {
    const found = new Map<string, TrackBinding>();
    let missing = [...requests.values()].filter(({ sourceTrackId }) => {
      const known = this.#recall(keyOf(frame.cameraId, sourceTrackId));
      if (known) found.set(sourceTrackId, { ...known, isNew: false });
      return !known;
    });
    // A row that another writer is just committing blocks ours and shows only in the next round.
    for (let round = 0; missing.length > 0; round++) {
      if (round === ROUNDS_MAX) throw new AppError("unavailable", "Binding the tracks: try again");
      for (const [sourceTrackId, binding] of await this.#bind(frame, missing)) {
        found.set(sourceTrackId, binding);
        this.#remember(keyOf(frame.cameraId, sourceTrackId), binding);
      }
      missing = missing.filter(({ sourceTrackId }) => !found.has(sourceTrackId));
    }
    await this.#nameSubjects(frame, requests, found);
    return found;
  }

  /** Follows the other tracker's names: a track it had not named, or calls by another name now. */
  async #nameSubjects(
    {
      cameraId,
      captureTimeMs: atMs,
    }: { readonly cameraId: string; readonly captureTimeMs: number },
    requests: ReadonlyMap<string, BindingRequest>,
    found: Map<string, TrackBinding>,
  ): Promise<void> {
    const named = [...requests.values()].flatMap(({ sourceTrackId, externalId, objectClass }) => {
      const known = found.get(sourceTrackId);
      if (externalId === null || !known || known.externalId === externalId) return [];
      return [{ sourceTrackId, trackId: known.trackId, cameraId, externalId, objectClass, atMs }];
    });
    if (named.length === 0) return;
    const subjects = await this.#bindSubjects(named);
    for (const { sourceTrackId, externalId } of named) {
      const known = found.get(sourceTrackId)!;
      const subject = subjects.get(known.trackId) ?? null;
      const binding = { ...known, subject, externalId };
      found.set(sourceTrackId, binding);
      this.#remember(keyOf(cameraId, sourceTrackId), binding);
    }
  }

  #recall(key: string): Omit<TrackBinding, "isNew"> | undefined {
    const known = this.#known.get(key);
    // While there is plenty of room the order of use decides nothing.
    if (!known || this.#known.size < MEMORY_LIMIT / 2) return known;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known;
  }

  #remember(key: string, { trackId, subject, externalId }: TrackBinding): void {
    this.#known.set(key, { trackId, subject, externalId });
    if (subject) this.#subjects.set(trackId, subject);
    for (const [oldest, forgotten] of this.#known) {
      if (this.#known.size <= MEMORY_LIMIT) return;
      this.#known.delete(oldest);
      this.#subjects.delete(forgotten.trackId);
    }
  }

  async #bind(
    frame: { readonly cameraId: string; readonly captureTimeMs: number },
    requests: readonly BindingRequest[],
  ): Promise<Map<string, TrackBinding>> {
    const wanted = requests.map((request) => ({
      id: randomUUID(),
      source: request.sourceTrackId,
      class: request.objectClass,
      q: request.score,
    }));
    const rows = await this.#query(frame, JSON.stringify(wanted));
    return new Map(
      rows.map((row) => [
        row.source_track_id,
        {
          trackId: row.id,
          isNew: row.is_new,
          externalId: row.external_id,
          subject:
            row.subject_id === null || row.global_id === null
              ? null
              : { subjectId: row.subject_id, globalId: row.global_id },
        },
      ]),
    );
  }

  async #query(
    frame: { readonly cameraId: string; readonly captureTimeMs: number },
    wanted: string,
  ): Promise<BindingRow[]> {
    try {
      const { rows } = await sql<BindingRow>`
        WITH wanted AS MATERIALIZED (
          SELECT * FROM json_to_recordset(${wanted}::json) AS r (id uuid, source text, class text,
            q float8)
        ), known AS MATERIALIZED (
          SELECT t.id, t.source_track_id, t.subject_id, s.global_id,
            s.external_id FROM wanted
          JOIN tracks AS t ON t.camera_id = ${frame.cameraId}::uuid
            AND t.source_track_id = wanted.source AND t.origin = 'ingest'
          LEFT JOIN subjects AS s ON s.id = t.subject_id
        ), made AS (
          INSERT INTO tracks (id, camera_id, source_track_id, origin, object_class, start_ts,
            end_ts, quality_score)
          SELECT id, ${frame.cameraId}::uuid, source, 'ingest', class,
            to_timestamp(${frame.captureTimeMs}::float8 / 1000),
            to_timestamp(${frame.captureTimeMs}::float8 / 1000), q
          FROM wanted WHERE NOT EXISTS (
            SELECT FROM known WHERE known.source_track_id = wanted.source
          ) ORDER BY source
          ON CONFLICT (camera_id, source_track_id) WHERE origin = 'ingest' DO NOTHING
          RETURNING id, source_track_id
        )
        SELECT id, source_track_id, subject_id, global_id, external_id, false AS is_new FROM known
        UNION ALL SELECT id, source_track_id, NULL, NULL, NULL, true FROM made`.execute(this.#db);
      return rows;
    } catch (error) {
      if (!errorCode(error)?.startsWith("22")) throw error;
      throw new AppError("bad-request", "Binding the tracks: an id is no storable text", {
        cause: error,
      });
    }
  }
}

interface BindingRow {
  readonly id: string;
  readonly source_track_id: string;
  readonly subject_id: string | null;
  readonly global_id: string | null;
  readonly external_id: string | null;
  readonly is_new: boolean;
}

function keyOf(cameraId: string, sourceTrackId: string): string {
  return `${cameraId}/${sourceTrackId}`;
}
