import type {
  FloorCreate,
  FloorUpdate,
  SiteUpdate,
  ZoneCreate,
  ZoneUpdate,
} from "@whereabouts/contracts";
import { sql, type Kysely } from "kysely";
import { AppError } from "../../base/index.ts";
import type { Bus } from "../../bus/contract.ts";
import { isForeignKeyViolation, isUniqueViolation, type DB } from "../../db/index.ts";
import type { BusEvents, Floor, Site, Zone } from "../../model/index.ts";
import type { SiteCatalog } from "./site-catalog.ts";
import { checkPolygon } from "./simple-polygon.ts";

type RegistryEvent = BusEvents["registry"];

/** Stays not reported for this long belong to a process that is gone. */
const ABANDONED_AFTER_MS = 180_000;

/** Writes sites, floors and zones; each change is in the catalog and on the bus when it resolves. */
export class SiteStore {
  readonly #db: Kysely<DB>;
  readonly #bus: Bus;
  readonly #catalog: SiteCatalog;

  constructor(ports: {
    readonly db: Kysely<DB>;
    readonly bus: Bus;
    readonly catalog: SiteCatalog;
  }) {
    this.#db = ports.db;
    this.#bus = ports.bus;
    this.#catalog = ports.catalog;
  }

  async createSite(input: {
    readonly code: string;
    readonly name: string;
    readonly time_zone: string;
  }): Promise<Site> {
    const insert = this.#db.insertInto("sites").values(input).returning("id");
    const { id } = await guard(`Site ${input.code}`, () => insert.executeTakeFirstOrThrow());
    await this.#changed({ what: "site", id, change: "created" });
    return this.#catalog.site(id)!;
  }

  async updateSite(siteId: string, input: SiteUpdate): Promise<Site> {
    found(this.#catalog.site(siteId), "Site not found");
    const values = present(input);
    if (Object.keys(values).length > 0) {
      const update = this.#db.updateTable("sites").set(values).where("id", "=", siteId);
      await guard(`Site ${input.code}`, () => update.execute());
      await this.#changed({ what: "site", id: siteId, change: "updated" });
    }
    return found(this.#catalog.site(siteId), "Site not found");
  }

  async deleteSite(siteId: string): Promise<void> {
    const [result] = await this.#db.deleteFrom("sites").where("id", "=", siteId).execute();
    if (!result?.numDeletedRows) throw new AppError("not-found", "Site not found");
    await this.#changed({ what: "site", id: siteId, change: "deleted" });
  }

  async createFloor(siteId: string, input: FloorCreate): Promise<Floor> {
    found(this.#catalog.site(siteId), "Site not found");
    const values = { ...input, site_id: siteId, walls: JSON.stringify(input.walls) };
    const insert = this.#db.insertInto("floors").values(values).returning("id");
    const { id } = await guard(`Floor ${input.code}`, () => insert.executeTakeFirstOrThrow());
    await this.#changed({ what: "floor", id, change: "created" });
    return this.#catalog.floor(id)!;
  }

  /** @throws AppError `conflict` when zones would lie outside the new size */
  async updateFloor(floorId: string, input: FloorUpdate): Promise<Floor> {
    const floor = found(this.#catalog.floor(floorId), "Floor not found");
    const size = {
      widthM: input.width_m ?? floor.widthM,
      heightM: input.height_m ?? floor.heightM,
    };
    for (const zone of this.#catalog.zonesOf(floorId)) {
      if (checkPolygon(zone.polygonM, size) === null) continue;
      throw new AppError("conflict", `Resizing the floor leaves zone ${zone.code} outside`);
    }
    const { walls, ...others } = present(input);
    const values = walls === undefined ? others : { ...others, walls: JSON.stringify(walls) };
    if (Object.keys(values).length > 0) {
      const update = this.#db.updateTable("floors").set(values).where("id", "=", floorId);
      await guard(`Floor ${input.code}`, () => update.execute());
      await this.#changed({ what: "floor", id: floorId, change: "updated" });
    }
    return found(this.#catalog.floor(floorId), "Floor not found");
  }

  /** @returns the media id of the plan the floor had, to be removed by the caller */
  async setPlan(floorId: string, mediaId: string | null): Promise<string | null> {
    const former = found(this.#catalog.floor(floorId), "Floor not found").planMediaId;
    const update = this.#db.updateTable("floors").set({ plan_media_id: mediaId });
    await update.where("id", "=", floorId).execute();
    await this.#changed({ what: "floor", id: floorId, change: "updated" });
    return former;
  }

  async deleteFloor(floorId: string): Promise<void> {
    const [result] = await this.#db.deleteFrom("floors").where("id", "=", floorId).execute();
    if (!result?.numDeletedRows) throw new AppError("not-found", "Floor not found");
    await this.#changed({ what: "floor", id: floorId, change: "deleted" });
  }

  async createZone(input: ZoneCreate): Promise<Zone> {
    const floor = found(this.#catalog.floor(input.floor_id), "Floor not found");
    refuseBadPolygon(input.polygon_m, floor);
    const { polygon_m, color, ...others } = input;
    const values = { ...others, color: color ?? null, polygon_m: JSON.stringify(polygon_m) };
    const insert = this.#db.insertInto("zones").values(values).returning("id");
    const { id } = await guard(`Zone ${input.code}`, () => insert.executeTakeFirstOrThrow());
    await this.#changed({ what: "zone", id, change: "created" });
    return this.#catalog.zone(id)!;
  }

  async updateZone(zoneId: string, input: ZoneUpdate): Promise<Zone> {
    const zone = found(this.#catalog.zone(zoneId), "Zone not found");
    const floor = found(this.#catalog.floor(zone.floorId), "Floor not found");
    const { polygon_m: polygon, ...others } = present(input);
    if (polygon !== undefined) refuseBadPolygon(polygon, floor);
    const values =
      polygon === undefined ? others : { ...others, polygon_m: JSON.stringify(polygon) };
    if (Object.keys(values).length > 0) {
      const update = this.#db.updateTable("zones").set(values).where("id", "=", zoneId);
      await guard(`Zone ${input.code}`, () => update.execute());
      await this.#changed({ what: "zone", id: zoneId, change: "updated" });
    }
    return found(this.#catalog.zone(zoneId), "Zone not found");
  }

  async deleteZone(zoneId: string): Promise<void> {
    const [result] = await this.#db.deleteFrom("zones").where("id", "=", zoneId).execute();
    if (!result?.numDeletedRows) throw new AppError("not-found", "Zone not found");
    await this.#changed({ what: "zone", id: zoneId, change: "deleted" });
  }

  /** Ends the stays of a process that died: nobody else will. */
  async endAbandonedStays(nowMs: number): Promise<void> {
    await sql`UPDATE presences SET left_at = last_seen_at WHERE left_at IS NULL
      AND last_seen_at < ${new Date(nowMs - ABANDONED_AFTER_MS)}`.execute(this.#db);
  }

  async #changed(event: RegistryEvent): Promise<void> {
    await this.#catalog.reload();
    this.#bus.publish(`registry.${event.what}`, event);
  }
}

function refuseBadPolygon(polygon: ZoneCreate["polygon_m"], floor: Floor): void {
  const flaw = checkPolygon(polygon, floor);
  if (flaw === null) return;
  const loc = ["body", "polygon_m", ...(flaw.corner === null ? [] : [flaw.corner])];
  throw new AppError("invalid", flaw.message, {
    details: [{ type: "value_error", loc, msg: flaw.message, input: polygon[flaw.corner ?? 0] }],
  });
}

async function guard<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new AppError("conflict", `${what} exists already`, { cause: error });
    }
    if (isForeignKeyViolation(error)) {
      throw new AppError("conflict", `${what} belongs to something that was just deleted`, {
        cause: error,
      });
    }
    throw error;
  }
}

function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new AppError("not-found", message);
  return value;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(input: T): Present<T> {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<T>;
}
