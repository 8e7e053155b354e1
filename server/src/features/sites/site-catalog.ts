import type { Kysely } from "kysely";
import type { DB } from "../../db/index.ts";
import type { Floor, Site, WorldPoint, Zone } from "../../model/index.ts";

interface Snapshot {
  readonly sites: ReadonlyMap<string, Site>;
  readonly floors: ReadonlyMap<string, Floor>;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly zonesByFloor: ReadonlyMap<string, readonly Zone[]>;
}

const EMPTY: Snapshot = {
  sites: new Map(),
  floors: new Map(),
  zones: new Map(),
  zonesByFloor: new Map(),
};

/** All sites, floors and zones in memory: every frame asks for them. */
export class SiteCatalog {
  readonly #db: Kysely<DB>;
  #snapshot = EMPTY;
  #loading: Promise<void> | null = null;
  #isStale = false;

  constructor(db: Kysely<DB>) {
    this.#db = db;
  }

  get sites(): readonly Site[] {
    return [...this.#snapshot.sites.values()];
  }

  get floors(): readonly Floor[] {
    return [...this.#snapshot.floors.values()];
  }

  get zones(): readonly Zone[] {
    return [...this.#snapshot.zones.values()];
  }

  site(siteId: string): Site | undefined {
    return this.#snapshot.sites.get(siteId);
  }

  floor(floorId: string): Floor | undefined {
    return this.#snapshot.floors.get(floorId);
  }

  zone(zoneId: string): Zone | undefined {
    return this.#snapshot.zones.get(zoneId);
  }

  /** The same array as long as nothing was reloaded. */
  zonesOf(floorId: string): readonly Zone[] {
    return this.#snapshot.zonesByFloor.get(floorId) ?? [];
  }

  /** Resolves once what was committed before the call is seen. */
  async reload(): Promise<void> {
    this.#isStale = true;
    while (this.#isStale || this.#loading) {
      this.#loading ??= this.#load().finally(() => (this.#loading = null));
      await this.#loading;
    }
  }

  async #load(): Promise<void> {
    this.#isStale = false;
    const db = this.#db;
    const [sites, floors, zones] = await Promise.all([
      db.selectFrom("sites").selectAll().orderBy("created_at").orderBy("code").execute(),
      db.selectFrom("floors").selectAll().orderBy("level").orderBy("code").execute(),
      db.selectFrom("zones").selectAll().orderBy("code").execute(),
    ]);
    const zoneList = zones.map((row): Zone => ({
      id: row.id,
      floorId: row.floor_id,
      code: row.code,
      name: row.name,
      kind: row.kind,
      color: row.color,
      polygonM: row.polygon_m as unknown as WorldPoint[],
    }));
    this.#snapshot = {
      sites: new Map(
        sites.map((row) => [
          row.id,
          { id: row.id, code: row.code, name: row.name, timeZone: row.time_zone },
        ]),
      ),
      floors: new Map(floors.map((row) => [row.id, toFloor(row)])),
      zones: new Map(zoneList.map((zone) => [zone.id, zone])),
      zonesByFloor: Map.groupBy(zoneList, (zone) => zone.floorId),
    };
  }
}

interface FloorRow {
  readonly id: string;
  readonly site_id: string;
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly width_m: number;
  readonly height_m: number;
  readonly walls: unknown;
  readonly plan_media_id: string | null;
}

function toFloor(row: FloorRow): Floor {
  return {
    id: row.id,
    siteId: row.site_id,
    code: row.code,
    name: row.name,
    level: row.level,
    widthM: row.width_m,
    heightM: row.height_m,
    walls: row.walls as WorldPoint[][],
    planMediaId: row.plan_media_id,
  };
}
