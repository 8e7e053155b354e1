import type { Kysely } from "kysely";
import { AppError, type Clock, type Disposable } from "../../../base/index.ts";
import type { Bus } from "../../../bus/contract.ts";
import { isUniqueViolation, type DB } from "../../../db/index.ts";
import type { FleetEvent, VehicleState } from "../../../model/index.ts";
import type { LastFix, Vehicle } from "./vehicle.ts";
import {
  findByWireId,
  insertVehicle,
  toNameColumn,
  toVehicle,
  type Registration,
  type VehicleRow,
} from "./vehicle-rows.ts";

/** Vehicles in memory; past it the longest unheard one is read again when it speaks. */
const REMEMBERED_MAX = 100_000;
/** For so long an unknown wire id is not asked for again, ms; a registration ends it at once. */
const UNKNOWN_FOR_MS = 1_000;
const UNKNOWN_MAX = 10_000;

export interface VehicleChange {
  readonly name?: string;
  readonly mapId?: number | null;
  readonly requiresEnvelope?: boolean;
}

/**
 * The vehicles: the database is the truth, memory answers the frames. Every process keeps its own
 * memory and hears of changes over the bus.
 */
export class VehicleRegistry implements Disposable {
  readonly defaultMapId: number;
  readonly #db: Kysely<DB>;
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #byWireId = new Map<number, Vehicle>();
  readonly #byId = new Map<number, Vehicle>();
  readonly #unknown = new Map<number, number>();
  readonly #looking = new Map<number, Promise<Vehicle | undefined>>();
  readonly #leave: () => void;

  constructor(ports: {
    readonly db: Kysely<DB>;
    readonly bus: Bus;
    readonly clock: Clock;
    /** The map of vehicles that no other was named for. */
    readonly defaultMapId: number;
  }) {
    this.#db = ports.db;
    this.#bus = ports.bus;
    this.#clock = ports.clock;
    this.defaultMapId = ports.defaultMapId;
    this.#leave = ports.bus.subscribe("fleet.>", ({ payload }) => this.#hear(payload));
  }

  /** Reads the vehicles that are registered, so that their first frame waits for nothing. */
  async start(): Promise<void> {
    const rows = await this.#db
      .selectFrom("vehicles")
      .selectAll()
      .where("deleted_at", "is", null)
      .orderBy("id", "desc")
      .limit(REMEMBERED_MAX)
      .execute();
    for (const row of rows) this.#remember(toVehicle(row, this.defaultMapId));
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Vehicles in memory, deleted ones that still speak among them. */
  remembered(): IterableIterator<Vehicle> {
    return this.#byId.values();
  }

  byId(id: number): Vehicle | undefined {
    return this.#byId.get(id);
  }

  /**
   * The vehicle a device speaks for: at once when it is remembered, else as the database says. One
   * that was deleted is still known until another takes its number (fleet contract, section 7).
   */
  byWireId(wireId: number): Vehicle | undefined | Promise<Vehicle | undefined> {
    const known = this.#byWireId.get(wireId);
    if (known !== undefined) return known;
    const unknownUntilMs = this.#unknown.get(wireId);
    if (unknownUntilMs !== undefined && this.#clock.monotonicMs() < unknownUntilMs)
      return undefined;
    const looking = this.#looking.get(wireId) ?? this.#look(wireId);
    this.#looking.set(wireId, looking);
    return looking;
  }

  /** Adds a vehicle. @throws whatever the database throws */
  async register(wanted: {
    readonly wireId: number;
    readonly typeByte: number;
    readonly name: string;
  }): Promise<Registration> {
    const atMs = this.#clock.nowMs();
    const done = await insertVehicle(this.#db, { ...wanted, mapId: this.defaultMapId, atMs });
    if (done.kind === "registered") this.#remember(toVehicle(done.row, this.defaultMapId));
    return done;
  }

  /** Registered vehicles by key, with the newest condition that this process heard of. */
  async list(): Promise<VehicleRow[]> {
    const rows = await this.#db
      .selectFrom("vehicles")
      .selectAll()
      .where("deleted_at", "is", null)
      .orderBy("id")
      .execute();
    return rows.map((row) => this.#withNewestState(row));
  }

  /** @throws AppError `not-found` for a key that no registered vehicle has */
  async get(id: number): Promise<VehicleRow> {
    const row = await this.#db
      .selectFrom("vehicles")
      .selectAll()
      .where("id", "=", id)
      .where("deleted_at", "is", null)
      .executeTakeFirst();
    if (row === undefined) throw notFound(id);
    return this.#withNewestState(row);
  }

  /** @throws AppError `not-found`, or `conflict` when another vehicle has the name */
  async change(id: number, change: VehicleChange): Promise<VehicleRow> {
    const { name, mapId, requiresEnvelope } = change;
    const values = {
      ...(name === undefined ? {} : { name: toNameColumn(name) }),
      ...(mapId === undefined ? {} : { map_id: mapId }),
      ...(requiresEnvelope === undefined ? {} : { requires_envelope: requiresEnvelope }),
    };
    if (Object.keys(values).length === 0) return this.get(id);
    try {
      const row = await this.#db
        .updateTable("vehicles")
        .set(values)
        .where("id", "=", id)
        .where("deleted_at", "is", null)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw notFound(id);
      this.#replace(row);
      return this.#withNewestState(row);
    } catch (error) {
      if (!isUniqueViolation(error, "vehicles_name")) throw error;
      const message = `Vehicle ${id} cannot be called "${name}": another one is, expected a free name`;
      throw new AppError("conflict", message, { cause: error });
    }
  }

  /** Name and number may be registered again. @throws AppError `not-found` */
  async remove(id: number): Promise<void> {
    const row = await this.#db
      .updateTable("vehicles")
      .set({ deleted_at: new Date(this.#clock.nowMs()) })
      .where("id", "=", id)
      .where("deleted_at", "is", null)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw notFound(id);
    this.#replace(row);
  }

  noteState(vehicle: Vehicle, state: VehicleState, atMs: number): void {
    if (atMs < vehicle.stateAtMs) return;
    vehicle.state = state;
    vehicle.stateAtMs = atMs;
  }

  noteFix(vehicle: Vehicle, fix: LastFix): void {
    if (vehicle.lastFix === null || fix.atMs >= vehicle.lastFix.atMs) vehicle.lastFix = fix;
  }

  dispose(): void {
    this.#leave();
  }

  async #look(wireId: number): Promise<Vehicle | undefined> {
    try {
      const row = await findByWireId(this.#db, wireId);
      // A registration may have come in meanwhile.
      const known = this.#byWireId.get(wireId);
      if (known !== undefined) return known;
      if (row !== undefined) return this.#remember(toVehicle(row, this.defaultMapId));
      if (this.#unknown.size >= UNKNOWN_MAX) this.#unknown.clear();
      this.#unknown.set(wireId, this.#clock.monotonicMs() + UNKNOWN_FOR_MS);
      return undefined;
    } finally {
      this.#looking.delete(wireId);
    }
  }

  #remember(vehicle: Vehicle): Vehicle {
    this.#unknown.delete(vehicle.wireId);
    this.#byWireId.set(vehicle.wireId, vehicle);
    this.#byId.set(vehicle.id, vehicle);
    if (this.#byId.size > REMEMBERED_MAX) {
      const oldest = this.#byId.values().next().value!;
      this.#byId.delete(oldest.id);
      if (this.#byWireId.get(oldest.wireId) === oldest) this.#byWireId.delete(oldest.wireId);
    }
    return vehicle;
  }

  /** Takes over a changed row and keeps what only memory knows, then tells the others. */
  #replace(row: VehicleRow): void {
    this.#takeOver(row);
    const vehicle = { id: row.id, wireId: row.wire_id };
    this.#bus.publish("fleet.changed", { kind: "changed", vehicle, atMs: this.#clock.nowMs() });
  }

  #takeOver(row: VehicleRow): void {
    const known = this.#byId.get(row.id);
    if (known === undefined) return;
    const { lastFix, frameBudget, frameBudgetAtMs } = known;
    const fresh = toVehicle(row, this.defaultMapId);
    const isNewer = known.stateAtMs > fresh.stateAtMs;
    const changed: Vehicle = {
      ...fresh,
      ...(isNewer ? { state: known.state, stateAtMs: known.stateAtMs } : {}),
      sequence: Math.max(known.sequence, fresh.sequence),
      lastFix,
      frameBudget,
      frameBudgetAtMs,
    };
    this.#byId.set(row.id, changed);
    if (this.#byWireId.get(row.wire_id) === known) this.#byWireId.set(row.wire_id, changed);
  }

  #withNewestState(row: VehicleRow): VehicleRow {
    const known = this.#byId.get(row.id);
    if (known === undefined || known.stateAtMs <= row.state_at.getTime()) return row;
    const { fuelPercent, collisionCount, statusByte } = known.state;
    return {
      ...row,
      fuel_percent: fuelPercent,
      collision_count: collisionCount,
      status: statusByte,
      state_at: new Date(known.stateAtMs),
    };
  }

  /** What this process said itself comes back too, and changes nothing. */
  #hear(event: FleetEvent): void {
    if (event.kind === "registered") {
      this.#unknown.delete(event.vehicle.wireId);
      const known = this.#byWireId.get(event.vehicle.wireId);
      // Another process gave the number to another vehicle.
      if (known !== undefined && known.id !== event.vehicle.id) {
        this.#byWireId.delete(known.wireId);
      }
    } else if (event.kind === "changed") {
      void this.#refresh(event.vehicle.id);
    } else if (event.kind === "state") {
      const known = this.#byId.get(event.vehicle.id);
      if (known === undefined) return;
      this.noteState(known, event, event.atMs);
      known.sequence = Math.max(known.sequence, event.sequence ?? 0);
    } else if (event.kind === "position") {
      const known = this.#byId.get(event.vehicle.id);
      if (known === undefined) return;
      known.sequence = Math.max(known.sequence, event.sequence ?? 0);
      const { mapId, atMs } = event;
      if (known.lastFix !== null && known.lastFix.atMs >= atMs) return;
      this.noteFix(known, { xM: event.xM ?? NaN, yM: event.yM ?? NaN, mapId, atMs });
    }
  }

  async #refresh(id: number): Promise<void> {
    if (!this.#byId.has(id)) return;
    try {
      const query = this.#db.selectFrom("vehicles").selectAll().where("id", "=", id);
      const row = await query.executeTakeFirst();
      if (row !== undefined) this.#takeOver(row);
    } catch {
      // Forgotten rather than wrong: the next frame reads it again.
      const known = this.#byId.get(id);
      if (known === undefined) return;
      this.#byId.delete(id);
      this.#byWireId.delete(known.wireId);
    }
  }
}

function notFound(id: number): AppError {
  return new AppError("not-found", `Vehicle with id ${id} not found`);
}
