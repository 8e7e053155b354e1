import type { Kysely } from "kysely";
import type { Clock, Disposable, Log } from "../../../base/index.ts";
import type { Bus } from "../../../bus/contract.ts";
import type { DB } from "../../../db/index.ts";
import type { FleetEvent, VehicleFix } from "../../../model/index.ts";
import type { MapCatalog } from "../maps/index.ts";
import { planRoadblocks, type PoliceUnit, type RoadblockPlan } from "../planner/index.ts";
import type { RoadGraph } from "../roads/index.ts";
import type { Vehicle, VehicleRegistry, WriteBehindStats } from "../vehicles/index.ts";
import { MatchedFleet, type MatchedFix } from "./matched-fleet.ts";
import { RoadblockLog } from "./roadblock-log.ts";

export interface DispatcherPorts {
  readonly db: Kysely<DB>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: VehicleRegistry;
  readonly maps: MapCatalog;
  /** Of several processes one plans, or plans would contradict each other. */
  readonly leads: () => boolean;
}

/** A plan in force, as the map shows it. */
export interface CurrentPlan {
  readonly runnerId: number;
  readonly mapId: number;
  /** UTC ms of the fix it was made for. */
  readonly atMs: number;
  readonly graph: RoadGraph;
  readonly plan: RoadblockPlan;
}

/** A police vehicle that has been silent for longer is not sent anywhere, ms. */
const SILENT_MS_MAX = 15_000;
/** Neither side is slower or faster than this, m/s: a car in a town, and one that flees. */
const SPEED_MPS = { least: 3, most: 33 } as const;
const RUNNERS_MAX = 256;
const DAMAGE = ["normal", "half_destroyed", "complete_destroyed"] as const;

/**
 * Plans anew on every fix of a runner that is on the run, while a police vehicle is free, and tells
 * each unit of the plan where to stand (design, section 5: frames 0x15 and 0x16). Fixes that come
 * while a plan is being made are planned for together: only the newest counts.
 */
export class RoadblockDispatcher implements Disposable {
  readonly #ports: DispatcherPorts;
  readonly #fleet: MatchedFleet;
  readonly #rows: RoadblockLog;
  /** Runners that are on the run, with their plan once there is one. */
  readonly #chased = new Map<number, CurrentPlan | null>();
  readonly #due = new Set<number>();
  readonly #leave: () => void;
  #timer: NodeJS.Immediate | null = null;
  #planned = 0;

  constructor(ports: DispatcherPorts) {
    this.#ports = ports;
    this.#fleet = new MatchedFleet(ports.maps);
    this.#rows = new RoadblockLog(ports);
    this.#leave = ports.bus.subscribe("fleet.>", ({ payload }) => this.#hear(payload));
  }

  /** Goes on with the chases that were under way. */
  async start(): Promise<void> {
    const open = await this.#ports.db
      .selectFrom("missions")
      .select("runner_id")
      .where("ended_at", "is", null)
      .orderBy("started_at", "desc")
      .limit(RUNNERS_MAX)
      .execute();
    for (const { runner_id: runnerId } of open) this.#chased.set(runnerId, null);
  }

  /** The plan for a runner, or undefined while there is none. */
  planOf(runnerId: number): CurrentPlan | undefined {
    return this.#chased.get(runnerId) ?? undefined;
  }

  /** Plans made since start. */
  get planned(): number {
    return this.#planned;
  }

  stats(): WriteBehindStats {
    return this.#rows.stats();
  }

  async dispose(): Promise<void> {
    this.#leave();
    if (this.#timer !== null) clearImmediate(this.#timer);
    await this.#rows.dispose();
  }

  #hear(event: FleetEvent): void {
    if (event.kind === "run") return this.#begin(event.runner.id);
    if (event.kind === "catch" || event.kind === "mission-ended") {
      this.#chased.delete(event.runner.id);
      return;
    }
    if (event.kind === "position") this.#note(event);
  }

  #begin(runnerId: number): void {
    this.#chased.set(runnerId, null);
    const oldest = this.#chased.keys().next().value;
    if (this.#chased.size > RUNNERS_MAX && oldest !== undefined) this.#chased.delete(oldest);
  }

  #note(fix: VehicleFix): void {
    // Without a chase nobody asks where on the roads anybody is.
    if (this.#chased.size === 0 || !this.#ports.leads()) return;
    this.#fleet.note(fix);
    if (!this.#chased.has(fix.vehicle.id)) return;
    this.#due.add(fix.vehicle.id);
    // After the fix itself has gone out to everybody.
    this.#timer ??= setImmediate(() => this.#planDue());
  }

  #planDue(): void {
    this.#timer = null;
    const due = [...this.#due];
    this.#due.clear();
    for (const runnerId of due) {
      try {
        this.#plan(runnerId);
      } catch (error) {
        this.#ports.log.error({ err: error, runnerId }, "Planning the roadblocks failed");
      }
    }
  }

  #plan(runnerId: number): void {
    const { registry, maps, clock } = this.#ports;
    const runner = registry.byId(runnerId);
    const fix = this.#fleet.of(runnerId);
    if (runner === undefined || fix === undefined || !this.#chased.has(runnerId)) return;
    const graph = maps.graph(fix.mapId);
    if (graph === undefined) return;
    const units = this.#freeUnits(runnerId, fix);
    if (units.length === 0) return;
    const former = this.#chased.get(runnerId) ?? null;
    const plan = planRoadblocks({
      graph,
      runner: {
        positions: [fix.position],
        leastMps: SPEED_MPS.least,
        mostMps: SPEED_MPS.most,
        fixAgeS: Math.max(0, (clock.nowMs() - fix.atMs) / 1000),
      },
      units,
      previous: former?.graph === graph ? former.plan : null,
    });
    this.#planned++;
    const { mapId, atMs } = fix;
    const current = { runnerId, mapId, atMs, graph, plan };
    this.#chased.set(runnerId, current);
    this.#tell(runner, current);
    this.#rows.note(current);
  }

  #tell(runner: Vehicle, { mapId, plan }: CurrentPlan): void {
    const { registry, bus, clock } = this.#ports;
    for (const { unit, xM, yM, etaS } of plan.points) {
      const police = registry.byId(unit);
      if (police === undefined) continue;
      bus.publish("fleet.roadblock", {
        kind: "roadblock",
        mapId,
        runner: { id: runner.id, wireId: runner.wireId },
        police: { id: police.id, wireId: police.wireId },
        xM,
        yM,
        etaS,
        atMs: clock.nowMs(),
      });
    }
  }

  /** Police on the runner's map that still drive and that no other chase has sent somewhere. */
  #freeUnits(runnerId: number, { mapId }: MatchedFix): PoliceUnit[] {
    const { registry, clock } = this.#ports;
    const taken = new Set<number>();
    for (const [id, current] of this.#chased) {
      if (id === runnerId || current === null) continue;
      for (const { unit } of current.plan.points) taken.add(unit);
    }
    const units: PoliceUnit[] = [];
    for (const [id, fix] of this.#fleet.since(clock.nowMs() - SILENT_MS_MAX)) {
      const vehicle = registry.byId(id);
      if (vehicle === undefined || vehicle.type !== "police" || vehicle.isDeleted) continue;
      if (fix.mapId !== mapId || taken.has(id)) continue;
      const { fuelPercent, statusByte } = vehicle.state;
      const damage = DAMAGE[statusByte] ?? "complete_destroyed";
      const { position } = fix;
      units.push({ id, position, mostMps: SPEED_MPS.most, fuelPercent, damage });
    }
    return units.sort((a, b) => a.id - b.id);
  }
}
