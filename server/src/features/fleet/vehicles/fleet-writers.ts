import { sql, type Kysely } from "kysely";
import { Disposer, type Clock, type Disposable, type Log } from "../../../base/index.ts";
import { daysAround, ensurePartitions, errorCode, utcDay, type DB } from "../../../db/index.ts";
import { WriteBehind, type WriteBehindStats } from "./write-behind.ts";

/** One fix to be kept; metres of the map's frame. */
export interface PositionRow {
  readonly vehicleId: number;
  readonly mapId: number;
  readonly xM: number;
  readonly yM: number;
  /** UTC ms. */
  readonly atMs: number;
}

/** One report of a vehicle's condition. */
export interface StateRow {
  readonly vehicleId: number;
  readonly fuelPercent: number;
  readonly collisionCount: number;
  readonly statusByte: number;
  readonly atMs: number;
}

/** The highest sequence number that a vehicle's envelopes had. */
export interface SequenceRow {
  readonly vehicleId: number;
  readonly sequence: number;
}

const POSITIONS_MAX = 200_000;
const OTHERS_MAX = 50_000;
const BATCH = 5_000;
/** SQLSTATE check_violation: how PostgreSQL says that no partition takes the row. */
const NO_PARTITION = "23514";

/** What vehicles report all day, kept without their frames waiting for it. */
export class FleetWriters implements Disposable {
  readonly positions: WriteBehind<PositionRow>;
  readonly states: WriteBehind<StateRow>;
  readonly sequences: WriteBehind<SequenceRow>;
  readonly #disposer = new Disposer();

  constructor(ports: { readonly db: Kysely<DB>; readonly clock: Clock; readonly log: Log }) {
    const { db, clock, log } = ports;
    const common = { batchSize: BATCH, clock, log };
    this.positions = this.#disposer.add(
      new WriteBehind<PositionRow>({
        ...common,
        name: "vehicle positions",
        limit: POSITIONS_MAX,
        write: (rows) => insertPositions(db, clock, rows),
      }),
    );
    this.states = this.#disposer.add(
      new WriteBehind<StateRow>({
        ...common,
        name: "vehicle states",
        limit: OTHERS_MAX,
        write: (rows) => writeStates(db, rows),
      }),
    );
    this.sequences = this.#disposer.add(
      new WriteBehind<SequenceRow>({
        ...common,
        name: "vehicle sequences",
        limit: OTHERS_MAX,
        write: (rows) => writeSequences(db, rows),
      }),
    );
  }

  stats(): WriteBehindStats[] {
    return [this.positions, this.states, this.sequences].map((each) => each.stats());
  }

  dispose(): Promise<void> {
    return this.#disposer.dispose();
  }
}

/** A column as PostgreSQL's array literal; numbers and their words need no quotes. */
function column<Row>(rows: readonly Row[], cellOf: (row: Row) => number): string {
  return `{${rows.map(cellOf).join(",")}}`;
}

async function insertPositions(
  db: Kysely<DB>,
  clock: Pick<Clock, "nowMs">,
  rows: readonly PositionRow[],
): Promise<void> {
  const statement = sql`
    INSERT INTO vehicle_positions (vehicle_id, ts, map_id, x_m, y_m)
    SELECT vehicle, to_timestamp(t / 1000), map, x, y FROM unnest(
      ${column(rows, (row) => row.vehicleId)}::integer[],
      ${column(rows, (row) => row.atMs)}::double precision[],
      ${column(rows, (row) => row.mapId)}::integer[],
      ${column(rows, (row) => row.xM)}::real[],
      ${column(rows, (row) => row.yM)}::real[]) AS rows (vehicle, t, map, x, y)`;
  try {
    await statement.execute(db);
  } catch (error) {
    if (errorCode(error) !== NO_PARTITION) throw error;
    const known = new Set(daysAround(clock.nowMs()));
    const days = new Set(rows.map((row) => utcDay(row.atMs)));
    await ensurePartitions(db, [...known, ...days], "vehicle_positions");
    await statement.execute(db);
  }
}

/** Every report goes into the history, and the newest of each vehicle onto its row. */
async function writeStates(db: Kysely<DB>, rows: readonly StateRow[]): Promise<void> {
  await sql`
    WITH reported AS (
      SELECT * FROM unnest(
        ${column(rows, (row) => row.vehicleId)}::integer[],
        ${column(rows, (row) => row.atMs)}::double precision[],
        ${column(rows, (row) => row.fuelPercent)}::smallint[],
        ${column(rows, (row) => row.collisionCount)}::smallint[],
        ${column(rows, (row) => row.statusByte)}::smallint[])
        WITH ORDINALITY AS rows (vehicle, t, fuel, collisions, status, place)),
    known AS (
      SELECT reported.*, to_timestamp(t / 1000) AS at FROM reported
      JOIN vehicles ON vehicles.id = vehicle),
    history AS (
      INSERT INTO vehicle_states (vehicle_id, ts, fuel_percent, collision_count, status)
      SELECT vehicle, at, fuel, collisions, status FROM known)
    UPDATE vehicles SET fuel_percent = fuel, collision_count = collisions, status = newest.status,
      state_at = at
    FROM (SELECT DISTINCT ON (vehicle) * FROM known ORDER BY vehicle, t DESC, place DESC) AS newest
    WHERE vehicles.id = vehicle AND state_at <= at`.execute(db);
}

async function writeSequences(db: Kysely<DB>, rows: readonly SequenceRow[]): Promise<void> {
  await sql`
    UPDATE vehicles SET envelope_sequence = greatest(envelope_sequence, newest)
    FROM (SELECT vehicle, max(sequence) AS newest FROM unnest(
      ${column(rows, (row) => row.vehicleId)}::integer[],
      ${column(rows, (row) => row.sequence)}::bigint[]) AS rows (vehicle, sequence)
      GROUP BY vehicle) AS sequences
    WHERE vehicles.id = vehicle`.execute(db);
}
