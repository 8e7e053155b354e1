import { sql, type Kysely, type Transaction } from "kysely";
import { AppError, type Clock } from "../base/index.ts";
import { errorCode } from "./error-code.ts";
import { daysAround, ensurePartitions, utcDay } from "./partitions.ts";
import type { DB } from "./types.ts";

/** One row of `observations`. Boxes in pixels of the original frame, positions in site metres. */
export interface ObservationRow {
  readonly id: string;
  /** UTC milliseconds of the capture. */
  readonly captureTimeMs: number;
  readonly cameraId: string;
  readonly trackId: string;
  readonly objectClass: string;
  /** Confidence, 0..1. */
  readonly score: number;
  /** `[x1, y1, x2, y2]` in pixels. */
  readonly boxPx: readonly [number, number, number, number];
  /** Metres in the site's frame. */
  readonly positionM: { readonly x: number; readonly y: number } | null;
  readonly floorId: string | null;
  readonly zoneIds: readonly string[];
  readonly appearanceVecRef?: string | null;
  readonly markerIdRead?: string | null;
}

/** SQLSTATE check_violation: how PostgreSQL says that no partition takes the row. */
const NO_PARTITION = "23514";

/**
 * The one bulk path into `observations`: any number of rows in one statement with one parameter,
 * second only to COPY in speed and usable through every pool. Creates missing days first.
 */
export class ObservationWriter {
  readonly #db: Kysely<DB>;
  readonly #clock: Clock;
  #readyDays = new Set<number>();

  constructor(db: Kysely<DB>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Creates the partitions around today; call it at start and once a day. */
  async prepare(): Promise<void> {
    await this.#ensureDays(daysAround(this.#clock.nowMs()));
  }

  /**
   * Resolves when the rows are durable; all of them or none. With a transaction of the caller's
   * they are durable when that commits.
   *
   * @throws AppError `bad-request` for a capture time outside 1970 .. the day after tomorrow
   */
  async insert(rows: readonly ObservationRow[], transaction?: Transaction<DB>): Promise<void> {
    if (rows.length === 0) return;
    const days = this.#daysOf(rows);
    await this.#ensureDays(days.filter((day) => !this.#readyDays.has(day)));
    const json = JSON.stringify(rows.map(toRecord));
    try {
      await insertJson(transaction ?? this.#db, json);
    } catch (error) {
      if (errorCode(error) !== NO_PARTITION) throw error;
      // Retention, perhaps in another process, dropped a day that this one knew as ready.
      await this.#ensureDays(days);
      // A failed transaction cannot go on: its owner tries again, and finds the day ready.
      if (transaction) throw error;
      await insertJson(this.#db, json);
    }
  }

  #daysOf(rows: readonly ObservationRow[]): number[] {
    const lastDay = daysAround(this.#clock.nowMs()).at(-1)!;
    const days = new Set<number>();
    for (const row of rows) {
      const day = utcDay(row.captureTimeMs);
      if (day >= 0 && day <= lastDay) days.add(day);
      else throw outOfReach(row.captureTimeMs);
    }
    return [...days];
  }

  async #ensureDays(days: readonly number[]): Promise<void> {
    if (days.length === 0) return;
    await ensurePartitions(this.#db, days);
    const oldestKept = utcDay(this.#clock.nowMs()) - 1000;
    this.#readyDays = new Set([...this.#readyDays, ...days].filter((day) => day >= oldestKept));
  }
}

async function insertJson(db: Kysely<DB>, json: string): Promise<void> {
  await sql`
    INSERT INTO observations (id, ts, camera_id, track_id, object_class, score, bbox, x_m, y_m,
      floor_id, zone_ids, appearance_vec_ref, marker_id_read)
    SELECT id, to_timestamp(t / 1000), camera, track, class, score, box, x, y,
      floor, zones, appearance, marker
    FROM json_to_recordset(${json}::json) AS rows (id uuid, t double precision, camera uuid,
      track uuid, class text, score real, box real[], x real, y real, floor uuid, zones uuid[],
      appearance text, marker text)`.execute(db);
}

function toRecord(row: ObservationRow): Record<string, unknown> {
  return {
    id: row.id,
    t: row.captureTimeMs,
    camera: row.cameraId,
    track: row.trackId,
    class: row.objectClass,
    score: row.score,
    box: row.boxPx,
    x: row.positionM?.x,
    y: row.positionM?.y,
    floor: row.floorId,
    zones: row.zoneIds,
    appearance: row.appearanceVecRef,
    marker: row.markerIdRead,
  };
}

function outOfReach(captureTimeMs: number): AppError {
  const expected = "expected an instant from 1970 to the day after tomorrow, in UTC milliseconds";
  return new AppError("bad-request", `Storing an observation of ${captureTimeMs} ms: ${expected}`);
}
