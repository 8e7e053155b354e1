import { sql, type Kysely, type Selectable } from "kysely";
import type { Mission, MissionStep } from "@whereabouts/contracts";
import { AppError } from "../../../base/index.ts";
import type { DB, Missions } from "../../../db/index.ts";

const MISSIONS_MAX = 500;
/** Steps of one page of a replay, a few more when many share the last instant. */
const STEPS_MAX = 5_000;

interface StepRow {
  readonly kind: "position" | "state" | "run" | "catch" | "failed";
  readonly ts: Date;
  readonly vehicle: number;
  readonly x: number | null;
  readonly y: number | null;
  readonly fuel: number | null;
  readonly collisions: number | null;
  readonly status: number | null;
  readonly catcher: number | null;
}

/** Newest first. */
export async function listMissions(db: Kysely<DB>): Promise<Mission[]> {
  const query = db.selectFrom("missions").selectAll().orderBy("started_at", "desc");
  return (await query.orderBy("id", "desc").limit(MISSIONS_MAX).execute()).map(view);
}

/** @throws AppError `not-found` */
export async function readMission(db: Kysely<DB>, id: number): Promise<Mission> {
  const row = await db.selectFrom("missions").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError("not-found", `Mission ${id} not found`);
  return view(row);
}

/** Ends a mission that runs. @throws AppError `not-found`, or `conflict` when it has ended */
export async function endMission(
  db: Kysely<DB>,
  id: number,
  end: { readonly by: string; readonly atMs: number },
): Promise<Mission> {
  const row = await db
    .updateTable("missions")
    .set({ ended_at: new Date(end.atMs), outcome: "ended", ended_by: end.by })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return view(row);
  const { ended_at } = await readMission(db, id);
  throw new AppError("conflict", `Mission ${id} ended at ${ended_at}, expected one that runs`);
}

/** Steps of a mission from an instant on, and where the next page begins. */
export async function readSteps(
  db: Kysely<DB>,
  mission: Mission,
  fromMs: number | undefined,
): Promise<{ steps: MissionStep[]; nextFrom: string | null }> {
  const from = fromMs === undefined ? mission.started_at : new Date(fromMs).toISOString();
  const span = sql`ts >= greatest(${from}::timestamptz, ${mission.started_at}::timestamptz)
    AND ts <= coalesce(${mission.ended_at}::timestamptz, now() + interval '1 day')`;
  const { rows } = await sql<StepRow>`
    SELECT * FROM (
      SELECT 'position' AS kind, date_trunc('milliseconds', ts) AS ts, vehicle_id AS vehicle,
        x_m AS x, y_m AS y, NULL::int AS fuel, NULL::int AS collisions, NULL::int AS status,
        NULL::int AS catcher
      FROM vehicle_positions WHERE ${span} AND map_id = ${mission.map_id}
        AND x_m::text NOT IN ('NaN', 'Infinity', '-Infinity')
        AND y_m::text NOT IN ('NaN', 'Infinity', '-Infinity')
      UNION ALL
      SELECT 'state', date_trunc('milliseconds', ts), vehicle_id, NULL, NULL, fuel_percent,
        collision_count, status, NULL FROM vehicle_states WHERE ${span}
      UNION ALL
      SELECT status, date_trunc('milliseconds', ts), runner_id, NULL, NULL, NULL, NULL, NULL,
        catcher_id
      FROM (SELECT *, created_at AS ts FROM fleet_events) AS events
      WHERE ${span} AND runner_id = ${mission.runner_id}) AS steps
    ORDER BY ts FETCH FIRST ${STEPS_MAX} ROWS WITH TIES`.execute(db);
  const last = rows.at(-1);
  const isFull = rows.length >= STEPS_MAX && last !== undefined;
  return {
    steps: rows.map(stepView),
    nextFrom: isFull ? new Date(last.ts.getTime() + 1).toISOString() : null,
  };
}

function view(row: Selectable<Missions>): Mission {
  return {
    id: row.id,
    runner_id: row.runner_id,
    map_id: row.map_id,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    outcome: row.outcome === "caught" || row.outcome === "ended" ? row.outcome : null,
    ended_by: row.ended_by,
  };
}

function stepView(row: StepRow): MissionStep {
  const [at, vehicle_id] = [row.ts.toISOString(), row.vehicle];
  if (row.kind === "position") {
    return { kind: row.kind, at, vehicle_id, x_m: row.x ?? 0, y_m: row.y ?? 0 };
  }
  if (row.kind !== "state") return { kind: row.kind, at, vehicle_id, catcher_id: row.catcher };
  return {
    kind: row.kind,
    at,
    vehicle_id,
    fuel_percent: row.fuel ?? 0,
    collision_count: row.collisions ?? 0,
    status: row.status ?? 0,
  };
}
