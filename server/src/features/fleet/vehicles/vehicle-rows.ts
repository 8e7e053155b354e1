import { sql, type Kysely, type Selectable } from "kysely";
import { DAMAGE_STATES, vehicleTypeOf } from "@whereabouts/contracts";
import type { DB, Vehicles } from "../../../db/index.ts";
import type { VehicleType } from "../../../model/index.ts";
import type { Vehicle } from "./vehicle.ts";

export type VehicleRow = Selectable<Vehicles>;

/** A vehicle that was asked for, with what became of it. */
export type Registration =
  | { readonly kind: "registered"; readonly row: VehicleRow; readonly runEventId: number | null }
  | { readonly kind: "name-taken" }
  | { readonly kind: "wire-id-taken" };

export interface NewVehicle {
  readonly wireId: number;
  readonly typeByte: number;
  readonly name: string;
  readonly mapId: number;
  readonly atMs: number;
}

/**
 * Text columns know no NUL, and a name may hold one inside (fleet contract, section 4): it stands
 * as `\0` and a backslash as `\\`.
 */
export function toNameColumn(name: string): string {
  return name.replaceAll("\\", "\\\\").replaceAll("\0", "\\0");
}

export function fromNameColumn(text: string): string {
  return text.replace(/\\(.)/g, (_, next: string) => (next === "0" ? "\0" : next));
}

export function typeOfRow(row: Pick<VehicleRow, "type">): VehicleType {
  return row.type === "police" ? "police" : "runner";
}

export function toVehicle(row: VehicleRow, defaultMapId: number): Vehicle {
  return {
    id: row.id,
    wireId: row.wire_id,
    trackId: row.track_id,
    type: typeOfRow(row),
    name: fromNameColumn(row.name),
    mapId: row.map_id ?? defaultMapId,
    isDeleted: row.deleted_at !== null,
    requiresEnvelope: row.requires_envelope,
    state: {
      fuelPercent: row.fuel_percent,
      collisionCount: row.collision_count,
      statusByte: row.status,
    },
    stateAtMs: row.state_at.getTime(),
    lastFix: null,
    sequence: row.envelope_sequence,
    frameBudget: Number.POSITIVE_INFINITY,
    frameBudgetAtMs: Number.NEGATIVE_INFINITY,
  };
}

/** The word of a status byte; bytes beyond the known ones never reach the database. */
export function statusWord(statusByte: number): (typeof DAMAGE_STATES)[number] {
  return DAMAGE_STATES[statusByte] ?? "normal";
}

/**
 * Adds a vehicle; a runner is on the run from that moment (event and mission stand in the same
 * statement). Names are looked at before wire ids (fleet contract, section 6).
 */
export async function insertVehicle(db: Kysely<DB>, vehicle: NewVehicle): Promise<Registration> {
  const taken = await whatIsTaken(db, vehicle);
  if (taken !== null) return { kind: taken };
  const isRunner = vehicleTypeOf(vehicle.typeByte) === "runner";
  const at = new Date(vehicle.atMs);
  const { rows } = await sql<VehicleRow & { readonly run_event_id: number | null }>`
    WITH made AS (
      INSERT INTO vehicles (wire_id, name, type, state_at, created_at)
      VALUES (${vehicle.wireId}, ${toNameColumn(vehicle.name)}, ${isRunner ? "runner" : "police"},
        ${at}, ${at})
      ON CONFLICT DO NOTHING RETURNING *),
    run AS (
      INSERT INTO fleet_events (runner_id, status, created_at)
      SELECT id, 'run', ${at} FROM made WHERE type = 'runner' RETURNING id),
    mission AS (
      INSERT INTO missions (runner_id, map_id, started_at)
      SELECT id, ${vehicle.mapId}, ${at} FROM made WHERE type = 'runner')
    SELECT made.*, (SELECT id FROM run) AS run_event_id FROM made`.execute(db);
  const row = rows[0];
  if (row !== undefined) return { kind: "registered", row, runEventId: row.run_event_id };
  // Another process was faster by a moment.
  return { kind: (await whatIsTaken(db, vehicle)) ?? "name-taken" };
}

async function whatIsTaken(
  db: Kysely<DB>,
  { name, wireId }: Pick<NewVehicle, "name" | "wireId">,
): Promise<"name-taken" | "wire-id-taken" | null> {
  const column = toNameColumn(name);
  const rows = await db
    .selectFrom("vehicles")
    .select(["name", "wire_id"])
    .where("deleted_at", "is", null)
    .where((where) => where.or([where("name", "=", column), where("wire_id", "=", wireId)]))
    .execute();
  if (rows.some((row) => row.name === column)) return "name-taken";
  return rows.length > 0 ? "wire-id-taken" : null;
}

/** The vehicle of a wire id; of several that had it, the one that was not deleted, or the last. */
export async function findByWireId(
  db: Kysely<DB>,
  wireId: number,
): Promise<VehicleRow | undefined> {
  return db
    .selectFrom("vehicles")
    .selectAll()
    .where("wire_id", "=", wireId)
    .orderBy((row) => row("deleted_at", "is", null), "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
