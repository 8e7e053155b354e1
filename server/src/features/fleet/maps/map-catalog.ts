import type { Kysely } from "kysely";
import type { DB } from "../../../db/index.ts";
import type { RoadGraph } from "../roads/index.ts";
import { mapGeoJson, type FleetMap, type MapGeoJson, type MapSite } from "./fleet-map.ts";
import { graphFromStored, polygonsFromStored } from "./graph-json.ts";
import { buildShippedMap, SHIPPED_MAPS } from "./shipped/index.ts";

/** A map as it was last read; `stamp` tells whether its row has changed since. */
interface Entry {
  readonly name: string;
  readonly stamp: string;
  readonly map: () => FleetMap;
  readonly geojson: () => MapGeoJson;
}

const NO_SITE: MapSite = { siteId: null, floorId: null };

/**
 * All maps in memory: those that come with the product, and those of the database, which win over a
 * shipped one of the same id. A shipped map is drawn when it is first asked for.
 */
export class MapCatalog {
  readonly #db: Kysely<DB>;
  readonly #shipped: ReadonlyMap<number, Entry>;
  #entries: ReadonlyMap<number, Entry>;
  #reloading: Promise<void> = Promise.resolve();

  constructor(db: Kysely<DB>) {
    this.#db = db;
    this.#shipped = shippedEntries();
    this.#entries = this.#shipped;
  }

  /** By id. */
  list(): readonly { readonly id: number; readonly name: string }[] {
    return [...this.#entries]
      .map(([id, { name }]) => ({ id, name }))
      .toSorted((a, b) => a.id - b.id);
  }

  /** What can be driven on; the same object until the map changes. */
  geojson(id: number): MapGeoJson | undefined {
    return this.#entries.get(id)?.geojson();
  }

  /** The same object until the map changes. */
  graph(id: number): RoadGraph | undefined {
    return this.map(id)?.graph;
  }

  site(id: number): MapSite | undefined {
    const map = this.map(id);
    return map && { siteId: map.siteId, floorId: map.floorId };
  }

  map(id: number): FleetMap | undefined {
    return this.#entries.get(id)?.map();
  }

  /** Resolves once what was committed before the call is seen. */
  reload(): Promise<void> {
    const next = this.#reloading.catch(() => undefined).then(() => this.#load());
    this.#reloading = next;
    return next;
  }

  async #load(): Promise<void> {
    const heads = await this.#db.selectFrom("fleet_maps").select(["id", "updated_at"]).execute();
    const entries = new Map(this.#shipped);
    for (const { id, updated_at } of heads) {
      const stamp = updated_at.toISOString();
      const known = this.#entries.get(id);
      const entry = known?.stamp === stamp ? known : await this.#read(id, stamp);
      if (entry) entries.set(id, entry);
    }
    this.#entries = entries;
  }

  async #read(id: number, stamp: string): Promise<Entry | null> {
    const row = await this.#db
      .selectFrom("fleet_maps")
      .select(["name", "site_id", "floor_id", "polygons", "graph"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) return null;
    const map: FleetMap = {
      id,
      name: row.name,
      siteId: row.site_id,
      floorId: row.floor_id,
      polygons: polygonsFromStored(row.polygons, row.name),
      graph: graphFromStored(row.graph, row.name),
    };
    return entryOf(map.name, stamp, () => map);
  }
}

function shippedEntries(): Map<number, Entry> {
  return new Map(
    SHIPPED_MAPS.map((shipped) => {
      const { id, name } = shipped;
      const build = (): FleetMap => ({ id, name, ...NO_SITE, ...buildShippedMap(shipped) });
      return [id, entryOf(name, "shipped", build)];
    }),
  );
}

function entryOf(name: string, stamp: string, build: () => FleetMap): Entry {
  const map = once(build);
  return { name, stamp, map, geojson: once(() => mapGeoJson(map())) };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
